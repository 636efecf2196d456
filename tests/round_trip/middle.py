"""Somebody in the middle: ends TLS with a certificate of their own, reads everything, passes it on to the office."""

import asyncio
import ssl
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Middle:
    """`heard` is everything that came through, in either direction. It works in a thread of its own."""

    def __init__(self, certificate: Path, office_port: int, port: int) -> None:
        self.heard, self.office_port = bytearray(), office_port
        self.shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.shown.load_cert_chain(certificate)
        self.believing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.believing.check_hostname = False
        self.believing.verify_mode = ssl.CERT_NONE
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.listening = self.wait(asyncio.start_server(self._meet, "127.0.0.1", port, ssl=self.shown))
        self.port: int = self.listening.sockets[0].getsockname()[1]

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What the thread has to do for the test."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    async def _meet(self, heard: StreamReader, told: StreamWriter) -> None:
        with suppress(OSError):
            answers, asked = await asyncio.open_connection("127.0.0.1", self.office_port, ssl=self.believing)
            await asyncio.gather(self._pass(heard, asked), self._pass(answers, told))

    async def _pass(self, source: StreamReader, target: StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                self.heard += data
                target.write(data)
                await target.drain()
        target.close()

    async def leave(self) -> None:
        """Whoever is connected is left alone."""
        self.listening.close()
        working = asyncio.all_tasks() - {asyncio.current_task()}
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


@contextmanager
def somebody_between(certificate: Path, office_port: int, port: int = 0) -> Iterator[Middle]:
    """On a port of their own, or the one where the office was."""
    middle = Middle(certificate, office_port, port)
    try:
        yield middle
    finally:
        middle.wait(middle.leave())
        middle.loop.call_soon_threadsafe(middle.loop.stop)
        middle.thread.join()
        middle.loop.close()
