"""Wording of the visit screens."""

WORDS: dict[str, tuple[str, str]] = {}
