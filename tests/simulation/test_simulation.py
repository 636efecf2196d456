"""Stories of tablets and an office end well, whatever goes wrong in them; and much goes wrong in them."""

import os
from collections import Counter

import pytest

from tests.simulation.disk import Ending
from tests.simulation.network import Fate
from tests.simulation.officer import ACTIONS
from tests.simulation.play import Played, play, play_all
from tests.simulation.stage import a_stage
from tests.simulation.story import HAPPENINGS

SEEDS = 2000 if os.environ.get("PROVE") else 50
RARE = {"arrival", "return", "closes a problem", "settles a conflict"}  # they need a story that has led up to them


@pytest.fixture(scope="module")
def told() -> list[Played]:
    return list(play_all(0, SEEDS, processes=2))


def test_no_story_loses_an_edit_or_ends_with_two_truths(told: list[Played]) -> None:
    bad = [played for played in told if played.words]
    assert not bad, "\n".join(map(str, bad))
    assert len(told) == SEEDS


def test_all_that_can_happen_happens(told: list[Played]) -> None:
    """A story in which nothing goes wrong proves nothing."""
    counts = sum((played.counts for played in told), Counter[str]())
    wanted = {*Fate, *Ending, "server crashed", "late"} | {told_as(one) for one in (*ACTIONS, *HAPPENINGS)}
    missing = {what for what in wanted if not counts[what]}
    assert not missing - (RARE if len(told) < 500 else set())


def told_as(happening: object) -> str:
    return happening.__name__.strip("_").replace("_", " ")


def test_a_seed_tells_the_same_story_again() -> None:
    with a_stage() as stage:
        first, _, again = (play(stage, seed) for seed in (3, 4, 3))
    assert (first.counts, first.said) == (again.counts, again.said)
    assert len(first.said) > 10
