"""StageDecision: where a household stands in a programme year: อยู่รอด, พอเพียง or ยั่งยืน, with the reason.

No official rule that moves a household between stages was found: a person decides. A later decision of the same year
replaces an earlier one, and the earlier one stays.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, coded


class Stage(StrEnum):
    """In the order of progress."""

    SURVIVE = "1"
    SUFFICIENT = "2"
    SUSTAINABLE = "3"


class StageDecision(Synced, table=True):
    """One decision about a household; `standing` says which of a year counts."""

    __tablename__ = "stage_decision"

    programme_year: int = Field(
        schema_extra=about(section="stage", kind=Kind.YEAR, unit=Unit.YEAR_BE, source=Source.LETTER_2566)
    )
    stage: Stage = coded()
    reason: str = Field(min_length=1, max_length=2000)
    decided_on: date
    decided_by: str | None = Field(default=None, max_length=200)
    visit_id: UUID | None = Field(default=None, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if not self.reason.strip():
            raise InvalidChange(field="reason", reason="required")


def standing(decisions: Iterable[StageDecision]) -> dict[tuple[UUID, int], StageDecision]:
    """The decision that counts for each (household, programme year): the latest day, then the latest entered."""
    latest: dict[tuple[UUID, int], StageDecision] = {}
    for decision in sorted(decisions, key=lambda each: (each.decided_on, each.id)):
        latest[decision.household_id, decision.programme_year] = decision
    return latest
