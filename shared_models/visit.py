"""Visit (Knock Knock): one team at one door. Begun and finished are two edits, so a visit outlives a killed app."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.synced import Synced, UtcText, coded


class VisitResult(StrEnum):
    MET = "met"
    NOT_HOME = "not_home"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MOVED = "moved"


class Visit(Synced, table=True):
    """Times are the tablet's clock in UTC. `confirmed` holds the ids of members found still living here."""

    officer_id: UUID
    started_at: datetime = Field(sa_type=UtcText)
    finished_at: datetime | None = Field(default=None, sa_type=UtcText)
    result: VisitResult | None = coded(default=None)
    notice_read: bool = False  # the purpose was read out before asking (PDPA s.23)
    informant_id: UUID | None = None
    confirmed: str = Field(default="", max_length=4000)  # ids joined by a space
    note: str | None = Field(default=None, max_length=4000)
    obstacle: str | None = Field(default=None, max_length=4000)
    suggestion: str | None = Field(default=None, max_length=4000)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    accuracy_m: float | None = Field(default=None, ge=0)

    def check(self, before: Self | None) -> None:
        if self.finished_at and not self.result:
            raise InvalidChange(field="result", reason="required")

    def confirmed_ids(self) -> set[UUID]:
        return {UUID(text) for text in self.confirmed.split()}
