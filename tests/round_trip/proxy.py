"""A TCP proxy between a tablet and the server that fails as a network does: request by request, as it is told."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit


class Fate(StrEnum):
    """What becomes of one request and its reply."""

    PASS = "pass"
    LOSE_REQUEST = "lose_request"
    LOSE_REPLY = "lose_reply"
    CUT_REPLY = "cut_reply"
    TWICE = "twice"
    HOLD = "hold"  # the reply waits until `release`


@dataclass
class Proxy:
    """`fates` are for the requests to come, in order; then everything passes. One connection carries one request."""

    target: str
    url: str = ""
    fates: deque[Fate] = field(default_factory=deque)
    requests: list[bytes] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    def next(self, *fates: Fate) -> None:
        self.fates.extend(fates)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await message(reader)
            await self._answer(request, writer)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        fate = self.fates.popleft() if self.fates else Fate.PASS
        self.requests.append(request)
        if fate == Fate.LOSE_REQUEST:
            return
        reply = await self.pass_on(request)
        if fate == Fate.TWICE:  # the copy overtakes nothing: the server has answered the first
            await self.pass_on(request)
        if fate == Fate.HOLD:
            self.held.set()
            await self.release.wait()
        if fate != Fate.LOSE_REPLY:
            writer.write(reply[: len(reply) // 2] if fate == Fate.CUT_REPLY else reply)
            await writer.drain()

    async def pass_on(self, request: bytes) -> bytes:
        """The server's reply to these bytes."""
        where = urlsplit(self.target)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(request)
        await writer.drain()
        reply = await message(reader)
        writer.close()
        await writer.wait_closed()
        self.replies.append(reply)
        return reply


async def message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP/1.1 message, head and body, as its length says."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if line)
    if fields.get(b"transfer-encoding") == b"chunked":
        return head + await chunks(reader)
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))


async def chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while not body.endswith(b"0\r\n\r\n"):
        size = await reader.readline()
        body += size + await reader.readexactly(int(size, 16) + 2)
    return body


@asynccontextmanager
async def a_proxy(target: str) -> AsyncIterator[Proxy]:
    """A proxy in front of `target` on a port of its own."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    proxy.url = f"http://127.0.0.1:{port}"
    async with server:
        yield proxy
        proxy.release.set()
