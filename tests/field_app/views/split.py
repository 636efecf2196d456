"""Rows as an exchange leaves them: a field with several heads, and operations that the office refused."""

from uuid import UUID

from sqlmodel import select

from field_app.services.tablet import Tablet
from field_app.store import repository, state
from field_app.store.sealed import Transaction
from field_app.store.tables import OutboxEntry, SendState
from shared_models.conflict import Conflict
from shared_models.exchange import Refusal
from shared_models.heads import RowHeads
from shared_models.identity import derived_id
from shared_models.merge import FieldState, Scalar, Version
from shared_models.operation import Operation

THEIR_NODE = "9" * 16
THEIR_NAME = "วิชัย แสนสุข"
NOW_MS = 1_700_000_000_000


async def split(tablet: Tablet, entity: str, row_id: UUID, name: str, *others: Scalar) -> None:
    """Beside the value that this tablet gave stand those of another officer."""

    def work(transaction: Transaction) -> None:
        session = transaction.session
        row = repository.get(session, entity, row_id)
        assert row
        stamps = [
            entry.stamp
            for entry in session.exec(select(OutboxEntry).where(OutboxEntry.row_id == row_id))
            if name in Operation.model_validate_json(entry.body).changes
        ]
        mine = Version(max(stamps), repository.wire_values(row, [name])[name], NOW_MS)
        theirs = [Version(f"{NOW_MS + n:012x}0000{THEIR_NODE}", value, NOW_MS + n) for n, value in enumerate(others)]
        heads = RowHeads(row.heads)
        heads.put(name, FieldState(heads=frozenset([mine, *theirs])))
        row.heads = heads.to_text()
        places = {"household_id": row.household_id, "village": row.village, "district_code": row.district_code}
        conflict_id = derived_id("conflict", row_id, name)
        session.merge(Conflict(id=conflict_id, entity=entity, row_id=row_id, field=name, seq=1, **places))
        officer = str(derived_id("officer"))
        document = {"officers": {officer: THEIR_NAME}, "tablets": {THEIR_NODE: [officer]}}
        state.write(session, "reference", document)
        for entry in session.exec(select(OutboxEntry)):
            entry.state, entry.answered_ms = SendState.STORED, NOW_MS

    await tablet.database.write(work)


async def refuse(tablet: Tablet, refusal: Refusal, detail: str, household_id: UUID) -> None:
    """The office takes nothing of a household's operations that wait."""

    def work(transaction: Transaction) -> None:
        for entry in transaction.session.exec(select(OutboxEntry)):
            if entry.household_id == household_id and entry.state == SendState.OUT:
                entry.state, entry.refusal, entry.detail = SendState.REFUSED, refusal.value, detail
                entry.answered_ms = NOW_MS

    await tablet.database.write(work)
