"""A district's server burns down: its backup is restored by commands, and tablets lose nothing they had sent since."""

import json
import shutil
from pathlib import Path

from tests.browser.driver import free_port
from tests.round_trip.programs import PASSWORD, Program, a_district, enrolled, field_server, serving


def test_a_restored_server_and_newer_tablets_meet_and_nothing_is_lost(tmp_path: Path) -> None:
    server, port, file = a_district(tmp_path / "office"), free_port(), tmp_path / "backup.age"
    key = server.answer("backup-key")
    with serving(server, port) as address:
        first, second = (enrolled(server, address, tmp_path / name) for name in ("first", "second"))
        household = first.answer("find", "ศรีสุข")["households"][0]["id"]
        change(first, household, {"house_no": "ก่อนสำรอง"})
        made = server.answer("backup", str(file), FIELD_SERVER_BACKUP_TO=key["public"])
        assert made["bytes"] == file.stat().st_size
        change(first, household, {"house_no": "หลังสำรอง"})
        change(second, household, {"address": "ซอย ๑"})
    shutil.rmtree(tmp_path / "office")
    there = field_server(tmp_path / "new")
    there.data_dir.mkdir()
    checked = there.answer("restore", "--check", str(file), FIELD_SERVER_BACKUP_KEY=key["private"])
    restored = there.answer("restore", str(file), FIELD_SERVER_BACKUP_KEY=key["private"])
    assert restored == checked
    assert restored["digest"] == made["digest"]
    with serving(there, port):
        for tablet in (first, second, first):
            assert tablet.answer("sync")["refused"] == 0
        for tablet in (first, second):
            found = tablet.answer("show", household)["household"]
            assert (found["house_no"], found["address"]) == ("หลังสำรอง", "ซอย ๑")
            assert tablet.answer("status")["unsent"] == 0
        assert first.answer("status")["digests"] == second.answer("status")["digests"]
    assert there.answer("audit-verify")["broken_at"] is None
    proof = there.answer("verify-log")
    assert (proof["broken"], proof["operations"] > 2) == ([], True)


def change(tablet: Program, household: str, values: dict[str, str]) -> None:
    """An edit that reaches the office at once."""
    tablet.answer("record", "household", household, json.dumps(values))
    assert tablet.answer("sync")["stored"] == 1


def test_bad_input_is_told_in_a_sentence_with_exit_1(tmp_path: Path) -> None:
    server = field_server(tmp_path)
    server.answer("init", "--district", "5601", FIELD_SERVER_PASSWORD=PASSWORD)
    key = server.answer("backup-key")
    without = server.run("backup", str(tmp_path / "b.age"))
    assert (without.returncode, without.stdout) == (1, "")
    assert "FIELD_SERVER_BACKUP_TO" in without.stderr
    assert not (tmp_path / "b.age").exists()
    server.answer("backup", str(tmp_path / "b.age"), FIELD_SERVER_BACKUP_TO=key["public"])
    for arguments, words in (
        (("restore", str(tmp_path / "b.age")), "ฐานข้อมูลว่าง"),
        (("restore", str(tmp_path / "none.age")), "none.age"),
        (("restore", str(Path(__file__))), "ขาดหรือถูกแก้"),
        (("backup", str(tmp_path / "no" / "b.age")), "b.age"),
    ):
        halves = {"FIELD_SERVER_BACKUP_TO": key["public"], "FIELD_SERVER_BACKUP_KEY": key["private"]}
        done = server.run(*arguments, **halves)
        assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
        assert key["private"] not in done.stdout + done.stderr
