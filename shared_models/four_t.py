"""FourTAnalysis: ทัศนคติ ทักษะ ทรัพยากร ทางออก, written down at the visit, and what follows from it."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.synced import Synced, coded


class Triage(StrEnum):
    DEVELOPABLE = "developable"
    RELIEF = "relief"


HEADINGS = ("attitude", "skills", "resources", "way_out")


class FourTAnalysis(Synced, table=True):
    """Free text under each heading; no official scale is known, so there is none."""

    __tablename__ = "four_t"

    attitude: str | None = Field(default=None, max_length=8000)
    skills: str | None = Field(default=None, max_length=8000)
    resources: str | None = Field(default=None, max_length=8000)
    way_out: str | None = Field(default=None, max_length=8000)
    way_out_who: str | None = Field(default=None, max_length=400)
    way_out_by: date | None = None
    triage: Triage | None = coded(default=None)
    analysed_on: date
    visit_id: UUID | None = None

    def check(self, before: Self | None) -> None:
        if before is None and not any((getattr(self, name) or "").strip() for name in HEADINGS):
            raise InvalidChange(field="attitude", reason="one_heading")
