"""Enrolling from the tablet's side: the code proves both, an enrolled tablet keeps what it holds."""

import gzip
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from argon2.low_level import hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from field_app.config import Settings
from field_app.services import enrolment, unlock
from field_app.services.enrolment import Asked, OtherOfficer
from field_app.store import state, vault
from field_app.store.errors import WeakPin, WrongPin
from field_app.store.key_file import KeyFile
from field_app.store.vault import PASSES, KeyRing
from field_app.sync.errors import InsecureServer, Offline, ServerRefused, Untrusted
from shared_models.enrolment import InvalidCode, normalised, reply_mac, request_mac, stretch
from shared_models.exchange import EnrolmentReply, EnrolmentRequest
from tests.builders import DISTRICT, PIN, SUBDISTRICT, a_household, new_id

CODE = "ABCD-EFGH-JKMN-PQRS"
NEW_PIN = "735120"
OFFICER, DEVICE = new_id(), new_id()
RECOVERY = X25519PrivateKey.generate().public_key().public_bytes_raw()
URL = "https://office.example"


@cache
def key() -> bytes:
    """What both sides make of the code."""
    return stretch(*normalised(CODE))


class Desk(httpx.AsyncBaseTransport):
    """The office's side of an enrolment. `tamper` changes the reply after it was proved."""

    def __init__(self, *, officer_id: UUID = OFFICER, tamper: Callable[[EnrolmentReply], EnrolmentReply] | None = None):
        self.officer_id, self.tamper = officer_id, tamper
        self.requests: list[EnrolmentRequest] = []
        self.problem: httpx.Response | Exception | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = EnrolmentRequest.from_bytes(gzip.decompress(await request.aread()))
        self.requests.append(asked)
        if isinstance(self.problem, Exception):
            raise self.problem
        if self.problem is not None:
            return self.problem
        assert asked.mac == request_mac(key(), asked)
        reply = EnrolmentReply(
            district_code=DISTRICT,
            device_id=asked.device_id or DEVICE,
            officer_id=self.officer_id,
            officer_name="อรทัย คำมูล",
            scope=(SUBDISTRICT,),
            households=2000,
            epoch="a1",
            server_signing_public=b"1" * 32,
            server_sealing_public=b"2" * 32,
            recovery_public=RECOVERY,
            mac=b"",
        )
        proved = reply.model_copy(update={"mac": reply_mac(key(), asked, reply)})
        return httpx.Response(200, content=(self.tamper(proved) if self.tamper else proved).to_bytes())


def a_folder(path: Path) -> Settings:
    return Settings(data_dir=path, app_version="test")


async def ask(settings: Settings, desk: Desk, *, code: str = CODE, url: str = URL, pin: str | None = None) -> Asked:
    async with httpx.AsyncClient(transport=desk) as http:
        return await enrolment.ask(settings, server_url=url, code=code, http=http, pin=pin)


async def enrol(settings: Settings, desk: Desk, *, pin: str = PIN) -> KeyFile:
    return await enrolment.finish(settings, await ask(settings, desk, pin=pin), pin)


async def test_a_new_tablet_pins_the_keys_and_opens_with_its_pin(tmp_path: Path) -> None:
    settings, desk = a_folder(tmp_path), Desk()
    key_file = await enrol(settings, desk)
    assert (key_file.device_id, key_file.district_code, key_file.server_url) == (DEVICE, DISTRICT, URL)
    assert (key_file.server_signing_public, key_file.recovery_public) == (b"1" * 32, RECOVERY)
    tablet = await unlock.unlock(settings, PIN)
    assert tablet.officer.name == "อรทัย คำมูล"
    assert tablet.ring.public == desk.requests[0].signing_public
    assert await tablet.database.read(lambda session: state.read(session, "epoch")) == "a1"
    await tablet.close()
    secret = normalised(CODE)[1]
    assert desk.requests[0].device_id is None
    assert secret.encode() not in desk.requests[0].to_bytes(), "the code itself never travels"


@pytest.mark.parametrize(
    "changes",
    [
        {"server_signing_public": b"9" * 32},
        {"server_sealing_public": b"9" * 32},
        {"recovery_public": b"9" * 32},
        {"authority": b"9" * 32},
        {"officer_id": new_id()},
        {"epoch": "b2"},
        {"mac": b""},
    ],
)
async def test_a_server_that_does_not_know_the_code_is_not_trusted(tmp_path: Path, changes: dict[str, Any]) -> None:
    settings = a_folder(tmp_path / "new")
    with pytest.raises(Untrusted):
        await ask(settings, Desk(tamper=lambda reply: reply.model_copy(update=changes)))
    assert unlock.enrolled(settings) == []


async def test_a_code_of_the_wrong_form_or_an_open_line_asks_nobody(tmp_path: Path) -> None:
    desk = Desk()
    with pytest.raises(InvalidCode):
        await ask(a_folder(tmp_path), desk, code="กขคง-EFGH-JKMN-PQRS")
    with pytest.raises(InsecureServer):
        await ask(a_folder(tmp_path), desk, url="http://office.example")
    assert desk.requests == []


