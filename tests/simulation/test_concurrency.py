"""On PostgreSQL, four server processes and sixteen tablets of one district that all write at once, and readers beside.

No cursor skips a row and none brings one twice: that is what the district's lock is for. Without it rows are skipped.
"""

import gzip
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Barrier, Event
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from server.database import Database
from shared_models.exchange import ExchangeReply, ExchangeRequest, Run, authorization, signed_text
from tests.databases import PostgresCluster
from tests.server.sender import DISTRICT, Sender, a_sender, a_server, read, receipts, seqs, tables
from tests.simulation.processes import servers
from tests.simulation.server_process import SEQUENCE, WITHOUT_LOCK

PROCESSES, TABLETS, READERS = 4, 16, 3
HOUSEHOLDS = 40 if os.environ.get("PROVE") else 8  # that each tablet writes
ROUNDS = 20  # at most
VILLAGES = ("56010204", "56010205", "56010401")


@dataclass
class Remote:
    """A sender that speaks HTTP, and what its cursor brought: each row's latest seq, and how often each came."""

    sender: Sender
    url: str
    http: httpx.Client = field(default_factory=httpx.Client)
    rows: dict[UUID, int] = field(default_factory=dict)
    came: Counter[tuple[UUID, int]] = field(default_factory=Counter)

    def ask(self, *runs: Run) -> ExchangeReply:
        sender = self.sender
        sender.number += 1
        request = ExchangeRequest(
            number=sender.number,
            epoch=sender.epoch,
            clock_ms=sender.now_ms(),
            cursors=sender.cursors,
            room=7,
            runs=runs,
        )
        body = gzip.compress(request.to_bytes())
        signature = sender.key.sign(signed_text(sender.caller, method="POST", path="/v1/sync", body=body))
        headers = {"authorization": authorization(sender.caller, signature), "content-encoding": "gzip"}
        answer = self.http.post(f"{self.url}/v1/sync", content=body, headers=headers, timeout=60)
        answer.raise_for_status()
        reply = ExchangeReply.from_bytes(answer.content)
        sender.cursors = dict(reply.cursors)
        for columns in tables(reply).values():
            for row_id, seq in zip(columns["id"], columns["seq"], strict=True):
                self.rows[UUID(row_id)] = seq
                self.came[UUID(row_id), seq] += 1
        return reply

    def write(self, count: int) -> None:
        """So many households, one a request; each is changed with the next one."""
        for number in range(count):
            operations = self.sender.household(VILLAGES[number % len(VILLAGES)], members=2)
            changed = self.sender.change(operations[0], {"house_no": "๔๘"}, operations[0])
            reply = self.ask(self.sender.run([*operations, changed]))
            assert receipts(reply) == ["stored"] * 4

    def follow(self, done: Event) -> None:
        """To the end of the feed, and once more when everybody has written."""
        while not done.is_set():
            self.ask()
        while self.ask().more:
            pass


@contextmanager
def a_district(url: str, *options: str) -> Iterator[tuple[Database, list[str]]]:
    """A server database whose villages have been written in, and the addresses of the processes that serve it."""
    with a_server(url) as database, servers(url, *options) as started:
        first = a_sender(database, DISTRICT)
        for village in VILLAGES:
            first.send(*first.household(village))
        with database.writing() as session:
            session.execute(text(SEQUENCE))
        yield database, [f"http://127.0.0.1:{started.start()}" for _ in range(PROCESSES)]


def all_at_once(database: Database, urls: list[str]) -> list[Remote]:
    """Everybody writes while the readers follow. Returns the readers."""
    writers = [Remote(a_sender(database, DISTRICT), urls[n % len(urls)]) for n in range(TABLETS)]
    readers = [Remote(a_sender(database, DISTRICT), urls[n % len(urls)]) for n in range(READERS)]
    together, done = Barrier(TABLETS), Event()

    def write(remote: Remote) -> None:
        together.wait()
        remote.write(HOUSEHOLDS)

    with ExitStack() as open_connections, ThreadPoolExecutor(TABLETS + READERS) as threads:
        for remote in writers + readers:
            open_connections.enter_context(remote.http)
        reading = [threads.submit(remote.follow, done) for remote in readers]
        try:
            for writing in [threads.submit(write, remote) for remote in writers]:
                writing.result()
        finally:
            done.set()
        for one in reading:
            one.result()
    return readers


def test_no_cursor_skips_a_row_or_brings_one_twice(postgres: PostgresCluster) -> None:
    with postgres.database() as url, a_district(url) as (database, urls):
        readers = all_at_once(database, urls)
        there = read(database, seqs)
    assert len(there) >= TABLETS * HOUSEHOLDS * 3
    for reader in readers:
        assert reader.rows == there
        assert set(reader.came.values()) == {1}


def test_without_the_districts_lock_rows_are_skipped(postgres: PostgresCluster) -> None:
    """The test above is able to fail. A row is skipped by chance, so there are several rounds."""
    with postgres.database() as url, a_district(url, WITHOUT_LOCK) as (database, urls):
        for _ in range(ROUNDS):
            readers = all_at_once(database, urls)
            there = read(database, seqs)
            if any(reader.rows != there for reader in readers):
                return
    pytest.fail("no row was skipped")
