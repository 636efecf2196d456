"""How much a derivation is made to cost: by what is measured, and never less than the floor."""

import pytest

from field_app.config import UNLOCK_SECONDS, Settings
from field_app.store.calibration import AIM_SECONDS, LEAST_SECONDS, MOST_SECONDS, calibrated, seconds_of
from field_app.store.vault import MOST_PASSES, PASSES


@pytest.mark.parametrize("per_pass", [0.012, 0.03, 0.05, 0.09, 0.11, 0.3])
def test_a_device_of_any_speed_gets_what_takes_it_long_enough_and_no_longer(per_pass: float) -> None:
    passes = calibrated(seconds=lambda passes: 0.01 + per_pass * passes)
    assert passes == PASSES or LEAST_SECONDS <= 0.01 + per_pass * passes <= MOST_SECONDS
    assert (passes == PASSES) == (0.01 + per_pass * PASSES >= LEAST_SECONDS)


def test_no_measure_and_no_aim_gets_below_the_floor_or_beyond_what_a_tablet_takes() -> None:
    assert calibrated(seconds=lambda _: 60.0) == PASSES
    assert calibrated(seconds=lambda _: 1e-9) == MOST_PASSES
    assert calibrated(0.001, seconds=lambda passes: passes / 10) == PASSES
    assert calibrated(0.0) == calibrated(-1.0) == PASSES


@pytest.mark.parametrize(
    ("said", "aim"), [("0", 0), ("-3", 0), ("nan", 0), ("0.4", 0.4), ("60", 1), ("เร็ว", AIM_SECONDS)]
)
def test_the_environment_chooses_within_the_bounds(monkeypatch: pytest.MonkeyPatch, said: str, aim: float) -> None:
    monkeypatch.setenv(UNLOCK_SECONDS, said)
    assert Settings.read().unlock_seconds == aim


def test_without_a_word_in_the_environment_it_is_half_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(UNLOCK_SECONDS)
    assert Settings.read().unlock_seconds == AIM_SECONDS


def test_more_passes_take_longer() -> None:
    assert seconds_of(4 * PASSES) > seconds_of(PASSES)
