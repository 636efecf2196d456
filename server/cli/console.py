"""What every command of field-server needs: settings, language, the answer's form, the database, the clock."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.exc import DBAPIError

from server.config import PASSWORD, Settings
from server.database import Database
from shared_models.errors import DomainError


class FileMissing(DomainError):
    code = "file_missing"


class PasswordMissing(DomainError):
    code = "password_missing"


class DatabaseUnreachable(DomainError):
    code = "database_unreachable"


@dataclass
class Console:
    """What every command needs of the command line."""

    settings: Settings
    as_json: bool
    language: str

    @staticmethod
    def now() -> datetime:
        """The real clock, with its zone."""
        return datetime.now(UTC)

    @staticmethod
    def needs(*paths: Path) -> None:
        """Raises FileMissing for the first that is no file."""
        for path in paths:
            if not path.is_file():
                raise FileMissing(name=path.name)

    @staticmethod
    def password() -> str:
        """The supervisor's, from the environment. Raises PasswordMissing."""
        found = os.environ.get(PASSWORD)
        if not found:
            raise PasswordMissing()
        return found

    def say(self, thai: str, english: str) -> None:
        typer.echo(english if self.language == "en" else thai)

    def answer(self, result: dict[str, Any]) -> None:
        """The result: one JSON object on the last line, or a line for each key."""
        if self.as_json:
            typer.echo(json.dumps(result, ensure_ascii=False))
        else:
            for key, value in result.items():
                typer.echo(f"{key}: {value}")

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """The database, brought up to date."""
        with self.reaching() as database:
            database.migrate()
            yield database

    @contextlib.contextmanager
    def reaching(self) -> Iterator[Database]:
        """The database as it is. Raises DatabaseUnreachable."""
        database = Database(self.settings.database_url)
        try:
            yield database
        except DBAPIError as problem:
            if not problem.connection_invalidated and not isinstance(problem.orig, OSError) and _is_reachable(database):
                raise
            raise DatabaseUnreachable() from problem
        finally:
            database.close()


def _is_reachable(database: Database) -> bool:
    try:
        with database.engine.connect():
            return True
    except DBAPIError:
        return False
