"""Starting the child programs of this folder, and ending what they forked."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def a_program(name: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", f"tests.simulation.{name}", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        try:
            yield program
        finally:
            program.kill()


@dataclass
class Servers:
    """`running`: the number of each serving process by its port."""

    program: subprocess.Popen[str]
    running: dict[int, int] = field(default_factory=dict)

    def start(self, port: int = 0) -> int:
        """One more process, on this port or a new one."""
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.write(f"{port}\n")
        self.program.stdin.flush()
        process, port = map(int, self.program.stdout.readline().split())
        self.running[port] = process
        return port

    def kill(self, port: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.running.pop(port), signal.SIGKILL)


@contextmanager
def servers(url: str, *options: str) -> Iterator[Servers]:
    """Serving processes for this database."""
    with a_program("server_process", url, *options) as program:
        started = Servers(program)
        try:
            yield started
        finally:
            for port in list(started.running):
                started.kill(port)
