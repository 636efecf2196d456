"""What the tablet keeps: the sealed cache, the key file, and the rows in them."""