async def test_what_the_office_says_of_a_code_is_told_as_it_is(tmp_path: Path) -> None:
    desk = Desk()
    told = {"code": "invalid_code", "details": {"reason": "expired"}}
    desk.problem = httpx.Response(403, json=told)
    with pytest.raises(InvalidCode) as refused:
        await ask(a_folder(tmp_path), desk)
    assert refused.value.details == {"reason": "expired"}
    desk.problem = httpx.Response(503, json={"code": "server_not_set_up", "details": {}})
    with pytest.raises(ServerRefused):
        await ask(a_folder(tmp_path), desk)
    desk.problem = httpx.ConnectError("ปิดอยู่")
    with pytest.raises(Offline):
        await ask(a_folder(tmp_path), desk)
    assert not list(tmp_path.iterdir())


async def test_a_weak_pin_makes_no_tablet(tmp_path: Path) -> None:
    settings = a_folder(tmp_path)
    asked = await ask(settings, Desk())
    with pytest.raises(WeakPin):
        await enrolment.finish(settings, asked, "111111")
    assert unlock.enrolled(settings) == []


async def test_a_measured_cost_is_kept_and_used_for_every_later_pin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "hash_secret_raw", hash_secret_raw)  # what is measured is the real one
    settings = a_folder(tmp_path).model_copy(update={"unlock_seconds": 0.001})
    key_file = await enrol(settings, Desk())
    assert (key_file.passes, key_file.officers[0].ring.passes) == (PASSES, PASSES), "the floor takes longer than that"
    key_file.passes = PASSES + 2  # as on a quicker device
    key_file.save(settings.key_file)
    tablet = await unlock.unlock(settings, PIN)
    await unlock.change_pin(tablet, PIN, NEW_PIN)
    assert tablet.officer.ring.passes == PASSES + 2
    await tablet.close()
    assert (await enrol(settings, Desk(), pin=NEW_PIN)).officers[0].ring.passes == PASSES + 2


async def test_enrolling_an_enrolled_tablet_keeps_its_vault_keys_and_outbox(tmp_path: Path) -> None:
    settings, desk = a_folder(tmp_path), Desk()
    first = await enrol(settings, desk)
    tablet = await unlock.unlock(settings, PIN)
    operations = await tablet.record(a_household(house_no="ยังไม่ส่ง"))
    await tablet.close()
    with pytest.raises(WrongPin):
        await ask(settings, desk, pin="000000")
    second = await enrol(settings, desk)
    assert (second.device_id, second.vault_id) == (first.device_id, first.vault_id)
    assert desk.requests[-1].device_id == first.device_id
    assert len({(r.signing_public, r.sealing_public) for r in desk.requests}) == 1, "the same keys"
    tablet = await unlock.unlock(settings, PIN)
    more = await tablet.record(a_household())
    assert min(operation.stamp for operation in more) > max(operation.stamp for operation in operations)
    await tablet.close()


async def test_a_code_of_another_officer_does_not_take_the_tablet_over(tmp_path: Path) -> None:
    settings = a_folder(tmp_path)
    await enrol(settings, Desk())
    with pytest.raises(OtherOfficer):
        await ask(settings, Desk(officer_id=new_id()), pin=PIN)


async def test_other_officers_of_the_tablet_keep_their_keys(tmp_path: Path) -> None:
    settings = a_folder(tmp_path)
    key_file = await enrol(settings, Desk())
    other = key_file.officers[0].model_copy(update={"officer_id": new_id(), "name": "สมศรี ปู่แสน"})
    key_file.officers.append(other)
    key_file.save(settings.key_file)
    asked = Asked((await ask(a_folder(tmp_path / "elsewhere"), Desk())).reply, URL, *await ring_of(settings))
    again = await enrolment.finish(settings, asked, PIN)
    assert {officer.name for officer in again.officers} == {"อรทัย คำมูล", "สมศรี ปู่แสน"}


async def ring_of(settings: Settings) -> tuple[KeyRing, bytes]:
    tablet = await unlock.unlock(settings, PIN, OFFICER)
    kept = await tablet.database.read(lambda session: state.read(session, "sealing_key"))
    ring = KeyRing.from_bytes(tablet.ring.to_bytes())
    await tablet.close()
    return ring, bytes.fromhex(kept)


async def test_a_repaired_tablet_can_be_enrolled_again(tmp_path: Path) -> None:
    settings, desk = a_folder(tmp_path), Desk()
    await enrol(settings, desk)
    await (await unlock.repair(settings, PIN)).close()
    await enrol(settings, desk)
    assert desk.requests[0].sealing_public != desk.requests[1].sealing_public, "the lost key is replaced"
    assert desk.requests[0].signing_public == desk.requests[1].signing_public


async def test_an_enrolment_that_was_cut_off_starts_anew(tmp_path: Path) -> None:
    settings, desk = a_folder(tmp_path), Desk()
    await enrol(settings, desk)
    settings.key_file.unlink()
    await enrol(settings, desk)
    assert len(list(tmp_path.glob("vault.db.damaged-*"))) == 1
    await (await unlock.unlock(settings, PIN)).close()
