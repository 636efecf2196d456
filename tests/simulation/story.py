"""One seed, one story: tablets and a server, what officers do, everything that goes wrong, and quiet in the end."""

import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import httpx
from sqlmodel import Session

from field_app.services.tablet import Tablet
from field_app.store import reception, state
from field_app.store.errors import StorageFull
from field_app.sync.engine import Summary
from field_app.sync.errors import Offline, ServerRefused
from server.services.exchanging import answer
from shared_models.errors import DomainError
from shared_models.exchange import ExchangeReply
from shared_models.operation import Operation
from tests.simulation import versions
from tests.simulation.disk import Ending, Killed
from tests.simulation.ending import Lost, need
from tests.simulation.founding import FOUNDED_MS
from tests.simulation.network import Network
from tests.simulation.office import Crashed, Office
from tests.simulation.officer import Action, Officer
from tests.simulation.stage import Stage
from tests.simulation.tablets import FieldTablet, an_id, enrol
from tests.simulation.world_clock import DAY, HOUR, SECOND, SKEWS_MS, TabletClock, WorldClock

SCOPES = (
    ["560102"],
    ["56010204", "56010205"],
    ["56010204", "56020101"],
    ["5601"],
    ["560104", "5602"],
    ["56010205", "56010401", "56020102"],
    ["56010402"],
)
STEPS = 14
ROUNDS = 8  # of quiet; far fewer are needed
MANY = 5000


class Said(NamedTuple):
    """An operation that an officer was told is saved: the true time, and on which tablet unless before the story."""

    operation: Operation
    when_ms: int
    tablet: FieldTablet | None = None


class Line(NamedTuple):
    """One step as it is told; `about` are the households it touched, and nothing where it touched all."""

    number: int
    words: str
    about: frozenset[UUID]


@dataclass
class Late:
    """What is still under way for a tablet, and since when: a request, a reply, or a file to or from the office."""

    tablet: FieldTablet
    sent_ms: int
    request: httpx.Request | None = None
    reply: bytes | None = None
    bundle: bytes | None = None
    bundle_reply: bytes | None = None
    is_awaited: bool = True

    def __str__(self) -> str:
        kinds = {
            "request": self.request,
            "reply": self.reply,
            "bundle": self.bundle,
            "bundle's reply": self.bundle_reply,
        }
        return next(kind for kind, there in kinds.items() if there is not None)


