"""Wording of the record screens."""

WORDS: dict[str, tuple[str, str]] = {}
