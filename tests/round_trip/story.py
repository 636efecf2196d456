"""Random stories of tablets, a server and a bad network, and the oracle that knows how each must end.

The oracle knows what was recorded and when, and does not use the server's merge.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from field_app.services.tablet import Tablet
from field_app.store import reception, repository, state
from field_app.store.holdings import held_digests
from field_app.store.tables import RECEIVED, UNANSWERED, Leaving, OutboxEntry, SendState
from field_app.sync.errors import Offline
from server.config import Settings
from server.database import Database
from server.main import create_app
from server.services import answer
from server.tables import LoggedOperation, OfficerArea
from shared_models.area import contains
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.digest import Digest
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, SERVER_WRITES, wire
from shared_models.exchange import ExchangeReply
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
from tests.builders import DISTRICT, a_person, new_id
from tests.round_trip.district import a_quick_tablet, back_up, connect, entries, record, reopen, restore
from tests.server.sender import a_server, read

VILLAGES = ["56010204", "56010205", "56010401", "56010402", "56020101", "56020102"]
SCOPES = [
    ["560102"],
    ["56010204", "56010205"],
    ["56010204", "56020101"],
    ["5601"],
    ["560104", "5602"],
    ["56010205", "56010401", "56020102"],
    ["56010402"],
]
SKEWS_MS = [0, 0, -40_000, 70 * 86_400_000, -1_767_000_000_000, 17_000_000_000_000]  # to 1970, to 2566
NOWHERE = "99999999"  # a village that the server does not know
TOLERANCE_MS = 60_000
Key = tuple[UUID, str]


class Network(httpx.AsyncBaseTransport):
    """The server in this process behind a network that loses, delays and repeats what it carries."""

    def __init__(self, app: FastAPI, chance: random.Random) -> None:
        self.app, self.chance, self.faulty = app, chance, True
        self.late_requests: list[httpx.Request] = []
        self.late_replies: list[bytes] = []
        self.counts: Counter[str] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fate = self.chance.random() if self.faulty else 1.0
        self.counts["exchanged"] += 1
        if fate < 0.12:
            self.counts["lost"] += 1
            if fate < 0.05:
                self.late_requests.append(request)
            raise httpx.ReadTimeout("ขาดหาย", request=request)
        reply = await self.deliver(request)
        body = await reply.aread()
        if 0.2 < fate < 0.4 and reply.status_code == httpx.codes.OK:
            self.late_replies.append(body)
        if fate < 0.3:
            self.counts["lost"] += 1
            raise httpx.ReadError("ขาดกลางทาง", request=request)
        return httpx.Response(reply.status_code, content=body, headers=plain(reply.headers), request=request)

    async def deliver(self, request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as inside:
            return await inside.post(request.url, content=request.content, headers=request.headers)


def plain(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers.items() if name not in ("content-encoding", "content-length")]


@dataclass
class World:
    """One story. `said`: every operation recorded, with the true time."""

    chance: random.Random
    folder: Path
    server: Database
    app: FastAPI
    network: Network
    http: httpx.AsyncClient
    patch: pytest.MonkeyPatch
    close_server: Any
    tablets: list[Tablet] = field(default_factory=list)
    scopes: dict[int, list[str]] = field(default_factory=dict)
    late: list[tuple[Tablet, httpx.Request | None, bytes | None]] = field(default_factory=list)
    said: dict[str, tuple[Operation, int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    async def begin(cls, seed: int, folder: Path, patch: pytest.MonkeyPatch) -> "World":
        chance, url = random.Random(seed), f"sqlite:///{folder / 'server.db'}"
        context = a_server(url, "5601", "5602")
        server, app = context.__enter__(), create_app(Settings(data_dir=Path(), database_url=url))
        network = Network(app, chance)
        http = httpx.AsyncClient(transport=network)
        world = cls(chance, folder, server, app, network, http, patch, context, counts=network.counts)
        for number in range(chance.randint(2, 3)):
            codes = chance.choice(SCOPES)
            skew_ms = chance.choice(SKEWS_MS)
            folder_of = folder / f"tablet{number}"
            world.tablets.append(await a_quick_tablet(server, folder_of, "http://127.0.0.1:9", *codes, skew_ms=skew_ms))
            world.scopes[number] = codes
        back_up(server, folder / "backup.db")
        return world

    async def end(self) -> None:
        for tablet in self.tablets:
            await tablet.close()
        await self.http.aclose()
        self.app.state.database.close()
        self.close_server.__exit__(None, None, None)

    # what happens -----------------------------------------------------------------------------------------------------

    async def run(self, steps: int) -> None:
        for _ in range(steps):
            await self._deliver(0.2)
            tablet, what = self.chance.choice(self.tablets), self.chance.random()
            if what < 0.5:
                await self._edit(tablet)
            elif what < 0.90:
                await self._connect(tablet)
            elif what < 0.93:
                await reopen(tablet)
            elif what < 0.95:
                self._rescope(tablet)
            elif what < 0.97:
                await tablet.database.write(lambda t: self._forget_a_cursor(t.session))
            elif what < 0.985:
                back_up(self.server, self.folder / "backup.db")
            else:
                self.network.counts["restored"] += 1
                restore([self.server, self.app.state.database], self.folder / "backup.db")
                self._give_areas_again()
        await self._deliver(1.0)
        self.network.faulty = False
        for tablet in self.tablets * 5:
            await self._connect(tablet)

    def _forget_a_cursor(self, session: Session) -> None:
        """What an app upgrade does."""
        cursors = state.read(session, "cursors", {})
        if cursors:
            cursors.pop(self.chance.choice(sorted(cursors)))
            state.write(session, "cursors", cursors)

    def _rescope(self, tablet: Tablet) -> None:
        self.scopes[self.tablets.index(tablet)] = self.chance.choice(SCOPES)
        self._give_areas_again()

    def _give_areas_again(self) -> None:
        """The office's lists are as this story has them, also after a restore. What was ever held stays on record."""
        with self.server.writing() as session:
            for number, tablet in enumerate(self.tablets):
                officer_id, codes = tablet.officer.officer_id, self.scopes[number]
                held = {row.area_code: row for row in session.exec(select(OfficerArea)) if row.officer_id == officer_id}
                since = next(iter(held.values())).since
                for code in {*codes, *self.ever(tablet)}:
                    keys = {"district_code": DISTRICT, "officer_id": officer_id, "area_code": code}
                    row = held.get(code) or OfficerArea(**keys, since=since)
                    row.until = None if code in codes else since
                    session.add(row)
                for code, row in held.items():
                    row.until = None if code in codes else since

    def ever(self, tablet: Tablet) -> set[str]:
        held = self.__dict__.setdefault("_ever", {}).setdefault(self.tablets.index(tablet), set())
        held.update(self.scopes[self.tablets.index(tablet)])
        return set(held)

    async def _connect(self, tablet: Tablet) -> None:
        self.patch.setattr(answer, "PAGE", self.chance.choice([2, 5, 5000]))
        before = len(self.network.late_requests), len(self.network.late_replies)
        try:
            summary = await connect(tablet, self.http, limit=self.chance.choice([1, 3, 500]))
            assert summary.finished
            assert not summary.mismatched, f"a digest did not match: {summary.mismatched}"
        except Offline:
            pass
        self.late += [(tablet, request, None) for request in self.network.late_requests[before[0] :]]
        self.late += [(tablet, None, reply) for reply in self.network.late_replies[before[1] :]]

    async def _deliver(self, share: float) -> None:
        """Late requests and replies arrive at last; the reply to an older request is what it is."""
        due = [one for one in self.late if self.chance.random() < share]
        self.late = [one for one in self.late if one not in due]
        for tablet, request, body in due:
            self.counts["late"] += 1
            if request is not None:
                reply = await self.network.deliver(request)
                body = reply.content if reply.status_code == httpx.codes.OK else None
            if body is not None:
                message, now_ms = ExchangeReply.from_bytes(body), tablet.moment().wall_ms
                await tablet.database.write(
                    lambda t, m=message, n=now_ms: reception.receive(t, m, now_ms=n, repulled=frozenset())
                )

    async def _edit(self, tablet: Tablet) -> None:
        edits, mends = await tablet.database.read(lambda session: self._chosen(session, tablet))
        if not edits:
            return
        when_ms = time.time_ns() // 1_000_000
        for operation in await record(tablet, edits, mends=mends):
            self.said[operation.stamp] = operation, when_ms

    def _chosen(self, session: Session, tablet: Tablet) -> tuple[list[Edit], str | None]:
        """One action that an officer could think of."""
        chance, what = self.chance, self.chance.random()
        homes = sorted(session.exec(select(ENTITIES["household"].id)))
        refused = [o for o in refused_creates(session) if repository.get(session, o.entity, o.row_id) is None]
        if refused and what < 0.3:
            old = chance.choice(refused)
            there = {*homes, *(o.row_id for o in refused if o.entity == "household")}
            together = [o for o in refused if o.action_id == old.action_id and o.household_id in there]
            return mended(together), old.stamp if together else None
        if not homes or what < (0.16 if len(homes) < 4 else 0.04):
            village = NOWHERE if chance.random() < 0.15 else chance.choice(self._inside(tablet))
            return a_new_household(chance, village), None
        home = chance.choice(homes[-4:])  # few at a time, so that tablets meet over them
        if what < 0.14:
            return [a_person(home, given_name=f"ลูก{chance.randint(0, 5)}")], None
        people = sorted(session.exec(select(ENTITIES["person"].id).where(ENTITIES["person"].household_id == home)))
        if people and what < 0.32:
            return self._moved(tablet, home, people, homes=homes), None
        if what < 0.46:
            village = NOWHERE if chance.random() < 0.1 else chance.choice(VILLAGES)
            return [Edit("household", home, home, {"village_code": village})], None
        fields: dict[str, Scalar] = {chance.choice(["house_no", "address"]): str(chance.randint(0, 5))}
        edits = [Edit("household", home, home, fields)]
        if people:
            changes: dict[str, Scalar] = {chance.choice(["phone", "family_name"]): str(chance.randint(0, 5))}
            edits.append(Edit("person", chance.choice(people), home, changes))
        return edits, None

    def _moved(self, tablet: Tablet, home: UUID, people: list[UUID], *, homes: list[UUID]) -> list[Edit]:
        """Members go to another household, or split off into a new one, some born in the same action."""
        chance, edits = self.chance, list[Edit]()
        target = chance.choice(homes[-4:])
        if target == home or chance.random() < 0.35:
            village = NOWHERE if chance.random() < 0.1 else chance.choice(self._inside(tablet))
            edits = a_new_household(chance, village)
            target = edits[0].row_id
            self.counts["split"] += 1
        if chance.random() < 0.2:
            edits.append(a_person(home, given_name="เกิดใหม่"))
            people = [*people, edits[-1].row_id]
        going = chance.sample(people, chance.randint(1, min(2, len(people))))
        self.counts["changed household"] += len(going)
        edits += [Edit("person", one, home, {"household_id": str(target)}) for one in going]
        if chance.random() < 0.3:
            edits.append(Edit("person", going[0], target, {"phone": str(chance.randint(0, 5))}))
        return edits

    def _inside(self, tablet: Tablet) -> list[str]:
        codes = self.scopes[self.tablets.index(tablet)]
        return [v for v in VILLAGES if any(contains(code, v) for code in codes)] or VILLAGES

    # how it must end --------------------------------------------------------------------------------------------------

    async def check(self) -> None:
        log = {row.stamp: row for row in read(self.server, lambda s: list(s.exec(select(LoggedOperation))))}
        stored = {stamp for stamp, line in log.items() if line.receipt in ("stored", "conflict")}
        refused = set(log) - stored
        assert set(log) == set(self.said), "an operation was lost"
        await self._check_receipts(log, stored)
        rows = read(self.server, lambda s: {row.id: (e, row) for e, m in ENTITIES.items() for row in s.exec(select(m))})
        self._check_heads(log, stored, refused, rows)
        check_places(rows)
        check_findings(rows, on=thai_day(datetime.now(UTC)))
        for number, tablet in enumerate(self.tablets):
            await self._check_tablet(tablet, self.scopes[number], rows)

    async def _check_receipts(self, log: dict[str, LoggedOperation], stored: set[str]) -> None:
        there = read(self.server, lambda s: {i for model in ENTITIES.values() for i in s.exec(select(model.id))})
        answered = {stamp: entry for tablet in self.tablets for stamp, entry in (await entries(tablet)).items()}
        for stamp, (operation, when_ms) in self.said.items():
            sent = answered[stamp].state
            assert sent != SendState.OUT, "never answered"
            assert (sent in RECEIVED) == (stamp in stored), f"the tablet says {sent}"
            action = {s in stored for s, (o, _) in self.said.items() if o.action_id == operation.action_id}
            assert len(action) == 1, "half an action"
            together = [o for o, _ in self.said.values() if o.action_id == operation.action_id]
            targets = {UUID(str(o.changes["household_id"])) for o in together if "household_id" in o.changes}
            missing = {i for o in together for i in (o.row_id, o.household_id)}.union(targets) - there
            assert sent != SendState.MISSING_ROW or missing, "never sent again"
            if stamp in stored:
                assert abs(log[stamp].at - when_ms) < TOLERANCE_MS, "filed at another time than it was made"

    def _check_heads(
        self,
        log: dict[str, LoggedOperation],
        stored: set[str],
        refused: set[str],
        rows: dict[UUID, tuple[str, Synced]],
    ) -> None:
        """Each version is a head, or named by another: none vanished."""
        versions: dict[Key, dict[str, tuple[int, str, Scalar]]] = {}
        named: dict[Key, set[str]] = {}
        for stamp in stored:
            operation = self.said[stamp][0]
            for name, value in said(operation).items():
                key = operation.row_id, name
                versions.setdefault(key, {})[stamp] = (log[stamp].at, stamp, value)
                todo = list(operation.bases.get(name, ()))
                while todo:
                    named.setdefault(key, set()).add(base := todo.pop())
                    todo += self.said[base][0].bases.get(name, ()) if base in refused else ()
        conflicts = set()
        for key, found in versions.items():
            row, heads = rows[key[0]][1], {s: v for s, v in found.items() if s not in named.get(key, ())}
            value = wire(getattr(row, key[1]))
            have = {head.stamp: head.value for head in RowHeads(row.heads).state(key[1], value).heads}
            assert have == {stamp: version[2] for stamp, version in heads.items()}, f"the heads of {key[1]}"
            assert value == max(heads.values(), key=lambda v: v[:2])[2], f"the shown {key[1]}"
            conflicts |= {key} if len({repr(version[2]) for version in heads.values()}) > 1 else set()
        filed = [row for _, row in rows.values() if isinstance(row, Conflict) and row.status == ConflictStatus.OPEN]
        assert {(row.row_id, row.field) for row in filed} == conflicts

    async def _check_tablet(self, tablet: Tablet, codes: list[str], rows: dict[UUID, tuple[str, Synced]]) -> None:
        inside = {i: row for i, (_, row) in rows.items() if any(contains(code, row.village) for code in codes)}
        held, leaving, waiting, mismatched = await tablet.database.read(what_it_holds)
        kept = {i: row for i, row in held.items() if i not in leaving}
        assert not mismatched
        assert set(kept) == set(inside), "it holds other rows than its area's"
        for i in set(inside) - {entry.row_id for entry in waiting}:  # on the others something is shown on top
            row = inside[i]
            sent = without_named(row.heads)
            mine, theirs = kept[i], {name: wire(getattr(row, name)) for name in type(row).model_fields}
            assert {n: wire(getattr(mine, n)) for n in theirs} == {**theirs, "heads": sent}
        waits = {entry.household_id for entry in waiting}
        waits |= {held[entry.row_id].household_id for entry in waiting if entry.row_id in held}
        assert {held[i].household_id for i in leaving} <= waits, "rows outside its areas that nothing waits for"
        digest = Digest()
        for row in inside.values():
            digest = digest.add(row.id, row.seq)
        theirs_too = await tablet.database.read(held_digests)
        assert sum(Digest.from_text(text).rows for text in theirs_too.values()) == digest.rows


