"""An office that says what a test tells it to: replies for a tablet that has no server behind it."""

import gzip
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
import msgpack

from field_app.services.tablet import Tablet
from field_app.store import reception, state
from field_app.store.reception import Outcome
from field_app.store.sealed import Transaction
from shared_models.columns import IdTable, pack
from shared_models.digest import Digest
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, id_fields, wire
from shared_models.exchange import ExchangeReply, ExchangeRequest, OperationReceipt, Receipt, Refusal
from shared_models.heads import RowHeads
from shared_models.synced import Synced
from tests.builders import SUBDISTRICT, VILLAGE

TIME_MS = 1_790_000_000_000


def a_row(edit: Edit, seq: int, *, village: str = VILLAGE, at: int = 1, **changes: Any) -> Synced:
    """The row an edit makes, as the server has filed it."""
    heads = RowHeads.created(f"{seq:016x}{'f' * 16}", at)
    values = {**edit.changes, **changes, "id": edit.row_id, "household_id": edit.household_id, "heads": heads.to_text()}
    return ENTITIES[edit.entity].model_validate(
        {**values, "district_code": village[:4], "village": village, "seq": seq}
    )


def tables(rows: Iterable[Synced]) -> dict[str, Any]:
    """The ids and tables of a reply."""
    ids, packed = IdTable(), {}
    for entity, model in ENTITIES.items():
        found = [row for row in rows if isinstance(row, model)]
        if found:
            columns = {name: [_sent(entity, row, name) for row in found] for name in model.model_fields}
            packed[entity] = pack(columns, id_names=id_fields(entity), ids=ids)
    return {"ids": ids.to_bytes(), "tables": packed}


def _sent(entity: str, row: Synced, name: str) -> Any:
    value = getattr(row, name)
    return value if name in id_fields(entity) else wire(value)


def digest_of(rows: Iterable[Synced]) -> str:
    digest = Digest()
    for row in rows:
        digest = digest.add(row.id, row.seq)
    return digest.to_text()


async def reply_to(tablet: Tablet, rows: Sequence[Synced] = (), **others: Any) -> ExchangeReply:
    """A reply to a request that the tablet makes now, from its own cursors."""

    def ask(transaction: Transaction) -> dict[str, Any]:
        session = transaction.session
        number = state.read(session, "number", 0) + 1
        state.write(session, "number", number)
        cursors = state.read(session, "cursors", {})
        return {"number": number, "epoch": state.read(session, "epoch"), "start": cursors}

    values = await tablet.database.write(ask)
    top = max((row.seq for row in rows), default=values["start"].get(SUBDISTRICT, 0))
    given = {"time_ms": TIME_MS, "scope": (SUBDISTRICT,), "cursors": {SUBDISTRICT: top}, **tables(rows), **others}
    return ExchangeReply(**{**values, **given})


async def receive(
    tablet: Tablet, reply: ExchangeReply, *, repulled: Iterable[str] = (), now_ms: int = TIME_MS
) -> Outcome:
    codes = frozenset(repulled)
    return await tablet.database.write(lambda t: reception.receive(t, reply, now_ms=now_ms, repulled=codes))


def stored(stamps: Iterable[str]) -> tuple[OperationReceipt, ...]:
    return tuple(OperationReceipt(stamp=stamp, receipt=Receipt.STORED) for stamp in stamps)


def refused(stamps: Iterable[str], refusal: Refusal, words: str = "area") -> tuple[OperationReceipt, ...]:
    return tuple(
        OperationReceipt(stamp=stamp, receipt=Receipt.REFUSED, refusal=refusal, detail=words) for stamp in stamps
    )


Answer = Callable[[ExchangeRequest], Mapping[str, Any] | httpx.Response | Exception]


class Office(httpx.AsyncBaseTransport):
    """Answers each request by the next of its answers; the last one goes on. Keeps the requests.

    What an answer tells as `unchecked` no honest office would send.
    """

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.requests = deque(answers), list[ExchangeRequest]()
        self.headers: list[httpx.Headers] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = ExchangeRequest.from_bytes(gzip.decompress(await request.aread()))
        self.requests.append(asked)
        self.headers.append(request.headers)
        answer = self.answers.popleft() if len(self.answers) > 1 else self.answers[0]
        told = answer(asked)
        if isinstance(told, Exception):
            raise told
        return told if isinstance(told, httpx.Response) else httpx.Response(200, content=self._reply(asked, told))

    def _reply(self, asked: ExchangeRequest, told: Mapping[str, Any]) -> bytes:
        sent = [signed.stamp for run in asked.runs for signed in run.operations]
        plain = {"number": asked.number, "epoch": asked.epoch, "time_ms": TIME_MS, "start": asked.cursors}
        usual = {"scope": (SUBDISTRICT,), "cursors": asked.cursors or {SUBDISTRICT: 1}, "receipts": stored(sent)}
        reply = msgpack.unpackb(ExchangeReply(**{**plain, **usual, **told}).to_bytes())
        return msgpack.packb(reply | told.get("unchecked", {}))


def nothing(_: ExchangeRequest) -> Mapping[str, Any]:
    """Everything sent is stored, and nothing comes down."""
    return {}


def ids_of(edits: Iterable[Edit]) -> set[UUID]:
    return {edit.row_id for edit in edits}
