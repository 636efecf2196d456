"""Wording of the entry screens."""

WORDS: dict[str, tuple[str, str]] = {}
