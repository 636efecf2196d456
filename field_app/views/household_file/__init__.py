"""A household's file: head, tabs, and the sections they jump to, each in its own module."""
