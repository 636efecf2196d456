"""Files that carry work or hold it: bundles and their replies, the key file, the cache, backups."""

import asyncio
import zlib
from contextlib import AsyncExitStack, ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from field_app.store import bundle_file as tablet_file
from field_app.store import state, vault
from field_app.store.cache import SealedCache, wal_of
from field_app.store.key_file import KeyFile
from field_app.store.rescue import read_rescue
from field_app.store.sealed import SealedDatabase, Transaction
from field_app.sync.bundle import FileExchange
from server import security
from server.services import districts
from server.services.exchanging import bundle_file, bundles
from server.services.safekeeping import backup
from shared_models.bundle import (
    METHOD,
    PATH,
    Bundle,
    BundleReply,
    FileKind,
    SignedBundle,
    SignedReply,
    first_line,
    framed,
    packed,
    reply_text,
)
from shared_models.exchange import ExchangeRequest, authorization, signed_text
from tests.builders import a_household, a_tablet
from tests.databases import sqlite_url
from tests.field_app.store.neighbours import KEY, NAMES, add
from tests.field_app.store.neighbours import opened as opened_vault
from tests.fuzz.target import Layer, Opened, Take, by_first_byte, for_way, opened
from tests.fuzz.wire import a_reply, gzipped
from tests.server.sender import a_sender, a_server, read

_OPEN, _OPEN_TABLETS = ExitStack(), AsyncExitStack()  # a target stays open as long as the process that fuzzes it


def bundle(folder: Path) -> Opened:
    """A tablet's file at its office: as it lies on the stick, as it was sealed, and as it was signed."""
    server = _OPEN.enter_context(a_server(sqlite_url(folder)))
    sealing = security.sealing_public(read(server, districts.state).sealing_key)
    tablet, path, now = a_sender(server), folder / "a.hvbundle", datetime.now(UTC)
    request = ExchangeRequest(
        number=1, epoch=tablet.epoch, clock_ms=tablet.now_ms(), runs=(tablet.run(tablet.household()),)
    )
    plain = Bundle(batches=(request,), sealing_public=bytes([9, *bytes(31)])).to_bytes()

    def take(data: bytes) -> None:
        path.write_bytes(data)
        bundles.take(server, bundle_file.read(path), now=now)

    def sealed(signed: bytes) -> bytes:
        info = first_line(FileKind.BUNDLE)
        return framed(FileKind.BUNDLE, security.seal_to(sealing, signed, info=info))

    def signed(body: bytes) -> bytes:
        caller = tablet.caller._replace(number=1)
        signature = tablet.key.sign(signed_text(caller, method=METHOD, path=PATH, body=body))
        return SignedBundle(authorization=authorization(caller, signature), body=body).to_bytes()

    body = gzipped(plain)
    return opened(
        *for_way(0, sealed(signed(body))),
        *for_way(1, signed(body)),
        *for_way(2, body),
        *for_way(3, plain),
        take=at_any_layer(take, sealed, signed),
    )


def at_any_layer(take: Take, sealed: Layer, signed: Layer) -> Take:
    """The first byte says how much of a file the input is: whole, what is sealed, what is signed, or what is packed."""
    return by_first_byte(
        take,
        lambda data: take(sealed(data)),
        lambda data: take(sealed(signed(data))),
        lambda data: take(sealed(signed(gzipped(data)))),
    )


