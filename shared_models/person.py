"""Person: a member of a household. Life state, membership and identity are separate facts."""

from enum import StrEnum
from typing import Self

from sqlalchemy import Index
from sqlmodel import Field

from shared_models.birth import PartialDate
from shared_models.citizen_id import IdKind
from shared_models.errors import InvalidChange
from shared_models.synced import Synced, coded


class LifeState(StrEnum):
    ALIVE = "alive"
    DECEASED = "deceased"
    MOVED = "moved"
    MISSING = "missing"


class Sex(StrEnum):
    MALE = "1"
    FEMALE = "2"


class WelfareCard(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """To the head of the household. An agency's own word is kept as it came, as an unknown code."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    OTHER_KIN = "other_kin"
    LODGER = "lodger"


class Person(Synced, table=True):
    """Partial dates (`birth`, `life_state_on`) are BE texts as birth.py writes them: 2504-05-12, 2504-05 or 2504."""

    __table_args__ = (Index("person_citizen_id", "citizen_id", "district_code"),)

    title: str | None = Field(default=None, max_length=40)
    given_name: str = Field(min_length=1, max_length=100)
    family_name: str | None = Field(default=None, max_length=100)
    former_names: str | None = Field(default=None, max_length=400)  # joined by " / ", newest first
    sex: Sex | None = coded(default=None)
    birth: str | None = Field(default=None, max_length=11)
    birth_given: str | None = Field(default=None, max_length=40)  # as the source wrote it
    birth_doubt: str | None = Field(default=None, max_length=40)
    id_kind: IdKind = coded(default=IdKind.NONE)
    citizen_id: str | None = Field(default=None, max_length=40)
    id_doubtful: bool = False
    relation: Relation | None = coded(default=None)
    welfare_card: WelfareCard = coded(default=WelfareCard.UNKNOWN)
    phone: str | None = Field(default=None, max_length=40)
    life_state: LifeState = coded(default=LifeState.ALIVE)
    life_state_on: str | None = Field(default=None, max_length=11)
    life_state_note: str | None = Field(default=None, max_length=2000)
    moved_to_code: str | None = Field(default=None, max_length=8)  # as far as it is known: 2, 4, 6 or 8 digits
    moved_to: str | None = Field(default=None, max_length=200)  # own words, e.g. another country

    def check(self, before: Self | None) -> None:
        if not self.given_name.strip():
            raise InvalidChange(field="given_name", reason="required")
        for name in ("birth", "life_state_on"):
            text = getattr(self, name)
            if text and (before is None or text != getattr(before, name)):
                PartialDate.from_code(text)

    def full_name(self) -> str:
        return f"{self.title or ''}{self.given_name} {self.family_name or ''}".strip()
