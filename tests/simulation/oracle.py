"""How a story must end. The oracle knows what was recorded and when, and does not use the server's merge."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, select

from field_app.store import state
from field_app.store.holdings import held_digests
from field_app.store.tables import RECEIVED, UNANSWERED, Leaving, OutboxEntry, SendState
from server.services.proving import log_proof
from server.tables import LoggedOperation
from shared_models.area import contains
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.digest import Digest
from shared_models.entities import ENTITIES, wire
from shared_models.finding import OF_ROWS, Finding, FindingStatus
from shared_models.findings import Home, findings
from shared_models.fiscal_year import thai_day
from shared_models.heads import RowHeads, without_named
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.operation import Kind, Operation
from shared_models.person import LifeState, Person
from shared_models.problem import Problem
from shared_models.synced import Synced
from tests.server.sender import read
from tests.simulation.ending import Lost, need
from tests.simulation.stage import DISTRICTS
from tests.simulation.story import Said, Story
from tests.simulation.tablets import FieldTablet

Key = tuple[UUID, str]
Rows = dict[UUID, tuple[str, Synced]]
STORED = ("stored", "conflict")


class Value(NamedTuple):
    """What one version says of a field; `at` is when the log says it was made."""

    at: int
    stamp: str
    value: Scalar


class Log:
    """The server's log of this story, and what became of each operation."""

    def __init__(self, lines: list[LoggedOperation]) -> None:
        self.lines = {line.stamp: line for line in lines}
        self.stored = {line.stamp for line in lines if line.receipt in STORED}
        self.refused = {line.stamp for line in lines if line.receipt == "refused"}
        self.held = {line.stamp for line in lines if line.receipt == "held"}
        if len(self.lines) < len(lines):
            raise Lost("an operation is in the log twice")


async def check(story: Story) -> None:
    """Raise Lost or Diverged unless the story ended well."""
    log = Log(read(story.office.database, lambda session: list(session.exec(select(LoggedOperation)))))
    rows = read(story.office.database, _all_rows)
    _check_log(story, log)
    _check_proof(story)
    for tablet in story.tablets:
        await _check_receipts(story, tablet, log, rows)
    _check_times(story, log)
    conflicts = _check_heads(story, log, rows)
    filed = {(r.row_id, r.field) for _, r in rows.values() if isinstance(r, Conflict) and r.status == _OPEN}
    need(filed == conflicts, f"conflicts: {filed ^ conflicts}", *(row_id for row_id, _ in filed ^ conflicts))
    _check_places(rows)
    _check_findings(story, rows)
    for tablet in story.tablets:
        await _check_tablet(tablet, rows)


_OPEN = ConflictStatus.OPEN


def _check_proof(story: Story) -> None:
    """Forks and all: nothing that tablets and offices go through reads as if somebody had touched the log."""
    for district in DISTRICTS:
        broken = read(story.office.database, lambda session, code=district: log_proof.prove(session, code)).broken
        need(not broken, f"the log does not prove itself: {sorted({found.what.value for found in broken})}")


def _all_rows(session: Session) -> Rows:
    return {row.id: (entity, row) for entity, model in ENTITIES.items() for row in session.exec(select(model))}


def _check_log(story: Story, log: Log) -> None:
    lost = story.said.keys() - log.lines.keys()
    if lost:
        raise Lost(f"{len(lost)} operations are not in the log")
    need(not log.lines.keys() - story.said.keys(), "the log has what nobody said")
    actions = defaultdict[UUID, set[str]](set)
    for stamp, said in story.said.items():
        need(log.lines[stamp].body == said.operation.body(), "an operation was changed", said.operation.household_id)
        actions[said.operation.action_id].add(_fate(stamp, log))
    for action_id, fates in actions.items():
        about = {s.operation.household_id for s in story.said.values() if s.operation.action_id == action_id}
        need(len(fates) == 1, "half an action is stored", *about)


def _fate(stamp: str, log: Log) -> str:
    return "stored" if stamp in log.stored else "held" if stamp in log.held else "refused"


