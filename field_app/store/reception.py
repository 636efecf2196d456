"""Taking in a reply of the exchange: receipts, rows, lefts and cursors in one transaction."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import StatementError
from sqlmodel import Session, and_, col, or_, select

from field_app.store import loading, outbox, passed, search, state
from field_app.store.holdings import Holdings, digests, inside
from field_app.store.repository import get
from field_app.store.sealed import Transaction
from field_app.store.snapshot import defaults
from field_app.store.tables import FiledHome, Leaving, OutboxEntry
from shared_models.chunks import chunks
from shared_models.columns import Columns, id_texts, unpack
from shared_models.entities import ENTITIES, abouts
from shared_models.exchange import Escrow, ExchangeReply, OperationReceipt, Receipt

_LEAVING = select(Leaving.__table__.c.row_id)  # type: ignore[attr-defined]


class Outcome:
    """What a reply came to: rows of others received, whether to ask again, and codes to be pulled again."""

    def __init__(self, *, received: int = 0, again: bool = False, mismatched: Iterable[str] = ()) -> None:
        self.received, self.again, self.mismatched = received, again, tuple(mismatched)


def receive(transaction: Transaction, reply: ExchangeReply, *, now_ms: int, repulled: frozenset[str]) -> Outcome:
    """Apply a reply. `repulled`: codes that this exchange has pulled again already for a digest that did not match.

    Raises ValueError where the rows that it brings fit no table.
    """
    session = transaction.session
    state.write(session, "seen_ms", max(state.read(session, "seen_ms", 0), reply.time_ms))
    state.write(session, "skew_ms", now_ms - reply.time_ms)
    if reply.epoch != state.read(session, "epoch"):
        state.write(session, "epoch", reply.epoch)
        state.write(session, "cursors", {})
        state.write(session, "restored", value=True)
        state.write(session, "escrows", [])
        outbox.send_all_again(transaction)
        holdings = Holdings(session)
        holdings.count_as_old()
        holdings.save()
        return Outcome(again=True)
    newest = reply.number == state.read(session, "number")
    fresh = newest and reply.start == state.read(session, "cursors", {})
    receipts = [receipt for receipt in reply.receipts if fresh or not _needs_its_row(session, receipt)]
    _note_kept(session, reply.escrows)
    answered = outbox.settle(transaction, receipts, newest=newest, now_ms=now_ms, server_ms=reply.time_ms)
    session.flush()
    if not fresh:
        return Outcome(again=True)
    outbox.hear_of_handed(session, reply.handed)
    passed.take(transaction, reply)
    try:
        return _Intake(transaction, reply).take(answered, repulled)
    except (KeyError, TypeError, AttributeError, OverflowError, StatementError) as problem:
        raise ValueError("a reply whose rows fit no table") from problem


def _note_kept(session: Session, marks: Iterable[bytes]) -> None:
    """These recovery codes are on record in the office."""
    new = [mark.hex() for mark in marks]
    if new:
        state.write(session, "escrows", [*state.read(session, "escrows", []), *new])


def is_kept(session: Session, escrow: Escrow) -> bool:
    """Whether the office has these recovery codes."""
    return escrow.mark.hex() in state.read(session, "escrows", [])


def _needs_its_row(session: Session, receipt: OperationReceipt) -> bool:
    """Whether a receipt is of no use without the row as it is now: then it goes again, and the answer brings both.

    So it is where the server has brought the row already, perhaps with the operation in it; and where the row leaves
    with the answer, being outside the tablet's areas or held.
    """
    if receipt.receipt == Receipt.HELD:
        return True
    entry = session.get(OutboxEntry, receipt.stamp)
    row = get(session, entry.entity, entry.row_id) if entry and entry.entity in ENTITIES else None
    scope = state.read(session, "scope")
    return row is not None and (row.seq > 0 or (scope is not None and not inside(row.village, scope)))


class _Intake:
    def __init__(self, transaction: Transaction, reply: ExchangeReply) -> None:
        self.transaction, self.session, self.reply = transaction, transaction.session, reply
        self.holdings = Holdings(self.session)
        ids = id_texts(reply.ids)
        self.columns = {entity: unpack(packed, ids) for entity, packed in reply.tables.items() if entity in ENTITIES}

    def take(self, answered: set[UUID], repulled: frozenset[str]) -> Outcome:
        reply, session = self.reply, self.session
        loading.give_up_unless(self.transaction, self.holdings, offers=reply.snapshots)
        if reply.zero or state.read(session, "scope") != list(reply.scope):
            self._drop_outside()
        state.write(session, "scope", list(reply.scope))
        state.write(session, "cursors", reply.cursors)
        state.write(session, "more", reply.more)
        if reply.reference is not None:
            state.write(session, "reference", reply.reference)
        self._drop_lefts()
        for entity, columns in self.columns.items():
            self._put(entity, columns)
        for entity, columns in self.columns.items():
            self.holdings.reapply(entity, [UUID(text) for text in columns["id"]])
        self._drop_gone()
        wrong = self._mismatched()
        repulled |= set(state.read(session, "mismatched", []))
        mismatched = [code for code in wrong if code not in repulled]
        if mismatched:
            state.write(session, "cursors", {c: s for c, s in reply.cursors.items() if c not in mismatched})
        if reply.digests is not None:
            state.write(session, "mismatched", [code for code in wrong if code in repulled])
        self.holdings.save()
        again = reply.more or bool(mismatched)
        return Outcome(received=self._from_others(answered), again=again, mismatched=mismatched)

    def _from_others(self, answered: set[UUID]) -> int:
        """How many rows came that are not the echo of this tablet's own operations."""
        own = {row_id.hex for row_id in answered}
        return sum(row_id not in own for columns in self.columns.values() for row_id in columns["id"])

    def _drop_outside(self) -> None:
        """Rows of areas no longer held, and rows of an area that came whole without them.

        Also rows that never came from the server: their operations may have been received by a reply that was lost.
        """
        scope, zero = self.reply.scope, self.reply.zero
        for entity, model in ENTITIES.items():
            brought = set(self.columns.get(entity, {}).get("id", ()))
            held = self.session.exec(select(model.id, model.village, model.household_id))
            lost = [
                (row_id, household_id)
                for row_id, village, household_id in held
                if not inside(village, scope) or (inside(village, zero) and row_id.hex not in brought)
            ]
            self.holdings.drop(entity, lost)

    def _drop_lefts(self) -> None:
        """What left for a place outside the scope, as it was filed: what waits may show a row elsewhere by now."""
        gone = [left for left in self.reply.lefts if not inside(left.to, self.reply.scope)]
        households = [left.household_id for left in gone if left.row_id is None]
        row_ids = [left.row_id for left in gone if left.row_id is not None]
        for entity, model in ENTITIES.items():
            for ids in chunks(households):
                rows = select(model.id, model.household_id).where(
                    or_(
                        and_(col(model.household_id).in_(ids), col(model.id).not_in(select(FiledHome.row_id))),
                        col(model.id).in_(select(FiledHome.row_id).where(col(FiledHome.household_id).in_(ids))),
                    )
                )
                self.holdings.drop(entity, list(self.session.exec(rows)))
        for entity, column in (*((name, "id") for name in ENTITIES), *((name, "row_id") for name in abouts())):
            model = ENTITIES[entity]
            for ids in chunks(row_ids):
                rows = select(model.id, model.household_id).where(getattr(model, column).in_(ids))
                self.holdings.drop(entity, list(self.session.exec(rows)))

    def _drop_gone(self) -> None:
        """Rows that the server does not have for this tablet, and rows whose last receipt has come."""
        self.session.flush()
        gone = [*self.reply.gone, *self.session.connection().execute(_LEAVING).scalars()]
        for ids in chunks(gone):
            for entity, model in ENTITIES.items():
                rows = self.session.exec(select(model.id, model.household_id).where(col(model.id).in_(ids)))
                self.holdings.drop(entity, list(rows))

    def _put(self, entity: str, columns: Columns) -> None:
        """Insert the rows as they came, in place of those held. A field that did not come has its default."""
        table = ENTITIES[entity].__table__  # type: ignore[attr-defined]
        missing = {name: [value] * len(columns["id"]) for name, value in defaults(entity).items()}
        columns = {name: values for name, values in {**missing, **columns}.items() if name in table.columns}
        row_ids = [UUID(text) for text in columns["id"]]
        self.holdings.unfile(entity, row_ids)
        self.holdings.delete(entity, row_ids)
        names = list(columns)
        sql = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608
        self.session.connection().exec_driver_sql(sql, list(zip(*columns.values(), strict=True)))
        for row_id, village, seq in zip(row_ids, columns["village"], columns["seq"], strict=True):
            self.holdings.villages[village] = self.holdings.villages[village].add(row_id, seq)
        if entity in search.SEARCHED:
            self.holdings.renamed.update(map(UUID, columns["household_id"]))

    def _mismatched(self) -> list[str]:
        if self.reply.digests is None:
            return []
        mine = digests(self.holdings.villages, self.reply.scope)
        return [code for code, text in self.reply.digests.items() if mine.get(code) != text]
