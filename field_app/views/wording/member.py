"""Wording of the member screens."""

WORDS: dict[str, tuple[str, str]] = {}
