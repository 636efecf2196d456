"""Plan: what the targeting meeting decided for a household: remedy, responsible agency, due date, and how it stands."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange, InvalidTransition
from shared_models.field_facts import Kind, Source, about
from shared_models.synced import Synced, coded


class PlanStatus(StrEnum):
    """This product's own: no official list was found."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


PLANNED, UNDER_WAY, DONE, DROPPED = PlanStatus
NEXT_STATUS = {
    PLANNED: {UNDER_WAY, DONE, DROPPED},
    UNDER_WAY: {PLANNED, DONE, DROPPED},
    DONE: {UNDER_WAY},
    DROPPED: {PLANNED},
}


class Plan(Synced, table=True):
    """`remedy` is a code of the catalogue (เมนูแก้จน); without one `words` say what is planned. Never deleted."""

    problems: str = Field(
        default="",
        max_length=4000,
        schema_extra=about(section="plan", kind=Kind.REFERENCES, source=Source.LETTER_2566),
    )
    remedy: str | None = Field(default=None, max_length=40)
    words: str | None = Field(default=None, max_length=2000)
    agency: str | None = Field(default=None, max_length=200)
    due_on: date | None = None
    decided_on: date
    four_t_id: UUID | None = Field(default=None, schema_extra=about(asked=False))
    status: PlanStatus = coded(default=PLANNED, schema_extra=about(section="ending", source=Source.PRODUCT))
    status_reason: str | None = Field(default=None, max_length=2000)

    def check(self, before: Self | None) -> None:
        if not self.remedy and not (self.words or "").strip():
            raise InvalidChange(field="words", reason="remedy_or_words")
        status = PlanStatus(self.status)
        if before is None or before.status == status:
            return
        if status not in NEXT_STATUS[PlanStatus(before.status)]:
            raise InvalidTransition(field="status", reason="transition", before=str(before.status), after=status.value)
        if status is DROPPED and not (self.status_reason or "").strip():
            raise InvalidChange(field="status_reason", reason="required")

    def problem_ids(self) -> set[UUID]:
        """The problems that the plan is for."""
        return {UUID(text) for text in self.problems.split()}
