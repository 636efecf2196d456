"""Assistance: what was given or asked for, which problems it answers, and what came of it."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from shared_models.errors import InvalidChange
from shared_models.synced import Synced, coded


class AssistanceOutcome(StrEnum):
    HELPED = "helped"
    IN_PROGRESS = "in_progress"
    DECLINED = "declined"
    RESOLVED = "resolved"


class Assistance(Synced, table=True):
    """`problems` holds the ids it answers, joined by a space; `value_satang` is its worth, if known."""

    problems: str = Field(default="", max_length=4000)
    item: str = Field(min_length=1, max_length=400)
    agency: str | None = Field(default=None, max_length=200)
    value_satang: int | None = Field(default=None, ge=0, sa_type=BigInteger)
    given_on: date
    outcome: AssistanceOutcome = coded(default=AssistanceOutcome.IN_PROGRESS)
    obstacle: str | None = Field(default=None, max_length=4000)
    suggestion: str | None = Field(default=None, max_length=4000)
    visit_id: UUID | None = None

    def check(self, before: Self | None) -> None:
        if not self.item.strip():
            raise InvalidChange(field="item", reason="required")
