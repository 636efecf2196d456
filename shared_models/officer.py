"""Officer: who records, mentors, supervises or administers; and the areas each may work in."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel


class Role(StrEnum):
    """What an officer may do; access.may decides by role and area."""

    OFFICER = "officer"
    MENTOR = "mentor"
    DISTRICT_SUPERVISOR = "district_supervisor"
    PROVINCE_VIEWER = "province_viewer"
    ADMINISTRATOR = "administrator"


class Officer(SQLModel):
    """What a tablet knows of an officer. `area_codes` may mix districts, subdistricts and villages."""

    id: UUID
    name: str = Field(min_length=1, max_length=200)
    role: Role = Role.OFFICER
    area_codes: tuple[str, ...] = ()
