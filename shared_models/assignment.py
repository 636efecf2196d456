"""Assignment: which officer looks after a household, from when, and until when. It ends, and is never deleted."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Source, about
from shared_models.synced import Synced, coded


class AssignmentRole(StrEnum):
    """This product's own: the letter of 2566 names the team and the mentor (พี่เลี้ยง)."""

    RESPONSIBLE = "responsible"
    MENTOR = "mentor"


class Assignment(Synced, table=True):
    """`until` is the last day; None while it goes on."""

    officer_id: UUID = Field(index=True, schema_extra=about(section="assignment", source=Source.LETTER_2566))
    role: AssignmentRole = coded(default=AssignmentRole.RESPONSIBLE)
    since: date
    until: date | None = None

    def check(self, before: Self | None) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidChange(field="until", reason="ends_before_it_begins")

    def is_on(self, day: date) -> bool:
        """Whether it holds on this day; the last day counts."""
        return self.since <= day and (self.until is None or day <= self.until)
