"""Wording of the household screens."""

WORDS: dict[str, tuple[str, str]] = {}
