"""A whole district in open form: every row with what it means, values as values, whole or not at all."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pyrage
import pytest
from sqlmodel import select

from server.database import Database
from server.services.proving import audit
from server.services.safekeeping import backup, district_export
from server.services.safekeeping.district_export import ExportNotWritten, Wanted
from server.tables import AuditEntry
from shared_models.entities import ENTITIES
from shared_models.export import export_form
from shared_models.hand_on import Purpose
from tests.server.sender import DISTRICT, OTHER_DISTRICT, a_sender, new_id, read

DISTRICTS = (DISTRICT, OTHER_DISTRICT)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
OPEN = Wanted(DISTRICT, Purpose.PLANNING, "แผนจังหวัด", None)


@pytest.fixture
def worked(server: Database) -> Database:
    """A household with a name that would be a formula, money, a day and a moment; and another district's."""
    tablet = a_sender(server)
    home, head = tablet.household()
    visit = {"officer_id": str(tablet.officer_id), "started_at": "2026-11-29T03:00:00.000+00:00", "note": "บ้าน,\n“ใหม่”"}
    tablet.send(home, head)
    tablet.send(
        tablet.change(home, {"income_main_satang": 123450, "savings": "", "house_no": "=1+1"}, home),
        tablet.change(
            head, {"given_name": "=HYPERLINK(1)", "phone": "0812345678", "life_state_on": "2026-11-28"}, head
        ),
        tablet.operation("visit", new_id(), home.row_id, visit, kind="create"),
    )
    other = a_sender(server, "560201", district=OTHER_DISTRICT)
    other.send(*other.household("56020101"))
    return server


def tables(zipped: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(zipped.read(name).decode("utf-8-sig"), newline="")))


def test_everything_of_the_district_is_there_as_values_with_its_dictionary(worked: Database, tmp_path: Path) -> None:
    made = district_export.export(worked, tmp_path / "all.zip", OPEN, now=NOW)
    with ZipFile(tmp_path / "all.zip") as zipped:
        assert zipped.testzip() is None
        (home,) = tables(zipped, "household.csv")
        (head,) = tables(zipped, "person.csv")
        (visit,) = tables(zipped, "visit.csv")
        names = zipped.namelist()
        dictionaries = {
            entity: [line["name"] for line in tables(zipped, f"dictionary/{entity}.csv")] for entity in ENTITIES
        }
        history = tables(zipped, "history.csv")
        assert "แผนจังหวัด" in zipped.read("README.txt").decode("utf-8-sig")
    assert (home["INCOME_MAIN_BAHT"], home["HOUSE_NO"]) == ("1234.50", "'=1+1")
    assert (head["GIVEN_NAME"], head["PHONE"], head["LIFE_STATE_ON"]) == ("'=HYPERLINK(1)", "0812345678", "2026-11-28")
    assert (visit["STARTED_AT"], visit["NOTE"]) == ("2026-11-29T03:00:00.000+00:00", "บ้าน,\n“ใหม่”")
    assert dictionaries == {entity: list(export_form([entity]).names) for entity in ENTITIES}
    assert {"codes.csv", "tables/villages.csv", "officer.csv"} < set(names)
    assert (len(history), made.rows["household"], made.rows["person"], made.rows["history"]) == (5, 1, 1, 5)
    entry = read(worked, lambda session: session.exec(select(AuditEntry).order_by(AuditEntry.number.desc())).first())
    assert (entry.action, entry.subject) == (audit.Action.DISTRICT_EXPORTED.value, "planning แผนจังหวัด")


def test_a_sealed_one_is_read_with_the_private_key_alone(worked: Database, tmp_path: Path) -> None:
    made = backup.new_key()
    key = backup.public_half(made.public, name="key")
    path = tmp_path / "all.zip.age"
    district_export.export(worked, path, OPEN._replace(key=key), now=NOW)
    sealed = path.read_bytes()
    assert sealed.startswith(b"age-encryption.org")
    plain = pyrage.decrypt(sealed, [backup.private_half(made.private, name="key")])
    with ZipFile(io.BytesIO(plain)) as zipped:
        assert len(tables(zipped, "person.csv")) == 1


def test_a_file_that_is_there_stays_and_a_failed_one_leaves_nothing(worked: Database, tmp_path: Path) -> None:
    there = tmp_path / "all.zip"
    there.write_text("อย่าทับ", encoding="utf-8")
    with pytest.raises(ExportNotWritten, match="there"):
        district_export.export(worked, there, OPEN, now=NOW)
    assert there.read_text(encoding="utf-8") == "อย่าทับ"
    with pytest.raises(ExportNotWritten, match="disk"):
        district_export.export(worked, tmp_path / "ไม่มี" / "all.zip", OPEN, now=NOW)
    full = tmp_path / "full.zip"
    (tmp_path / "full.zip.part").symlink_to("/dev/full")
    with pytest.raises(ExportNotWritten, match="disk"):
        district_export.export(worked, full, OPEN, now=NOW)
    assert not full.exists()
    assert not (tmp_path / "full.zip.part").is_symlink()