def said(operation: Operation) -> dict[str, Scalar]:
    """What an operation says of its row; a new person's household is said by the operation itself."""
    if operation.kind == Kind.CREATE and operation.entity == "person":
        return {**operation.changes, "household_id": str(operation.household_id)}
    return operation.changes


def check_places(rows: dict[UUID, tuple[str, Synced]]) -> None:
    """Every row is where its household is, and a conflict is where the row is that it is about."""
    for _, row in rows.values():
        assert row.village == rows[row.household_id][1].village, "a row is not where its household is"
        assert row.district_code == row.village[:4]
        if isinstance(row, Conflict | Finding):
            assert row.household_id == rows[row.row_id][1].household_id, "it is not where its row is"


def check_findings(rows: dict[UUID, tuple[str, Synced]], *, on: date) -> None:
    """No rule of a household is broken without an open finding, and no finding is open without a broken rule."""
    persons = [row for _, row in rows.values() if isinstance(row, Person)]
    problems = [row for _, row in rows.values() if isinstance(row, Problem)]
    broken = set()
    for household in (row for _, row in rows.values() if isinstance(row, Household)):
        members = [person for person in persons if person.household_id == household.id]
        ids = {person.citizen_id for person in members} - {None}
        near = [p for p in persons if p.district_code == household.district_code and p.household_id != household.id]
        elsewhere = [p for p in near if p.citizen_id in ids and p.life_state == LifeState.ALIVE]
        own = [problem for problem in problems if problem.household_id == household.id]
        broken |= {(one.id, one.other_value) for one in findings(Home(household, members, own, elsewhere), on=on)}
    filed = [row for _, row in rows.values() if isinstance(row, Finding) and row.rule in OF_ROWS]
    assert {(row.id, row.other_value) for row in filed if row.status == FindingStatus.OPEN} == broken


