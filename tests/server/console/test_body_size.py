"""A body far too large is refused before it is read, also of who is not signed in."""

import socket

import httpx

from server.console.body_size import MOST_FORM, MOST_UPLOAD
from tests.server.console.browsing import mark, sign_in

PATHS = ["/sign-in", "/settings/table/preview", "/import"]


def answer(browser: httpx.Client, path: str, size: str) -> bytes:
    """The first line of what the server says to the head of a request whose body never comes."""
    where = (browser.base_url.host, browser.base_url.port or 80)
    with socket.create_connection(where, timeout=60) as wire:
        kind = "content-type: application/x-www-form-urlencoded"
        wire.sendall(f"POST {path} HTTP/1.1\r\nhost: office\r\n{kind}\r\n{size}\r\n\r\n".encode())
        return wire.makefile("rb").readline()


def test_a_form_far_too_large_is_refused_unread_whoever_sends_it(browser: httpx.Client) -> None:
    for path in PATHS:
        for size in (f"content-length: {MOST_UPLOAD + 1}", "transfer-encoding: chunked"):
            assert answer(browser, path, size).startswith(b"HTTP/1.1 413"), (path, size)
    for path in PATHS[:2]:
        assert answer(browser, path, f"content-length: {MOST_FORM + 1}").startswith(b"HTTP/1.1 413"), path


def test_a_form_of_a_usual_size_is_read(browser: httpx.Client) -> None:
    csrf = mark(sign_in(browser))
    assert browser.post("/households", data={"csrf": csrf, "text": "ก" * (1 << 14)}).status_code == 200
