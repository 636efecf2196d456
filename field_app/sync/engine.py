"""The exchange loop: repeated until nothing is left either way. It can stop anywhere and go on from there."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from sqlmodel import Session
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from field_app.store import lease, loading, outbox, passed, reception, state, withdrawal
from field_app.store.outbox import Author
from field_app.store.sealed import SealedDatabase, Transaction
from field_app.sync.client import SyncClient
from field_app.sync.download import Download, make_findable
from field_app.sync.errors import OfficeBusy, Offline, ServerRefused
from field_app.sync.pace import Pace, keep_pace, kept_pace
from shared_models.exchange import (
    MAX_RUN,
    Caller,
    Escrow,
    ExchangeReply,
    ExchangeRequest,
    Receipt,
    Run,
    SnapshotOffer,
)

LOG_LENGTH = 20
NO_EPOCH = "none"  # of a cache begun anew: the server's answer tells its own
ATTEMPTS = 5
TOLD_SECONDS = 0.2  # between two words on how much of a file has come
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 10
LONGEST_BUSY_SECONDS = 60
_GROWING = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)
T = TypeVar("T")
MAX_REQUESTS = 10_000  # a loop that long is a fault, not an exchange


@dataclass
class Summary:
    """What an exchange came to; `finished` only when every operation it sent has its receipt."""

    sent: int = 0
    stored: int = 0
    known: int = 0
    refused: int = 0
    conflicts: int = 0
    held: int = 0
    received: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    seconds: float = 0.0
    finished: bool = False
    mismatched: list[str] = field(default_factory=list)  # scope codes whose digest was not the server's
    file_bytes: int = 0  # of a first download's file: what has come, and all of it
    file_size: int = 0


@dataclass
class Exchange:
    """One tablet's exchange with its server. `progress` hears the summary after every reply.

    `now_ms` is the tablet's clock; `server` the key that the server's answers are signed with; `escrows` its
    officers' recovery codes, for the office; `limit` the most operations of one request; `attempts` how often a
    request is made that is cut, once the office was reached in this exchange.
    """

    database: SealedDatabase
    client: SyncClient
    author: Author
    district_code: str
    app_version: str
    server: bytes
    now_ms: Callable[[], int]
    escrows: Sequence[Escrow] = ()
    progress: Callable[[Summary], None] = lambda _: None
    limit: int = MAX_RUN
    attempts: int = ATTEMPTS

    async def run(self) -> Summary:
        """Send and receive until nothing is left. Raises Offline or ServerRefused; what got through is kept."""
        self._began, self._reached, self._pace, summary = time.monotonic(), False, None, Summary()
        self._is_wordless = True
        try:
            for _ in range(MAX_REQUESTS):
                summary, offers = await self._persistently(partial(self._once, summary))
                self.progress(summary)
                for offer in offers:
                    await self._persistently(partial(self._download, offer, summary))
                if summary.finished:
                    break
        finally:
            if not summary.finished:
                stopped = self._measured(summary)
                await asyncio.shield(self.database.write(lambda transaction: self._note(transaction, stopped)))
        if self._is_wordless:
            await make_findable(self.database)
        return summary

    async def _persistently(self, step: Callable[[], Awaitable[T]]) -> T:
        """The step, again after growing waits where the link was cut, or after the wait that the office asks for.

        At once Offline where the office was never there.
        """
        return await AsyncRetrying(
            retry=retry_if_exception(self._goes_again),
            wait=_wait,
            stop=stop_after_attempt(self.attempts),
            reraise=True,
        )(step)

    def _goes_again(self, problem: BaseException) -> bool:
        return isinstance(problem, OfficeBusy) or (isinstance(problem, Offline) and self._reached)

    async def _once(self, so_far: Summary) -> tuple[Summary, tuple[SnapshotOffer, ...]]:
        """One request and its reply; and the files it offers."""
        request = await self.database.write(self._request, lasting=False)  # a number given again is answered so
        reply = await self._ask_in_time(request)
        brings = bool(reply.receipts or reply.tables or reply.lefts or reply.gone or reply.passed)
        try:
            summary = await self.database.write(lambda t: self._take_in(t, request, reply, so_far), lasting=brings)
        except ValueError as problem:
            raise Offline(reason="answer") from problem
        return summary, reply.snapshots

    async def _ask_in_time(self, request: ExchangeRequest) -> ExchangeReply:
        """The reply; how long it took, or that it was cut, decides how much the next request carries."""
        began = time.monotonic()
        try:
            reply = await self._ask(request)
        except Offline:
            await self._go_at(self._pace.cut())
            raise
        self._reached = True
        await self._go_at(self._pace.answered(time.monotonic() - began))
        return reply

    async def _go_at(self, pace: Pace) -> None:
        if pace != self._pace:
            self._pace = pace
            await self.database.write(lambda transaction: keep_pace(transaction.session, pace), lasting=False)

    async def _download(self, offer: SnapshotOffer, summary: Summary) -> None:
        """Fetch and load the file of an area. Where the server no longer has it, the next request is told another."""

        told = time.monotonic()

        def came(file_bytes: int) -> None:
            nonlocal told
            summary.file_bytes, summary.file_size = file_bytes, offer.size
            if time.monotonic() - told > TOLD_SECONDS:
                told = time.monotonic()
                self.progress(replace(summary))

        def loaded(rows: int) -> None:
            summary.received += rows
            self.progress(replace(summary))

        try:
            await Download(self.database, offer, self._part, came=came, loaded=loaded).run()
        except ServerRefused as refusal:
            if refusal.details.get("answer") not in ("unknown_snapshot", "not_permitted"):
                raise

    async def _part(self, name: str, start: int, stop: int) -> AsyncIterator[bytes]:
        number, epoch = await self.database.read(_number_and_epoch)
        author = self.author
        caller = Caller(self.district_code, author.device_id, author.officer_id, number, epoch)
        async for chunk in self.client.snapshot(name, start, stop, caller=caller, sign=author.sign):
            yield chunk

    def _take_in(
        self, transaction: Transaction, request: ExchangeRequest, reply: ExchangeReply, so_far: Summary
    ) -> Summary:
        """Store the reply and, with the last one, the line of the log: one transaction says both or neither."""
        repulled = frozenset(so_far.mismatched)
        now_ms, device_id = self.now_ms(), self.author.device_id
        lease.renew(transaction.session, reply, device_id=device_id, server=self.server, now_ms=now_ms)
        outcome = reception.receive(transaction, reply, now_ms=now_ms, repulled=repulled)
        summary = _counted(so_far, request, reply, received=outcome.received)
        summary.mismatched = sorted({*repulled, *outcome.mismatched, *_mismatched(transaction.session)})
        untold = {one.id for one in reply.passed} - set(request.taken or ())
        waits = untold or outbox.unsent(transaction.session) or withdrawal.drafts(transaction.session)
        summary.finished = not outcome.again and not waits
        if summary.finished:
            summary = self._measured(summary)
            self._note(transaction, summary)
            outbox.forget_old(transaction.session, reply.time_ms)
            self._is_wordless = loading.is_wordless(transaction.session)
        return summary

    def _measured(self, summary: Summary) -> Summary:
        traffic = self.client.traffic
        return replace(
            summary,
            requests=traffic.requests,
            bytes_up=traffic.bytes_up,
            bytes_down=traffic.bytes_down,
            seconds=round(time.monotonic() - self._began, 3),
        )

    def _request(self, transaction: Transaction) -> ExchangeRequest:
        session = transaction.session
        if self._pace is None:
            outbox.retry_waiting(session)
            self._pace = kept_pace(session)
        runs = outbox.next_runs(session, min(self.limit, self._pace.operations))
        request = next_request(session, runs, escrows=self.escrows, now_ms=self.now_ms(), app_version=self.app_version)
        return request.model_copy(update={"room": self._pace.rows})

    async def _ask(self, request: ExchangeRequest) -> ExchangeReply:
        """The reply; a tablet set back to an older copy goes on above the highest number the server has seen."""
        author = self.author
        caller = Caller(self.district_code, author.device_id, author.officer_id, request.number, request.epoch)
        try:
            return await self.client.exchange(request, caller, author.sign)
        except ServerRefused as refusal:
            highest = refusal.details.get("highest")
            if refusal.details.get("answer") != "number_too_low" or not isinstance(highest, int):
                raise
            await self.database.write(lambda t: state.write(t.session, "number", highest))
            again = await self.database.write(self._request)
            return await self.client.exchange(again, caller._replace(number=again.number), author.sign)

    def _note(self, transaction: Transaction, summary: Summary) -> None:
        note(transaction.session, summary, at_ms=self.now_ms())


def _wait(tries: RetryCallState) -> float:
    """Seconds until the next try."""
    problem = tries.outcome.exception() if tries.outcome else None
    grown = _GROWING(tries)
    if isinstance(problem, OfficeBusy):
        return min(problem.details["wait_seconds"], LONGEST_BUSY_SECONDS) + min(grown, 1)  # not all tablets at once
    return grown


def next_request(
    session: Session, runs: Iterable[Run], *, now_ms: int, app_version: str, escrows: Iterable[Escrow] = ()
) -> ExchangeRequest:
    """The tablet's next request, with a number that no other one has."""
    number, sends = state.read(session, "number", 0) + 1, tuple(runs)
    state.write(session, "number", number)
    lease.ask(session, now_ms)
    return ExchangeRequest(
        number=number,
        epoch=state.read(session, "epoch", NO_EPOCH),
        clock_ms=now_ms,
        app_version=app_version,
        reference_version=state.read(session, "reference", {}).get("version", ""),
        cursors=state.read(session, "cursors", {}),
        mismatched=tuple(_mismatched(session)),
        runs=sends,
        handed=tuple(outbox.handed(session)),
        escrows=tuple(escrow for escrow in escrows if not reception.is_kept(session, escrow)),
        drafts=tuple(withdrawal.drafts(session)),
        taken=passed.to_tell(session),
        waiting=max(0, outbox.unsent(session) - sum(len(run.operations) for run in sends)),
    )


