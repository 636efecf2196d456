"""Handed-in drafts in words: what was typed, whose it is, how it stands, and who may go on with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.console.values import subjects
from server.console.words import Language, say
from server.services.households.household_names import HouseholdName
from server.services.people.passed_drafts import Held, Standing
from server.services.people.successors import Successors
from server.services.proving import audit
from server.tables import Device, DeviceKey, HeldDraft
from shared_models.draft import ID, Reading, form_words, kind_of, lines


class Offered(NamedTuple):
    """An officer who may go on with a draft."""

    id: UUID
    name: str
    is_writer: bool
    has_tablet: bool


@dataclass(frozen=True)
class View:
    """A draft in words. `house` is its household's number and head, or that none is on file; "" of a new household.

    `to`: whom it was passed on to last; `has_tablet` and `may` say whether that one has a tablet in use and may still
    go on with it; `is_told` that a tablet was told it and has not said yet that it has it.
    """

    mark: str
    as_shown: str
    standing: Standing
    household_id: UUID | None
    house: str
    form: str
    writer: str
    saved_ms: int
    fields: tuple[tuple[str, str], ...]
    offered: tuple[Offered, ...]
    to: str = ""
    passed_ms: int = 0
    passed_by: str = ""
    taken_ms: int = 0
    has_tablet: bool = True
    may: bool = True
    is_told: bool = False
    aside_ms: int = 0
    aside_by: str = ""
    aside_why: str = ""


class DraftView:
    """Says a tablet's drafts in one language."""

    def __init__(self, session: Session, district: str, told: Language, drafts: Iterable[HeldDraft]) -> None:
        drafts = list(drafts)
        self.told, self.names = told, audit.officer_names(session, district)
        self.successors = Successors(session, district, drafts)
        self.with_tablet = _with_tablet(session, district)
        known = subjects(session, district, told)
        known.load({UUID(found) for draft in drafts for found in ID.findall(draft.body)})
        self.reading = Reading(told, datetime.now(UTC), lambda one: known.names.get(one, ""))

    def offered(self, found: Iterable[Held]) -> list[Offered]:
        """Who may go on with one at least of those that wait."""
        waiting = [held.draft for held in found if held.standing is Standing.WAITING]
        each = {one.id: one for draft in waiting for one in self.successors.of(draft)}
        officers = sorted(each.values(), key=lambda one: one.name)
        return [Offered(one.id, one.name, False, one.id in self.with_tablet) for one in officers]

    def shown(self, held: Held) -> View:
        draft = held.draft
        home = self.successors.homes.get(draft.household_id) if draft.household_id else None
        return View(
            mark=draft.mark.hex(),
            as_shown=held.as_shown,
            standing=held.standing,
            household_id=home.id if home else None,
            house=self._house(draft, home),
            form=form_words(draft.form, self.told),
            writer=self._name(draft.officer_id),
            saved_ms=draft.saved_ms,
            fields=tuple(lines(draft.form, draft.body, self.reading)),
            offered=self._offered(draft),
            aside_ms=draft.aside_ms or 0,
            aside_by=self._name(draft.aside_by),
            aside_why=draft.aside_why or "",
            **self._passed(held),
        )

    def _house(self, draft: HeldDraft, home: HouseholdName | None) -> str:
        if home is not None:
            return f"{home.house_no} {home.head}".strip()
        return "" if kind_of(draft.form) == "new_household" else say("draft_new_household", self.told)

    def _passed(self, held: Held) -> dict[str, str | int | bool]:
        passing = held.passing
        if passing is None:
            return {}
        return {
            "to": self._name(passing.officer_id),
            "passed_ms": passing.passed_ms,
            "passed_by": self._name(passing.passed_by),
            "taken_ms": passing.taken_ms or 0,
            "has_tablet": passing.officer_id in self.with_tablet,
            "may": self.successors.may(passing.officer_id, held.draft),
            "is_told": passing.tablet_id is not None,
        }

    def _offered(self, draft: HeldDraft) -> tuple[Offered, ...]:
        return tuple(
            Offered(one.id, one.name, one.id == draft.officer_id, one.id in self.with_tablet)
            for one in self.successors.of(draft)
        )

    def _name(self, officer_id: UUID | None) -> str:
        return self.names.get(officer_id, "") if officer_id else ""


def _with_tablet(session: Session, district: str) -> frozenset[UUID]:
    """The officers with a tablet in use."""
    on = select(DeviceKey.officer_id).where(
        DeviceKey.district_code == district,
        Device.district_code == DeviceKey.district_code,
        Device.id == DeviceKey.device_id,
        col(Device.revoked).is_(False),
    )
    return frozenset(session.exec(on))
