"""Wording of the work screens."""

WORDS: dict[str, tuple[str, str]] = {}
