"""What a person may ask of the office, and how long the office knows a name."""
