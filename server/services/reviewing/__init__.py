"""What waits for a decision of the office, and the edits that decide it."""
