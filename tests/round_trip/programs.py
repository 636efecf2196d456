"""The two programs as processes, as support staff start them."""

import json
import os
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests import warm
from tests.databases import sqlite_url
from tests.migrated import own_folder

SAMPLE = Path(__file__).parent.parent / "samples" / "targets_5601"
PIN, PASSWORD = "482913", "รหัสผ่านยาวพอ"
START_TRIES = 600


@dataclass
class Program:
    """One of the two programs with its data directory."""

    name: str
    data_dir: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, **self.environment, **environment}
        return warm.run(self.command("--json", *arguments), env=variables)

    def command(self, *arguments: str) -> list[str]:
        return [self.name, "--data-dir", str(self.data_dir), *arguments]

    def answer(self, *arguments: str, **environment: str) -> dict:
        done = self.run(*arguments, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().splitlines()[-1])


def field_app(folder: Path) -> Program:
    return Program("field-app", folder, {"FIELD_APP_PIN": PIN})


def field_server(folder: Path) -> Program:
    return Program("field-server", folder, {"FIELD_SERVER_DATABASE_URL": sqlite_url(folder)})


def a_district(folder: Path) -> Program:
    """The server of a district with the sample list: a copy of one that commands alone set up in this process."""
    shutil.copytree(_district(), folder, dirs_exist_ok=True)
    return field_server(folder)


@cache
def _district() -> Path:
    folder = own_folder()
    program = field_server(folder)
    program.answer("init", "--district", "5601", FIELD_SERVER_PASSWORD=PASSWORD)
    program.answer("import-targets", str(SAMPLE / "targets.txt"), "--dictionary", str(SAMPLE / "dictionary.csv"))
    return folder


@contextmanager
def serving(server: Program, port: int | None = None) -> Iterator[str]:
    """`field-server serve` as a process of its own, until it answers."""
    from tests.browser.driver import free_port

    port = port or free_port()
    process = warm.start(server.command("serve", "--port", str(port)), env={**os.environ, **server.environment})
    url = f"http://127.0.0.1:{port}"
    try:
        answers(process, url)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def answers(process: warm.Program, url: str, context: ssl.SSLContext | None = None) -> None:
    """Wait until a server that was started answers."""
    for _ in range(START_TRIES):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(f"{url}/health", timeout=1, context=context).close()
            return
        except (urllib.error.URLError, OSError):
            process_wait(process)
    raise AssertionError("the server did not start")


def process_wait(process: warm.Program) -> None:
    """A short while, or until the process ends."""
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


def new_code(server: Program, area: str = "560102") -> str:
    officer = server.answer("officer-add", "--name", "อรทัย คำมูล", "--area", area)
    return server.answer("enrolment-code", "--officer", officer["id"])["code"]


def enrolled(server: Program, address: str, folder: Path) -> Program:
    tablet = field_app(folder)
    tablet.answer("enrol", "--server", address, "--code", new_code(server))
    tablet.answer("sync")
    return tablet
