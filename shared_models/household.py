"""Household: the house that officers visit. `head_id` is one field, so a merge cannot leave two heads."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.synced import Synced, coded


class HouseholdStatus(StrEnum):
    ACTIVE = "active"
    MOVED = "moved"
    MERGED = "merged"


class Household(Synced, table=True):
    """`village_code` (8 digits) is where the household is now; `village` is where the server has filed it."""

    village_code: str = Field(index=True, min_length=8, max_length=8, schema_extra={"pattern": r"^\d{8}$"})
    house_no: str = Field(default="", max_length=40)
    house_code: str | None = Field(default=None, max_length=40)
    address: str | None = Field(default=None, max_length=200)
    head_id: UUID | None = None
    status: HouseholdStatus = coded(default=HouseholdStatus.ACTIVE)
    status_on: str | None = Field(default=None, max_length=11)  # partial date, see birth.py
    moved_to: str | None = Field(default=None, max_length=200)
    merged_into: UUID | None = None
    average_income_satang: int | None = Field(default=None, ge=0, sa_type=BigInteger)  # per member and year
    survey_year: int | None = None  # พ.ศ. of the list it came with
    source: str | None = Field(default=None, max_length=80)

    def check(self, before: Self | None) -> None:
        if self.id != self.household_id:
            raise InvalidChange(field="household_id", reason="own_household")
        if self.status == HouseholdStatus.MERGED and self.merged_into is None:
            raise InvalidChange(field="merged_into", reason="required")
