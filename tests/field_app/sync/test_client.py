"""The HTTP calls: signed, counted, only over a safe way, and every kind of failure is a sentence."""

import gzip
from collections.abc import Callable

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from field_app.sync.client import SyncClient, checked_url
from field_app.sync.errors import InsecureServer, Offline, ServerRefused
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest, parse_authorization, signed_text
from tests.builders import DISTRICT, new_id

REQUEST = ExchangeRequest(number=1, epoch="a1", clock_ms=5, app_version="ทดลอง")
REPLY = ExchangeReply(number=1, epoch="a1", time_ms=9)
KEY = Ed25519PrivateKey.generate()
CALLER = Caller(DISTRICT, new_id(), new_id(), 1, "a1")


def client(handler: Callable[[httpx.Request], httpx.Response], url: str = "https://office.example/") -> SyncClient:
    return SyncClient(httpx.AsyncClient(transport=httpx.MockTransport(handler)), url)


async def ask(handler: Callable[[httpx.Request], httpx.Response]) -> ExchangeReply:
    found = client(handler)
    try:
        return await found.exchange(REQUEST, CALLER, KEY.sign)
    finally:
        await found.http.aclose()


@pytest.mark.parametrize(
    "url",
    [
        "http://office.example",
        "http://192.168.1.5:8450",
        "http://localhost.office.example",
        "http://127.0.0.1@office.example",
        "http://[::1",
        "ftp://127.0.0.1",
        "office.example",
        "127.0.0.1:8450",
        "file:///etc/passwd",
        "",
    ],
)
def test_plain_http_is_refused_but_to_this_very_machine(url: str) -> None:
    with pytest.raises(InsecureServer):
        checked_url(url)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (" https://office.example/ ", "https://office.example"),
        ("https://office.example/logbook/", "https://office.example/logbook"),
        ("http://127.0.0.1:8450", "http://127.0.0.1:8450"),
        ("http://localhost:8450/", "http://localhost:8450"),
        ("http://[::1]:8450", "http://[::1]:8450"),
    ],
)
def test_a_safe_address_is_taken_without_its_last_slash(typed: str, url: str) -> None:
    assert checked_url(typed) == url


async def test_a_request_is_packed_signed_and_counted() -> None:
    seen: list[httpx.Request] = []

    def office(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=gzip.compress(REPLY.to_bytes()), headers={"content-encoding": "gzip"})

    found = client(office, "https://office.example/logbook")
    assert await found.exchange(REQUEST, CALLER, KEY.sign) == REPLY
    (sent,) = seen
    caller, signature = parse_authorization(sent.headers["authorization"])
    assert caller == CALLER
    text = signed_text(CALLER, method="POST", path="/logbook/v1/sync", body=sent.content)
    KEY.public_key().verify(signature, text)
    assert ExchangeRequest.from_bytes(gzip.decompress(sent.content)) == REQUEST
    assert (found.traffic.requests, found.traffic.bytes_up) == (1, len(sent.content))
    await found.http.aclose()


@pytest.mark.parametrize(
    "problem",
    [httpx.ConnectError("ปิดอยู่"), httpx.ReadTimeout("ช้า"), httpx.RemoteProtocolError("ขาด"), httpx.ReadError("ขาด")],
)
async def test_nobody_there_is_offline(problem: httpx.HTTPError) -> None:
    def office(_: httpx.Request) -> httpx.Response:
        raise problem

    with pytest.raises(Offline) as told:
        await ask(office)
    assert told.value.details == {"reason": type(problem).__name__}


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"", {}),
        ("<html>เข้าสู่ระบบ Wi-Fi</html>".encode(), {}),
        (REPLY.to_bytes()[:-3], {}),
        (gzip.compress(REPLY.to_bytes())[:-12], {"content-encoding": "gzip"}),
        (b"no gzip", {"content-encoding": "gzip"}),
    ],
)
async def test_an_answer_that_is_none_of_ours_or_was_cut_is_offline(content: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(Offline):
        await ask(lambda _: httpx.Response(200, content=content, headers=headers))


@pytest.mark.parametrize(
    ("response", "answer", "details"),
    [
        (
            httpx.Response(409, json={"code": "number_too_low", "details": {"highest": 9}}),
            "number_too_low",
            {"highest": 9},
        ),
        (httpx.Response(401, json={"code": "unauthenticated", "details": {}}), "unauthenticated", {}),
        (httpx.Response(401, json={"code": "unauthenticated"}), "unauthenticated", {}),
        (httpx.Response(500, text="Internal Server Error"), "internal", {}),
        (httpx.Response(502, text="<html>"), "internal", {}),
        (httpx.Response(302, headers={"location": "http://login.example"}), "internal", {}),
        (httpx.Response(400, json=["ก"]), "internal", {}),
        (httpx.Response(400, json={"code": "x", "details": {"answer": "twice"}}), "internal", {}),
    ],
)
async def test_what_the_server_refuses_is_told_by_its_code(
    response: httpx.Response, answer: str, details: dict[str, object]
) -> None:
    with pytest.raises(ServerRefused) as told:
        await ask(lambda _: response)
    assert told.value.details == {"answer": answer, "status": response.status_code, **details}
