"""What an officer sees: screens built from components, with words from `text.py` and looks from `theme.py`."""
