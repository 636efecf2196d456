"""Officers, their tablets and keys, what they are assigned, and how they sign in."""
