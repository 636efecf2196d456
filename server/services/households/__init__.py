"""Households as the office looks for them, reads them, and what the rules say of them."""
