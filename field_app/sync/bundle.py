"""The exchange by a sealed file: the same requests and the same reply as online, in bytes for a USB stick."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlmodel import Session, col, select

from field_app.store import lease, outbox, reception, state, vault
from field_app.store.key_file import KeyFile
from field_app.store.outbox import Author
from field_app.store.sealed import SealedDatabase, Transaction
from field_app.store.tables import RECEIVED, UNANSWERED, OutboxEntry
from field_app.sync.download import make_findable
from field_app.sync.engine import NO_EPOCH, Summary, next_request, note
from shared_models.bundle import (
    METHOD,
    PATH,
    Bundle,
    BundleReply,
    FileKind,
    SignedBundle,
    SignedReply,
    UnreadableBundle,
    bundle_id,
    first_line,
    framed,
    packed,
    reply_text,
    unframed,
    unpacked,
)
from shared_models.chunks import chunks
from shared_models.exchange import MAX_RUN, Caller, ExchangeReply, Receipt, authorization, signed_text


@dataclass(frozen=True)
class Exported:
    """The file for the office. `number` is the last request number in it."""

    data: bytes
    bundle: str
    number: int
    operations: int
    batches: int


@dataclass(frozen=True)
class Taken:
    """What a reply came to here, and the bundle it answers.

    `restored`: the office's database was, so everything goes again with the next exchange.
    """

    summary: Summary
    bundle: str
    restored: bool = False


@dataclass
class FileExchange:
    """One tablet's exchange with its server by files. `now_ms` is its clock; `limit` the operations of a batch."""

    database: SealedDatabase
    keys: KeyFile
    author: Author
    app_version: str
    now_ms: Callable[[], int]
    limit: int = MAX_RUN

    async def export(self) -> Exported:
        """All that is not answered yet, sealed to the server. Marks nothing as sent, and can be repeated."""
        bundle = await self.database.write(self._bundle)
        last, body = bundle.batches[-1], packed(bundle)
        author, district = self.author, self.keys.district_code
        caller = Caller(district, author.device_id, author.officer_id, last.number, last.epoch)
        signature = author.sign(signed_text(caller, method=METHOD, path=PATH, body=body))
        signed = SignedBundle(authorization=authorization(caller, signature), body=body)
        info = first_line(FileKind.BUNDLE)
        sealed = vault.seal_to(self.keys.server_sealing_public, signed.to_bytes(), info=info)
        return Exported(
            data=framed(FileKind.BUNDLE, sealed),
            bundle=bundle_id(sealed),
            number=last.number,
            operations=sum(len(run.operations) for batch in bundle.batches for run in batch.runs),
            batches=len(bundle.batches),
        )

    def _bundle(self, transaction: Transaction) -> Bundle:
        session, now_ms = transaction.session, self.now_ms()
        escrows = self.keys.escrows
        outbox.retry_waiting(session)
        session.flush()
        runs = list(outbox.batches(session, self.limit)) or [[]]
        return Bundle(
            batches=tuple(
                next_request(session, each, escrows=escrows, now_ms=now_ms, app_version=self.app_version)
                for each in runs
            ),
            sealing_public=vault.sealing_public(_sealing_key(session)),
            skew_ms=_measured_skew(session, now_ms),
        )

    async def take_in(self, data: bytes) -> Taken:
        """Apply the office's reply, however late and however often; a stale one gives its receipts and no refusal.

        Raises UnreadableBundle and StorageFull; then nothing was changed.
        """
        key = await self.database.read(_kept_sealing_key)
        told = self._open(data, key)
        try:
            taken = await self.database.write(lambda transaction: self._take_in(transaction, told, size=len(data)))
        except ValueError as problem:
            raise UnreadableBundle(reason="form") from problem
        await make_findable(self.database)
        return taken

    def _open(self, data: bytes, key: bytes | None) -> BundleReply:
        sealed = unframed(FileKind.REPLY, data)
        try:
            if key is None:
                raise UnreadableBundle(reason="other_tablet")
            signed = SignedReply.from_bytes(vault.open_sealed(key, sealed, info=first_line(FileKind.REPLY)))
        except InvalidTag:
            raise UnreadableBundle(reason="other_tablet") from None
        except ValueError:
            raise UnreadableBundle(reason="form") from None
        if not vault.is_signed(self.keys.server_signing_public, signed.signature, reply_text(signed.body)):
            raise UnreadableBundle(reason="untrusted")
        told = unpacked(BundleReply, signed.body)
        if told.device_id != self.keys.device_id:
            raise UnreadableBundle(reason="other_tablet")
        return told

    def _take_in(self, transaction: Transaction, told: BundleReply, *, size: int) -> Taken:
        """One transaction: receipts, rows and the line of the log."""
        session, now_ms = transaction.session, self.now_ms()
        if told.epoch != state.read(session, "epoch", NO_EPOCH):  # from before a restore: nothing of it holds any more
            return Taken(Summary(), told.bundle)
        entries = _open_entries(session, told.reply)
        before = {entry.stamp: entry.state for entry in entries}
        useful = tuple(receipt for receipt in told.reply.receipts if receipt.stamp in before)
        reply = told.reply.model_copy(update={"receipts": useful})
        fresh = _is_fresh(session, reply)
        skew_ms = min(state.read(session, "skew_ms", 0), now_ms - reply.time_ms)
        server = self.keys.server_signing_public
        lease.renew(session, reply, device_id=self.keys.device_id, server=server, now_ms=now_ms)
        outcome = reception.receive(transaction, reply, now_ms=now_ms, repulled=frozenset(reply.zero))
        state.write(session, "skew_ms", skew_ms)  # the days that a file was under way are no skew
        number = max(state.read(session, "number", 0), told.highest)
        state.write(session, "number", number + 1 if fresh else number)  # so that a reply is fresh once
        settled = {e.stamp for e in entries if before[e.stamp] in UNANSWERED and e.state != before[e.stamp]}
        summary = _summary([receipt.receipt for receipt in useful if receipt.stamp in settled])
        summary.received, summary.bytes_down = outcome.received, size
        summary.mismatched = state.read(session, "mismatched", [])
        summary.finished = fresh and not outcome.again and told.highest == reply.number
        if summary.finished or summary.sent:
            note(session, summary, at_ms=now_ms)
            outbox.forget_old(session, reply.time_ms)
        return Taken(summary, told.bundle, restored=reply.epoch != told.epoch)


