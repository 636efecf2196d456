"""The HTTP calls. The httpx client comes from outside, so that tests and the app choose its transport."""

import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from field_app.sync.errors import InsecureServer, OfficeBusy, Offline, ServerRefused
from field_app.sync.trust import broken
from shared_models.exchange import (
    CONTENT_TYPE,
    Caller,
    EnrolmentReply,
    EnrolmentRequest,
    ExchangeReply,
    ExchangeRequest,
    Wire,
    authorization,
    signed_text,
)

SYNC_PATH, ENROLMENT_PATH, SNAPSHOTS_PATH = "/v1/sync", "/v1/enrolments", "/v1/snapshots"
HEALTH_PATH = "/health"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
M = TypeVar("M", bound=Wire)
USUAL_WAIT_SECONDS = 5  # of a busy office that does not say how long
TIMEOUT = httpx.Timeout(60, connect=10)


@dataclass
class Traffic:
    """What went over the wire, bodies as sent and received."""

    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0


@dataclass
class SyncClient:
    """Talks to one server."""

    http: httpx.AsyncClient
    server_url: str
    traffic: Traffic = field(default_factory=Traffic)

    def __post_init__(self) -> None:
        self.server_url = checked_url(self.server_url)

    async def exchange(self, request: ExchangeRequest, caller: Caller, sign: Callable[[bytes], bytes]) -> ExchangeReply:
        """One request of the exchange, signed. Raises Offline, ServerRefused, OfficeBusy, CertificateRefused."""
        body = gzip.compress(request.to_bytes(), 6)
        signature = sign(signed_text(caller, method="POST", path=self._path(SYNC_PATH), body=body))
        answer = await self._post(SYNC_PATH, body, {"authorization": authorization(caller, signature)})
        return _read(ExchangeReply, answer)

    async def snapshot(
        self, name: str, start: int, stop: int, *, caller: Caller, sign: Callable[[bytes], bytes]
    ) -> AsyncIterator[bytes]:
        """The bytes `start` to before `stop` of a first download's file, as they come. Raises as `exchange` does."""
        path = self._path(f"{SNAPSHOTS_PATH}/{name}")
        signature = sign(signed_text(caller, method="GET", path=path, body=b""))
        headers = {"authorization": authorization(caller, signature), "range": f"bytes={start}-{stop - 1}"}
        headers["accept-encoding"] = "identity"  # the file is packed
        self.traffic.requests += 1
        url = f"{self.server_url}{SNAPSHOTS_PATH}/{name}"
        try:
            async with self.http.stream("GET", url, headers=headers, timeout=TIMEOUT) as answer:
                if answer.status_code != httpx.codes.PARTIAL_CONTENT:
                    await answer.aread()
                    raise _refusal(answer)
                async for chunk in answer.aiter_raw():
                    self.traffic.bytes_down += len(chunk)
                    yield chunk
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise broken(problem) from problem

    async def enrol(self, request: EnrolmentRequest) -> EnrolmentReply:
        return _read(EnrolmentReply, await self._post(ENROLMENT_PATH, gzip.compress(request.to_bytes()), {}))

    async def meet(self) -> None:
        """Only see that the line is the one that was asked for. Raises Offline and CertificateRefused."""
        try:
            await self.http.get(self.server_url + HEALTH_PATH, timeout=TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise broken(problem) from problem

    def _path(self, path: str) -> str:
        return urlsplit(self.server_url).path + path

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        headers = {**headers, "content-type": CONTENT_TYPE, "content-encoding": "gzip", "accept-encoding": "gzip"}
        self.traffic.requests += 1
        self.traffic.bytes_up += len(body)
        try:
            async with self.http.stream(
                "POST", self.server_url + path, content=body, headers=headers, timeout=TIMEOUT
            ) as answer:
                data = await answer.aread()
                self.traffic.bytes_down += answer.num_bytes_downloaded
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise broken(problem) from problem
        if answer.status_code != httpx.codes.OK:
            raise _refusal(answer)
        return data


def checked_url(text: str) -> str:
    """The server's address without its last slash. Raises InsecureServer for plain http beyond this machine."""
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InsecureServer() from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise InsecureServer()
    return url


def _read(wanted: type[M], data: bytes) -> M:
    try:
        return wanted.from_bytes(data)
    except ValueError as problem:
        raise Offline(reason="answer") from problem


def _refusal(answer: httpx.Response) -> ServerRefused | OfficeBusy:
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        wait = answer.headers.get("retry-after", "")
        return OfficeBusy(wait_seconds=int(wait) if wait.isdecimal() else USUAL_WAIT_SECONDS)
    try:
        told = answer.json()
        return ServerRefused(answer=str(told["code"]), status=answer.status_code, **dict(told.get("details", {})))
    except (ValueError, KeyError, TypeError):
        return ServerRefused(answer="internal", status=answer.status_code)
