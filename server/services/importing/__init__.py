"""Lists that come in: read, planned, brought in, told, and undone."""
