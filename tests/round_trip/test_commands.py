"""The programs as support staff use them: from the agency's file to a tablet and back, and bad input on the way."""

import json
from pathlib import Path

import pytest

from tests.round_trip.programs import SAMPLE, Program, enrolled, field_app, new_code, serving


def test_an_edit_made_offline_reaches_the_other_tablet_and_nothing_readable_is_on_disk(
    server: Program, address: str, tmp_path: Path
) -> None:
    first, second = (enrolled(server, address, tmp_path / name) for name in ("first", "second"))
    found = first.answer("find", "ใจคำ")["households"] or first.answer("find", "ศรีสุข")["households"]
    household_id = found[0]["id"]
    file = first.answer("show", household_id)
    person = file["members"][0]
    edit = json.dumps({"life_state": "deceased", "life_state_on": "2566-05-12", "life_state_note": "ป่วยมานาน"})
    recorded = first.answer("record", "person", person["id"], edit)
    assert recorded["operation_id"]
    assert first.answer("status")["unsent"] == 1
    new = {"household_id": household_id, "given_name": "ฟองจันทร์", "family_name": "ใจคำแหง", "relation": "child"}
    added = first.answer("record", "person", "new", json.dumps(new))
    sent = first.answer("sync")
    assert (sent["sent"], sent["stored"], sent["refused"]) == (2, 2, 0)
    assert second.answer("sync")["received"] == 3, "both, and the finding that the household has lost its head"
    there = {member["id"]: member for member in second.answer("show", household_id)["members"]}
    assert there[person["id"]]["life_state"] == "deceased"
    assert there[person["id"]]["life_state_note"] == "ป่วยมานาน"
    assert there[added["row_id"]]["given_name"] == "ฟองจันทร์"
    assert first.answer("status")["digests"] == second.answer("status")["digests"]
    assert_unreadable(tmp_path)


def assert_unreadable(folder: Path) -> None:
    """No imported name or ID, in any encoding the list may have, is in any file below `folder`."""
    lines = (SAMPLE / "targets.txt").read_bytes().decode("cp874").splitlines()[1:]
    words = {cell for line in lines for cell in line.split("|")[6:10] if len(cell) > 5} | {"ฟองจันทร์", "ป่วยมานาน"}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        data = path.read_bytes()
        shown = [word for word in words if word.encode() in data or word.encode("cp874") in data]
        assert shown == [], path


def test_a_second_import_of_the_same_file_changes_nothing(server: Program) -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    again = server.answer("import-targets", str(SAMPLE / "targets.txt"), "--dictionary", str(SAMPLE / "dictionary.csv"))
    keys = ("lines", "households", "persons", "repeated", "refused")
    assert {key: again[key] for key in keys} == {key: expected[key] for key in keys}
    assert again["doubtful"] == expected["doubtful_ids"]


BAD = {
    "a wrong code": (["enrol", "--server", "{address}", "--code", "ABCD-EFGH-JKMN-PQRS"], "รหัสลงทะเบียน", "code"),
    "a code that is none": (["enrol", "--server", "{address}", "--code", "123"], "16 ตัว", "16 letters"),
    "plain http": (
        ["enrol", "--server", "http://office.example", "--code", "ABCD-EFGH-JKMN-PQRS"],
        "https://",
        "https://",
    ),
    "not enrolled": (["status"], "ยังไม่ได้ลงทะเบียน", "not enrolled"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_in_either_language_and_a_false_exit(case: str, address: str, tmp_path: Path) -> None:
    arguments, thai, english = BAD[case]
    filled = [argument.format(address=address) for argument in arguments]
    tablet = field_app(tmp_path)
    done = tablet.run(*filled)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert thai in done.stderr
    assert english in tablet.run("--lang", "en", *filled).stderr


def test_a_used_code_a_wrong_pin_and_a_server_that_is_off_lose_nothing(server: Program, tmp_path: Path) -> None:
    tablet = field_app(tmp_path / "tablet")
    with serving(server) as url:
        code = new_code(server)
        tablet.answer("enrol", "--server", url, "--code", code)
        tablet.answer("sync")
        used = field_app(tmp_path / "other").run("enrol", "--server", url, "--code", code)
        assert (used.returncode, "เครื่องอื่น" in used.stderr) == (1, True)
    wrong = tablet.run("status", FIELD_APP_PIN="918273")
    assert (wrong.returncode, "เหลืออีก" in wrong.stderr) == (1, True)
    household = tablet.answer("find", "ศรีสุข")["households"][0]["id"]
    tablet.answer("record", "household", household, '{"address": "ซอยหลังวัด"}')
    off = tablet.run("sync")
    assert (off.returncode, "ติดต่อสำนักงานไม่ได้" in off.stderr, "Traceback" in off.stderr) == (1, True, False)
    assert tablet.answer("status")["unsent"] == 1


def test_a_tampered_cache_is_told_and_what_was_typed_comes_back(server: Program, address: str, tmp_path: Path) -> None:
    tablet = enrolled(server, address, tmp_path)
    household = tablet.answer("find", "ศรีสุข")["households"][0]["id"]
    tablet.answer("record", "household", household, '{"address": "บ้านติดคลอง"}')
    vault = tmp_path / "vault.db"
    data = bytearray(vault.read_bytes())
    middle = data.rfind(b"\0" * 64, 0, len(data) // 2) if data.count(b"\0" * 64) else len(data) // 2
    for at in range(middle, middle + 4096):
        data[at] ^= 0x5A
    vault.write_bytes(bytes(data))
    told = tablet.run("status")
    assert (told.returncode, "เสียหาย" in told.stderr, "Traceback" in told.stderr) == (1, True, False)
    tablet.answer("check", "--repair")
    assert tablet.answer("sync")["stored"] == 1
    assert tablet.answer("show", household)["household"]["address"] == "บ้านติดคลอง"


def test_two_programs_never_hold_one_vault(server: Program, address: str, tmp_path: Path) -> None:
    from filelock import FileLock

    tablet = enrolled(server, address, tmp_path)
    with FileLock(tmp_path / "vault.db.lock"):
        busy = tablet.run("status")
    assert (busy.returncode, "เปิดสมุดเล่มนี้อยู่" in busy.stderr) == (3, True)