@dataclass
class Story:
    """`said` is what the oracle goes by; `late_ms` how late something of a tablet arrived at most."""

    chance: Random
    clock: WorldClock
    office: Office
    network: Network
    http: httpx.AsyncClient
    tablets: list[FieldTablet] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    late_ms: Counter[str] = field(default_factory=Counter)
    jumped: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0

    @classmethod
    async def begin(cls, stage: Stage, seed: int) -> "Story":
        chance, clock = Random(seed), WorldClock()
        answer.PAGE, answer.INLINE_ROWS, stage.seconds = MANY, MANY, 0.0  # whatever story was told before
        office = Office(stage, clock, chance)
        network = Network(office, chance, is_faulty=False)
        story = cls(chance, clock, office, network, httpx.AsyncClient(transport=network))
        for number in range(chance.choices([2, 3, 4, 5, 6], [66, 20, 8, 4, 2])[0]):
            await story._enrol(stage.folder / f"tablet{number}", f"tablet {number + 1}")
        founded = (Said(operation, FOUNDED_MS) for operation in stage.founded)
        story.said = {one.operation.stamp: one for one in founded}
        versions.choose(stage, office, chance)
        office.back_up()
        for tablet in story.tablets:
            if chance.random() < 0.5:
                await story._press(tablet, is_faulty=False)
        network.is_faulty = True
        return story

    async def _enrol(self, folder: Path, name: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        clock = TabletClock(self.clock, self.chance, self.chance.choice(SKEWS_MS))
        tablet = FieldTablet(name, self.office.stage.disks.add(folder), clock, self.http)
        officers = 2 if self.chance.random() < 0.25 else 1
        await enrol(self.office, tablet, *(self._scope() for _ in range(officers)))
        self.tablets.append(tablet)
        self._give_areas()
        self.tell(f"{name} is enrolled for {' and '.join(map(str, tablet.areas))}, its clock {clock.skew_ms} ms off")

    def _scope(self) -> list[str]:
        """Often the same as the first one's, so that tablets meet."""
        if self.tablets and self.chance.random() < 0.5:
            return self.tablets[0].areas[0]
        return self.chance.choice(SCOPES)

    async def end(self) -> None:
        for tablet in self.tablets:
            await tablet.close()
        await self.http.aclose()
        self.office.leave()

    def tell(self, words: str, *about: UUID) -> None:
        if self.network.told:
            words += f" ({', '.join(self.network.told)})"
            self.network.told.clear()
        self.lines.append(Line(self.number, words, frozenset(about)))

    # what happens -----------------------------------------------------------------------------------------------------

    async def run(self, steps: int = STEPS) -> None:
        for self.number in range(1, steps + 1):
            self.clock.passes(self.chance.choice([SECOND, 90 * SECOND, HOUR, 5 * HOUR, DAY]))
            await self._deliver(0.2)
            tablet = self.chance.choice(self.tablets)
            happens, weight = zip(*HAPPENINGS.items(), strict=True)
            chosen = self.chance.choices(happens, weight)[0]
            self.counts[chosen.__name__.strip("_").replace("_", " ")] += 1
            await self._survive(tablet, lambda: chosen(self, tablet))  # noqa: B023 -- awaited at once
        self.number += 1
        while self.late:
            await self._deliver(1.0)
        await self._come_to_rest()

    async def _survive(self, tablet: FieldTablet, step: Callable[[], Awaitable[None]]) -> None:
        """A tablet that dies starts again; a full disk refuses and nothing more."""
        try:
            await step()
        except Killed:
            self._tell_ending(tablet)
            self._forget_connections(tablet)
            await tablet.start_again()
        except StorageFull:
            self._tell_ending(tablet)

    def _forget_connections(self, tablet: FieldTablet) -> None:
        """Requests of a process that died may arrive; nobody is there for a reply."""
        self.late = [one for one in self.late if one.tablet is not tablet or one.reply is None]
        for one in self.late:
            one.is_awaited = one.is_awaited and one.tablet is not tablet

    def _tell_ending(self, tablet: FieldTablet) -> None:
        need(tablet.disk.ending, f"{tablet.name} died of nothing")
        self.counts[tablet.disk.ending] += 1
        self.tell(f"{tablet.name}: {tablet.disk.ending}")

    async def _breaks(self, tablet: FieldTablet) -> None:
        """Something will fail at one of the next writes, whenever they come; a full disk is emptied."""
        if tablet.disk.ending == Ending.FULL:
            tablet.disk.repair()
        if tablet.disk.ending is None:
            ending = self.chance.choices([Ending.KILL, Ending.POWER, Ending.FULL], [4, 5, 2])[0]
            tablet.disk.arm(ending, self.chance.randint(1, 20), after=self.chance.random() < 0.5)

    async def _edits(self, tablet: FieldTablet) -> None:
        for _ in range(self.chance.choice([1, 1, 2, 4])):
            seat = self.chance.choice(tablet.seats)
            action = await tablet.read(lambda session: self._thought_of(session, tablet, seat))  # noqa: B023 -- at once
            if action is not None:
                await self._record(tablet, seat, action)

    def _thought_of(self, session: Session, tablet: FieldTablet, seat: Tablet) -> Action | None:
        codes = tablet.ever[tablet.seats.index(seat)]
        new_id: Callable[[], UUID] = lambda: an_id(self.chance, seat.moment().wall_ms)  # noqa: E731
        return Officer(session, self.chance, new_id, codes).act()

    async def _record(self, tablet: FieldTablet, seat: Tablet, action: Action) -> None:
        when_ms = self.clock.now_ms
        try:
            operations = await tablet.record(seat, action.edits, mends=action.mends)
        except DomainError as problem:
            if isinstance(problem, StorageFull):
                raise
            return  # a rule refuses
        for operation in operations:
            if operation.stamp in self.said:
                raise Lost("a stamp was given twice: what had it first is gone")
            self.said[operation.stamp] = Said(operation, when_ms, tablet)
        homes = {operation.household_id for operation in operations}
        homes |= {UUID(str(o.changes["household_id"])) for o in operations if "household_id" in o.changes}
        saved = "" if operations else ", of which nothing is recorded"
        officer = tablet.seats.index(seat) + 1
        self.counts[action.words] += 1
        self.tell(f"{tablet.name}, officer {officer} {action.words}{saved}", *homes)

    async def _connects(self, tablet: FieldTablet) -> None:
        if self.chance.random() < 0.15:
            self.network.meanwhile = lambda: self._meanwhile(tablet)
        await self._connects_alone(tablet)

    async def _connects_alone(self, tablet: FieldTablet) -> None:
        answer.PAGE, answer.INLINE_ROWS = self.chance.choice([3, MANY, MANY]), self.chance.choice([6, MANY, MANY])
        if self.chance.random() < 0.12:
            self.office.crash_after(self.chance.randrange(90), power_fails=self.chance.random() < 0.5)
        waiting = [one for one in self.late if one.request is not None]
        if waiting and self.chance.random() < 0.3:
            self.office.database.between = lambda: self._overtaken(self.chance.choice(waiting))
        await self._press(tablet, is_faulty=True)

    async def _press(self, tablet: FieldTablet, *, is_faulty: bool) -> Summary | None:
        """The button; None where it did not come to its end."""
        seat, limit, ended = self.chance.choice(tablet.seats), self.chance.choice([2, 500, 500]), "done"
        try:
            summary = await tablet.exchange(seat, limit=limit, attempts=self.chance.choice([1, 1, 3]))
        except (Offline, ServerRefused) as problem:
            if not is_faulty:
                raise
            ended = str(problem.details.get("answer", "offline"))
            return None
        else:
            need(summary.finished, f"{tablet.name}: the exchange says it is not finished")
            need(not summary.mismatched, f"{tablet.name}: the digest of {summary.mismatched} did not match")
            return summary
        finally:
            self.network.meanwhile = self.office.database.between = None
            self.office.statements_left = self.office.database.durable = None
            self._note_late(tablet)
            self.tell(f"{tablet.name} exchanges: {ended}")

    def _note_late(self, tablet: FieldTablet) -> None:
        network, now_ms = self.network, self.clock.now_ms
        self.late += [Late(tablet, now_ms, request=request) for request in network.late_requests]
        self.late += [Late(tablet, now_ms, reply=reply) for reply in network.late_replies]
        network.late_requests, network.late_replies = [], []

    async def _meanwhile(self, tablet: FieldTablet) -> None:
        """While a tablet waits for its answer, its officer goes on, or another tablet exchanges."""
        self.network.meanwhile = None
        self._note_late(tablet)
        others = [other for other in self.tablets if other is not tablet]
        if tablet.disk.ending is None and self.chance.random() < 0.6:
            await self._edits(tablet)
            return
        other = self.chance.choice(others)
        await self._survive(other, lambda: self._edits(other))
        await self._survive(other, lambda: self._connects_alone(other))

    def _overtaken(self, one: Late) -> None:
        """Another request arrives between this one's writing and its reading."""
        if one in self.late:
            self.late.remove(one)
            self._arrives(one)

    def _arrives(self, one: Late) -> None:
        """A late request; its reply will be late, too."""
        assert one.request is not None
        self._note_lateness(one)
        reply = self.network.deliver_late(one.request)
        if reply is not None and one.is_awaited:
            self.late.append(Late(one.tablet, self.clock.now_ms, reply=reply))

    async def _deliver(self, share: float) -> None:
        """What was late arrives at last."""
        due = [one for one in self.late if self.chance.random() < share]
        for one in due:
            if one not in self.late:
                continue
            self.late.remove(one)
            self.counts["late"] += 1
            if one.request is not None:
                self._arrives(one)
            elif one.bundle is not None:
                self._office_takes(one, one.bundle)
            else:
                await self._survive(one.tablet, lambda: self._receive(one))  # noqa: B023 -- awaited at once
            self.tell(f"a late {one} of {one.tablet.name} arrives")

    async def _receive(self, one: Late) -> None:
        if one.bundle_reply is not None:
            if await one.tablet.read(lambda session: state.read(session, "skew_ms")) is None:
                self._note_lateness(one)  # the first measure of a clock holds the days that the file took, too
            await one.tablet.by_file(one.tablet.seats[0], limit=500).take_in(one.bundle_reply)
            return
        assert one.reply is not None
        self._note_lateness(one)
        reply, now_ms = ExchangeReply.from_bytes(one.reply), one.tablet.clock().wall_ms
        await one.tablet.write(lambda t: reception.receive(t, reply, now_ms=now_ms, repulled=frozenset()))

    async def _hands_in_a_file(self, tablet: FieldTablet) -> None:
        """A bundle goes to the office, once or twice, some time."""
        seat, limit = self.chance.choice(tablet.seats), self.chance.choice([1, 3, 500])
        exported = await tablet.by_file(seat, limit=limit).export()
        copies = self.chance.choice([1, 1, 2])
        self.late += [Late(tablet, self.clock.now_ms, bundle=exported.data) for _ in range(copies)]
        self.tell(f"{tablet.name} writes a bundle of {exported.operations} operations")

    def _office_takes(self, one: Late, bundle: bytes) -> None:
        """Its reply goes back, once or twice, some time."""
        self._note_lateness(one)
        if self.chance.random() < 0.2:
            self.office.crash_after(self.chance.randrange(90), power_fails=self.chance.random() < 0.5)
        try:
            reply = self.office.take_bundle(bundle)
        except Crashed:
            self.counts["server crashed"] += 1
            self.late.append(one)
            return
        copies = self.chance.choice([0, 1, 1, 2])
        self.late += [Late(one.tablet, self.clock.now_ms, bundle_reply=reply) for _ in range(copies)]

    def _note_lateness(self, one: Late) -> None:
        lateness = self.clock.now_ms - one.sent_ms
        self.late_ms[one.tablet.name] = max(self.late_ms[one.tablet.name], lateness)

    async def _checkpoints(self, tablet: FieldTablet) -> None:
        await tablet.seats[0].database.checkpoint()
        self.tell(f"{tablet.name} writes its image")

    async def _jumps(self, tablet: FieldTablet) -> None:
        tablet.clock.skew_ms = self.chance.choice(SKEWS_MS)
        self.jumped.add(tablet.name)
        self.tell(f"{tablet.name}: its clock is now {tablet.clock.skew_ms} ms off")

    async def _has_other_areas(self, tablet: FieldTablet) -> None:
        seat = self.chance.randrange(len(tablet.seats))
        tablet.areas[seat] = self._scope()
        tablet.ever[seat].update(tablet.areas[seat])
        self._give_areas()
        self.tell(f"{tablet.name}, officer {seat + 1} now has {tablet.areas[seat]}")

    async def _is_revoked_or_given_back(self, tablet: FieldTablet) -> None:
        tablet.is_revoked = not tablet.is_revoked
        self.office.revoke(tablet.device_id, is_revoked=tablet.is_revoked)
        self.tell(f"{tablet.name} is {'revoked' if tablet.is_revoked else 'given back'}")

    async def _is_upgraded(self, tablet: FieldTablet) -> None:
        if self.chance.random() < 0.5:
            await tablet.forget_cursors()
        else:
            await tablet.lose_a_column("household", "lane")
        self.tell(f"{tablet.name} has a new version of the app")

    async def _office_backs_up(self, _tablet: FieldTablet) -> None:
        self.office.back_up()
        self.tell("the office makes a backup")

    async def _office_restores(self, _tablet: FieldTablet) -> None:
        self.office.restore()
        self._give_areas()
        for tablet in self.tablets:
            self.office.revoke(tablet.device_id, is_revoked=tablet.is_revoked)
        self.tell("the office restores its backup")

    async def _office_upgrades(self, _tablet: FieldTablet) -> None:
        versions.upgrade(self.office)
        self.tell("the office has a new version of the server")

    def _give_areas(self) -> None:
        """The office's lists are as the story has them, also after a restore."""
        held: dict[Any, tuple[list[str], set[str]]] = {}
        for tablet in self.tablets:
            for seat, codes, ever in zip(tablet.seats, tablet.areas, tablet.ever, strict=True):
                held[seat.officer.officer_id] = codes, ever
        self.office.give_areas(held)

    async def _come_to_rest(self) -> None:
        """No more faults; everybody exchanges until nothing goes either way."""
        self.network.is_faulty = False
        versions.upgrade(self.office)
        for tablet in self.tablets:
            tablet.disk.repair()
        for _ in range(ROUNDS):
            summaries = [await self._press(tablet, is_faulty=False) for tablet in self.tablets]
            if not sum(one.stored + one.known + one.held for one in summaries if one):
                return  # the office has not changed since the first of them asked
        need(False, "it does not come to rest")


Happening = Callable[[Story, FieldTablet], Awaitable[None]]
HAPPENINGS: dict[Happening, int] = {
    Story._edits: 46,
    Story._connects: 30,
    Story._breaks: 7,
    Story._hands_in_a_file: 5,
    Story._checkpoints: 2,
    Story._jumps: 2,
    Story._has_other_areas: 3,
    Story._is_revoked_or_given_back: 2,
    Story._is_upgraded: 2,
    Story._office_backs_up: 2,
    Story._office_restores: 2,
    Story._office_upgrades: 1,
}
