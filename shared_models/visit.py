"""Visit (Knock Knock): one team at one door. Begun and finished are two edits, so a visit outlives a killed app."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, UtcText, coded


class VisitResult(StrEnum):
    """Apart from a person's life state and the outcome of help."""

    MET = "met"
    NOT_HOME = "not_home"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MOVED = "moved"


class Visit(Synced, table=True):
    """Times are the tablet's clock in UTC. `confirmed` holds the ids of members found still living here."""

    officer_id: UUID = Field(schema_extra=about(section="meeting", source=Source.LETTER_2566, asked=False))
    started_at: datetime = Field(sa_type=UtcText, schema_extra=about(asked=False))
    finished_at: datetime | None = Field(default=None, sa_type=UtcText, schema_extra=about(asked=False))
    result: VisitResult | None = coded(default=None)
    notice_read: bool = Field(
        default=False, schema_extra=about(source=Source.PDPA)
    )  # the purpose was read out before asking (PDPA s.23)
    team: str | None = Field(default=None, max_length=400, schema_extra=about(source=Source.LETTER_2566))
    informant_id: UUID | None = Field(default=None, schema_extra=about(source=Source.BMN_FORM))
    present: str | None = Field(default=None, max_length=4000, schema_extra=about(kind=Kind.REFERENCES))
    confirmed: str = Field(
        default="", max_length=4000, schema_extra=about(kind=Kind.REFERENCES, source=Source.PRODUCT, asked=False)
    )  # ids joined by a space
    note: str | None = Field(
        default=None, max_length=4000, schema_extra=about(section="told", source=Source.LETTER_2566)
    )
    obstacle: str | None = Field(default=None, max_length=4000)
    suggestion: str | None = Field(default=None, max_length=4000)
    latitude: float | None = Field(
        default=None, ge=-90, le=90, schema_extra=about(unit=Unit.DEGREES, source=Source.PRODUCT, asked=False)
    )
    longitude: float | None = Field(default=None, ge=-180, le=180, schema_extra=about(unit=Unit.DEGREES, asked=False))
    accuracy_m: float | None = Field(default=None, ge=0, schema_extra=about(unit=Unit.METRES, asked=False))

    def check(self, before: Self | None) -> None:
        if self.finished_at and not self.result:
            raise InvalidChange(field="result", reason="required")

    def confirmed_ids(self) -> set[UUID]:
        """The members found still living here."""
        return {UUID(text) for text in self.confirmed.split()}
