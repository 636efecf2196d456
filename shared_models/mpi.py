"""MpiAssessment: in which of the five dimensions of poverty a person or household is deprived.

An assessment holds results by dimension alone, as a list brings them, answers by indicator, or both. How answers become
results is in deprivation.py, since it needs the indicator set that they were asked with.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced


class Dimension(StrEnum):
    """The five dimensions of the MPI (ดัชนีความยากจนหลายมิติ), in their order."""

    HEALTH = "health"
    LIVING = "living"
    EDUCATION = "education"
    INCOME = "income"
    ACCESS = "access"


class Answer(StrEnum):
    """Of an indicator. One that has not been asked has no answer."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"


class MpiAssessment(Synced, table=True):
    """`person_id` None: the household's. Each dimension is True (deprived), False, or None (not known).

    `version` names the indicator set of `answers` for ever; None where there are only results by dimension.
    """

    __tablename__ = "mpi_assessment"

    person_id: UUID | None = Field(
        default=None, index=True, schema_extra=about(section="assessment", source=Source.MPI_LIST)
    )
    survey_year: int = Field(schema_extra=about(kind=Kind.YEAR, unit=Unit.YEAR_BE))
    version: str | None = Field(default=None, max_length=40, schema_extra=about(asked=False))
    assessed_on: date | None = None
    health: bool | None = Field(default=None, schema_extra=about(section="dimensions", sensitive=False))
    living: bool | None = None
    education: bool | None = None
    income: bool | None = None
    access: bool | None = None
    answers: str | None = Field(
        default=None,
        max_length=4000,
        schema_extra=about(section="indicators", kind=Kind.ANSWERS, choices=Answer, sensitive=True),
    )  # as write_answers writes them
    income_per_head_satang: int | None = Field(
        default=None,
        ge=0,
        sa_type=BigInteger,
        schema_extra=about(kind=Kind.MONEY, unit=Unit.SATANG_PER_PERSON_YEAR, asked=False),
    )
    source: str | None = Field(default=None, max_length=80, schema_extra=about(source=Source.PRODUCT, asked=False))
    visit_id: UUID | None = Field(default=None, schema_extra=about(asked=False))

    def check(self, before: Self | None) -> None:
        if self.answers:
            read_answers(self.answers)
            if not self.version:
                raise InvalidChange(field="version", reason="required")

    def stated(self, dimension: Dimension) -> bool | None:
        """The result of a dimension as a list or an officer stated it, without the answers."""
        value: bool | None = getattr(self, dimension.value)
        return value


def read_answers(text: str) -> dict[str, Answer]:
    """`1.1=pass 4.3=fail` by indicator code. Raises InvalidChange (`answers`, unreadable)."""
    try:
        pairs = (part.split("=") for part in text.split())
        return {code: Answer(answer) for code, answer in pairs}
    except ValueError:
        raise InvalidChange(field="answers", reason="unreadable") from None


def write_answers(answers: Mapping[str, Answer]) -> str:
    """The reverse of read_answers, in the order of the codes: the same answers are always the same text."""
    return " ".join(f"{code}={Answer(answer).value}" for code, answer in sorted(answers.items()))


def known_answers(text: str | None) -> dict[str, Answer]:
    """As read_answers, for stored text: an answer that only a newer version knows says nothing and raises nothing."""
    pairs = (part.partition("=") for part in (text or "").split())
    return {code: Answer(answer) for code, _, answer in pairs if answer in _ANSWERS}


_ANSWERS = frozenset(answer.value for answer in Answer)
