"""The app in a browser on this machine: another site's page, or another name for the machine, gets nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from field_app import bootstrap
from field_app.config import Settings
from field_app.own_page import OwnPage
from tests.builders import served

UPGRADE = (
    "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
    "sec-websocket-key: MTIzNDU2Nzg5MDEyMzQ1Ng=="
)


async def open_to_all(scope: Any, receive: Any, send: Any) -> None:
    """What the guard stands before: a page, and a socket that closes once it is open."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})
    else:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(OwnPage(open_to_all)) as url:
        yield urlsplit(url).port or 0


def answer(port: int, *lines: str) -> str:
    """The status of what comes back for a request with these lines in its head."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall("\r\n".join(("GET / HTTP/1.1", *lines, "", "")).encode())
        return wire.recv(64).split()[1].decode()


def test_another_pages_socket_is_not_heard(port: int) -> None:
    own, name = f"host: 127.0.0.1:{port}", f"host: localhost:{port}"
    assert answer(port, own, UPGRADE, f"origin: http://127.0.0.1:{port}") == "101"
    assert answer(port, name, UPGRADE, f"origin: http://localhost:{port}") == "101"
    for origin in ("http://evil.example", f"http://127.0.0.1:{port + 1}", "null", f"https://127.0.0.1:{port}"):
        assert answer(port, own, UPGRADE, f"origin: {origin}") == "403", origin
    assert answer(port, own, UPGRADE) == "403", "a browser always says where its page is from"


def test_a_name_that_was_made_to_lead_to_this_machine_opens_nothing(port: int) -> None:
    assert answer(port, f"host: 127.0.0.1:{port}") == "200"
    evil = f"host: evil.example:{port}"
    assert answer(port, evil) == "403"
    assert answer(port, evil, UPGRADE, f"origin: http://evil.example:{port}") == "403"


def test_the_app_stands_behind_the_guard(tmp_path: Path) -> None:
    assert isinstance(bootstrap.asgi(Settings(data_dir=tmp_path, app_version="test")), OwnPage)
