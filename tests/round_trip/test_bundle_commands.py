"""An office without network, as support staff work it: files carried between the two programs."""

import json
from pathlib import Path

import pytest

from tests.round_trip.programs import PIN, Program, field_app, field_server, new_code, serving

HOUSEHOLD = json.dumps({"village_code": "56010204", "house_no": "๑๒/๓"})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("server")
    program = field_server(folder)
    program.answer("init", "--district", "5601", FIELD_SERVER_PASSWORD="รหัสผ่านยาวพอ")
    return program


@pytest.fixture(scope="module")
def tablets(server: Program, tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, Program]:
    """Two tablets, enrolled over a network that is gone by now."""
    first, second = (field_app(tmp_path_factory.mktemp(name)) for name in ("first", "second"))
    with serving(server) as address:
        for tablet in (first, second):
            tablet.answer("enrol", "--server", address, "--code", new_code(server))
    return first, second


def counts(answer: dict, *names: str) -> list[int]:
    return [answer[name] for name in names]


def test_work_travels_by_file_there_and_back(server: Program, tablets: tuple[Program, Program], tmp_path: Path) -> None:
    first, second = tablets
    off = first.run("sync")
    assert (off.returncode, "ติดต่อสำนักงานไม่ได้" in off.stderr) == (1, True)
    made = first.answer("record", "household", "new", HOUSEHOLD)
    exported = first.answer("bundle-export", str(tmp_path))
    place = Path(exported["file"])
    assert place.parent == tmp_path
    assert place.stat().st_size == exported["bytes"]
    assert counts(exported, "operations", "batches") == [1, 1]
    assert first.answer("status")["unsent"] == 1
    reply = tmp_path / "reply.hvreply"
    imported = server.answer("bundle-import", str(place), "--reply", str(reply))
    assert counts(imported, "operations", "stored", "known", "refused", "conflicts", "held") == [1, 1, 0, 0, 0, 0]
    assert imported["bundle"] == exported["bundle"]
    assert imported["tablet"].replace("-", "")[-8:] in place.name
    again = server.answer("bundle-import", str(place), "--reply", str(reply))
    assert counts(again, "operations", "stored", "known") == [1, 0, 1]
    taken = first.answer("bundle-import", str(reply))
    assert counts(taken, "stored", "known", "refused", "conflicts", "received", "finished") == [0, 1, 0, 0, 0, True]
    assert taken["bytes_down"] == reply.stat().st_size
    status = first.answer("status")
    assert (status["unsent"], status["last_sync"] is None) == (0, False)
    twice = first.answer("bundle-import", str(reply))
    assert counts(twice, "stored", "known", "received") == [0, 0, 0]
    exported = second.answer("bundle-export", str(tmp_path / "second.hvbundle"))
    answered = server.answer("bundle-import", exported["file"], "--reply", str(tmp_path))
    assert Path(answered["file"]) == tmp_path / "second.hvreply"
    assert second.answer("bundle-import", answered["file"])["received"] == 1
    assert second.answer("show", made["row_id"])["household"]["house_no"] == "๑๒/๓"
    assert second.answer("status")["digests"] == status["digests"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".hvbundle", ".hvbundle", ".hvreply", ".hvreply"]


@pytest.mark.parametrize("who", ["tablet", "office"])
def test_a_bad_file_is_one_sentence_in_either_language_and_a_false_exit(
    who: str, server: Program, tablets: tuple[Program, Program], tmp_path: Path
) -> None:
    tablet, other = tablets
    bundle = Path(tablet.answer("bundle-export", str(tmp_path / "a.hvbundle"))["file"])
    reply = tmp_path / "a.hvreply"
    server.answer("bundle-import", str(bundle), "--reply", str(reply))
    mine, theirs = (reply, bundle) if who == "tablet" else (bundle, reply)
    photo, half = tmp_path / "บ้าน.jpg", tmp_path / "half"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000))
    half.write_bytes(mine.read_bytes()[: mine.stat().st_size // 2])
    cases = [
        (photo, "ไม่ใช่แฟ้มรับส่ง", "no exchange file"),
        (half, "ไม่ครบ", "not whole"),
        (theirs, "เลือกแฟ้ม", "Choose"),
        (tmp_path / "none", "ไม่พบแฟ้ม", "no file"),
    ]
    options = [] if who == "tablet" else ["--reply", str(tmp_path / "new.hvreply")]
    program = tablet if who == "tablet" else server
    for path, thai, english in cases:
        for language, words in (("th", thai), ("en", english)):
            done = program.run("--lang", language, "bundle-import", str(path), *options)
            assert (done.returncode, done.stdout) == (1, "")
            assert words in done.stderr
            assert done.stderr.count("\n") == 1
    assert not (tmp_path / "new.hvreply").exists()
    if who == "tablet":
        assert "แท็บเล็ตเครื่องอื่น" in other.run("bundle-import", str(reply)).stderr


def test_a_file_is_written_whole_or_not_at_all_and_never_over_another(
    server: Program, tablets: tuple[Program, Program], tmp_path: Path
) -> None:
    tablet = tablets[0]
    bundle = tmp_path / "งาน.hvbundle"
    tablet.answer("bundle-export", str(bundle))
    tablet.answer("bundle-export", str(bundle))
    photo = tmp_path / "บ้าน.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    for program, arguments in ((tablet, ["bundle-export"]), (server, ["bundle-import", str(bundle), "--reply"])):
        for path, thai in ((photo, "มีแฟ้มอื่นใช้ชื่อนี้"), (tmp_path / "ไม่มี" / "a", "ไม่พบโฟลเดอร์")):
            done = program.run(*arguments, str(path))
            assert (done.returncode, thai in done.stderr, done.stderr.count("\n")) == (1, True, 1)
    assert photo.read_bytes() == b"\xff\xd8\xff\xe0"
    assert sorted(tmp_path.iterdir()) == sorted([bundle, photo])


def test_the_pin_is_asked_for(tablets: tuple[Program, Program], tmp_path: Path) -> None:
    done = tablets[0].run("bundle-export", str(tmp_path / "a"), FIELD_APP_PIN=PIN[::-1])
    assert (done.returncode, "เหลืออีก" in done.stderr, list(tmp_path.iterdir())) == (1, True, [])
