"""The wording of the screens, one file for each group of screens; text.py makes one table of them."""
