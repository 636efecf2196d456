"""Taking in a reply of the exchange: receipts, rows, lefts and cursors in one transaction."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, delete, or_, select

from field_app.store import outbox, search, state
from field_app.store.repository import apply, get
from field_app.store.sealed import Transaction
from field_app.store.tables import UNANSWERED, Draft, FiledHome, Leaving, OutboxEntry
from shared_models.area import contains
from shared_models.columns import IdTable, unpack
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES, MEMBERS, abouts, wire
from shared_models.exchange import ExchangeReply
from shared_models.merge import Scalar
from shared_models.operation import Operation

CHUNK = 500


class Outcome:
    """What a reply came to: rows of others received, whether to ask again, and codes to be pulled again."""

    def __init__(self, *, received: int = 0, again: bool = False, mismatched: Iterable[str] = ()) -> None:
        self.received, self.again, self.mismatched = received, again, tuple(mismatched)


def receive(transaction: Transaction, reply: ExchangeReply, *, now_ms: int, repulled: frozenset[str]) -> Outcome:
    """Apply a reply. `repulled`: codes that this exchange has pulled again already for a digest that did not match."""
    session = transaction.session
    state.write(session, "seen_ms", max(state.read(session, "seen_ms", 0), reply.time_ms))
    state.write(session, "skew_ms", now_ms - reply.time_ms)
    if reply.epoch != state.read(session, "epoch"):
        state.write(session, "epoch", reply.epoch)
        state.write(session, "cursors", {})
        state.write(session, "restored", value=True)
        outbox.send_all_again(transaction)
        return Outcome(again=True)
    newest = reply.number == state.read(session, "number")
    fresh = newest and reply.start == state.read(session, "cursors", {})
    receipts = [receipt for receipt in reply.receipts if fresh or not _is_brought(session, receipt.stamp)]
    answered = outbox.settle(transaction, receipts, newest=newest, now_ms=now_ms, server_ms=reply.time_ms)
    session.flush()
    if not fresh:
        return Outcome(again=True)
    return _Intake(transaction, reply).take(answered, repulled)


def _is_brought(session: Session, stamp: str) -> bool:
    """Whether the server has brought the row of an operation already, perhaps with the operation in it.

    Then its receipt needs the row as it is now: it goes again, and the answer brings both.
    """
    entry = session.get(OutboxEntry, stamp)
    row = get(session, entry.entity, entry.row_id) if entry and entry.entity in ENTITIES else None
    return row is not None and row.seq > 0


class _Intake:
    def __init__(self, transaction: Transaction, reply: ExchangeReply) -> None:
        self.transaction, self.session, self.reply = transaction, transaction.session, reply
        villages = state.read(self.session, "villages", {})
        self.villages = defaultdict(Digest, {v: Digest.from_text(text) for v, text in villages.items()})
        ids = IdTable(reply.ids).ids
        self.renamed: set[UUID] = set()  # households that may be found by other words now
        self.columns = {entity: unpack(packed, ids) for entity, packed in reply.tables.items() if entity in ENTITIES}

    def take(self, answered: list[OutboxEntry], repulled: frozenset[str]) -> Outcome:
        reply, session = self.reply, self.session
        if reply.zero or state.read(session, "scope", []) != list(reply.scope):
            self._drop_outside()
        state.write(session, "scope", list(reply.scope))
        state.write(session, "cursors", reply.cursors)
        state.write(session, "more", reply.more)
        if reply.reference is not None:
            state.write(session, "reference", reply.reference)
        self._drop_lefts()
        for entity, columns in self.columns.items():
            self._put(entity, columns)
        self._reapply()
        self._drop_gone()
        search.refresh(session, self.renamed)
        wrong = self._mismatched()
        repulled |= set(state.read(session, "mismatched", []))
        mismatched = [code for code in wrong if code not in repulled]
        if mismatched:
            state.write(session, "cursors", {c: s for c, s in reply.cursors.items() if c not in mismatched})
        if reply.digests is not None:
            state.write(session, "mismatched", [code for code in wrong if code in repulled])
        state.write(session, "villages", {v: d.to_text() for v, d in self.villages.items() if d.rows})
        again = reply.more or bool(mismatched)
        return Outcome(received=self._from_others(answered), again=again, mismatched=mismatched)

    def _from_others(self, answered: list[OutboxEntry]) -> int:
        """How many rows came that are not the echo of this tablet's own operations."""
        own = {entry.row_id.hex for entry in answered}
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
                if not _inside(village, scope) or (_inside(village, zero) and row_id.hex not in brought)
            ]
            self._drop(entity, lost)

    def _drop_lefts(self) -> None:
        """What left for a place outside the scope, as it was filed: what waits may show a row elsewhere by now."""
        gone = [left for left in self.reply.lefts if not _inside(left.to, self.reply.scope)]
        households = [left.household_id for left in gone if left.row_id is None]
        row_ids = [left.row_id for left in gone if left.row_id is not None]
        for entity, model in ENTITIES.items():
            for ids in _chunks(households):
                rows = select(model.id, model.household_id).where(
                    or_(
                        and_(col(model.household_id).in_(ids), col(model.id).not_in(select(FiledHome.row_id))),
                        col(model.id).in_(select(FiledHome.row_id).where(col(FiledHome.household_id).in_(ids))),
                    )
                )
                self._drop(entity, list(self.session.exec(rows)))
        for entity, column in (*((name, "id") for name in MEMBERS), *((name, "row_id") for name in abouts())):
            model = ENTITIES[entity]
            for ids in _chunks(row_ids):
                rows = select(model.id, model.household_id).where(getattr(model, column).in_(ids))
                self._drop(entity, list(self.session.exec(rows)))

    def _drop_gone(self) -> None:
        """Rows that the server does not have for this tablet, and rows whose last receipt has come."""
        gone = [*self.reply.gone, *self.session.exec(select(Leaving.row_id))]
        for ids in _chunks(gone):
            for entity, model in ENTITIES.items():
                rows = self.session.exec(select(model.id, model.household_id).where(col(model.id).in_(ids)))
                self._drop(entity, list(rows))

    def _drop(self, entity: str, rows: list[tuple[UUID, UUID]]) -> None:
        """Remove rows; those of a household with unanswered work or a draft stay, marked leaving."""
        busy = self._busy({household_id for _, household_id in rows})
        going = [row_id for row_id, household_id in rows if household_id not in busy]
        staying = [row_id for row_id, household_id in rows if household_id in busy]
        self._unfile(entity, [*going, *staying])
        self._delete(entity, going)
        for row_id in staying:
            self.session.merge(Leaving(row_id=row_id, entity=entity))

    def _busy(self, household_ids: set[UUID]) -> set[UUID]:
        """Those that unanswered work or a draft names, and those in which unanswered work shows a row."""
        busy: set[UUID] = set()
        unanswered = col(OutboxEntry.state).in_(UNANSWERED)
        for ids in _chunks(list(household_ids)):
            named = select(OutboxEntry.household_id).where(col(OutboxEntry.household_id).in_(ids), unanswered)
            busy.update(self.session.exec(named))
            for model in (ENTITIES[entity] for entity in MEMBERS):
                waiting = col(model.id).in_(select(OutboxEntry.row_id).where(unanswered))
                shown = select(model.household_id).where(col(model.household_id).in_(ids), waiting)
                busy.update(self.session.exec(shown))
            drafts = select(Draft.household_id).where(col(Draft.household_id).in_(ids))
            busy.update(household_id for household_id in self.session.exec(drafts) if household_id)
        return busy

    def _unfile(self, entity: str, row_ids: Iterable[UUID]) -> None:
        """Take rows out of the digest."""
        model = ENTITIES[entity]
        for ids in _chunks(list(row_ids)):
            leaving = set(self.session.exec(select(Leaving.row_id).where(col(Leaving.row_id).in_(ids))))
            rows = self.session.exec(select(model.id, model.village, model.seq).where(col(model.id).in_(ids)))
            for row_id, village, seq in rows:
                if seq and row_id not in leaving:
                    self.villages[village] = self.villages[village].remove(row_id, seq)

    def _delete(self, entity: str, row_ids: list[UUID]) -> None:
        model = ENTITIES[entity]
        for ids in _chunks(row_ids):
            if entity in search.SEARCHED:
                self.renamed.update(self.session.exec(select(model.household_id).where(col(model.id).in_(ids))))
            self.session.execute(delete(model).where(col(model.id).in_(ids)))
            self.session.execute(delete(Leaving).where(col(Leaving.row_id).in_(ids)))
            self.session.execute(delete(FiledHome).where(col(FiledHome.row_id).in_(ids)))

    def _put(self, entity: str, columns: dict[str, list[Any]]) -> None:
        """Insert the rows as they came, in place of those held. A field that did not come has its default."""
        table = ENTITIES[entity].__table__  # type: ignore[attr-defined]
        defaults = {name: [value] * len(columns["id"]) for name, value in _defaults(entity).items()}
        columns = {name: values for name, values in {**defaults, **columns}.items() if name in table.columns}
        row_ids = [UUID(text) for text in columns["id"]]
        self._unfile(entity, row_ids)
        self._delete(entity, row_ids)
        names = list(columns)
        sql = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608
        self.session.connection().exec_driver_sql(sql, list(zip(*columns.values(), strict=True)))
        for row_id, village, seq in zip(row_ids, columns["village"], columns["seq"], strict=True):
            self.villages[village] = self.villages[village].add(row_id, seq)
        self.renamed.update(UUID(text) for text in columns["household_id"] if entity in search.SEARCHED)

    def _reapply(self) -> None:
        """Show the unanswered operations again on top of the rows that came."""
        for entity, columns in self.columns.items():
            model = ENTITIES[entity]
            for ids in _chunks([UUID(text) for text in columns["id"]]):
                for entry in outbox.unanswered(self.session, ids):
                    row = self.session.exec(select(model).where(model.id == entry.row_id)).one()
                    apply(self.session, row, Operation.model_validate_json(entry.body))
                    self.renamed.add(row.household_id)

    def _mismatched(self) -> list[str]:
        if self.reply.digests is None:
            return []
        mine = digests(self.villages, self.reply.scope)
        return [code for code, text in self.reply.digests.items() if mine.get(code) != text]


@cache
def _defaults(entity: str) -> dict[str, Scalar]:
    """The values of the fields that need none, in wire form; without those that are nothing."""
    model = ENTITIES[entity].model_fields.items()
    defaults = {name: wire(field.get_default()) for name, field in model if not field.is_required()}
    return {name: value for name, value in defaults.items() if value is not None}


def digests(villages: dict[str, Digest], scope: Iterable[str]) -> dict[str, str]:
    """The digest of each scope code, as text."""
    return {
        code: summed(digest for village, digest in villages.items() if contains(code, village)).to_text()
        for code in scope
    }


def held_digests(session: Session) -> dict[str, str]:
    """The digests of what the tablet holds, by scope code."""
    villages = {v: Digest.from_text(text) for v, text in state.read(session, "villages", {}).items()}
    return digests(villages, state.read(session, "scope", []))


def _inside(village: str, codes: Iterable[str]) -> bool:
    return any(contains(code, village) for code in codes)


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
