"""Somebody in the middle: ends TLS with a certificate of their own, reads everything, passes it on to the office."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Middle:
    """`heard` is everything that came through, in either direction."""

    def __init__(self, certificate: Path, office: tuple[str, int], port: int) -> None:
        self.heard = bytearray()
        self.office = office
        self.shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.shown.load_cert_chain(certificate)
        self.believing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.believing.check_hostname = False
        self.believing.verify_mode = ssl.CERT_NONE
        self.listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._meet, args=self.listening.accept()[:1], daemon=True).start()

    def _meet(self, caller: socket.socket) -> None:
        with suppress(OSError):
            tablet = self.shown.wrap_socket(caller, server_side=True)
            office = self.believing.wrap_socket(socket.create_connection(self.office))
            threading.Thread(target=self._pass, args=(office, tablet), daemon=True).start()
            self._pass(tablet, office)

    def _pass(self, source: ssl.SSLSocket, target: ssl.SSLSocket) -> None:
        with suppress(OSError), source, target:
            while data := source.recv(65536):
                self.heard += data
                target.sendall(data)


@contextmanager
def somebody_between(certificate: Path, office_port: int, port: int = 0) -> Iterator[Middle]:
    """On a port of their own, or the one where the office was."""
    middle = Middle(certificate, ("127.0.0.1", office_port), port)
    try:
        yield middle
    finally:
        middle.listening.shutdown(socket.SHUT_RDWR)
        middle.listening.close()
