"""A TCP relay in front of a server: it counts the bytes that come down, and can end every connection after so many."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 16 * 1024


@dataclass
class Relay:
    """`limit`: bytes from the server after which the network is gone; None passes all."""

    target: str
    listener: socket.socket
    limit: int | None = None
    down: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self) -> None:
        """Until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                tablet, _ = self.listener.accept()
                threading.Thread(target=self._pass, args=(tablet,), daemon=True).start()

    def _pass(self, tablet: socket.socket) -> None:
        where = urlsplit(self.target)
        with contextlib.suppress(OSError), socket.create_connection((str(where.hostname), where.port or 80)) as server:
            up = threading.Thread(target=_pump, args=(tablet, server), daemon=True)
            up.start()
            self._down(server, tablet)
        tablet.close()

    def _down(self, server: socket.socket, tablet: socket.socket) -> None:
        while chunk := server.recv(CHUNK):
            with self.lock:
                room = len(chunk) if self.limit is None else max(0, self.limit - self.down)
                chunk = chunk[:room]
                self.down += len(chunk)
            tablet.sendall(chunk)
            if not chunk:
                break
        tablet.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)


@contextmanager
def a_relay(target: str, *, limit: int | None = None) -> Iterator[Relay]:
    """A relay on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        relay = Relay(target, listener, limit)
        thread = threading.Thread(target=relay.accept, daemon=True)
        thread.start()
        yield relay
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
