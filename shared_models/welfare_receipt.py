"""WelfareReceipt: a payment or a right that somebody has from a welfare programme, as an agency's list or they say."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.birth import PartialDate
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, coded


class WelfareKind(StrEnum):
    """A payment that was made, or a right that somebody has."""

    PAYMENT = "payment"
    RIGHT = "right"


class WelfareReceipt(Synced, table=True):
    """`person_id` None: the household's. `dataset` is the key of the list it came with; None where somebody told it.

    The period is two partial dates, BE as birth.py writes them; a right without an end goes on.
    """

    __tablename__ = "welfare_receipt"

    person_id: UUID | None = Field(
        default=None, index=True, schema_extra=about(section="welfare", source=Source.WELFARE_2561)
    )
    programme: str = Field(min_length=1, max_length=200)
    measure: str | None = Field(default=None, max_length=200)
    agency: str | None = Field(default=None, max_length=200)
    kind: WelfareKind = coded(default=WelfareKind.PAYMENT)
    amount_satang: int | None = Field(
        default=None, ge=0, sa_type=BigInteger, schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG)
    )
    paid_on: date | None = None
    period_from: str | None = Field(default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE))
    period_to: str | None = Field(default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE))
    dataset: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    source_key: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if not self.programme.strip():
            raise InvalidChange(field="programme", reason="required")
        for name in ("period_from", "period_to"):
            if text := getattr(self, name):
                PartialDate.from_code(text)