async def _check_receipts(story: Story, tablet: FieldTablet, log: Log, rows: Rows) -> None:
    """The tablet knows of each operation what the office knows, and why where it was refused."""
    entries = await tablet.read(_outbox)
    for stamp, said in story.said.items():
        if said.tablet is not tablet:
            continue
        entry, home = entries[stamp], said.operation.household_id
        need(entry.state != SendState.OUT, "never answered", home)
        need((entry.state in RECEIVED) == (stamp in log.stored | log.held), f"the tablet says {entry.state}", home)
        need(entry.state in RECEIVED or entry.refusal, "refused without a reason", home)
        if entry.state == SendState.MISSING_ROW:
            need(_needed(story, said.operation) - rows.keys(), "never sent again", home)
        need(entry.state != SendState.UPGRADE, "not sent again after the upgrade", home)


def _outbox(session: Session) -> dict[str, OutboxEntry]:
    found = {entry.stamp: entry for entry in session.exec(select(OutboxEntry))}
    session.expunge_all()
    return found


def _needed(story: Story, operation: Operation) -> set[UUID]:
    """The rows and households without which an action cannot be stored."""
    together = [s.operation for s in story.said.values() if s.operation.action_id == operation.action_id]
    targets = {UUID(str(o.changes["household_id"])) for o in together if "household_id" in o.changes}
    return targets.union(*({o.row_id, o.household_id} for o in together))


def _check_times(story: Story, log: Log) -> None:
    """Filed when it was made, whatever the tablet's clock says; only what was late or a jump may blur that."""
    for stamp in log.stored:
        said, line = story.said[stamp], log.lines[stamp]
        need(line.at <= line.received_ms, "filed in the future", said.operation.household_id)
        if said.tablet and said.tablet.name not in story.jumped:
            late_ms = story.late_ms[said.tablet.name]
            need(abs(line.at - said.when_ms) <= late_ms, "filed at another time", said.operation.household_id)


def given(operation: Operation) -> dict[str, Scalar]:
    """What an operation says of its row; a new person's household is said by the operation itself."""
    if operation.kind == Kind.CREATE and operation.entity == "person":
        return {**operation.changes, "household_id": str(operation.household_id)}
    return operation.changes


def _check_heads(story: Story, log: Log, rows: Rows) -> set[Key]:
    """Each version is a head, or named by another: none vanished. Returns the fields that are in conflict."""
    versions: defaultdict[Key, dict[str, Value]] = defaultdict(dict)
    named: defaultdict[Key, set[str]] = defaultdict(set)
    for stamp in log.stored:
        operation = story.said[stamp].operation
        for name, value in given(operation).items():
            versions[operation.row_id, name][stamp] = Value(log.lines[stamp].at, stamp, value)
            named[operation.row_id, name] |= seen(operation, name, story.said, log.refused | log.held)
    conflicts = set()
    for key, found in versions.items():
        heads = [value for stamp, value in found.items() if stamp not in named[key]]
        _check_field(key, heads, rows[key[0]][1])
        conflicts |= {key} if len({repr(head.value) for head in heads}) > 1 else set()
    return conflicts


def seen(operation: Operation, name: str, said: dict[str, Said], not_stored: set[str]) -> set[str]:
    """The stamps that an operation saw of a field, and through what is not stored what that had seen."""
    found, todo = set[str](), list(operation.bases.get(name, ()))
    while todo:
        found.add(base := todo.pop())
        todo += said[base].operation.bases.get(name, ()) if base in not_stored else ()
    return found


def _check_field(key: Key, heads: list[Value], row: Synced) -> None:
    name, value = key[1], wire(getattr(row, key[1]))
    have = {head.stamp: head.value for head in RowHeads(row.heads).state(name, value).heads}
    need(have == {head.stamp: head.value for head in heads}, f"the heads of {name}", row.household_id)
    need(value == max(heads)[2], f"the shown {name}", row.household_id)


def _check_places(rows: Rows) -> None:
    """Every row is where its household is, and a conflict is where the row is that it is about."""
    for _, row in rows.values():
        home = rows[row.household_id][1]
        need(row.village == home.village, "a row is not where its household is", home.id)
        need(row.district_code == row.village[:4], "a row is in another district than its village", home.id)
        if isinstance(row, Conflict):
            need(row.household_id == rows[row.row_id][1].household_id, "a conflict is not where its row is", home.id)


