"""What comes over HTTP: only a signed request is heard, and whatever else comes gets a code and no traceback."""

import gzip
import io
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import msgpack
import pytest

from server import deps
from server.config import Settings
from server.main import create_app
from shared_models.exchange import (
    MAX_NUMBER,
    Caller,
    ExchangeReply,
    ExchangeRequest,
    authorization,
    signed_text,
)
from tests.builders import served
from tests.server.sender import Sender, a_sender, a_server, receipts

PATH = "/v1/sync"


@dataclass
class Wire:
    """The server's endpoint and a tablet that signs for it."""

    http: httpx.Client
    tablet: Sender

    def request(self, **values: Any) -> bytes:
        self.tablet.number += 1
        given = {"number": self.tablet.number, "epoch": self.tablet.epoch, "clock_ms": self.tablet.now_ms()}
        return ExchangeRequest(**{**given, **values}).to_bytes()

    def headers(self, body: bytes, *, caller: Caller | None = None, path: str = PATH, **others: str) -> dict[str, str]:
        who = caller or self.tablet.caller
        signature = self.tablet.key.sign(signed_text(who, method="POST", path=path, body=body))
        return {"authorization": authorization(who, signature), **others}

    def post(self, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.http.post(PATH, content=body, headers=self.headers(body) if headers is None else headers)


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    with a_server(database_url) as server:
        app = create_app(Settings(data_dir=Path(), database_url=database_url))
        with served(app) as url, httpx.Client(base_url=url) as http:
            yield Wire(http, a_sender(server))


def code(answer: httpx.Response) -> tuple[int, str]:
    assert "Traceback" not in answer.text
    return answer.status_code, answer.json()["code"]


def test_a_signed_request_is_answered_plain_or_packed(wire: Wire) -> None:
    run = wire.tablet.run(wire.tablet.household())
    body = wire.request(runs=[run])
    answer = wire.post(body)
    assert receipts(ExchangeReply.from_bytes(answer.content)) == ["stored", "stored"]
    packed = gzip.compress(wire.request(runs=[run]))
    answer = wire.post(packed, wire.headers(packed, **{"content-encoding": "gzip"}))
    assert receipts(ExchangeReply.from_bytes(answer.content)) == ["known", "known"]


def test_the_reply_can_be_read_as_json(wire: Wire) -> None:
    wire.post(wire.request(runs=[wire.tablet.run(wire.tablet.household(house_no="๔๗/๒"))]))
    body = wire.request()
    answer = wire.http.post(PATH, content=body, headers=wire.headers(body, accept="application/json"))
    assert answer.json()["tables"]["household"]["same"]["house_no"] == "๔๗/๒"


def test_a_reply_with_nothing_in_it_is_one_small_message(wire: Wire) -> None:
    first = ExchangeReply.from_bytes(wire.post(wire.request()).content)
    assert first.reference
    packed = gzip.compress(wire.request(cursors=first.cursors, reference_version=first.reference["version"]))
    headers = wire.headers(packed, **{"content-encoding": "gzip", "accept-encoding": "gzip"})
    with wire.http.stream("POST", PATH, content=packed, headers=headers) as answer:
        answer.read()
    head = sum(len(name) + len(value) + 4 for name, value in headers.items())
    assert len(packed) + head + answer.num_bytes_downloaded < 1000


def test_a_request_without_a_fitting_signature_is_not_heard(wire: Wire) -> None:
    body = wire.request()
    right, other = wire.tablet.caller, a_sender(wire.tablet.database)
    wrong = [
        {},
        {"authorization": ""},
        {"authorization": "Bearer abc"},
        {"authorization": "HomeVisit " + "x " * 5 + "zz"},
        {"authorization": authorization(right, b"\0")},
        {"authorization": authorization(right, os.urandom(64))},
        wire.headers(body + b"x"),
        wire.headers(body, path="/v1/other"),
        wire.headers(body, caller=right._replace(officer_id=uuid4())),
        wire.headers(body, caller=right._replace(device_id=other.device_id)),
        wire.headers(body, caller=other.caller),
        wire.headers(body, caller=right._replace(district_code="9999")),
    ]
    assert {code(wire.post(body, headers)) for headers in wrong} == {(401, "unauthenticated")}
    assert wire.post(body).status_code == 200


def test_a_signature_of_one_request_does_not_open_another(wire: Wire) -> None:
    body = wire.request()
    headers = wire.headers(body)
    assert wire.post(body, headers).status_code == 200
    assert code(wire.post(body, headers)) == (409, "number_too_low"), "a replay is told the highest number"
    assert wire.post(body, headers).json()["details"] == {"highest": wire.tablet.number}
    later = wire.tablet.caller._replace(number=wire.tablet.number + 1)
    assert code(wire.post(body, wire.headers(body, caller=later))) == (403, "not_permitted")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xc1", "สวัสดี".encode(), b"<html>", msgpack.packb([1]), msgpack.packb({"number": "ก"}), b"\x91" * 9000],
)
def test_a_signed_body_that_is_no_request_is_malformed(wire: Wire, body: bytes) -> None:
    assert code(wire.post(body)) == (422, "malformed")
    assert wire.post(wire.request()).status_code == 200


