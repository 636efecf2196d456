"""Readers read whatever comes, or refuse it: no crash, no hang, no memory without end. A proof is a million inputs."""

import os

import pytest

from tests.fuzz.run import SHARES, TOGETHER, run

pytest.importorskip("atheris", reason="coverage-guided fuzzing needs Linux and Python before 3.14")
FEW = 1500  # of all targets together
WANTED = SHARES if os.environ.get("PROVE") else {TOGETHER: FEW}
MOST_GROWN_MB = 400


def test_a_proof_is_a_million_inputs() -> None:
    assert sum(SHARES.values()) == 1_000_000


@pytest.mark.parametrize("target", WANTED)
def test_readers_take_whatever_comes(target: str) -> None:
    ran = run(target, WANTED[target])
    print(ran)
    assert not ran.fault, ran.fault
    assert ran.inputs >= WANTED[target]
    assert ran.grown_mb < MOST_GROWN_MB