def _check_findings(story: Story, rows: Rows) -> None:
    """Each rule that a household breaks is an open finding there, and no other is."""
    on = thai_day(story.clock.now())
    people = [row for _, row in rows.values() if isinstance(row, Person)]
    problems = [row for _, row in rows.values() if isinstance(row, Problem)]
    broken = {}
    for _, home in rows.values():
        if isinstance(home, Household):
            members = [person for person in people if person.household_id == home.id]
            elsewhere = [p for p in people if p.household_id != home.id and p.district_code == home.district_code]
            ids = {person.citizen_id for person in members if person.citizen_id}
            same = [p for p in elsewhere if p.citizen_id in ids and p.life_state == LifeState.ALIVE]
            there = [problem for problem in problems if problem.household_id == home.id]
            found = findings(Home(home, members, there, same), on=on)
            broken |= {one.id: (one.rule.value, home.id, one.other_value) for one in found}
    filed = {
        row.id: (row.rule, row.household_id, row.other_value)
        for _, row in rows.values()
        if isinstance(row, Finding) and row.status == FindingStatus.OPEN and row.rule in OF_ROWS
    }
    other = set(broken.items()) ^ set(filed.items())
    need(not other, f"findings: {sorted(what[0] for _, what in other)}", *(what[1] for _, what in other))


class Holding(NamedTuple):
    """What a tablet has: rows, those that wait to leave, operations that wait, and what its digests say."""

    rows: dict[UUID, Synced]
    leaving: set[UUID]
    waiting: list[OutboxEntry]
    mismatched: list[str]
    digests: dict[str, str]


def _holding(session: Session) -> Holding:
    held = {row.id: row for model in ENTITIES.values() for row in session.exec(select(model))}
    waiting = [entry for entry in session.exec(select(OutboxEntry)) if entry.state in UNANSWERED]
    leaving = {row.row_id for row in session.exec(select(Leaving))}
    session.expunge_all()
    return Holding(held, leaving, waiting, state.read(session, "mismatched", []), held_digests(session))


async def _check_tablet(tablet: FieldTablet, rows: Rows) -> None:
    has, name = await tablet.read(_holding), tablet.name
    inside = {i: row for i, (_, row) in rows.items() if any(contains(code, row.village) for code in tablet.codes)}
    kept = {i: row for i, row in has.rows.items() if i not in has.leaving}
    need(not has.mismatched, f"{name}: a digest did not match")
    others = set(kept) ^ set(inside)
    need(not others, f"{name} holds other rows than its areas'", *_homes(others, has.rows, rows))
    for i in set(inside) - {entry.row_id for entry in has.waiting}:  # on the others something is shown on top
        row = inside[i]
        theirs = {field: wire(getattr(row, field)) for field in type(row).model_fields}
        theirs["heads"] = without_named(row.heads)
        mine = {field: wire(getattr(kept[i], field)) for field in theirs}
        differs = sorted(field for field in theirs if mine[field] != theirs[field])
        need(not differs, f"{name} differs in {differs}", row.household_id)
    waits = {entry.household_id for entry in has.waiting}
    waits |= {has.rows[entry.row_id].household_id for entry in has.waiting if entry.row_id in has.rows}
    stay = {has.rows[i].household_id for i in has.leaving}
    need(stay <= waits, f"{name} keeps rows that nothing waits for", *(stay - waits))
    for code, text in has.digests.items():
        need(text == _digest(inside.values(), code).to_text(), f"{name}: its digest of {code}")


def _homes(ids: Iterable[UUID], mine: dict[UUID, Synced], theirs: Rows) -> set[UUID]:
    return {mine[i].household_id if i in mine else theirs[i][1].household_id for i in ids}


def _digest(rows: Iterable[Synced], code: str) -> Digest:
    digest = Digest()
    for row in rows:
        digest = digest.add(row.id, row.seq) if contains(code, row.village) else digest
    return digest
