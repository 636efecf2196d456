"""Which letters of a name a search found, so that they can be marked."""

from collections.abc import Sequence
from functools import lru_cache

from shared_models.thai_text import search_fold

Span = tuple[int, int]


def matched_spans(name: str, parts: Sequence[str]) -> tuple[Span, ...]:
    """Where the folded `parts` stand in `name`, as (start, end) without overlaps; tone marks go with their letter."""
    kept = [(index, folded) for index, letter in enumerate(name) if (folded := fold_letter(letter))]
    text = "".join(folded for _, folded in kept)
    places = [index for index, folded in kept for _ in folded]
    found: list[Span] = []
    for span in sorted(span for part in parts for span in places_of(part, text, places, name)):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return tuple(found)


def places_of(part: str, text: str, places: list[int], name: str) -> list[Span]:
    """The first place where a word of the name begins with the part, else the first place at all."""
    at = text.find(part)
    if not part or at < 0:
        return []
    starts = {places.index(index) for index in word_starts(name) if index in places}
    while at not in starts and (later := text.find(part, at + 1)) >= 0:
        at = later
    if at not in starts:
        at = text.find(part)
    end = places[at + len(part) - 1] + 1
    while end < len(name) and name[end] != " " and not fold_letter(name[end]):
        end += 1
    return [(places[at], end)]


def word_starts(name: str) -> list[int]:
    """Where words begin; a title is written together with its name, so the first word may begin anywhere."""
    return [index for index in range(len(name)) if index == 0 or name[index - 1] == " "]


@lru_cache(maxsize=1024)
def fold_letter(letter: str) -> str:
    """What a search compares of one letter; "" for tone marks, blanks and points."""
    return search_fold(letter)
