"""What leaves for other agencies: files, and the rows that their programs read."""
