"""Wording of the settings screens."""

WORDS: dict[str, tuple[str, str]] = {}
