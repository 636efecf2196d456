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

from sqlmodel import Session, col, func, select

from server.security import is_signed
from server.services.people.signing_keys import KnownKeys
from server.services.proving import audit, operation_proof, stored
from server.services.proving.audit import Verified
from server.services.proving.operation_proof import Found, Line, What
from server.services.proving.stored import Kinds, Row
from server.tables import DeviceKey, LoggedOperation, LoggedRun
from shared_models.hlc import node_id, node_of
from shared_models.operation import GENESIS, linked

DIGEST = 32
TOGETHER = 500  # operations whose bodies are in memory at a time; a run of more comes alone
TOLD_BROKEN = 1000  # of more than these the place is not told, only that they are
_RUN: Kinds = {
    "id": stored.is_id,
    "officer_id": stored.is_id,
    "device_id": stored.is_id,
    "number": stored.is_number,
    "public_key": stored.is_bytes,
    "continues": stored.is_bytes,
    "digests": stored.is_bytes,
    "elsewhere": lambda value: _named(value) is not None,
    "ends": stored.is_bytes,
    "signature": stored.is_bytes,
    "received_ms": stored.is_number,
    "forked": stored.is_flag,
}
_KEY: Kinds = {
    "device_id": stored.is_id,
    "officer_id": stored.is_id,
    "public_key": stored.is_bytes,
    "chain": stored.is_bytes,
    "runs": stored.is_number,
}
_ALONE = ("device_id", "officer_id", "run_id", "stamp")


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
    with stored.any_text(session):
        proving = _Proving(session, district)
        proving.audit_log()
        for runs in _together(_runs(session, district)):
            lines = operation_proof.lines(session, district, [run.id for run in runs])
            for run in runs:
                proving.run(run, lines.pop(run.id, []))
            told(proving.counts["operations"])
        proving.end()
    return proving.proof()


def _runs(session: Session, district: str) -> Iterator[Row]:
    """Officer by officer of each tablet, in the order in which they came."""
    order = [col(LoggedRun.device_id), col(LoggedRun.officer_id), col(LoggedRun.number), col(LoggedRun.received_ms)]
    wanted = select(*stored.as_stored(LoggedRun, *_RUN)).where(LoggedRun.district_code == district).order_by(*order)
    with closing(session.connection().execute(wanted, execution_options={"yield_per": TOGETHER})) as found:
        yield from found


def _together(runs: Iterable[Row]) -> Iterator[list[Row]]:
    """As many as have TOGETHER operations, one at least."""
    waiting: list[Row] = []
    size = 0
    for run in runs:
        length = max(1, len(_digests(run)))
        if waiting and size + length > TOGETHER:
            yield waiting
            waiting, size = [], 0
        waiting.append(run)
        size += length
    if waiting:
        yield waiting


