"""FourTAnalysis: ทัศนคติ ทักษะ ทรัพยากร ทางออก, written down at the visit, and what follows from it."""

from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Source, Unit, about
from shared_models.synced import Synced, coded


class Triage(StrEnum):
    """พัฒนาได้ or สงเคราะห์ (reports of district workshops, 2566)."""

    DEVELOPABLE = "developable"
    RELIEF = "relief"


HEADINGS = ("attitude", "skills", "resources", "way_out")


def _rating() -> Any:
    """1 (weak) to 3 (strong). No official scale is known, so the form asks only where an office switches it on."""
    return Field(default=None, ge=1, le=3, schema_extra=about(unit=Unit.RATING, source=Source.PRODUCT, asked=False))


class FourTAnalysis(Synced, table=True):
    """Free text under each heading. `way_out_remedy` is a code of the remedy catalogue (เมนูแก้จน)."""

    __tablename__ = "four_t"

    attitude: str | None = Field(
        default=None, max_length=8000, schema_extra=about(section="headings", source=Source.LETTER_2566)
    )
    attitude_rating: int | None = _rating()
    skills: str | None = Field(default=None, max_length=8000, schema_extra=about(source=Source.LETTER_2566))
    skills_rating: int | None = _rating()
    resources: str | None = Field(default=None, max_length=8000, schema_extra=about(source=Source.LETTER_2566))
    resources_rating: int | None = _rating()
    way_out: str | None = Field(
        default=None, max_length=8000, schema_extra=about(section="way_out", source=Source.LETTER_2566)
    )
    way_out_rating: int | None = _rating()
    way_out_who: str | None = Field(default=None, max_length=400, schema_extra=about(source=Source.LETTER_2566))
    way_out_by: date | None = None
    way_out_remedy: str | None = Field(default=None, max_length=40)
    triage: Triage | None = coded(default=None)
    analysed_on: date
    visit_id: UUID | None = Field(default=None, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if before is None and not any((getattr(self, name) or "").strip() for name in HEADINGS):
            raise InvalidChange(field="attitude", reason="one_heading")
