"""Enrolling this tablet for an officer with the office's one-time code."""

import asyncio
import hmac
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from field_app.config import Settings
from field_app.services import unlock
from field_app.services.tablet import Tablet
from field_app.store import state
from field_app.store.calibration import calibrated
from field_app.store.errors import VaultMissing
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.key_store import DeviceKeys
from field_app.store.pin import check_pin as check_pin  # the screen asks before the second entry
from field_app.store.pin import digits_of
from field_app.store.recovery import new_codes
from field_app.store.sealed import Transaction, set_aside
from field_app.store.vault import KeyRing, new_sealing_key, seal_for_recovery, wrap
from field_app.sync.client import SyncClient, checked_url
from field_app.sync.errors import ServerRefused, Untrusted
from field_app.sync.trust import line_to, open_line
from shared_models.enrolment import InvalidCode as InvalidCode
from shared_models.enrolment import device_mac, megabytes, normalised, reply_mac, request_mac, stretch
from shared_models.errors import DomainError
from shared_models.exchange import EnrolmentReply, EnrolmentRequest


class OtherOfficer(DomainError):
    """The code is for another officer than the one this tablet is enrolled for."""

    code = "other_officer"


@dataclass(frozen=True)
class Asked:
    """The office's answer, before a PIN is chosen: whose tablet this becomes and what it will hold."""

    reply: EnrolmentReply
    server_url: str
    ring: KeyRing
    sealing_key: bytes

    @property
    def megabytes(self) -> int:
        """About how much the first exchange brings, at least 1."""
        return megabytes(self.reply.households)


async def ask(
    settings: Settings,
    *,
    server_url: str,
    code: str,
    http: httpx.AsyncClient | None = None,
    pin: str | None = None,
    beside: Tablet | None = None,
) -> Asked:
    """Show the office the code. On an enrolled tablet `pin` opens its ring, which is kept with all it holds.

    `beside` is the tablet as another officer has it open: who has the code joins it, with keys of their own. Who hands
    in `http` has chosen whom it trusts.

    Raises InvalidCode, Offline, OfficeBusy, InsecureServer, Untrusted, CertificateRefused, and WrongPin on an enrolled
    tablet.
    """
    server_url = checked_url(server_url)
    lookup, secret = normalised(code)
    ring, sealing_key, known = await (_keys_beside(beside) if beside else _keys(settings, pin))
    request = EnrolmentRequest(
        lookup=lookup,
        signing_public=ring.public,
        sealing_public=X25519PrivateKey.from_private_bytes(sealing_key).public_key().public_bytes_raw(),
        device_id=known.device_id if known else None,
        joins=beside is not None,
        officers=tuple(officer.officer_id for officer in known.officers) if known else (),
        mac=b"",
        pins=True,
    )
    if known:
        proof = device_mac(sealing_key, known.server_sealing_public, request)
        request = request.model_copy(update={"device_mac": proof})
    key = await asyncio.to_thread(stretch, lookup, secret)
    request = request.model_copy(update={"mac": request_mac(key, request)})
    reply = await _shown(server_url, request, http)
    if not hmac.compare_digest(reply.mac, reply_mac(key, request, reply)):
        raise Untrusted()
    if http is None:
        await _meet(server_url, reply.authority)
    is_known = known is not None and reply.officer_id in {officer.officer_id for officer in known.officers}
    if beside and is_known:
        raise InvalidCode(reason="there")
    if known and not beside and not is_known:
        raise OtherOfficer()
    return Asked(reply, server_url, ring, sealing_key)


async def _shown(server_url: str, request: EnrolmentRequest, http: httpx.AsyncClient | None) -> EnrolmentReply:
    """The answer of whoever is there, not believed yet: the request holds public keys and a proof alone."""
    async with open_line() if http is None else nullcontext(http) as line:
        try:
            return await SyncClient(line, server_url).enrol(request)
        except ServerRefused as refusal:
            if refusal.details.get("answer") == InvalidCode.code:
                raise InvalidCode(reason=refusal.details.get("reason")) from refusal
            raise


async def _meet(server_url: str, authority: bytes | None) -> None:
    """Who answers there is the office that proved itself, and nobody between."""
    async with line_to(authority) as line:
        await SyncClient(line, server_url).meet()