def _sealing_key(session: Session) -> bytes:
    """The key that replies are sealed to; a tablet whose cache was repaired has lost its own and makes a new one."""
    kept = _kept_sealing_key(session)
    if kept is None:
        kept = vault.new_sealing_key()
        state.write(session, "sealing_key", kept.hex())
    return kept


def _kept_sealing_key(session: Session) -> bytes | None:
    kept = state.read(session, "sealing_key")
    return bytes.fromhex(kept) if kept else None


def _measured_skew(session: Session, now_ms: int) -> int | None:
    """The skew of the last exchange, or more where the clock has been set back since; None if never measured."""
    measured = state.read(session, "skew_ms")
    return None if measured is None else min(measured, now_ms - state.read(session, "seen_ms", 0))


def _is_fresh(session: Session, reply: ExchangeReply) -> bool:
    """Whether nothing was asked since, and the reply begins where the tablet stands."""
    asked = state.read(session, "number"), state.read(session, "cursors", {}), state.read(session, "epoch")
    return asked == (reply.number, reply.start, reply.epoch)


def _open_entries(session: Session, reply: ExchangeReply) -> list[OutboxEntry]:
    """The operations that the reply answers and that the office was not known to have."""
    stamps = [receipt.stamp for receipt in reply.receipts]
    found: list[OutboxEntry] = []
    for some in chunks(stamps):
        among = col(OutboxEntry.stamp).in_(some)
        found += session.exec(select(OutboxEntry).where(among, col(OutboxEntry.state).not_in(RECEIVED)))
    return found


def _summary(settled: list[Receipt]) -> Summary:
    return Summary(
        sent=len(settled),
        stored=settled.count(Receipt.STORED) + settled.count(Receipt.CONFLICT),
        known=settled.count(Receipt.KNOWN),
        refused=settled.count(Receipt.REFUSED),
        conflicts=settled.count(Receipt.CONFLICT),
        held=settled.count(Receipt.HELD),
    )
