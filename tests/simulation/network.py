"""The network of a story: it carries real requests and replies, and loses, cuts, doubles and delays them."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

import httpx

from tests.simulation.office import Answer, Crashed, Office


class Fate(StrEnum):
    """What becomes of one request and its reply."""

    PASS = "passed"
    REQUEST_LOST = "request lost"
    REQUEST_LATE = "request late"
    REQUEST_CUT = "request cut"
    REQUEST_TWICE = "request came twice"
    REPLY_LOST = "reply lost"
    REPLY_LATE = "reply late"
    REPLY_CUT = "reply cut"
    REPLY_SHORT = "reply ended early"
    REPLY_TWICE = "reply came twice"


LATENCIES_SECONDS = (0.2, 0.2, 5.0, 30.0)
WEIGHTS = {Fate.PASS: 50} | dict.fromkeys([fate for fate in Fate if fate != Fate.PASS], 4)


@dataclass
class Network(httpx.AsyncBaseTransport):
    """`late_requests` and `late_replies` are for the story to deliver; `meanwhile` is what else happens then."""

    office: Office
    chance: Random
    is_faulty: bool = True
    late_requests: list[httpx.Request] = field(default_factory=list)
    late_replies: list[bytes] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    told: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fate = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0] if self.is_faulty else Fate.PASS
        self.office.stage.seconds += self.chance.choice(LATENCIES_SECONDS)
        self.counts[fate] += 1
        if fate != Fate.PASS:
            self.told.append(fate.value)
        if fate in (Fate.REQUEST_LOST, Fate.REQUEST_LATE, Fate.REQUEST_CUT):
            self._lose(request, fate)
            raise httpx.ReadTimeout("no answer", request=request)
        reply = self._deliver(request, request.content)
        if fate == Fate.REQUEST_TWICE:
            reply = self.chance.choice([reply, self._deliver(request, request.content)])
        if self.meanwhile is not None:
            await self.meanwhile()
        return self._returned(request, reply, fate)

    def _lose(self, request: httpx.Request, fate: Fate) -> None:
        if fate == Fate.REQUEST_LATE and request.method == "POST":
            self.late_requests.append(request)
        if fate == Fate.REQUEST_CUT:
            self._deliver(request, request.content[: self.chance.randrange(max(1, len(request.content)))])

    def _deliver(self, request: httpx.Request, body: bytes) -> Answer:
        try:
            return self.office.handle(request, body)
        except Crashed:
            self.counts["server crashed"] += 1
            self.told.append("server crashed")
            raise httpx.ReadError("no answer", request=request) from None

    def deliver_late(self, request: httpx.Request) -> bytes | None:
        """The reply to a request that was long given up, if it is one of the exchange."""
        try:
            return self.office.handle(request, request.content).plain
        except Crashed:
            return None

    def _returned(self, request: httpx.Request, reply: Answer, fate: Fate) -> httpx.Response:
        body = reply.body
        if fate in (Fate.REPLY_LATE, Fate.REPLY_TWICE) and request.method == "POST" and reply.plain is not None:
            self.late_replies.append(reply.plain)
        if fate in (Fate.REPLY_LOST, Fate.REPLY_LATE):
            raise httpx.ReadError("no answer", request=request)
        part = self.chance.randrange(max(1, len(body))) if fate in (Fate.REPLY_CUT, Fate.REPLY_SHORT) else len(body)
        stream = Carried(body[:part], breaks=fate == Fate.REPLY_CUT)
        return httpx.Response(reply.status, headers=reply.headers, stream=stream, request=request)


@dataclass
class Carried(httpx.AsyncByteStream):
    """What arrives of a reply; `breaks`: the connection does not end as it should."""

    body: bytes
    breaks: bool

    async def __aiter__(self):
        for piece in self._pieces():
            yield piece
        if self.breaks:
            raise httpx.ReadError("cut")

    def _pieces(self) -> Iterator[bytes]:
        yield self.body
