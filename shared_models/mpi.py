"""MpiAssessment: in which of the five dimensions of poverty a person or household is deprived."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.synced import Synced


class Dimension(StrEnum):
    HEALTH = "health"
    LIVING = "living"
    EDUCATION = "education"
    INCOME = "income"
    ACCESS = "access"


class MpiAssessment(Synced, table=True):
    """`person_id` None: the household's. Each dimension is True (deprived), False, or None (not known)."""

    __tablename__ = "mpi_assessment"

    person_id: UUID | None = Field(default=None, index=True)
    survey_year: int  # พ.ศ.
    version: str | None = Field(default=None, max_length=40)  # None: dimension results alone, as a list brought them
    health: bool | None = None
    living: bool | None = None
    education: bool | None = None
    income: bool | None = None
    access: bool | None = None
    source: str | None = Field(default=None, max_length=80)

    def deprived_dimensions(self) -> list[Dimension]:
        return [dimension for dimension in Dimension if getattr(self, dimension.value)]
