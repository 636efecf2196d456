"""Fuzzing one target in a process of its own, and what became of it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HANG_SECONDS = 20  # for one input; the slowest ordinary one takes under a tenth of a second
MOST_MB = 1024
SHARES = {  # of the million inputs of a full proof: what is read fast gets most
    "request": 250_000,
    "reply": 200_000,
    "snapshot": 120_000,
    "key_file": 80_000,
    "target_list": 80_000,
    "welfare_list": 70_000,
    "descriptions": 80_000,
    "archive": 40_000,
    "bundle": 30_000,
    "bundle_reply": 20_000,
    "cache": 15_000,
    "backup": 15_000,
}
TOGETHER = "together"  # all targets in one process: the first byte says which
SHARED_MEMORY = Path("/dev/shm")  # what readers take from files is written a million times
_FAULT = re.compile(r"(=== Uncaught Python exception|==\d+== ERROR).*", re.DOTALL)


@dataclass(frozen=True)
class Ran:
    """`grown_mb` is how much more memory the process had at its peak than when it had read every sample once."""

    target: str
    inputs: int
    seconds: float
    slowest_ms: int
    peak_mb: int
    grown_mb: int
    fault: str

    def __str__(self) -> str:
        figures = f"{self.inputs:>8} inputs {self.seconds:>6.0f} s, slowest {self.slowest_ms} ms"
        memory = f"{self.peak_mb} MB, {self.grown_mb} more than at the start"
        return f"{self.target:<14} {figures}, {memory}" + (f"\n{self.fault}" if self.fault else "")


def run(target: str, inputs: int, *, seed: int = 1) -> Ran:
    """Fuzz until the first fault: an error that is not documented, a hang, or too much memory."""
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir=place) as folder:
        flags = [f"-runs={inputs}", f"-seed={seed}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MOST_MB}"]
        flags += ["-print_final_stats=1", f"-artifact_prefix={folder}/fault-"]
        command = [sys.executable, "-m", "tests.fuzz.fuzzed", target, folder, *flags]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=_environment())
        told = done.stdout + done.stderr
        fault = _fault(told, Path(folder)) if done.returncode else ""
    peak = _figure(told, "stat::peak_rss_mb")
    return Ran(
        target=target,
        inputs=_figure(told, "stat::number_of_executed_units"),
        seconds=time.monotonic() - began,
        slowest_ms=_figure(told, "slowest_ms"),
        peak_mb=peak,
        grown_mb=peak - _figure(told, "begun_rss_mb"),
        fault=fault,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.getcwd()}


def _figure(told: str, name: str) -> int:
    """The last time that it was told."""
    found = re.findall(rf"^{name}:\s+(\d+)$", told, re.MULTILINE)
    return int(found[-1]) if found else 0


def _fault(told: str, folder: Path) -> str:
    """What it says of the fault, and the input that brought it about."""
    told = re.sub(r"^INFO: Instrumenting .*\n", "", told, flags=re.MULTILINE)
    inputs = [repr(path.read_bytes()[:400]) for path in folder.glob("fault-*")]
    found = _FAULT.search(told)
    return "\n".join([found[0][:6000] if found else told[-6000:], *inputs])
