"""Wording of the exchange screens."""

WORDS: dict[str, tuple[str, str]] = {}
