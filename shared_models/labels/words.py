"""The shape of labels: a pair of Thai and English, and for a field also a sentence of help in both."""

from typing import NamedTuple

Pair = tuple[str, str]


class Words(NamedTuple):
    """What a field is called, and what an officer should know to fill it in."""

    thai: str
    english: str
    help_thai: str
    help_english: str
