"""The least that has to be done: the same rows fetched or sent gzipped over HTTP, and inserted in memory.

Nothing is sealed, signed, judged, indexed or durable here. Each side is a process of its own.
"""

import gzip
import sqlite3
import time
import urllib.request
from collections.abc import Iterable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import msgpack

IDS = ("id", "household_id", "head_id")
Tables = dict[str, dict[str, list[Any]]]


def payload(database: Path, tables: Iterable[str]) -> bytes:
    """All rows of these tables as columns, without those of None alone.

    A row names its household by the place it has in the first table.
    """
    with closing(sqlite3.connect(database)) as source:
        columns = {name: _columns(source, name) for name in tables}
    place = {household_id: at for at, household_id in enumerate(next(iter(columns.values()))["id"])}
    for values in columns.values():
        values["household_id"] = [place[household_id] for household_id in values["household_id"]]
    return gzip.compress(msgpack.packb(columns), 6)


def _columns(source: sqlite3.Connection, table: str) -> dict[str, list[Any]]:
    found = source.execute(f'SELECT * FROM "{table}" ORDER BY household_id, id')
    names = [column[0] for column in found.description]
    columns = {name: list(values) for name, values in zip(names, zip(*found, strict=True), strict=True)}
    for name in IDS:
        if name in columns:
            columns[name] = [value and bytes.fromhex(value) for value in columns[name]]
    return {name: values for name, values in columns.items() if any(value is not None for value in values)}


def fetch(url: str) -> float:
    """Seconds until the rows that `url` answers are inserted."""
    began = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        tables: Tables = msgpack.unpackb(gzip.decompress(answer.read()))
    households = next(iter(tables.values()))["id"]
    memory = sqlite3.connect(":memory:")
    for table, columns in tables.items():
        columns["household_id"] = [households[at] for at in columns["household_id"]]
        memory.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
        marks = ", ".join("?" * len(columns))
        memory.executemany(f'INSERT INTO "{table}" VALUES ({marks})', zip(*columns.values(), strict=True))
    memory.commit()
    seconds = time.perf_counter() - began
    memory.close()
    return seconds


def post(url: str, bodies: list[bytes]) -> float:
    """Seconds until the server at `url` has inserted these."""
    began = time.perf_counter()
    urllib.request.urlopen(urllib.request.Request(url, gzip.compress(msgpack.packb(bodies), 6))).close()
    return time.perf_counter() - began


def serve(answer: bytes, port: Any) -> None:
    """Answer every GET so; insert what is posted. Tells its port."""
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE TABLE operation (body)")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(answer)

        def do_POST(self) -> None:
            bodies = msgpack.unpackb(gzip.decompress(self.rfile.read(int(self.headers["content-length"]))))
            memory.executemany("INSERT INTO operation VALUES (?)", zip(bodies, strict=True))
            memory.commit()
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        port.send(server.server_port)
        server.serve_forever()