def what_it_holds(session: Session) -> tuple[dict[UUID, Synced], set[UUID], list[OutboxEntry], list[str]]:
    held = {row.id: row for model in ENTITIES.values() for row in session.exec(select(model))}
    waiting = [entry for entry in session.exec(select(OutboxEntry)) if entry.state in UNANSWERED]
    leaving = {row.row_id for row in session.exec(select(Leaving))}
    session.expunge_all()
    return held, leaving, waiting, state.read(session, "mismatched", [])


def refused_creates(session: Session) -> list[Operation]:
    found = session.exec(select(OutboxEntry).where(OutboxEntry.state == SendState.REFUSED))
    operations = [Operation.model_validate_json(entry.body) for entry in found]
    return [o for o in operations if o.kind == Kind.CREATE and o.entity not in SERVER_WRITES]


def mended(together: Iterable[Operation]) -> list[Edit]:
    """The same household once more, now in a village that there is."""
    edits = []
    for operation in together:
        right = {"village_code": VILLAGES[0]} if operation.entity == "household" else {}
        changes = {**operation.changes, **right}
        edits.append(Edit(operation.entity, operation.row_id, operation.household_id, changes))
    return sorted(edits, key=lambda edit: edit.entity != "household")


def a_new_household(chance: random.Random, village: str) -> list[Edit]:
    home = new_id()
    edits = [Edit("household", home, home, {"village_code": village, "house_no": str(chance.randint(0, 5))})]
    return edits + [a_person(home, given_name=f"คน{n}") for n in range(chance.randint(0, 2))]
