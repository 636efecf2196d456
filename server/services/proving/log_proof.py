"""Proving a district's log of operations: that no entry was changed, taken away or moved, and if so, which one.

Each run of operations is signed by its officer's key on that tablet; the signature covers a running hash over the
salted hashes of all that this officer recorded there before. The key is on record in the audit log, which is chained
by itself. What the server adds by its own judgement (receipts, times) is signed by nobody.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.security import is_signed
from server.services.people.signing_keys import KnownKeys
from server.services.proving import audit, operation_proof
from server.services.proving.audit import Verified
from server.services.proving.operation_proof import Found, Line, What
from server.tables import DeviceKey, LoggedOperation, LoggedRun
from shared_models.hlc import node_id, node_of
from shared_models.operation import GENESIS, linked

DIGEST = 32
TOGETHER = 500  # operations whose bodies are in memory at a time; a run of more comes alone
_BYTES = ("public_key", "continues", "digests", "ends", "signature")  # SQLite gives text where somebody put text
TOLD_BROKEN = 1000  # of more than these the place is not told, only that they are


class Proof(NamedTuple):
    """What was gone through, and what of it is broken.

    `removed`: bodies that retention took away, whose hashes are still in the chain. `not_kept`: operations that were
    answered and never kept, as their stamp was another's. `forks`: runs that a copy of a tablet sent, as they were
    flagged when they came.
    """

    operations: int
    runs: int
    entries: Verified
    removed: int
    not_kept: int
    forks: list[Found]
    broken: list[Found]
    broken_count: int


def prove(session: Session, district: str, told: Callable[[int], None] = lambda _: None) -> Proof:
    """Go through the log from the beginning. `told` hears how many operations are through."""
    proving = _Proving(session, district)
    entries = audit.verify(session, district)
    if entries.broken_at is not None:
        proving.tell(Found(What.AUDIT_ENTRY, number=entries.broken_at))
    for runs in _together(_runs(session, district)):
        lines = operation_proof.lines(session, district, [run.id for run in runs])
        for run in runs:
            proving.run(run, lines.pop(run.id, []))
        told(proving.counts["operations"])
    proving.end()
    counts = proving.counts
    return Proof(
        operations=counts["operations"],
        runs=counts["runs"],
        entries=entries,
        removed=counts["removed"],
        not_kept=counts["not_kept"],
        forks=proving.forks,
        broken=proving.broken,
        broken_count=counts["broken"],
    )


def _runs(session: Session, district: str) -> Iterator[LoggedRun]:
    """Officer by officer of each tablet, in the order in which they came."""
    order = [col(LoggedRun.device_id), col(LoggedRun.officer_id), col(LoggedRun.number), col(LoggedRun.received_ms)]
    wanted = select(LoggedRun).where(LoggedRun.district_code == district).order_by(*order)
    with closing(session.exec(wanted.execution_options(yield_per=TOGETHER))) as found:
        for run in found:
            session.expunge(run)
            yield run


def _together(runs: Iterable[LoggedRun]) -> Iterator[list[LoggedRun]]:
    """As many as have TOGETHER operations, one at least."""
    waiting: list[LoggedRun] = []
    size = 0
    for run in runs:
        length = max(1, len(run.digests) // DIGEST)
        if waiting and size + length > TOGETHER:
            yield waiting
            waiting, size = [], 0
        waiting.append(run)
        size += length
    if waiting:
        yield waiting


class _Proving:
    """The state between one run and the next of an officer on a tablet."""

    def __init__(self, session: Session, district: str) -> None:
        self.session, self.district = session, district
        self.counts: Counter[str] = Counter()
        self.broken: list[Found] = []
        self.forks: list[Found] = []
        self._known = KnownKeys(session, district)
        keys = session.exec(select(DeviceKey).where(DeviceKey.district_code == district)).all()
        self._keys = {(key.device_id, key.officer_id): key for key in keys}
        self._chain: tuple[UUID, UUID] | None = None
        self._number, self._ends = 0, GENESIS

    def tell(self, found: Found) -> None:
        self.counts["broken"] += 1
        if len(self.broken) < TOLD_BROKEN:
            self.broken.append(found)

    def run(self, run: LoggedRun, lines: Sequence[Line]) -> None:
        self.counts.update(runs=1, operations=len(lines))
        if (run.device_id, run.officer_id) != self._chain:
            self._end_of_chain()
            self._chain, self._number, self._ends = (run.device_id, run.officer_id), 0, GENESIS
        if not all(isinstance(getattr(run, name), bytes) for name in _BYTES):
            self.tell(self._of(run, What.RUN_CHANGED))
            self._number = run.number
            return
        digests = [run.digests[at : at + DIGEST] for at in range(0, len(run.digests), DIGEST)]
        self._follow(run, _path(run.continues, digests))
        self._check_signature(run)
        self._check_lines(run, digests, lines)
        self._number, self._ends = run.number, run.ends

    def end(self) -> None:
        """What is left when all runs are through: keys without runs, and operations without one."""
        self._end_of_chain()
        for pair in list(self._keys):
            self._chain, self._number, self._ends = pair, 0, GENESIS
            self._end_of_chain()
        self._check_alone()

    def _check_alone(self) -> None:
        here = LoggedOperation.district_code == self.district
        whole = self.session.exec(select(func.count()).select_from(LoggedOperation).where(here)).one()
        if whole == self.counts["operations"]:
            return
        its_run = select(LoggedRun.id).where(
            LoggedRun.district_code == self.district, LoggedRun.id == LoggedOperation.run_id
        )
        names = [getattr(LoggedOperation, name) for name in ("device_id", "officer_id", "run_id", "stamp")]
        for line in self.session.connection().execute(select(*names).where(here, ~its_run.exists())):
            self.counts["operations"] += 1
            self.tell(Found(What.OPERATION_WITHOUT_RUN, line.device_id, line.officer_id, line.run_id, stamp=line.stamp))

    def _of(self, run: LoggedRun, what: What, line: Line | None = None, **others: Any) -> Found:
        found = Found(what, run.device_id, run.officer_id, run.id, run.number)
        if line is not None:
            found = found._replace(stamp=line.stamp, place=line.place)
        return found._replace(**others)

    def _follow(self, run: LoggedRun, path: Sequence[bytes]) -> None:
        """That it goes on from the one before. A fork that was flagged when it came is no damage."""
        missing = range(self._number + 1, run.number)
        if missing:
            self.tell(Found(What.RUN_MISSING, run.device_id, run.officer_id, number=missing[0]))
        if len(path) < 2 or path[-1] != run.ends or run.number <= self._number:
            self.tell(self._of(run, What.RUN_CHANGED))
        elif run.forked and len(self.forks) < TOLD_BROKEN:
            self.forks.append(self._of(run, What.RUN_NOT_JOINED))
        elif not missing and self._ends not in path and not run.forked:
            self.tell(self._of(run, What.RUN_NOT_JOINED))

    def _check_signature(self, run: LoggedRun) -> None:
        if not self._known.has(run.device_id, run.officer_id, run.public_key):
            self.tell(self._of(run, What.RUN_KEY))
        elif not is_signed(run.public_key, run.signature, run.ends):
            self.tell(self._of(run, What.RUN_SIGNATURE))

    def _check_lines(self, run: LoggedRun, digests: Sequence[bytes], lines: Sequence[Line]) -> None:
        places = {digest: place for place, digest in enumerate(digests)}
        there: set[int | None] = set()
        for line in lines:
            what, fields = operation_proof.wrong(line, run, places)
            self.counts["removed"] += operation_proof.is_removed(line)
            there.add(places.get(line.digest, line.place))
            if what is not None:
                self.tell(self._of(run, what, line, fields=fields))
        self._check_gaps(run, digests, there)

    def _check_gaps(self, run: LoggedRun, digests: Sequence[bytes], there: set[int | None]) -> None:
        """Places without a line: of those that came before in another run, and of those that were never kept."""
        gaps = [place for place in range(len(digests)) if place not in there]
        if not gaps:
            return
        elsewhere = _elsewhere(run)
        for place in gaps:
            stamp = elsewhere.get(str(place))
            logged = self._digest_of(stamp) if stamp else None
            if stamp is None or (logged is None and node_of(stamp) == node_id(run.device_id)):
                self.tell(self._of(run, What.OPERATION_MISSING, place=place, stamp=stamp))
            elif logged != digests[place]:
                self.counts["not_kept"] += 1

    def _digest_of(self, stamp: str) -> bytes | None:
        wanted = select(LoggedOperation.digest).where(
            LoggedOperation.district_code == self.district, LoggedOperation.stamp == stamp
        )
        return self.session.exec(wanted).one_or_none()

    def _end_of_chain(self) -> None:
        """That nothing is missing at the end, and that the key is the one on record."""
        if self._chain is None:
            return
        device_id, officer_id = self._chain
        key = self._keys.pop(self._chain, None)
        self._chain = None
        found = Found(What.KEY_CHANGED, device_id, officer_id)
        if key is None or not self._known.has(device_id, officer_id, key.public_key):
            self.tell(found)
        if key is not None and (key.runs, key.chain) != (self._number, self._ends):
            self.tell(found._replace(what=What.RUN_MISSING, number=self._number + 1))


def _elsewhere(run: LoggedRun) -> dict[str, str]:
    """The stamps by their places; nothing where somebody wrote something else there."""
    try:
        found = json.loads(run.elsewhere or "{}")
    except ValueError:
        return {}
    return {place: str(stamp) for place, stamp in found.items()} if isinstance(found, dict) else {}


def _path(continues: bytes, digests: Iterable[bytes]) -> list[bytes]:
    path = [continues]
    for digest in digests:
        path.append(linked(path[-1], digest))
    return path
