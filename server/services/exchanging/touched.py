"""What the operations of one transaction may have left wrong in households: their review looks at this alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from uuid import UUID

Merged = tuple[str, str, UUID]  # entity, district and id of a household or person that was merged into another


class Late(NamedTuple):
    """The latest edit of one that had been merged into another: its stamp, and when it was made, in ms."""

    stamp: str
    at: int


@dataclass
class Touched:
    """`households`: by district, those with changes that a rule asks about. `late`: merged ones that were edited.

    `edited`: by district and id, the stamp of the latest edit of each household's and each person's own row.
    """

    households: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    late: dict[Merged, Late] = field(default_factory=dict)
    edited: dict[tuple[str, UUID], str] = field(default_factory=dict)

    def copy(self) -> Self:
        households = defaultdict(set, {district: set(ids) for district, ids in self.households.items()})
        return type(self)(households, dict(self.late), dict(self.edited))
