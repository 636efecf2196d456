"""Household: the house that officers visit. `head_id` is one field, so a merge cannot leave two heads."""

from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, coded


class HouseholdStatus(StrEnum):
    """A household ends by its status; it is never deleted."""

    ACTIVE = "active"
    MOVED = "moved"
    MERGED = "merged"


class Arrival(StrEnum):
    """A household that another area sent here: the receiving office says whether it has come."""

    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    NOT_HERE = "not_here"


class LandTenure(StrEnum):
    """Source: the BMN questionnaire 2560–2564."""

    OWN = "own"
    RENT = "rent"
    PUBLIC = "public"
    OTHER = "other"


class Origin(StrEnum):
    """From which list or occasion the household came to the programme; it may have several."""

    TPMAP = "tpmap"
    BMN = "bmn"
    THAI_QM = "thai_qm"
    DISASTER = "disaster"
    COVID = "covid"
    FIELD = "field"


def _money(source: Source | None = None, section: str | None = None) -> Any:
    """Baht a year, kept as satang."""
    facts = about(section=section, kind=Kind.MONEY, unit=Unit.SATANG_PER_YEAR, source=source)
    return Field(default=None, ge=0, sa_type=BigInteger, schema_extra=facts)


def _square_wa() -> Any:
    facts = about(kind=Kind.LAND, unit=Unit.SQUARE_WA)
    return Field(default=None, ge=0, schema_extra=facts)


class Household(Synced, table=True):
    """`village_code` (8 digits) is where the household is now; `village` is where the server has filed it.

    The registered address is kept apart from where the household really lives: BMN counts the latter. `house_code` is
    no key: two households may share one, and one may have none. Income and spending are of the whole household.
    """

    village_code: str = Field(
        index=True,
        min_length=8,
        max_length=8,
        schema_extra=about(section="address", kind=Kind.AREA, source=Source.DOPA, pattern=r"^\d{8}$"),
    )
    house_no: str = Field(default="", max_length=40, schema_extra=about(source=Source.BMN_FORM))
    near_house_no: str | None = Field(default=None, max_length=40)
    house_code: str | None = Field(
        default=None, max_length=40, schema_extra=about(kind=Kind.HOUSE_CODE, source=Source.DOPA)
    )
    community: str | None = Field(default=None, max_length=100, schema_extra=about(source=Source.BMN_FORM))
    lane: str | None = Field(default=None, max_length=100)
    road: str | None = Field(default=None, max_length=100)
    address: str | None = Field(default=None, max_length=200)
    registered_code: str | None = Field(default=None, max_length=8, schema_extra=about(kind=Kind.AREA))
    registered_address: str | None = Field(default=None, max_length=200)
    latitude: float | None = Field(
        default=None, ge=-90, le=90, schema_extra=about(unit=Unit.DEGREES, source=Source.PRODUCT, asked=False)
    )
    longitude: float | None = Field(default=None, ge=-180, le=180, schema_extra=about(unit=Unit.DEGREES, asked=False))
    accuracy_m: float | None = Field(default=None, ge=0, schema_extra=about(unit=Unit.METRES, asked=False))

    home_tenure: LandTenure | None = coded(default=None, schema_extra=about(section="land", source=Source.BMN_FORM))
    home_land_sq_wa: int | None = _square_wa()
    work_tenure: LandTenure | None = coded(default=None)
    work_land_sq_wa: int | None = _square_wa()
    land_title: str | None = Field(default=None, max_length=100)

    income_main_satang: int | None = _money(section="income")
    income_side_satang: int | None = _money()
    income_other_satang: int | None = _money()
    income_produced_satang: int | None = _money()
    average_income_satang: int | None = Field(
        default=None,
        ge=0,
        sa_type=BigInteger,
        schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG_PER_PERSON_YEAR),
    )

    spending_production_satang: int | None = _money(section="spending")
    spending_needed_satang: int | None = _money()
    spending_not_needed_satang: int | None = _money()
    debt_service_satang: int | None = _money()
    debt_formal_satang: int | None = Field(
        default=None, ge=0, sa_type=BigInteger, schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG)
    )
    debt_informal_satang: int | None = Field(
        default=None, ge=0, sa_type=BigInteger, schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG)
    )
    savings: str | None = Field(default=None, max_length=400)
    funds: str | None = Field(default=None, max_length=400)

    origins: str | None = Field(
        default=None,
        max_length=200,
        schema_extra=about(section="origin", kind=Kind.CHOICES, choices=Origin, source=Source.LETTER_2566),
    )
    survey_year: int | None = Field(
        default=None, schema_extra=about(kind=Kind.YEAR, unit=Unit.YEAR_BE, asked=False)
    )  # of the list it came with
    source: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    source_key: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))

    head_id: UUID | None = Field(
        default=None, schema_extra=about(section="state", source=Source.LETTER_2566, asked=False)
    )
    status: HouseholdStatus = coded(default=HouseholdStatus.ACTIVE, schema_extra=about(asked=False))
    status_on: str | None = Field(default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE, asked=False))
    moved_to: str | None = Field(default=None, max_length=200, schema_extra=about(asked=False))
    arrival: Arrival | None = coded(default=None, schema_extra=about(source=Source.PRODUCT, asked=False))
    arrived_from: str | None = Field(default=None, max_length=8, schema_extra=about(kind=Kind.AREA, asked=False))
    merged_into: UUID | None = Field(default=None, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if self.id != self.household_id:
            raise InvalidChange(field="household_id", reason="own_household")
        if self.status == HouseholdStatus.MERGED and self.merged_into is None:
            raise InvalidChange(field="merged_into", reason="required")
