"""The log of a district's operations: looked up before they are judged, written when they are."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select, update
from sqlmodel import Session

from server.tables import LoggedOperation
from shared_models.chunks import chunks
from shared_models.exchange import Receipt, SignedOperation
from shared_models.operation import Operation, salted

UNREADABLE, NOWHERE = "unreadable", UUID(int=0)  # how a body that cannot be read is logged
_LOG = LoggedOperation.__table__  # type: ignore[attr-defined]
_HERE = _LOG.c.district_code == bindparam("district")
_NOT_STORED = (Receipt.REFUSED.value, Receipt.HELD.value)
_IS_NOT_STORED = _LOG.c.receipt.in_(_NOT_STORED), _LOG.c.entity != UNREADABLE, _LOG.c.body != b""
_BY_STAMP = _HERE, _LOG.c.stamp.in_(bindparam("stamps", expanding=True))
_OF_ROW = _HERE, _LOG.c.row_id == bindparam("row"), _LOG.c.device_id == bindparam("device")
_LOGGED = select(_LOG.c.stamp, _LOG.c.body, _LOG.c.digest, _LOG.c.receipt, _LOG.c.detail, _LOG.c.at).where(*_BY_STAMP)
_BODIES_NOT_STORED = select(_LOG.c.body).where(*_BY_STAMP, *_IS_NOT_STORED)
_NAMED = select(_LOG.c.household_id).where(*_OF_ROW)
_NOT_STORED_OF_ROW = select(_LOG.c.stamp, _LOG.c.body).where(*_OF_ROW, *_IS_NOT_STORED)
_JUDGED = ("receipt", "refusal", "detail", "late")
_JUDGE = (
    update(_LOG)
    .where(_HERE, _LOG.c.stamp == bindparam("of_stamp"))
    .values({name: bindparam(f"new_{name}") for name in _JUDGED} | {"handed_ms": None, "handed_note": None})
)


class Logged(NamedTuple):
    """What the log has of an operation."""

    stamp: str
    body: bytes
    digest: bytes
    receipt: str
    detail: str | None
    at: int

    def is_of(self, sent: SignedOperation) -> bool:
        """Whether it is this one that came before."""
        return is_same(self.body, self.digest, sent)


def is_same(body: bytes, digest: bytes, sent: SignedOperation) -> bool:
    """Whether the log's body is what was sent; of one that retention removed, whether its salted hash is."""
    return body == sent.body if body else digest == salted(sent.salt, sent.body)


class OperationLog:
    """What is noted waits for `write`: a savepoint that is given up in between gives up no line."""

    def __init__(self, session: Session, district: str) -> None:
        self.session, self.district = session, district
        self._new: dict[str, dict[str, Any]] = {}
        self._judged: dict[str, dict[str, Any]] = {}

    def find(self, stamps: Collection[str]) -> dict[str, Logged]:
        return {row.stamp: Logged(*row) for row in self._read(_LOGGED, stamps)}

    def not_stored(self, stamps: Collection[str]) -> list[Operation]:
        """Those among these that were refused or are held, and can be read."""
        found = (row.body for row in self._read(_BODIES_NOT_STORED, stamps))
        return [Operation.model_validate_json(body) for body in found if body]

    def _read(self, statement: Select[Any], stamps: Collection[str]) -> Iterator[Any]:
        connection = self.session.connection()
        for some in chunks(list(stamps)):
            yield from connection.execute(statement, {"district": self.district, "stamps": some})

    def households_named(self, row_id: UUID, device_id: UUID) -> list[UUID]:
        """The households that a tablet's operations have named for a row."""
        return [row.household_id for row in self._of_row(_NAMED, row_id, device_id)]

    def not_stored_of(self, row_id: UUID, device_id: UUID) -> list[Operation]:
        """A tablet's operations on a row that were refused or are held."""
        bodies = {row.stamp: row.body for row in self._of_row(_NOT_STORED_OF_ROW, row_id, device_id)}
        for line in [*self._judged.values(), *self._new.values()]:
            bodies.pop(line["stamp"], None)
            if (line["row_id"], line["device_id"]) == (row_id, device_id) and line["receipt"] in _NOT_STORED:
                bodies[line["stamp"]] = line["body"]
        return [Operation.model_validate_json(body) for body in bodies.values() if body]

    def _of_row(self, statement: Select[Any], row_id: UUID, device_id: UUID) -> Iterator[Any]:
        asked = {"district": self.district, "row": row_id, "device": device_id}
        yield from self.session.connection().execute(statement, asked)

    def note(self, line: dict[str, Any], *, is_there: bool) -> None:
        """A line as the values of its columns; one that is there keeps all but what became of it."""
        (self._judged if is_there else self._new)[line["stamp"]] = line

    def forget(self) -> None:
        """Give up what waits."""
        self._new.clear()
        self._judged.clear()

    def write(self) -> None:
        connection = self.session.connection()
        if self._new:
            connection.execute(insert(_LOG), list(self._new.values()))
        if self._judged:
            lines = [
                {
                    "district": self.district,
                    "of_stamp": line["stamp"],
                    **{f"new_{name}": line[name] for name in _JUDGED},
                }
                for line in self._judged.values()
            ]
            connection.execute(_JUDGE, lines)
        self.forget()
