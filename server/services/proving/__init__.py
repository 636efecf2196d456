"""What proves that the history is as it was, and who read what."""