async def _keys(settings: Settings, pin: str | None) -> tuple[KeyRing, bytes, KeyFile | None]:
    try:
        known = KeyFile.load(settings.key_file)
    except VaultMissing:
        return KeyRing.new(), X25519PrivateKey.generate().private_bytes_raw(), None
    tablet = await unlock.unlock(settings, pin or "")
    ring = KeyRing.from_bytes(tablet.ring.to_bytes())  # its own is wiped with the tablet
    try:
        kept = await tablet.database.read(lambda session: state.read(session, "sealing_key"))
    finally:
        await tablet.close()
    sealing_key = bytes.fromhex(kept) if kept else X25519PrivateKey.generate().private_bytes_raw()
    return ring, sealing_key, known  # a repaired cache has lost its key: the office learns the new one


async def _keys_beside(tablet: Tablet) -> tuple[KeyRing, bytes, KeyFile]:
    """Another signing key to the data key that is there."""
    kept = await tablet.database.read(lambda session: state.read(session, "sealing_key"))
    ring = KeyRing.new(bytes(tablet.ring.data_key))
    return ring, bytes.fromhex(kept) if kept else new_sealing_key(), tablet.key_file


async def finish(settings: Settings, asked: Asked, pin: str, *, beside: Tablet | None = None) -> KeyFile:
    """Make the cache and the key file, opened by `pin`, with new recovery codes. Raises WeakPin, StorageFull."""
    check_pin(pin)
    reply = asked.reply
    vault_id = await (_joined(beside, asked) if beside else _made(settings, asked))
    passes = await _passes(settings)
    keys = await asyncio.to_thread(_officer_keys, settings, asked, pin, passes)
    key_file = KeyFile(
        vault_id=vault_id,
        device_id=reply.device_id,
        district_code=reply.district_code,
        server_url=asked.server_url,
        server_signing_public=reply.server_signing_public,
        server_sealing_public=reply.server_sealing_public,
        recovery_public=reply.recovery_public,
        passes=passes,
        authority=reply.authority,
        officers=[keys, *_others(settings, reply.officer_id)],
    )
    await asyncio.to_thread(key_file.save, settings.key_file)
    return key_file


def _officer_keys(settings: Settings, asked: Asked, pin: str, passes: int) -> OfficerKeys:
    reply, ring = asked.reply, asked.ring
    device_id, officer_id = reply.device_id, reply.officer_id
    codes = new_codes(ring, reply.recovery_public, device_id=device_id, officer_id=officer_id)
    secret = DeviceKeys(settings.key_store, device_id, officer_id).secret_to_bind()
    return OfficerKeys(
        officer_id=officer_id,
        name=reply.officer_name,
        ring=wrap(ring, pin, passes=passes, device_secret=secret),
        recovery=seal_for_recovery(ring, reply.recovery_public),
        codes=codes.rings,
        escrow=codes.escrow,
        pin_digits=digits_of(pin),
    )


async def _passes(settings: Settings) -> int:
    """Measured once per device."""
    known = unlock.find_key_file(settings)
    return (known and known.passes) or await asyncio.to_thread(calibrated, settings.unlock_seconds)


async def _made(settings: Settings, asked: Asked) -> UUID:
    """The vault of this tablet, made where there was none."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not settings.key_file.exists() and settings.vault.exists():
        await asyncio.to_thread(set_aside, settings.vault)  # an enrolment that was cut off before it had a key file
    database = await unlock.open_cache(settings, asked.ring)
    try:
        await database.write(lambda transaction: _begin(transaction, asked))
        return database.vault_id
    finally:
        await database.close()


async def _joined(tablet: Tablet, asked: Asked) -> UUID:
    """The vault that is open, which keeps its areas until the next exchange."""
    await tablet.database.write(lambda t: state.write(t.session, "sealing_key", asked.sealing_key.hex()))
    return tablet.database.vault_id


def _others(settings: Settings, officer_id: UUID) -> list[OfficerKeys]:
    return [keys for keys in unlock.enrolled(settings) if keys.officer_id != officer_id]


def _begin(transaction: Transaction, asked: Asked) -> None:
    session = transaction.session
    if state.read(session, "epoch") is None:
        state.write(session, "epoch", asked.reply.epoch)
    state.write(session, "sealing_key", asked.sealing_key.hex())
    if state.read(session, "scope") is None:  # until the first exchange; later ones also drop what left the scope
        state.write(session, "scope", list(asked.reply.scope))
    state.write(session, "expected_households", asked.reply.households)
