"""The district office of a story: the server's own code, in this process, on one SQLite file that can be set back."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import NamedTuple

import httpx
from fastapi import Request, Response
from sqlalchemy import event
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.responses import JSONResponse

from server import deps
from server.errors import OTHERWISE, STATUS
from server.routers import snapshots
from server.services.exchanging import bundles, exchange
from server.services.pace import Pace
from server.tables import Device, OfficerArea, ServerState
from shared_models.errors import DomainError
from shared_models.exchange import ExchangeReply, ExchangeRequest
from tests.server.sender import PATIENT
from tests.simulation.stage import DISTRICTS, Stage
from tests.simulation.world_clock import WorldClock

SMALLEST_PACKED = 500  # bytes of a reply worth compressing


class Answer(NamedTuple):
    """As it goes over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def plain(self) -> bytes | None:
        """The message, if the server took the request."""
        if self.status != HTTPStatus.OK:
            return None
        return gzip.decompress(self.body) if ("content-encoding", "gzip") in self.headers else self.body


class Crashed(BaseException):
    """The server's process ended here. No code of the server may stop this."""


@dataclass
class Office:
    """`statements_left` until it crashes; `worded` is what another version of the server makes of a reply."""

    stage: Stage
    clock: WorldClock
    chance: Random
    backup: bytes = b""
    statements_left: int | None = None
    worded: Callable[[ExchangeReply], ExchangeReply] = field(default=lambda reply: reply)

    def __post_init__(self) -> None:
        self.app = Starlette()
        self.app.state.pace = Pace(PATIENT)
        self.database = self.stage.server
        self.database.put({"server.db": self.stage.server_file})
        for name in ("before_cursor_execute", "commit"):
            event.listen(self.database.engine, name, self._count)
        event.listen(self.database.engine, "connect", _unhurried)
        self._renew_epoch()
        self.back_up()

    def leave(self) -> None:
        """The next story's office comes in."""
        for name in ("before_cursor_execute", "commit"):
            event.remove(self.database.engine, name, self._count)
        event.remove(self.database.engine, "connect", _unhurried)
        self.database.close()

    def _count(self, *_args: object) -> None:
        if self.statements_left is None:
            return
        self.statements_left -= 1
        if self.statements_left < 0:
            self.statements_left = None
            raise Crashed

    def crash_after(self, statements: int, *, power_fails: bool) -> None:
        """It dies over the next request, if that takes so many; with the power goes what did not wait for the disk."""
        self.statements_left = statements
        self.database.durable = self.database.files() if power_fails else None

    def handle(self, request: httpx.Request, body: bytes) -> Answer:
        """What the server answers. Raises Crashed where it dies over it; then it has started again."""
        headers = [(name.lower(), value) for name, value in request.headers.raw]
        scope = {
            "type": "http",
            "app": self.app,
            "method": request.method,
            "path": request.url.path,
            "headers": headers,
        }
        try:
            answer = self._answer(Request({**scope, "query_string": b""}), body)
        except DomainError as problem:
            told = {"code": problem.code, "details": problem.details}
            answer = JSONResponse(told, STATUS.get(problem.code, OTHERWISE))
        except Crashed:
            self.database.put(self.database.durable or self.database.files())
            raise
        finally:
            self.statements_left = self.database.durable = None
        return Answer(answer.status_code, answer.headers.items(), bytes(answer.body))

    def _answer(self, asked: Request, body: bytes) -> Response:
        signed = deps.signed(asked, self.database, body)
        if asked.method == "GET":
            return snapshots.snapshot(asked.url.path.rsplit("/", 1)[1], asked, self.database, signed)
        message = ExchangeRequest.from_bytes(signed.body)
        reply = exchange.exchange(self.database, signed.caller, message, now=self.clock.now())
        packed = self.worded(reply).to_bytes()
        if len(packed) < SMALLEST_PACKED:
            return Response(packed)
        return Response(gzip.compress(packed, 6, mtime=0), headers={"content-encoding": "gzip"})

    def take_bundle(self, data: bytes) -> bytes:
        """The reply file to a tablet's bundle. Raises UnreadableBundle; Crashed where the server dies over it."""
        try:
            return bundles.take(self.database, data, now=self.clock.now()).reply
        except Crashed:
            self.database.put(self.database.durable or self.database.files())
            raise
        finally:
            self.statements_left = self.database.durable = None

    def back_up(self) -> None:
        """Keep a copy of the database as it is now."""
        copy = self.stage.folder / "backup.db"
        copy.unlink(missing_ok=True)
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
            connection.exec_driver_sql("BEGIN")
        self.backup = copy.read_bytes()

    def restore(self) -> None:
        """The copy takes the place of the database, under a new epoch."""
        self.database.put({"server.db": self.backup})
        self._renew_epoch()

    def _renew_epoch(self) -> None:
        with self.database.writing() as session:
            state = session.get(ServerState, 1)
            assert state
            state.epoch = self.chance.randbytes(8).hex()

    @property
    def epoch(self) -> str:
        with self.database.reading() as session:
            state = session.get(ServerState, 1)
            assert state
            return state.epoch

    def give_areas(self, held: dict[object, tuple[list[str], set[str]]]) -> None:
        """By officer: the areas held now, and all ever held, which stay on record."""
        with self.database.writing() as session:
            rows = {(row.officer_id, row.area_code): row for row in session.exec(select(OfficerArea))}
            for officer_id, (now, ever) in held.items():
                for code in sorted({*now, *ever}):
                    keys = {"district_code": DISTRICTS[0], "officer_id": officer_id, "area_code": code}
                    row = rows.get((officer_id, code)) or OfficerArea(**keys, since=self.clock.now())
                    row.until = None if code in now else self.clock.now()
                    session.add(row)

    def revoke(self, device_id: object, *, is_revoked: bool) -> None:
        with self.database.writing() as session:
            self._device(session, device_id).revoked = is_revoked

    @staticmethod
    def _device(session: Session, device_id: object) -> Device:
        return session.exec(select(Device).where(Device.id == device_id)).one()


def _unhurried(connection: object, _record: object) -> None:
    """Nothing of a story needs to reach a disk."""
    connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]
