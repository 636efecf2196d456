"""The figures of the benchmark: what each one runs, checks and reports.

Every run has vaults of its own; medians count.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from field_app.store.vault import KeyRing, wrap
from tests.bench import floor, history, pages, screens, tablet
from tests.bench.office import Office, an_office
from tests.bench.relay import a_relay
from tests.bench.tablet import Enrolled, Measured
from tests.builders import PIN

KEYS = ("seconds", "bytes_up", "bytes_down", "requests", "ratio_to_floor", "peak_mb")
SCREENS = ("first_screen_20000", "search_on_screen_20000", "open_household_20000")
NAMES = (
    *("first_download_2000", "first_download_20000", "nothing_to_do_20000", "edits_500_up", "conflicts_200"),
    *("resume_half", "search_20000", "search_narrowed_20000", "save_edit", "open_20000"),
    *(*SCREENS, "office_pages_20000", "verify_log_100000", "server_exchanges"),
)
ELSEWHERE = frozenset({"server_exchanges"})  # PostgreSQL under load is not set up here
ENTITIES = ("household", "person", "problem", "four_t")
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.bench.tablet"])


class NotMeasuredError(Exception):
    """What ran did not do what the figure is about."""


@dataclass(frozen=True)
class Scale:
    """How much of everything, and how often. `journal`: edits in a vault since its checkpoint;
    `seen`: searches and households on the screen."""

    runs: int = 5
    small: int = 2000
    large: int = 20_000
    edits: int = 500
    conflicts: int = 200
    searches: int = 200
    saves: int = 300
    journal: int = 1000
    seen: int = 20
    history: int = 100_000


def measure(folder: Path, scale: Scale, say: Callable[[str], None]) -> list[Measured]:
    """All figures in their order, null where one is measured elsewhere. Raises NotMeasuredError.

    `say` hears what is measured now.
    """
    # Each work gets a new process, forked from one that has imported everything and done nothing.
    with ProcessPoolExecutor(1, mp_context=PROCESSES, max_tasks_per_child=1) as pool:
        bench = Bench(folder, scale, say, pool)
        with an_office(folder / "small", scale.small) as office:
            bench.downloads("first_download_2000", office, scale.small)
        with an_office(folder / "large", scale.large) as office:
            bench.all_of_large(office)
        bench.history()
    found = {name: bench.figures.get(name, {}) for name in NAMES}
    return [{"name": name, **dict.fromkeys(KEYS), **figure} for name, figure in found.items()]


@dataclass
class Bench:
    """Runs the figures one after the other."""

    folder: Path
    scale: Scale
    say: Callable[[str], None]
    pool: ProcessPoolExecutor
    figures: dict[str, Measured] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.wrapped = wrap(KeyRing.new(), PIN)
        self._tablets = 0

    def all_of_large(self, office: Office) -> None:
        """Every figure that needs the large area, on the tablets of its first downloads."""
        held = self.downloads("first_download_20000", office, self.scale.large)
        neighbours = self.resume(office)
        self.say("nothing_to_do_20000")
        self._note("nothing_to_do_20000", [self._run(tablet.nothing_to_do, one) for one in held], office)
        self.say("search_20000")
        self._note("search_20000", [self._run(tablet.search, one, self.scale.searches) for one in held])
        self.say("search_narrowed_20000")
        narrowed = [self._run(tablet.search_narrowed, one, self.scale.searches) for one in held]
        self._note("search_narrowed_20000", narrowed)
        self.edits(office, held)
        self.conflicts(office, held, neighbours)
        self.saves(office, held)
        self.openings(held)
        self.screens(held)
        self.say("office_pages_20000")
        self.figures["office_pages_20000"] = pages.measure(office)

    def downloads(self, name: str, office: Office, count: int) -> list[Enrolled]:
        """The first tablet of an area waits until its file is made; those after it are measured, and returned."""
        self.say(name)
        first = self._run(tablet.download, self._enrolled(office))
        tablets = [self._enrolled(office) for _ in range(self.scale.runs)]
        results = [self._run(tablet.download, one) for one in tablets]
        expect(all(result["households"] == count for result in results), f"{name}: not all households came")
        self._note(name, results, office, first_of_area_seconds=first["seconds"])
        answer = floor.payload(Path(str(office.database.engine.url.database)), ENTITIES)
        with self._floor(answer) as url:
            self._compare(name, [self.pool.submit(floor.fetch, url).result() for _ in tablets])
        self.figures[name]["floor_bytes"] = len(answer)
        return tablets

    def resume(self, office: Office) -> list[Enrolled]:
        """Cut at half of an uncut download's bytes; a new process goes on from there. Returns the tablets."""
        self.say("resume_half")
        with a_relay(office.url) as whole:
            self._run(tablet.download, self._enrolled(office, whole.url))
        results, tablets = [], []
        for _ in range(self.scale.runs):
            with a_relay(office.url, limit=whole.down // 2) as cut, a_relay(office.url) as rest:
                one = self._enrolled(office, cut.url)
                began = self._run(tablet.cut_download, one)
                ended = self._run(tablet.download, replace(one, url=rest.url))
            expect(ended["households"] == self.scale.large, "resume_half: not all households came")
            down = cut.down + rest.down
            both = {key: began[key] + ended[key] for key in ("seconds", "cpu_seconds")}
            results.append({**ended, **both, "bytes_down": down, "share_of_uncut": down / whole.down})
            tablets.append(replace(one, url=office.url))
        self._note("resume_half", results, office, uncut_bytes_down=whole.down)
        return tablets

    def edits(self, office: Office, held: list[Enrolled]) -> None:
        """One field of as many households, recorded before the clock starts."""
        self.say("edits_500_up")
        count = self.scale.edits
        results = [self._run(tablet.send_edits, one, run * count, count) for run, one in enumerate(held)]
        expect(all(result["stored"] == count for result in results), "edits_500_up: not all edits were stored")
        self._note("edits_500_up", results, office)
        with self._floor(b"") as url:
            self._compare(
                "edits_500_up", [self.pool.submit(floor.post, url, office.bodies(count)).result() for _ in held]
            )

    def conflicts(self, office: Office, held: list[Enrolled], neighbours: list[Enrolled]) -> None:
        """Two tablets edit the same fields unseen; the second one's exchange is measured, both must show them all."""
        self.say("conflicts_200")
        count, results = self.scale.conflicts, []
        for run, (first, second) in enumerate(zip(held, neighbours, strict=True)):
            at = self.scale.large - (run + 1) * count
            self._run(tablet.record_edits, first, at, count, "มีเงินฝากธนาคาร")
            self._run(tablet.record_edits, second, at, count, "ไม่มีเงินออม")
            self._run(tablet.send, first)
            results.append(self._run(tablet.send, second))
            both = results[-1]["standing_conflicts"], self._run(tablet.send, first)["standing_conflicts"]
            expect(both == ((run + 1) * count,) * 2, f"conflicts_200: the tablets show {both}")
        self._note("conflicts_200", results, office)

    def saves(self, office: Office, held: list[Enrolled]) -> None:
        """On a full tablet, and while a first download runs in the same process."""
        self.say("save_edit")
        self._note("save_edit", [self._run(tablet.save, one, self.scale.saves) for one in held])
        during = [self._run(tablet.save_during_download, self._enrolled(office), office.rows) for _ in held]
        self.figures["save_edit"] |= {
            f"during_download_{key}": median(result[key] for result in during) for key in ("p50_ms", "p95_ms", "count")
        }

    def openings(self, held: list[Enrolled]) -> None:
        """After a checkpoint; and, apart, with the journal of many edits."""
        self.say("open_20000")
        for one in held:
            self._run(tablet.checkpoint, one)
        results = [self._run(tablet.open_vault, one) for one in held]
        expect(
            all(result["households"] == self.scale.large for result in results), "open_20000: households are missing"
        )
        self._run(tablet.save, held[0], self.scale.journal)
        self._note("open_20000", results, long_journal_seconds=self._run(tablet.open_vault, held[0])["seconds"])

    def screens(self, held: list[Enrolled]) -> None:
        """What the browser shows of the same tablets."""
        results = []
        for one in held:
            found = self._run(tablet.searches, one, self.scale.seen)["found"]
            results.append(screens.measure(one, found))
        for name in SCREENS:
            self.say(name)
            self._note(name, [result[name] for result in results])

    def history(self) -> None:
        """The command that proves the whole of it, on a database of its own."""
        name, count = "verify_log_100000", self.scale.history
        self.say(name)
        results = history.measure(self.folder / "history", count, self.scale.runs)
        expect(all(one["operations"] == count for one in results), f"{name}: not all operations were proven")
        expect(not any(one["broken"] for one in results), f"{name}: the history is broken")
        self._note(name, results)

    def _run(self, work: Any, *arguments: Any) -> Measured:
        """One work in a process of its own."""
        return self.pool.submit(tablet.run, work, *arguments).result()

    def _enrolled(self, office: Office, url: str | None = None) -> Enrolled:
        self._tablets += 1
        return office.enrol(self.folder / f"tablet{self._tablets}", self.wrapped, url=url)

    def _note(self, name: str, results: Sequence[Measured], office: Office | None = None, **others: Any) -> None:
        """The figure is the median of each number."""
        self.figures[name] = {key: median(result[key] for result in results) for key in results[0]} | others
        if office is not None:
            self.figures[name]["server_peak_mb"] = office.peak_mb()

    def _compare(self, name: str, floors: Sequence[float]) -> None:
        figure, seconds = self.figures[name], median(floors)
        figure |= {"floor_seconds": seconds, "ratio_to_floor": figure["seconds"] / seconds}

    @contextmanager
    def _floor(self, answer: bytes) -> Iterator[str]:
        """The floor's server in a process of its own."""
        ours, theirs = PROCESSES.Pipe()
        server = PROCESSES.Process(target=floor.serve, args=(answer, theirs), daemon=True)
        server.start()
        try:
            yield f"http://127.0.0.1:{ours.recv()}"
        finally:
            server.terminate()
            server.join()


def expect(holds: bool, otherwise: str) -> None:
    """Raises NotMeasuredError."""
    if not holds:
        raise NotMeasuredError(otherwise)
