"""Duplicates over a whole caseload: which entries may be one person, entered twice.

A pair is a proposal that a person decides; nothing is ever merged by it. Everybody counts, whatever their life state:
who moved away may have been entered anew elsewhere. Two entries of one household count as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from shared_models.likeness import LIKELY, Sought, alike
from shared_models.person import Person

LARGEST_BLOCK = 200  # what more entries share, such as ไม่ทราบ for a name, does not tell anybody from another
_A_DAY = len("2504-05-12")
_FIRST_JANUARY = "-01-01"  # stands for an unknown day and is shared by too many


class Pair(NamedTuple):
    """Two entries that may be one person. `one` is the lesser id; `score` is that of likeness.alike, up to 100."""

    score: int
    one: UUID
    other: UUID


class _Entry(NamedTuple):
    row_id: UUID
    says: Sought


def duplicates(persons: Iterable[Person], villages: Mapping[UUID, str], *, threshold: int = LIKELY) -> list[Pair]:
    """The pairs of a caseload that score `threshold` (0 to 100) or more, the highest first, then by id.

    `villages` are the village codes of the households by household id; who is not in it counts by where the row is
    filed. Not every two entries are compared, only those that share what makes a likely pair: the number; the whole
    name; the given name and the day of birth; the day of birth; or village and birth, however little is known of it.
    Beside the number, what more than LARGEST_BLOCK entries share is passed over. Several rows of one id are one person.
    """
    entries = [_Entry(p.id, Sought.entered(p, villages.get(p.household_id))) for p in persons]
    best: dict[tuple[UUID, UUID], int] = {}
    for one, other in _plausible(entries):
        if one.row_id != other.row_id:
            ids = (one.row_id, other.row_id) if one.row_id < other.row_id else (other.row_id, one.row_id)
            score = alike(one.says, other.says)
            if score >= max(threshold, best.get(ids, 0)):
                best[ids] = score
    return sorted((Pair(score, *ids) for ids, score in best.items()), key=lambda pair: (-pair.score, *pair[1:]))


def _plausible(entries: Iterable[_Entry]) -> Iterator[tuple[_Entry, _Entry]]:
    """Pairs that share a block. One pair may come more than once."""
    by_number: dict[str, list[_Entry]] = defaultdict(list)
    blocks: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
    for entry in entries:
        if entry.says.citizen_id:
            by_number[entry.says.citizen_id].append(entry)
        for key in set(_keys(entry.says)):
            blocks[key].append(entry)
    for block in by_number.values():
        yield from combinations(block, 2)
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)


def _keys(says: Sought) -> Iterator[tuple[str, ...]]:
    """The blocks of an entry. Those of a name come for every name, former ones too."""
    birth = says.birth or ""
    day = birth if len(birth) == _A_DAY and not birth.endswith(_FIRST_JANUARY) else ""
    for name in says.names:
        if not name.given:
            continue
        if name.family:
            yield "name", name.whole
        yield "name, village", name.whole, says.village
        if birth:
            yield "name, birth", name.whole, birth
            yield "given name, birth", name.given, birth if len(birth) == _A_DAY else says.village + birth
    if day:
        yield "day", day
    if birth and says.village:
        yield "village, birth", says.village, birth
