"""What a household is found by: a line of folded words for the house itself, and one for each member.

Tablet and office look for the same parts in the same words.
"""

from functools import lru_cache

from shared_models.former_name import names_in
from shared_models.thai_text import search_fold, sort_key

LINE = "\n"  # between the lines of a household


def place(village: str, house_no: str) -> str:
    """What households are sorted by."""
    return f"{village} {sort_key(house_no)}"


def house_words(house_no: str, house_code: str | None) -> str:
    """The words of the house itself: its number and its code."""
    return _joined(search_fold(house_no), house_code)


def person_words(given: str, family: str | None, former: str | None, citizen_id: str | None, phone: str | None) -> str:
    """The words of a member: all names, the number and the telephone."""
    names = _name_words(given, family, former)
    return names + _joined(citizen_id, phone) if citizen_id or phone else names


@lru_cache(maxsize=1 << 14)
def _name_words(given: str, family: str | None, former: str | None) -> str:
    """The same names come again and again."""
    given_fold, family_fold = search_fold(given), search_fold(family or "")
    return _joined(given_fold + family_fold, family_fold, *map(search_fold, names_in(former)))


def _joined(*words: str | None) -> str:
    """Each word after a blank, so that a search can ask for its beginning."""
    return "".join([f" {word.replace('-', '')}" for word in words if word])


def parts_of(text: str) -> list[str]:
    """The folded parts of what was typed; empty when nothing of it can be searched by."""
    words = text.replace("-", "").split()
    if len(words) > 1 and search_fold(words[0] + words[1]) == search_fold(words[1]):
        words = words[1:]  # a title typed apart from the name
    return [part for part in map(search_fold, words) if part]
