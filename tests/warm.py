"""The two programs, each time in a process of its own: one that has loaded them already and waits makes it.

Without the seconds that loading takes, which are most of what a command costs. A test of how a program starts, or of
what becomes of everything it has started, takes the installed script instead.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from typing import Protocol

from field_app import bootstrap, cli

NOWHERE = Path(os.devnull)


class Program(Protocol):
    """What is asked of a program that was started, however it was."""

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class Running:
    """One from the process that waits, with what `subprocess.Popen` offers."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], out: Path, err: Path | None) -> None:
        self.name = command[0]
        self._process: ForkServerProcess = prepare().Process(target=_become, args=(list(command), dict(env), out, err))
        self._process.start()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        """Its exit status. Raises TimeoutExpired."""
        self._process.join(timeout)
        status = self.poll()
        if status is None:
            raise TimeoutExpired(self.name, timeout)
        return status

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def start(command: Sequence[str], *, env: Mapping[str, str], out: Path = NOWHERE, err: Path | None = None) -> Running:
    """`command` begins with `field-app` or `field-server`; `err` None leaves its complaints in those of the tests."""
    return Running(command, env, out, err)


def run(command: Sequence[str], *, env: Mapping[str, str], timeout: float = 300) -> CompletedProcess[str]:
    """As `subprocess.run` that captures text."""
    with tempfile.TemporaryDirectory(prefix="visit-run-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        running = start(command, env=env, out=out, err=err)
        try:
            status = running.wait(timeout)
        except TimeoutExpired:
            running.kill()
            raise
        return CompletedProcess(list(command), status, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def prepare() -> ForkServerContext:
    """What the process that waits loads. Python has one for all, and the first to need it starts it: an office in the
    tests' own process, whose long work comes from it too, would have it load that alone.
    """
    from server.cli import COMMANDS
    from server.services.background import job_runner

    context = ForkServerContext()
    parts = [f"server.cli.{name}" for name in COMMANDS]
    context.set_forkserver_preload([cli.__name__, bootstrap.__name__, *parts, job_runner.__name__])
    return context


def _become(command: list[str], env: dict[str, str], out: Path, err: Path | None) -> None:
    """What the installed script of a program does."""
    os.environ.clear()
    os.environ.update(env)
    for number, path in ((1, out), (2, err)):
        if path:
            with path.open("wb") as file:
                os.dup2(file.fileno(), number)
    sys.argv = command
    (program,) = entry_points(group="console_scripts", name=command[0])
    sys.exit(program.load()())
