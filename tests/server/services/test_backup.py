"""Backups: what comes back is what was there, on either database; a file that is not whole changes nothing."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from alembic import command
from sqlalchemy import select
from sqlalchemy import text as sql

from server.database import Database
from server.services import districts
from server.services.people import officers
from server.services.proving import audit
from server.services.safekeeping import backup
from server.services.safekeeping.backup import InvalidBackupKey, NotEmpty, UnreadableBackup
from server.tables import AuditEntry
from shared_models.officer import Role
from tests.builders import PASSWORD
from tests.databases import DATABASES, an_empty_database
from tests.server.schema import go, tables_as_they_are
from tests.server.services.lists import NOW, Office, a_child, a_line, a_neighbour

KEY = backup.new_key()
PUBLIC, PRIVATE = backup.public_half(KEY.public, name="TO"), backup.private_half(KEY.private, name="KEY")
OLDER = "0017"
OUR_OWN = {"server_state", "audit_head", "audit_entry", *backup.LEFT_OUT}  # a restore writes in these
PLACES = 1000 if os.environ.get("PROVE") else 100


@pytest.fixture
def full(database: Database, tmp_path: Path) -> Database:
    """A district with households from a list, and officers."""
    with database.writing() as session:
        districts.set_up(session, "5601", password=PASSWORD, name="", now=NOW)
    Office(database, tmp_path).import_lines(a_line(), a_child(), a_neighbour())
    add_officer(database, "อรทัย คำมูล")
    return database


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Another database, of each kind."""
    with an_empty_database(request.param, tmp_path_factory.mktemp("other"), request) as url:
        database = Database(url)
        yield database
        database.close()


def add_officer(database: Database, name: str) -> None:
    with database.writing() as session:
        officers.add(session, name=name, role=Role.OFFICER, area="560102", now=NOW)


def backed_up(database: Database, folder: Path) -> Path:
    file = folder / "สำรอง.age"
    backup.back_up(database, file, PUBLIC, now=NOW)
    return file


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row by table, but what a restore itself writes."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(map(in_utc, row))
                for row in session.connection().execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in backup.tables()
            if table.name not in OUR_OWN
        }


def in_utc(value: object) -> object:
    """SQLite tells moments without their zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def refusal(file: Path, key: object = PRIVATE) -> str:
    with pytest.raises(UnreadableBackup) as refused:
        backup.check(file, key)  # type: ignore[arg-type]
    return str(refused.value.details["reason"])


def test_all_comes_back_on_either_database_under_another_epoch(full: Database, empty: Database, tmp_path: Path) -> None:
    file = backed_up(full, tmp_path)
    restored = backup.restore(empty, file, PRIVATE, now=NOW)
    there = contents(full)
    assert contents(empty) == there
    assert empty.revision() == full.revision()
    assert {name for name, rows in there.items() if rows} >= {"household", "person", "feed_entry", "officer"}
    assert restored.made_at == NOW
    assert restored.rows >= sum(map(len, there.values()))
    with full.reading() as before, empty.reading() as after:
        old, new = districts.state(before), districts.state(after)
        assert new.epoch != old.epoch
        assert (new.signing_key, new.sealing_key) == (old.signing_key, old.sealing_key)
        actions = after.execute(select(AuditEntry.action).order_by(AuditEntry.number)).scalars().all()
        assert actions[-1] == "restored"
        assert audit.verify(after, "5601").broken_at is None
    add_officer(empty, "นายบุญมี ใจคำ")


def test_nobody_reads_it_without_the_key_and_nothing_else_is_left(full: Database, tmp_path: Path) -> None:
    file = backed_up(full, tmp_path)
    written = file.read_bytes()
    assert not any(word.encode() in written for word in ("ณัฐวุฒิ", "1653870822778", "home-visit-backup"))
    assert not list(tmp_path.glob("*.part"))
    other = backup.private_half(backup.new_key().private, name="KEY")
    assert refusal(file, other) == "key"


def test_a_changed_or_cut_file_is_refused_and_changes_nothing(full: Database, tmp_path: Path) -> None:
    file, chance = backed_up(full, tmp_path), Random(5601)
    whole, broken = file.read_bytes(), tmp_path / "broken.age"
    for _ in range(PLACES):
        place = chance.randrange(len(whole))
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        with pytest.raises(UnreadableBackup):
            backup.check(broken, PRIVATE)
    for end in (0, 10, 500, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:end])
        with pytest.raises(UnreadableBackup):
            backup.check(broken, PRIVATE)
    broken.write_bytes(whole + b"more")
    assert refusal(broken) == "damaged"
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    with pytest.raises(UnreadableBackup):
        backup.restore(fresh, broken, PRIVATE, now=NOW)
    assert fresh.revision() is None
    fresh.close()


def test_only_an_empty_database_is_restored_into(full: Database, tmp_path: Path) -> None:
    file, before = backed_up(full, tmp_path), contents(full)
    with pytest.raises(NotEmpty):
        backup.restore(full, file, PRIVATE, now=NOW)
    assert contents(full) == before


def test_one_of_an_older_program_is_brought_up_to_date(
    full: Database, empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = contents(full)
    go(full, command.downgrade, OLDER)
    older = tables_as_they_are(full)
    with monkeypatch.context() as patched:
        patched.setattr(backup, "tables", lambda: older)
        file = backed_up(full, tmp_path)
    assert backup.restore(empty, file, PRIVATE, now=NOW).revision == OLDER
    assert contents(empty) == there
    assert empty.revision() != OLDER
    with empty.reading() as session:
        assert audit.verify(session, "5601").broken_at is None


def test_one_of_a_newer_program_says_so(full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Database, "revision", lambda _self: "9999")
        file = backed_up(full, tmp_path)
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    with pytest.raises(UnreadableBackup) as refused:
        backup.restore(fresh, file, PRIVATE, now=NOW)
    assert refused.value.details["reason"] == "newer"
    fresh.close()


def test_it_is_one_moment_of_a_server_that_works_on(full: Database, tmp_path: Path) -> None:
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            add_officer(full, f"คนที่ {number}")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        file = backed_up(full, tmp_path)
    finally:
        stop.set()
        worker.join()
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    backup.restore(fresh, file, PRIVATE, now=NOW)
    with fresh.reading() as session:
        names = session.execute(sql("SELECT count(*) FROM officer")).scalar_one()
        areas = session.execute(sql("SELECT count(*) FROM officer_area")).scalar_one()
        assert names == areas, "an officer and the area are written in one transaction"
        assert audit.verify(session, "5601").broken_at is None
    fresh.close()


def test_a_failed_backup_leaves_the_last_good_one(
    full: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(full, tmp_path)
    before = file.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(backup, "check", lambda _file, _key: backup.Backed(datetime.now(UTC), "", 0, ""))
        with pytest.raises(UnreadableBackup):
            backup.back_up(full, file, PUBLIC, now=NOW)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("text", ["", "age1", KEY.private], ids=["nothing", "cut", "the other half"])
def test_half_a_key_of_the_wrong_kind_is_named(text: str) -> None:
    with pytest.raises(InvalidBackupKey) as refused:
        backup.public_half(text, name="FIELD_SERVER_BACKUP_TO")
    assert refused.value.details["name"] == "FIELD_SERVER_BACKUP_TO"
    assert KEY.private not in str(refused.value)
    with pytest.raises(InvalidBackupKey):
        backup.private_half(KEY.public, name="FIELD_SERVER_BACKUP_KEY")