@pytest.mark.parametrize(
    "values", [{"number": MAX_NUMBER + 1}, {"clock_ms": 1 << 62}, {"cursors": {"560102": 1 << 63}}, {"epoch": 5}]
)
def test_numbers_that_no_database_holds_are_malformed(wire: Wire, values: dict[str, Any]) -> None:
    body = msgpack.packb({"number": 1, "epoch": wire.tablet.epoch, "clock_ms": 1, **values})
    assert code(wire.post(body)) == (422, "malformed")


def bomb(size: int) -> bytes:
    """Zeros that pack to almost nothing."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))
    return packed.getvalue()


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"x" * 500, mtime=0)[:-9], b"", bomb(64 << 20)])
def test_a_bomb_or_a_cut_or_false_gzip_is_malformed(wire: Wire, body: bytes) -> None:
    assert code(wire.post(body, wire.headers(body, **{"content-encoding": "gzip"}))) == (422, "malformed")
    assert code(wire.post(body, {"content-encoding": "gzip"}))[0] in (401, 422)


def test_a_body_without_end_is_refused_before_it_is_read_whole(wire: Wire) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < deps.MAX_BODY_BYTES * 2:
            sent += 1 << 20
            yield bytes(1 << 20)

    answer = wire.http.post(PATH, content=endless())
    assert code(answer) == (422, "malformed")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"rubbish",
        b"\x91" * 9000,
        b"\x81" * 9000,
        msgpack.packb({"lookup": "AB\x00D", "signing_public": bytes(32), "sealing_public": bytes(32), "mac": b""}),
        msgpack.packb({"lookup": "ABCD", "signing_public": b"short", "sealing_public": bytes(32), "mac": b""}),
    ],
)
def test_an_enrolment_that_cannot_be_read_is_malformed(wire: Wire, body: bytes) -> None:
    assert code(wire.http.post("/v1/enrolments", content=body)) == (422, "malformed")


def test_an_enrolment_with_an_unknown_code_is_forbidden(wire: Wire) -> None:
    body = msgpack.packb({"lookup": "ABCD", "signing_public": bytes(32), "sealing_public": bytes(32), "mac": b""})
    answer = wire.http.post("/v1/enrolments", content=body)
    assert (code(answer), answer.json()["details"]) == ((403, "invalid_code"), {"reason": "unknown"})


def test_health_answers_with_the_epoch_and_an_empty_server_says_it_is_not_set_up(wire: Wire, tmp_path: Path) -> None:
    assert wire.http.get("/health").json() == {"status": "ok", "epoch": wire.tablet.epoch}
    app = create_app(Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.db'}"))
    with served(app) as url, httpx.Client(base_url=url) as http:
        assert code(http.get("/health")) == (503, "server_not_set_up")


def test_nothing_of_a_household_gets_into_the_log(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="server"):
        action = wire.tablet.household(house_no="๙๙/๑ ซอยลับ")
        wrong = wire.tablet.change(action[1], {"given_name": "ลับเฉพาะ" * 30})
        wire.post(wire.request(runs=[wire.tablet.run([*action, wrong])]))
    assert "ลับ" not in caplog.text
