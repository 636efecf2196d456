"""Drafts that the office passed on to the officer: looked through, taken up into the form, or not used.

One that meets a draft of the officer's own in the same form waits beside it: taking it up puts the own one in its
place, and nothing is written over.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.services import clock, household_lines, new_households
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.sealed import Transaction
from field_app.store.tables import Draft, PassedDraft
from shared_models import draft as draft_words
from shared_models.draft import Typed


@dataclass(frozen=True)
class Waiting:
    """A draft beside the officer's own. `writer` "": the officer's own, put aside; `line` None: no household here.

    `typed` None: no form can go on with it; `met` says that the officer has a draft of the same form.
    """

    id: UUID
    form: str
    household_id: UUID | None
    line: HouseholdLine | None
    writer: str
    saved_ms: int
    body: str
    typed: Typed | None
    met: bool


async def count(tablet: Tablet) -> int:
    """How many wait for the officer."""
    theirs = select(func.count()).select_from(PassedDraft).where(PassedDraft.officer_id == tablet.officer.officer_id)
    return await tablet.database.read(lambda session: session.exec(theirs).one())


async def waiting(tablet: Tablet) -> list[Waiting]:
    """The officer's, the oldest first."""
    officer_id = tablet.officer.officer_id

    def work(session: Session) -> list[Waiting]:
        theirs = select(PassedDraft).where(col(PassedDraft.officer_id) == officer_id)
        rows = list(session.exec(theirs.order_by(col(PassedDraft.saved_ms), col(PassedDraft.id))))
        found = household_lines.lines(session, sorted({row.household_id for row in rows if row.household_id}))
        lines = {line.household.id: line for line in found}
        return [
            _waiting(session, tablet, row, lines.get(row.household_id) if row.household_id else None) for row in rows
        ]

    return await tablet.database.read(work)


def _waiting(session: Session, tablet: Tablet, row: PassedDraft, line: HouseholdLine | None) -> Waiting:
    form = form_of(tablet, row.form)
    own = repository.own_draft(session, row.officer_id, form)
    return Waiting(
        id=row.id,
        form=form,
        household_id=row.household_id,
        line=line,
        writer=row.writer,
        saved_ms=row.saved_ms,
        body=row.body,
        typed=draft_words.read_body(row.body),
        met=own is not None,
    )


def form_of(tablet: Tablet, form: str) -> str:
    """The form's key on this tablet: each officer has a new household of their own."""
    own = new_households.draft_key(tablet)
    return own if draft_words.kind_of(form) == draft_words.kind_of(own) else form


async def take_up(tablet: Tablet, waiting_id: UUID) -> None:
    """Into the form, where it is gone through and saved as what the officer typed. Once, however often it is tapped."""
    officer_id = tablet.officer.officer_id

    def work(transaction: Transaction) -> None:
        session = transaction.session
        row = session.get(PassedDraft, waiting_id)
        if row is None or row.officer_id != officer_id:
            return
        form = form_of(tablet, row.form)
        own = repository.own_draft(session, officer_id, form)
        if own is not None:
            repository.keep_passed(transaction, _put_aside(own, form))
            repository.drop_draft(transaction, officer_id, form)
        repository.save_draft(transaction, _taken_up(row, form))
        repository.drop_passed(transaction, row)

    await tablet.database.write(work)


async def drop(tablet: Tablet, waiting_id: UUID) -> None:
    """The officer has no use for it. The office keeps its copy for a while."""
    officer_id = tablet.officer.officer_id

    def work(transaction: Transaction) -> None:
        row = transaction.session.get(PassedDraft, waiting_id)
        if row is not None and row.officer_id == officer_id:
            repository.drop_passed(transaction, row)

    await tablet.database.write(work)


def _put_aside(own: Draft, form: str) -> PassedDraft:
    return PassedDraft(
        id=clock.moment().new_id(),
        officer_id=own.officer_id,
        household_id=own.household_id,
        form=form,
        body=own.body,
        saved_ms=own.written_ms or own.saved_ms,
        writer=own.writer or "",
    )


def _taken_up(row: PassedDraft, form: str) -> Draft:
    return Draft(
        key=repository.own_key(row.officer_id, form),
        household_id=row.household_id,
        officer_id=row.officer_id,
        body=row.body,
        saved_ms=clock.moment().wall_ms,
        writer=row.writer or None,
        written_ms=row.saved_ms if row.writer else None,
        passing_id=row.id,
    )