def bundle_reply(folder: Path) -> Opened:
    """The office's file on the tablet, in the same steps."""
    runner = _OPEN.enter_context(asyncio.Runner())
    office = Ed25519PrivateKey.generate()
    tablet = runner.run(_OPEN_TABLETS.enter_async_context(a_tablet(folder)))
    tablet.key_file.server_sealing_public = security.sealing_public(security.new_sealing_key())
    tablet.key_file.server_signing_public = office.public_key().public_bytes_raw()
    exchange = FileExchange(tablet.database, tablet.key_file, tablet.author, "test", lambda: 1_700_000_000_000)
    runner.run(tablet.record(a_household()))
    told = runner.run(exchange.export())
    key = runner.run(tablet.database.read(_sealing_public))
    path = folder / "a.hvreply"
    answer = a_reply().model_copy(update={"number": told.number, "epoch": "no-server", "start": {}})
    reply = BundleReply(
        bundle=told.bundle, device_id=tablet.key_file.device_id, epoch="no-server", highest=told.number, reply=answer
    )

    def take(data: bytes) -> None:
        path.write_bytes(data)
        runner.run(exchange.take_in(tablet_file.read(path)))

    def sealed(signed: bytes) -> bytes:
        return framed(FileKind.REPLY, vault.seal_to(key, signed, info=first_line(FileKind.REPLY)))

    def signed(body: bytes) -> bytes:
        return SignedReply(body=body, signature=office.sign(reply_text(body))).to_bytes()

    return opened(
        *for_way(0, sealed(signed(packed(reply)))),
        *for_way(1, signed(packed(reply))),
        *for_way(2, packed(reply)),
        *for_way(3, reply.to_bytes()),
        take=at_any_layer(take, sealed, signed),
    )


def key_file(folder: Path) -> Opened:
    """The key file of a tablet."""
    runner = _OPEN.enter_context(asyncio.Runner())
    tablet = runner.run(_OPEN_TABLETS.enter_async_context(a_tablet(folder)))
    path, real = folder / "other.json", tablet.settings.key_file.read_bytes()

    def load(data: bytes) -> object:
        path.write_bytes(data)
        return KeyFile.load(path).escrows

    return opened(real, b"[" * 3000, take=load)


def cache(folder: Path) -> Opened:
    """The sealed cache: its file, the log that SQLite keeps beside it, and what is rescued of a damaged one."""
    path = folder / "tablet.vault"
    asyncio.run(_filled(path))
    sound, log = path.read_bytes(), wal_of(path).read_bytes() if wal_of(path).exists() else b""

    def put(data: bytes, beside: bytes) -> None:
        path.write_bytes(data)
        wal_of(path).write_bytes(beside)
        try:
            opened_cache = SealedCache(path, KEY)
            try:
                opened_cache.check()
            finally:
                opened_cache.close()
        finally:
            read_rescue(path, KEY)

    return opened(
        *for_way(0, sound),
        *for_way(1, log or b"7\x7f\x06\x82"),
        take=by_first_byte(lambda data: put(data, b""), lambda data: put(sound, data)),
    )


def a_backup(folder: Path) -> Opened:
    """A backup as it lies there, what is sealed in it, and what is packed in that."""
    pair = backup.new_key()
    public, private = backup.public_half(pair.public, name="TO"), backup.private_half(pair.private, name="KEY")
    path = folder / "a.age"
    with a_server(sqlite_url(folder)) as server:
        backup.back_up(server, path, public, now=datetime.now(UTC))
    whole = path.read_bytes()
    stream = pyrage.decrypt(whole, [private])

    def check(data: bytes) -> None:
        path.write_bytes(data)
        backup.check(path, private)

    def sealed(data: bytes) -> None:
        check(pyrage.encrypt(data, [public]))

    return opened(
        *for_way(0, whole),
        *for_way(1, stream),
        *for_way(2, zlib.decompress(stream)),
        take=by_first_byte(check, sealed, lambda data: sealed(zlib.compress(data, 1))),
    )


async def _filled(path: Path) -> None:
    database: SealedDatabase = await opened_vault(path)
    await database.write(add(*NAMES))
    await database.checkpoint()

    def later(transaction: Transaction) -> None:
        add("สมชัย มีสุข")(transaction)
        transaction.keep("draft", "ร่าง".encode())

    await database.write(later)
    await database.attach("a file", 0, b"piece")
    await database.write(add("อำนาจ"))
    await database.close()


def _sealing_public(session: Session) -> bytes:
    return vault.sealing_public(bytes.fromhex(state.read(session, "sealing_key")))
