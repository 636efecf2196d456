"""Playing stories: one seed after the other, on as many processes as are asked for."""

import asyncio
import atexit
import gc
import os
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from tests.simulation import oracle
from tests.simulation.ending import Diverged, Lost
from tests.simulation.stage import Stage, a_stage
from tests.simulation.story import Line, Story

ROOT = Path(__file__).parents[2]
STORIES_A_COLLECTION = 20
REHEARSAL = -1  # the seed of a story of which nothing is told
_stage: Stage | None = None


@dataclass
class Played:
    """What became of one story; `words` are empty when it ended well. `said`: the stamps of what was recorded."""

    seed: int
    words: str = ""
    is_lost: bool = False
    lines: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        steps = "\n".join(f"  {line}" for line in self.lines)
        return f"seed {self.seed}: {self.words}\n{steps}\n  make simulate SEEDS=1 FIRST={self.seed}"


def play(stage: Stage, seed: int) -> Played:
    """One story from its beginning to the oracle. Everything in it follows from the seed.

    What is done once in a process, as opening the first connection, is done by a rehearsal: it would move the crashes
    of the first story that is played.
    """
    if not stage.is_rehearsed:
        stage.is_rehearsed = True
        play(stage, REHEARSAL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", Random(f"bytes {seed}").randbytes)
        return asyncio.run(_play(stage, seed))


async def _play(stage: Stage, seed: int) -> Played:
    story = await Story.begin(stage, seed)
    played = Played(seed)
    try:
        await story.run()
        await oracle.check(story)
    except Exception as problem:
        about = problem.about if isinstance(problem, Diverged) else frozenset()
        played.is_lost = isinstance(problem, Lost)
        played.words = _told(problem)
        played.lines = [f"{line.number:>2} {line.words}" for line in story.lines if _matters(line, about)]
    finally:
        await story.end()
    played.counts, played.said = story.counts + story.network.counts, sorted(story.said)
    return played


def _matters(line: Line, about: frozenset[object]) -> bool:
    return not about or not line.about or bool(line.about & about)


def _told(problem: Exception) -> str:
    """In words; of an error that nobody expects also where the project's own code met it."""
    if isinstance(problem, Lost | Diverged):
        return f"{type(problem).__name__.lower()}: {problem}"
    frames = [
        frame for frame in traceback.extract_tb(problem.__traceback__) if Path(frame.filename).is_relative_to(ROOT)
    ]
    ours = [frame for frame in frames if ".venv" not in frame.filename]
    where = " < ".join(f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in ours[:-5:-1])
    return f"{type(problem).__name__}: {problem} ({where})"


def play_all(first: int, count: int, *, processes: int) -> Iterator[Played]:
    """These seeds, in whatever order they come to their end."""
    os.environ["PYTHONHASHSEED"] = "0"  # of the processes to come: a set of texts has one order, then
    with get_context("spawn").Pool(processes, initializer=_set_the_stage) as pool:
        yield from pool.imap_unordered(_play_on_stage, range(first, first + count), chunksize=4)


def _set_the_stage() -> None:
    global _stage
    stack = ExitStack()
    _stage = stack.enter_context(a_stage())
    atexit.register(stack.close)
    gc.disable()


def _play_on_stage(seed: int) -> Played:
    assert _stage is not None
    if seed % STORIES_A_COLLECTION == 0:
        gc.collect()
    return play(_stage, seed)
