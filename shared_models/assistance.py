"""Assistance: what was given or asked for, which problems it answers, and what came of it."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, coded


class AssistanceKind(StrEnum):
    """This product's own list: no official one was found."""

    MONEY = "money"
    GOODS = "goods"
    HOUSING = "housing"
    TRAINING = "training"
    WORK = "work"
    HEALTH_CARE = "health_care"
    EDUCATION = "education"
    RIGHTS = "rights"
    REFERRAL = "referral"
    OTHER = "other"


class AssistanceOutcome(StrEnum):
    """From the letter of 2566 and the Thai QM dashboard; the official list was not found."""

    HELPED = "helped"
    IN_PROGRESS = "in_progress"
    SELF_SOLVED = "self_solved"
    DECLINED = "declined"
    RESOLVED = "resolved"


class Assistance(Synced, table=True):
    """`problems` holds the ids it answers, joined by a space; `value_satang` is its worth, if known."""

    problems: str = Field(
        default="",
        max_length=4000,
        schema_extra=about(section="help", kind=Kind.REFERENCES, source=Source.LETTER_2566),
    )
    person_id: UUID | None = Field(default=None, schema_extra=about(source=Source.PRODUCT))
    kind: AssistanceKind | None = coded(default=None)
    item: str = Field(min_length=1, max_length=400, schema_extra=about(source=Source.LETTER_2566))
    agency: str | None = Field(default=None, max_length=200)
    project: str | None = Field(default=None, max_length=200)
    value_satang: int | None = Field(
        default=None, ge=0, sa_type=BigInteger, schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG)
    )
    given_on: date
    outcome: AssistanceOutcome = coded(default=AssistanceOutcome.IN_PROGRESS, schema_extra=about(section="outcome"))
    obstacle: str | None = Field(default=None, max_length=4000)
    suggestion: str | None = Field(default=None, max_length=4000)
    plan_id: UUID | None = Field(default=None, schema_extra=about(source=Source.PRODUCT))
    visit_id: UUID | None = Field(default=None, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if not self.item.strip():
            raise InvalidChange(field="item", reason="required")

    def problem_ids(self) -> set[UUID]:
        """The problems that the help answers."""
        return {UUID(text) for text in self.problems.split()}
