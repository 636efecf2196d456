"""Drafts: what was typed in a form and not yet saved, with the heads the form was opened with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from field_app.services import clock
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.sealed import Transaction
from field_app.store.tables import Draft
from shared_models.merge import Scalar
from shared_models.synced import Synced


@dataclass
class FormDraft:
    """`values` by field as the form holds them; `bases` the stamps each field's value was read with."""

    values: dict[str, Scalar] = field(default_factory=dict)
    bases: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Written(NamedTuple):
    """Whose draft the office passed on, and when it was typed."""

    by: str
    at_ms: int


@dataclass(frozen=True)
class Opened:
    """A form as it opens. `origin` is what the row holds now; `kept` says that an earlier draft was brought back.

    `written`: that draft began with one of another officer.
    """

    draft: FormDraft
    origin: dict[str, Scalar] = field(default_factory=dict)
    kept: bool = False
    written: Written | None = None


async def written(tablet: Tablet, key: str) -> Written | None:
    """Who began the officer's draft of a form, where that was another officer."""
    officer_id = tablet.officer.officer_id
    draft = await tablet.database.read(lambda session: repository.own_draft(session, officer_id, key))
    return Written(draft.writer, draft.written_ms) if draft and draft.writer and draft.written_ms else None


async def load(tablet: Tablet, key: str) -> FormDraft | None:
    """The officer's draft of a form, if there is one."""

    def work(session: Session) -> FormDraft | None:
        draft = repository.own_draft(session, tablet.officer.officer_id, key)
        if draft is None:
            return None
        body = json.loads(draft.body)
        return FormDraft(body["values"], {name: tuple(stamps) for name, stamps in body["bases"].items()})

    return await tablet.database.read(work)


async def resume(tablet: Tablet, key: str, fresh: FormDraft) -> Opened:
    """The form on `fresh`, with what an earlier draft of it changed, on the bases that was typed on."""
    kept = await load(tablet, key)
    if kept is None:
        return Opened(fresh, dict(fresh.values))
    typed_on = {name: stamps for name, stamps in kept.bases.items() if name in kept.values}
    draft = FormDraft({**fresh.values, **kept.values}, {**fresh.bases, **typed_on})
    return Opened(draft, dict(fresh.values), kept=True, written=await written(tablet, key))


async def save(tablet: Tablet, key: str, draft: FormDraft, household_id: UUID | None = None) -> None:
    """Keep the draft; it survives a killed app and travels with no exchange."""
    body = json.dumps({"values": draft.values, "bases": draft.bases}, ensure_ascii=False)
    officer_id = tablet.officer.officer_id
    row = Draft(
        key=repository.own_key(officer_id, key),
        household_id=household_id,
        officer_id=officer_id,
        body=body,
        saved_ms=clock.moment().wall_ms,
    )

    def work(transaction: Transaction) -> None:
        before = repository.own_draft(transaction.session, officer_id, key)
        if before is not None:
            row.writer, row.written_ms, row.passing_id = before.writer, before.written_ms, before.passing_id
        repository.save_draft(transaction, row)

    await tablet.database.write(work)


async def drop(tablet: Tablet, key: str) -> None:
    officer_id = tablet.officer.officer_id
    await tablet.database.write(lambda transaction: repository.drop_draft(transaction, officer_id, key))


def opened(row: Synced | None, names: Iterable[str], values: Mapping[str, Scalar]) -> FormDraft:
    """The draft of a form just opened on `row`."""
    return FormDraft(dict(values), repository.current_bases(row, names))
