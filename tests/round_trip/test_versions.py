"""Older and newer apps and servers against each other: nothing is lost, nothing is reset, one field waits alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.driver import free_port
from tests.databases import sqlite_url
from tests.round_trip.programs import answers

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests" / "samples" / "targets_5601"
PIN, PASSWORD = "482913", "รหัสผ่านยาวพอ"
FIELD = "    blood_group: str | None = Field(default=None, max_length=3)\n"
BEFORE = "    life_state: LifeState = coded("
MIGRATION = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{latest}", None, None
def upgrade() -> None:
    op.add_column("person", sa.Column("blood_group", sa.String(length=3), nullable=True))
"""


@dataclass
class Version:
    """The programs as they are in one tree."""

    tree: Path

    def run(self, program: str, folder: Path, *arguments: str) -> dict[str, Any]:
        """The answer of `field-app` or `field-server`."""
        module = {"field-app": "field_app.cli", "field-server": "server.cli"}[program]
        start = f"from {module} import run; run()"
        return self._python("-c", start, "--data-dir", str(folder), "--json", *arguments)

    def script(self, file: Path, *arguments: str) -> dict[str, Any]:
        return self._python(str(file), *arguments)

    def _python(self, *arguments: str) -> dict[str, Any]:
        command = [sys.executable, *arguments]
        there = {"cwd": self.tree, "env": self.environment()}  # `python -c` looks where it is before all else
        done = subprocess.run(command, **there, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))

    def environment(self) -> dict[str, str]:
        secrets = {"FIELD_APP_PIN": PIN, "FIELD_SERVER_PASSWORD": PASSWORD}
        return {**os.environ, **secrets, "PYTHONPATH": str(self.tree)}

    @contextmanager
    def serving(self, folder: Path, port: int) -> Iterator[None]:
        """The server of this version on a district's data."""
        start = "from server.cli import run; run()"
        command = [sys.executable, "-c", start, "--data-dir", str(folder), "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=self.tree, env=self.environment(), stdout=subprocess.DEVNULL)
        try:
            answers(process, f"http://127.0.0.1:{port}")
            yield
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def today() -> Version:
    return Version(ROOT)


@pytest.fixture(scope="module")
def tomorrow(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """A copy of the programs in which a person has one field more."""
    tree = tmp_path_factory.mktemp("tomorrow")
    for package in ("shared_models", "field_app", "server"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    person = tree / "shared_models" / "person.py"
    assert person.read_text().count(BEFORE) == 1
    person.write_text(person.read_text().replace(BEFORE, FIELD + BEFORE))
    migrations = tree / "server" / "migrations" / "versions"
    latest = max(file.name[:4] for file in migrations.glob("0*.py"))
    (migrations / "9999_blood_group.py").write_text(MIGRATION.format(latest=latest))
    return Version(tree)


def test_one_field_that_the_server_does_not_know_waits_alone(
    today: Version, tomorrow: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, newer, older = tmp_path / "office", tmp_path / "newer", tmp_path / "older"
    monkeypatch.setenv("FIELD_SERVER_DATABASE_URL", sqlite_url(tmp_path))
    port = free_port()
    today.run("field-server", office, "init", "--district", "5601")
    dictionary = ("--dictionary", str(SAMPLE / "dictionary.csv"))
    today.run("field-server", office, "import-targets", str(SAMPLE / "targets.txt"), *dictionary)

    def enrol(version: Version, folder: Path) -> None:
        officer = today.run("field-server", office, "officer-add", "--name", "อรทัย คำมูล", "--area", "5601")
        code = today.run("field-server", office, "enrolment-code", "--officer", officer["id"])["code"]
        version.run("field-app", folder, "enrol", "--server", f"http://127.0.0.1:{port}", "--code", code)
        version.run("field-app", folder, "sync")

    with today.serving(office, port):
        enrol(tomorrow, newer)
        enrol(today, older)
        told = tomorrow.script(Path(__file__).parent / "newer_app.py", str(newer))
        person, household = told.pop("person"), told.pop("household")
        assert told == {"sent": 500, "stored": 499, "refused": 1, "unsent": 1, "tray": 0}
        again = tomorrow.run("field-app", newer, "sync")
        assert (again["sent"], again["stored"], again["refused"]) == (1, 0, 1), "it asks once in each exchange"
        received = today.run("field-app", older, "sync")["received"]
        assert received == 499

    with tomorrow.serving(office, port):
        stored = tomorrow.run("field-app", newer, "sync")
        assert (stored["sent"], stored["stored"]) == (1, 1)
        assert tomorrow.run("field-app", newer, "status")["unsent"] == 0
        assert today.run("field-app", older, "sync")["received"] == 1, "an older app passes over what it does not know"
        today.run("field-app", older, "record", "person", person, json.dumps({"occupation_note": "รับจ้าง"}))
        assert today.run("field-app", older, "sync")["stored"] == 1
        digests = today.run("field-app", older, "status")["digests"]

        tomorrow.run("field-app", older, "sync")  # the same tablet after its upgrade
        assert tomorrow.run("field-app", older, "status")["digests"] == digests
        home = tomorrow.run("field-app", older, "show", household)
        (member,) = [one for one in home["members"] if one["id"] == person]
        assert (member["blood_group"], member["occupation_note"]) == ("โอ", "รับจ้าง")