class _Proving:
    """The state between one run and the next of an officer on a tablet, whose ids are compared as they are stored.

    `_ends` is None behind a run whose end cannot be read: whether the next one goes on from it is not known.
    """

    def __init__(self, session: Session, district: str) -> None:
        self.session, self.district = session, district
        self.counts: Counter[str] = Counter()
        self.broken: list[Found] = []
        self.forks: list[Found] = []
        self._entries = Verified(0, None)
        self._known = KnownKeys(session, district)
        wanted = select(*stored.as_stored(DeviceKey, *_KEY)).where(DeviceKey.district_code == district)
        self._keys = {(key.device_id, key.officer_id): key for key in session.connection().execute(wanted)}
        self._chain: tuple[Any, Any] | None = None
        self._number = 0
        self._ends: bytes | None = GENESIS

    def proof(self) -> Proof:
        counts = {name: self.counts[name] for name in ("operations", "runs", "removed", "not_kept")}
        return Proof(
            **counts,
            entries=self._entries,
            forks=self.forks,
            broken=self.broken,
            broken_count=self.counts["broken"],
        )

    def tell(self, found: Found) -> None:
        self.counts["broken"] += 1
        if len(self.broken) < TOLD_BROKEN:
            self.broken.append(found)

    def audit_log(self) -> None:
        """The audit log, and the office's own key, of which it keeps no record."""
        self._entries = audit.verify(self.session, self.district)
        if self._entries.broken_at is not None:
            self.tell(Found(What.AUDIT_ENTRY, number=self._entries.broken_at))
        if self._known.own is None:
            self.tell(Found(What.KEY_CHANGED, self._known.office, fields="signing_key"))

    def run(self, run: Row, lines: Sequence[Line]) -> None:
        self.counts.update(runs=1, operations=len(lines))
        if (run.device_id, run.officer_id) != self._chain:
            self._end_of_chain()
            self._chain, self._number, self._ends = (run.device_id, run.officer_id), 0, GENESIS
        digests, unlike = _digests(run), stored.misfits(run, _RUN)
        if unlike:
            self.tell(self._of(run, What.RUN_CHANGED, fields=" ".join(unlike)))
        else:
            self._follow(run, _path(run.continues, digests))
            self._check_signature(run)
        self._check_lines(run, digests, lines)
        if stored.is_number(run.number):
            self._number, self._ends = run.number, run.ends if stored.is_bytes(run.ends) else None

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
        wanted = select(*stored.as_stored(LoggedOperation, *_ALONE)).where(here, ~its_run.exists())
        for line in self.session.connection().execute(wanted):
            self.counts["operations"] += 1
            ids = (stored.as_id(value) for value in (line.device_id, line.officer_id, line.run_id))
            self.tell(Found(What.OPERATION_WITHOUT_RUN, *ids, stamp=_told(line.stamp)))

    def _of(self, run: Row, what: What, line: Line | None = None, **others: Any) -> Found:
        ids = (stored.as_id(value) for value in (run.device_id, run.officer_id, run.id))
        found = Found(what, *ids, run.number if stored.is_number(run.number) else None)
        if line is not None:
            place = line.place if stored.is_number(line.place) else None
            found = found._replace(stamp=_told(line.stamp), place=place)
        return found._replace(**others)

    def _follow(self, run: Row, path: Sequence[bytes]) -> None:
        """That it goes on from the one before. A fork that was flagged when it came is no damage."""
        missing = range(self._number + 1, run.number)
        if missing:
            self.tell(self._of(run, What.RUN_MISSING)._replace(run=None, number=missing[0]))
        if len(path) < 2 or path[-1] != run.ends or run.number <= self._number:
            self.tell(self._of(run, What.RUN_CHANGED))
        elif run.forked and len(self.forks) < TOLD_BROKEN:
            self.forks.append(self._of(run, What.RUN_NOT_JOINED))
        elif not missing and self._ends not in (None, *path) and not run.forked:
            self.tell(self._of(run, What.RUN_NOT_JOINED))

    def _check_signature(self, run: Row) -> None:
        if not self._known.has(run.device_id, run.officer_id, run.public_key):
            self.tell(self._of(run, What.RUN_KEY))
        elif not is_signed(run.public_key, run.signature, run.ends):
            self.tell(self._of(run, What.RUN_SIGNATURE))

    def _check_lines(self, run: Row, digests: Sequence[bytes], lines: Sequence[Line]) -> None:
        places = {digest: place for place, digest in enumerate(digests)}
        there: set[Any] = set()
        for line in lines:
            what, fields = operation_proof.wrong(line, run, places)
            self.counts["removed"] += operation_proof.is_removed(line)
            there.add(places.get(line.digest, line.place))
            if what is not None:
                self.tell(self._of(run, what, line, fields=fields))
        self._check_gaps(run, digests, there)

    def _check_gaps(self, run: Row, digests: Sequence[bytes], there: set[Any]) -> None:
        """Places without a line: of those that came before in another run, and of those that were never kept."""
        gaps = [place for place in range(len(digests)) if place not in there]
        if not gaps:
            return
        elsewhere, tablet = _elsewhere(run), stored.as_id(run.device_id)
        for place in gaps:
            stamp = elsewhere.get(str(place))
            logged = self._digest_of(stamp) if stamp else None
            is_own = stamp is not None and (tablet is None or node_of(stamp) == node_id(tablet))
            if stamp is None or (logged is None and is_own):
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
        tablet, officer = (stored.as_id(value) for value in self._chain)
        key, found = self._keys.pop(self._chain, None), Found(What.KEY_CHANGED, tablet, officer)
        unlike = stored.misfits(key, _KEY) if key is not None else []
        if key is None or unlike or not self._known.has(*self._chain, key.public_key):
            self.tell(found._replace(fields=" ".join(unlike) or None))
        if key is not None and not unlike and (key.runs, key.chain) != (self._number, self._ends or key.chain):
            self.tell(found._replace(what=What.RUN_MISSING, number=self._number + 1))
        self._chain = None


def _digests(run: Row) -> list[bytes]:
    """The salted hashes of a run; none where something else stands there."""
    together = run.digests if stored.is_bytes(run.digests) else b""
    return [together[at : at + DIGEST] for at in range(0, len(together), DIGEST)]


def _told(stamp: Any) -> str | None:
    """As far as it can be a stamp's text: whatever else stands there is told to nobody."""
    return stamp if stored.is_stamp(stamp) else None


def _elsewhere(run: Row) -> dict[str, str]:
    """The stamps by their places; nothing where somebody wrote something else there."""
    named = _named(run.elsewhere) or {}
    return {place: stamp for place, stamp in named.items() if stored.is_stamp(stamp)}


def _named(text: Any) -> dict[str, Any] | None:
    """None for what is no JSON object."""
    try:
        found = json.loads(text) if text != "" else {}
    except (TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _path(continues: bytes, digests: Iterable[bytes]) -> list[bytes]:
    path = [continues]
    for digest in digests:
        path.append(linked(path[-1], digest))
    return path
