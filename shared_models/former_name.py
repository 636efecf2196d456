"""Former names of a person: names get changed and re-spelt often, and lists go on using the old ones.

They are one text, `Person.former_names`: full names without title joined by " / ", newest first, at most 400 letters.
"""

from shared_models.thai_text import normalise, search_fold

LONGEST = 400
_BETWEEN = " / "


def names_in(former_names: str | None) -> list[str]:
    """The names of the text, newest first."""
    return [name for part in (former_names or "").split(_BETWEEN) if (name := part.strip())]


def worth_keeping(old: str, new: str) -> bool:
    """Whether `old` is a former name once `new` is the name: a search for it would not find the new one.

    Tones, blanks, points and titles make no other name, and a blank is none.
    """
    return bool(search_fold(old)) and search_fold(old) != search_fold(new)


def extended(former_names: str | None, *, old: str, new: str) -> str | None:
    """`former_names` after a change from `old` to `new`, both full names without title; None when there is none.

    A name stands in it once, and the name now in use not at all: who takes an old name back loses it as a former one.
    What goes beyond 400 letters falls off at the oldest end.
    """
    seen, kept = {search_fold(new)}, ""
    for name in (_one_name(old), *names_in(former_names)):
        fold = search_fold(name)
        if not fold or fold in seen:
            continue
        seen.add(fold)
        longer = f"{kept}{_BETWEEN}{name}" if kept else name
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept or None


def _one_name(name: str) -> str:
    """A name that would not be read back as two."""
    return normalise(name.replace("/", " "))
