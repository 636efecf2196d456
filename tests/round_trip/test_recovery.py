"""A forgotten PIN, through the two programs alone: the office reads out a code, and no record is lost."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.database import Database
from tests.databases import sqlite_url
from tests.round_trip.district import back_up, restore
from tests.round_trip.programs import PASSWORD, Program, enrolled, field_app, field_server, new_code, serving

NEW_PIN = "735120"
ROOT = Path(__file__).parents[2]


def response(server: Program, tablet: Program) -> str:
    challenge = tablet.answer("recover")["challenge"]
    found = server.answer("recovery-response", challenge, FIELD_SERVER_PASSWORD=PASSWORD)
    assert found["officer"] == "อรทัย คำมูล"
    return found["response"]


def refused(program: Program, *arguments: str, says: str, **environment: str) -> None:
    done = program.run(*arguments, **environment)
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr


def test_who_forgot_the_pin_gets_in_with_all_that_was_not_sent(server: Program, address: str, tmp_path: Path) -> None:
    tablet = enrolled(server, address, tmp_path)
    challenge = tablet.answer("recover")["challenge"]
    refused(server, "recovery-response", challenge, says="รหัสผ่าน", FIELD_SERVER_PASSWORD="another password")
    refused(server, "recovery-response", challenge, says="FIELD_SERVER_PASSWORD")
    refused(tablet, "recover", "MFRA-2YTB-OJQX", says="16 ตัว", FIELD_APP_PIN=NEW_PIN)
    household = tablet.answer("find", "ศรีสุข")["households"][0]["id"]
    tablet.answer("record", "household", household, json.dumps({"house_no": "321/4"}))
    code = response(server, tablet)
    assert tablet.answer("recover", code, FIELD_APP_PIN=NEW_PIN)["officer_id"]
    refused(tablet, "status", says="รหัส")
    assert tablet.answer("status", FIELD_APP_PIN=NEW_PIN)["unsent"] == 1
    refused(tablet, "recover", code, FIELD_APP_PIN="802741", says="ไม่ใช่ของคำขอ")
    assert tablet.answer("sync", FIELD_APP_PIN=NEW_PIN)["stored"] == 1
    assert response(server, tablet) != code


def test_codes_come_with_a_file_too_where_there_is_no_network(server: Program, address: str, tmp_path: Path) -> None:
    tablet = field_app(tmp_path / "tablet")
    tablet.answer("enrol", "--server", address, "--code", new_code(server))
    challenge = tablet.answer("recover")["challenge"]
    arguments = ("recovery-response", challenge)
    refused(server, *arguments, says="ยังไม่เคยรับส่งข้อมูลหลังลงทะเบียน", FIELD_SERVER_PASSWORD=PASSWORD)
    bundle, reply = str(tmp_path / "work.visit"), str(tmp_path / "reply.visit")
    tablet.answer("bundle-export", bundle)
    server.answer("bundle-import", bundle, "--reply", reply)
    tablet.answer("bundle-import", reply)
    tablet.answer("recover", response(server, tablet), FIELD_APP_PIN=NEW_PIN)
    assert tablet.answer("status", FIELD_APP_PIN=NEW_PIN)["households"] > 0


def test_a_folder_taken_to_another_pc_opens_there_by_the_offices_code_alone(
    server: Program, address: str, tmp_path: Path
) -> None:
    phrase, own, another = "ฝนตกที่บ้านปง เก้าวัน", tmp_path / "own keys", tmp_path / "another PC's keys"
    tablet = Program("field-app", tmp_path / "tablet", {**a_key_store(own), "FIELD_APP_PIN": phrase})
    tablet.answer("enrol", "--server", address, "--code", new_code(server))
    tablet.answer("sync")
    refused(tablet, "status", says="ขอรหัสกู้จากสำนักงาน", **a_key_store(another))
    refused(tablet, "status", says="รหัสไม่ตรง เหลืออีก 10 ครั้ง", FIELD_APP_PIN=phrase[:-1])
    code = response(server, tablet)
    refused(tablet, "recover", code, says="ซ้ำตัวเดียวหรือชุดสั้น", FIELD_APP_PIN="735735")
    tablet.answer("recover", code, FIELD_APP_PIN=NEW_PIN, **a_key_store(another))
    assert tablet.answer("status", FIELD_APP_PIN=NEW_PIN, **a_key_store(another))["unsent"] == 0


def a_key_store(file: Path) -> dict[str, str]:
    """The environment of a PC whose key store is this file."""
    backend = "tests.field_app.store.file_keyring.FileKeyring"
    return {"PYTHON_KEYRING_BACKEND": backend, "KEYRING_PROPERTY_PATH": str(file), "PYTHONPATH": str(ROOT)}


def test_an_office_restored_to_before_the_codes_came_gets_them_again(tmp_path: Path) -> None:
    folder, backup = tmp_path / "server", tmp_path / "backup.db"
    server = field_server(folder)
    tablet = field_app(tmp_path / "tablet")
    server.answer("init", "--district", "5601", FIELD_SERVER_PASSWORD=PASSWORD)
    with serving(server) as address:
        tablet.answer("enrol", "--server", address, "--code", new_code(server))
        database = Database(sqlite_url(folder))
        back_up(database, backup)
        tablet.answer("sync")
        challenge = tablet.answer("recover")["challenge"]
        assert server.answer("recovery-response", challenge, FIELD_SERVER_PASSWORD=PASSWORD)["response"]
    restore([database], backup)
    refused(server, "recovery-response", challenge, says="ไม่พบรหัสกู้", FIELD_SERVER_PASSWORD=PASSWORD)
    with serving(server, port=urlsplit(address).port):
        tablet.answer("sync")
    tablet.answer("recover", response(server, tablet), FIELD_APP_PIN=NEW_PIN)
    assert tablet.answer("status", FIELD_APP_PIN=NEW_PIN)["unsent"] == 0


@pytest.mark.parametrize(
    ("challenge", "says"),
    [("1234", "12 หลัก"), ("1532 6335 9984", "ไม่พบรหัสกู้"), ("1532 6335 9985", "12 หลัก")],
)
def test_the_office_is_told_what_is_wrong_with_a_challenge(server: Program, challenge: str, says: str) -> None:
    refused(server, "recovery-response", challenge, says=says, FIELD_SERVER_PASSWORD=PASSWORD)
