"""The commands of field-server with files and tables: their answers, and a sentence with exit 1 for bad input."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from server import cli, security
from server.cli.console import Console
from server.database import Database
from server.services.people import officers
from server.services.proving import audit
from server.tables import AuditEntry, Device, LastProof, LoggedOperation, ServerState
from shared_models.officer import Role
from tests.databases import sqlite_url
from tests.migrated import migrated
from tests.server.sender import a_sender
from tests.server.services.lists import NOW, Office, a_line
from tests.server.services.welfare import DATASET, DICTIONARY, PAYMENT, STRANGER, a_payment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A district's data directory with one known person, and the files of an agency."""
    monkeypatch.setenv("FIELD_SERVER_DATABASE_URL", sqlite_url(tmp_path))
    monkeypatch.setattr(Console, "now", staticmethod(lambda: NOW))
    database = migrated(sqlite_url(tmp_path))
    office = Office(database, tmp_path)
    office.serve("5601")
    office.import_lines(a_line())
    database.close()
    lines = ["|".join(PAYMENT), a_payment(), a_payment(PID=STRANGER), a_payment(PID="")]
    (tmp_path / "welfare.txt").write_text("\n".join(lines), encoding="cp874")
    (tmp_path / "dictionary.csv").write_text(DICTIONARY, encoding="utf-8")
    (tmp_path / "dataset.json").write_text(json.dumps(DATASET, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_each_command_of_a_module_is_in_the_table_that_loads_it() -> None:
    found = {
        module.name: {command.name or command.callback.__name__ for command in part.registered_commands}
        for module in iter_modules(cli.__path__)
        if (part := getattr(import_module(f"server.cli.{module.name}"), "commands", None))
    }
    assert found == {module: set(commands) for module, commands in cli.COMMANDS.items()}


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *, file: str = "welfare.txt", language: str = "th") -> int:
    """Exit status of import-agency."""
    options = ["--dictionary", str(folder / "dictionary.csv"), "--dataset", str(folder / "dataset.json")]
    told = ["field-server", "--data-dir", str(folder), "--json", "--lang", language, "import-agency"]
    monkeypatch.setattr("sys.argv", [*told, str(folder / file), *options])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    return int(ended.value.code or 0)


def test_import_agency_answers_its_counts_in_one_json_object(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        **{"lines": 3, "linked": 1, "unlinked": 1, "ambiguous": 0, "doubtful": 0, "refused": 1, "repeated": 0},
        "receipts": 1,
    }


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("welfare.txt", b"", "There is not one line"),
        ("welfare.txt", b"PK\x03\x04\x00\x00", "This file cannot be read"),
        ("welfare.txt", b"FNAME|AMOUNT\nx|1\n", "were not found: PID"),
        ("dictionary.csv", b"", "The data dictionary cannot be read"),
        ("dictionary.csv", b"name\nAMOUNT\n", "were not found: citizen_id"),
        ("dictionary.csv", b"\x00\x01\x02", "This file cannot be read"),
        ("dataset.json", b"{", "The description of the dataset cannot be read"),
        ("dataset.json", b'{"key": "a"}', "lacks agency"),
        ("dataset.json", bytes(range(256)), "The description of the dataset cannot be read"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_status_1(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    (folder / name).write_bytes(content)
    assert run(folder, monkeypatch, language="en") == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, len(told.err.splitlines())) == ("", 1)


def test_a_file_that_is_not_there_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, file="ไม่มี.txt") == 1
    assert "ไม่มี.txt" in capsys.readouterr().err


def command(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Exit status of any command, in English, with JSON."""
    monkeypatch.setattr("sys.argv", ["field-server", "--data-dir", str(folder), "--json", "--lang", "en", *words])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    return int(ended.value.code or 0)


def test_a_report_answers_columns_and_rows_and_an_unknown_one_names_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, monkeypatch, "report", "target_groups", "--year", "2566") == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(answer) == {"columns", "rows"}
    assert answer["rows"][-1][0] == "total"
    assert command(folder, monkeypatch, "report", "ไม่มี") == 1
    assert "target_groups" in capsys.readouterr().err
    assert command(folder, monkeypatch, "report", "pivot") == 1
    assert command(folder, monkeypatch, "report", "pivot", "--spec", str(folder / "ไม่มี.json")) == 1


def test_a_reference_table_is_put_in_force_or_refused_with_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    villages = folder / "หมู่บ้าน.csv"
    villages.write_text("code,name_th\n56010208,บ้านสันกลาง\n", encoding="cp874")
    assert command(folder, monkeypatch, "reference-set", "villages", str(villages)) == 0
    version = json.loads(capsys.readouterr().out.splitlines()[-1])["version"]
    assert command(folder, monkeypatch, "reference-show") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"version": version, "tables": {"villages": 1}}
    villages.write_text("code,name_th\n5601,อำเภอ\n", encoding="utf-8")
    assert command(folder, monkeypatch, "reference-set", "villages", str(villages)) == 1
    told = capsys.readouterr().err
    assert "line 2" in told
    assert len(told.splitlines()) == 1
    assert command(folder, monkeypatch, "reference-set", "villages", str(folder / "ไม่มี.csv")) == 1


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_the_audit_log_is_verified_and_a_touched_one_ends_with_status_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url(folder))
    with database.writing() as session:
        for _ in range(3):
            audit.enter(session, "5601", audit.Action.SIGNED_IN, officer_id=None, now=NOW)
    assert command(folder, monkeypatch, "audit-verify") == 0
    assert answer(capsys) == {"entries": 3, "broken_at": None}
    with database.writing() as session:
        touched = session.get(AuditEntry, ("5601", 2))
        assert touched
        touched.at_ms += 1
    assert command(folder, monkeypatch, "audit-verify") == 1
    assert "Entry 2 of the audit log" in capsys.readouterr().err
    database.close()


def test_the_history_is_proven_against_a_printed_day_and_a_touched_one_is_named_and_ends_with_status_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url(folder))
    with database.writing() as session:
        session.add(ServerState(epoch="1", signing_key=security.new_signing_key(), sealing_key=bytes(32)))
        for _ in range(2):
            audit.enter(session, "5601", audit.Action.SIGNED_IN, officer_id=None, now=NOW)
    tablet = a_sender(database)
    home, member = tablet.household()
    tablet.send(home, member)
    assert command(folder, monkeypatch, "checksum") == 0
    printed = answer(capsys)
    against = ("verify-log", "--against", printed["checksum"], "--day", printed["day"])
    assert command(folder, monkeypatch, *against) == 0
    found = answer(capsys)
    assert found["broken"] == found["forks"] == []
    assert {key: found[key] for key in ("operations", "runs", "audit_entries")} == {
        "operations": 2,
        "runs": 1,
        "audit_entries": 3,
    }
    other = ("verify-log", "--against", printed["checksum"], "--day", "2020-01-31")
    assert command(folder, monkeypatch, *other) == 1
    assert [one["what"] for one in answer(capsys)["broken"]] == ["checksum"]
    assert command(folder, monkeypatch, "verify-log", "--against", printed["checksum"]) == 1
    assert "--day" in capsys.readouterr().err
    with database.writing() as session:
        line = session.get(LoggedOperation, ("5601", member.stamp))
        assert line
        line.body += b" "
    assert command(folder, monkeypatch, "verify-log") == 1
    out, err = capsys.readouterr()
    (broken,) = json.loads(out.splitlines()[-1])["broken"]
    assert (broken["what"], broken["stamp"], broken["run_number"]) == ("operation_changed", member.stamp, 1)
    assert (broken["tablet"], broken["officer"]) == (str(tablet.device_id), str(tablet.officer_id))
    assert "1 entries of the history" in err
    with database.reading() as session:
        kept = session.get(LastProof, "5601")
        assert kept
        assert (kept.outcome, kept.broken_count, kept.asked_by) == ("broken", 1, None)
    with database.writing() as session:
        session.connection().execute(text("UPDATE logged_operation SET row_id = 'บุญมา' WHERE entity = 'person'"))
        session.connection().execute(text("DROP TABLE last_proof"))
    assert command(folder, monkeypatch, "verify-log") == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out.splitlines()[-1])["broken"]) == 1
    assert "บุญมา" not in out
    assert "could not be kept" in err
    with database.writing() as session:
        session.connection().execute(text("DROP TABLE logged_run"))
    assert command(folder, monkeypatch, "verify-log") == 1
    assert "The proof did not end" in capsys.readouterr().err
    database.close()


def test_a_way_in_that_is_given_by_a_command_is_on_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, monkeypatch, "officer-add", "--name", "คำปัน ใจคำ", "--area", "560102") == 0
    officer_id = answer(capsys)["id"]
    assert command(folder, monkeypatch, "enrolment-code", "--officer", officer_id) == 0
    code = answer(capsys)["code"]
    database = Database(sqlite_url(folder))
    with database.reading() as session:
        done = session.exec(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.number)).all()
    database.close()
    assert done == [("officer_added", f"{officer_id} officer 560102"), ("code_issued", officer_id)]
    assert code not in str(done)


def test_a_district_is_exported_sealed_unless_it_is_asked_for_in_the_open_and_never_without_a_purpose(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(folder / "all.zip")
    monkeypatch.delenv("FIELD_SERVER_BACKUP_TO", raising=False)
    assert command(folder, monkeypatch, "export", file, "--purpose", "planning") == 1
    assert "FIELD_SERVER_BACKUP_TO" in capsys.readouterr().err
    assert command(folder, monkeypatch, "export", file, "--purpose", "other", "--unsealed") == 1
    assert "--words" in capsys.readouterr().err
    assert not Path(file).exists()
    assert command(folder, monkeypatch, "export", file, "--purpose", "planning", "--unsealed") == 0
    made = answer(capsys)
    assert (made["sealed"], made["rows"]["person"], made["bytes"]) == (False, 1, Path(file).stat().st_size)
    assert command(folder, monkeypatch, "export", file, "--purpose", "planning", "--unsealed") == 1
    assert "all.zip" in capsys.readouterr().err


def test_an_officer_and_a_tablet_are_revoked_by_commands_and_that_is_on_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database, device_id = Database(sqlite_url(folder)), uuid4()
    with database.writing() as session:
        officer_id = officers.add(session, name="คำปัน ใจคำ", role=Role.OFFICER, area="560102", now=NOW)
        session.add(Device(district_code="5601", id=device_id, sealing_public=bytes(32), waiting=7))
    assert command(folder, monkeypatch, "device-revoke", str(device_id)) == 0
    assert answer(capsys) == {"id": str(device_id), "revoked": True, "waiting": 7}
    assert command(folder, monkeypatch, "officer-change", "--officer", str(officer_id), "--revoke") == 0
    assert answer(capsys)["revoked"] is True
    for unknown in (str(uuid4()), "x"):
        assert command(folder, monkeypatch, "device-revoke", unknown) == 1
        assert "no such tablet" in capsys.readouterr().err
    with database.reading() as session:
        assert session.exec(select(Device.revoked).where(Device.id == device_id)).one()
        done = session.exec(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert done == ["tablet_revoked", "officer_revoked"]
    database.close()
