"""What every test may use: Hypothesis profiles, the databases, and where the browser tests leave their screenshots."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import DATABASES, PostgresCluster, an_empty_database, postgres_cluster

# Programs that tests start inherit these: tablets open as fast as the floor lets them, with no key store of the PC.
os.environ |= {"FIELD_APP_UNLOCK_SECONDS": "0", "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

SCREENSHOTS = Path("build/screens")

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """One PostgreSQL for the whole run; `with postgres.database() as url` gives an empty database."""
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database; a test that asks for it runs on SQLite and on PostgreSQL."""
    with an_empty_database(request.param, tmp_path, request) as url:
        yield url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the screenshots are, before pytest's own closing lines."""
    if any(SCREENSHOTS.glob("*.png")):
        terminalreporter.write_line(f"ภาพหน้าจอ · screenshots: {SCREENSHOTS.resolve()}")