def note(session: Session, summary: Summary, *, at_ms: int) -> None:
    """Keep the exchange in the log of the last 20."""
    entry: dict[str, Any] = {"at_ms": at_ms, **asdict(summary)}
    log = state.read(session, "log", [])
    state.write(session, "log", [entry, *log][:LOG_LENGTH])


def _counted(so_far: Summary, request: ExchangeRequest, reply: ExchangeReply, *, received: int) -> Summary:
    receipts = [receipt.receipt for receipt in reply.receipts]
    return replace(
        so_far,
        sent=so_far.sent + sum(len(run.operations) for run in request.runs),
        stored=so_far.stored + receipts.count(Receipt.STORED) + receipts.count(Receipt.CONFLICT),
        known=so_far.known + receipts.count(Receipt.KNOWN),
        refused=so_far.refused + receipts.count(Receipt.REFUSED),
        conflicts=so_far.conflicts + receipts.count(Receipt.CONFLICT),
        held=so_far.held + receipts.count(Receipt.HELD),
        received=so_far.received + received,
    )


def _number_and_epoch(session: Session) -> tuple[int, str]:
    return state.read(session, "number", 0), state.read(session, "epoch", NO_EPOCH)


def _mismatched(session: Session) -> list[str]:
    found: list[str] = state.read(session, "mismatched", [])
    return found
