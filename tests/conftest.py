"""What every test may use: Hypothesis profiles, the databases, and where the browser tests leave their screenshots."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import TURNS, PostgresCluster, an_empty_database, kind_of, postgres_cluster

# Programs that tests start inherit these: tablets open as fast as the floor lets them, with no key store of the PC, and
# the list of the world's authorities, which no test asks, is not read for each connection.
os.environ.pop("SSL_CERT_FILE", None)
os.environ |= {
    "FIELD_APP_UNLOCK_SECONDS": "0",
    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    "SSL_CERT_DIR": str(Path(__file__).parent),
}

SCREENSHOTS = Path("build/screens")

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    """Where some test of the run has offices of its own."""
    if "server.services.background.job_runner" in sys.modules:
        from tests import warm

        warm.prepare()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """One PostgreSQL for the whole run; `with postgres.database() as url` gives an empty database."""
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(params=TURNS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database: of SQLite or PostgreSQL, in turn from test to test; of both where all is proved."""
    with an_empty_database(kind_of(request.param, request.node.nodeid), tmp_path, request) as url:
        yield url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the screenshots are, before pytest's own closing lines."""
    if any(SCREENSHOTS.glob("*.png")):
        terminalreporter.write_line(f"ภาพหน้าจอ · screenshots: {SCREENSHOTS.resolve()}")
