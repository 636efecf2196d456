"""Lists as agencies send them: zip with and without a password, spreadsheets, and what is no list at all."""

import io
import struct
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
import xlsxwriter
from stream_zip import ZIP_32, stream_zip

from server.services.importing import incoming_list
from server.services.importing.incoming_list import as_text
from server.services.reporting.workbook_text import cell_text
from shared_models.data_dictionary import UnreadableList
from tests.server.services.lists import HEADER, a_child, a_line

LIST = "".join(f"{line}\r\n" for line in (HEADER, a_line(), a_child())).encode("cp874")
PASSWORD = "Kan-Tham-2566"


def zipped(*members: tuple[str, bytes], password: str | None = None) -> bytes:
    """As an agency's program writes it: AES-256 with a password."""
    when = datetime(2026, 5, 1, tzinfo=UTC)
    parts = [(name, when, 0o600, ZIP_32, (content,)) for name, content in members]
    return b"".join(stream_zip(parts, password=password))


def a_workbook(*rows: tuple[object, ...]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("ว่าง")
    sheet, day = book.add_worksheet("รายชื่อ"), book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            else:
                sheet.write(line, place, value)
    book.close()
    return file.getvalue()


def text_of(folder: Path, content: bytes, password: str = "") -> bytes:
    source, target = folder / "given", folder / "list.txt"
    source.write_bytes(content)
    as_text(source, target, password=password)
    return target.read_bytes()


def refusal(folder: Path, content: bytes, password: str = "") -> str:
    with pytest.raises(UnreadableList) as refused:
        text_of(folder, content, password)
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".unpacked") == []
    return str(refused.value.details["reason"])


def test_text_stays_as_it_is_and_its_lines_are_counted(tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(LIST)
    assert as_text(tmp_path / "given", tmp_path / "list.txt") == 3
    assert (tmp_path / "list.txt").read_bytes() == LIST


def test_a_zip_gives_its_list_with_and_without_a_password(tmp_path: Path) -> None:
    assert text_of(tmp_path, zipped(("รายชื่อ.txt", LIST))) == LIST
    assert text_of(tmp_path, zipped(("รายชื่อ.txt", LIST), password=PASSWORD), PASSWORD) == LIST
    assert text_of(tmp_path, zipped(("อ่านก่อน.pdf", b"%PDF-1.7"), ("รายชื่อ.txt", LIST))) == LIST


def test_a_wrong_or_missing_password_is_told_apart(tmp_path: Path) -> None:
    locked = zipped(("รายชื่อ.txt", LIST), password=PASSWORD)
    assert refusal(tmp_path, locked) == "needs_password"
    assert refusal(tmp_path, locked, "ผิด") == "wrong_password"


def by_the_old_cipher(content: bytes, password: str) -> bytes:
    """What PKZIP 2.0 writes before a file's bytes and of them (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password.encode():
        turn(byte)
    locked = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        word = keys[2] & 0xFFFF | 2
        locked.append(byte ^ (word * (word ^ 1) >> 8 & 0xFF))
        turn(byte)
    return bytes(locked)


def locked_the_old_way(name: bytes, content: bytes, password: str) -> bytes:
    """A zip file of one part that is not compressed."""
    body = by_the_old_cipher(content, password)
    facts = struct.pack("<HHHHHLLLHH", 20, 1, 0, 0, 0x21, zlib.crc32(content), len(body), len(content), len(name), 0)
    local = b"PK\x03\x04" + facts + name + body
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    return local + directory + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(directory), len(local), 0)


def test_the_old_cipher_is_read_too(tmp_path: Path) -> None:
    locked = locked_the_old_way(b"list.txt", LIST, "1234")
    assert text_of(tmp_path, locked, "1234") == LIST
    assert refusal(tmp_path, locked, "4321") == "wrong_password"


def test_a_spreadsheet_keeps_days_and_long_numbers(tmp_path: Path) -> None:
    rows = (
        ("PID", "FNAME", "BIRTH", "AMOUNT", "NOTE"),
        (1653870822778, "ณัฐวุฒิ", date(1997, 5, 24), 1500.5, "แถว\tหนึ่ง"),
        ("0001200012348", "ไร้สัญชาติ", "24/05/2540", 600, None),
        (None, None, None, None, None),
    )
    lines = text_of(tmp_path, a_workbook(*rows)).decode().splitlines()
    assert lines == [
        "PID\tFNAME\tBIRTH\tAMOUNT\tNOTE",
        "1653870822778\tณัฐวุฒิ\t24/05/1997\t1500.5\tแถว หนึ่ง",
        "0001200012348\tไร้สัญชาติ\t24/05/2540\t600\t",
    ]
    assert text_of(tmp_path, zipped(("รายชื่อ.xlsx", a_workbook(*rows)), password=PASSWORD), PASSWORD).decode()


def test_a_number_is_never_written_with_an_exponent() -> None:
    assert [cell_text(value) for value in (3.1e12, 0.5, 1e20, True)] == ["3100000000000", "0.5", "1" + "0" * 20, "1"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_list"),
        (b" \r\n\x1a", "empty_list"),
        (b"%PDF-1.7 ...", "is_pdf"),
        (b"\x89PNG\r\n\x1a\n....", "is_picture"),
        (b"\xff\xd8\xff\xe0....", "is_picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_workbook"),
        (b"Rar!\x1a\x07", "other_archive"),
        (zipped(("รายชื่อ.txt", LIST))[:60], "damaged_archive"),
        (a_workbook(("PID",))[:-300], "damaged_archive"),
        (a_workbook(), "empty_list"),
        (zipped(("รูป.png", b"\x89PNG"), ("อ่าน.pdf", b"%PDF")), "no_list_in_archive"),
        (zipped(("ก.txt", LIST), ("ข.txt", LIST)), "several_files"),
        (zipped(("ใน.zip", zipped(("ก.txt", LIST)))), "other_archive"),
    ],
)
def test_what_is_no_list_is_told_as_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refusal(tmp_path, content) == reason


@pytest.mark.parametrize("name", ["../../etc/รายชื่อ.txt", "/รายชื่อ.txt", "..\\..\\รายชื่อ.txt", "C:รายชื่อ.txt"])
def test_a_part_whose_name_leads_elsewhere_is_written_where_it_belongs(tmp_path: Path, name: str) -> None:
    within = tmp_path / "a" / "b"
    within.mkdir(parents=True)
    assert text_of(within, zipped((name, LIST))) == LIST
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"given", "list.txt"}


def test_a_spreadsheet_packed_as_nobody_does_is_damaged(tmp_path: Path) -> None:
    book = bytearray(a_workbook(("PID",), ("1",)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := book.find(mark, at + 1)) >= 0:
            book[at + flags] |= 0x20  # patched data (APPNOTE 4.4.4)
    assert refusal(tmp_path, bytes(book)) == "damaged_workbook"


def test_a_part_without_a_name_is_no_list(tmp_path: Path) -> None:
    nameless = io.BytesIO()
    with ZipFile(nameless, "w") as archive:
        archive.writestr(ZipInfo("x"), LIST)
        archive.infolist()[0].filename = ""
        archive.infolist()[0].orig_filename = ""
    assert refusal(tmp_path, nameless.getvalue()) == "no_list_in_archive"


def test_a_zip_that_would_unpack_to_more_than_is_taken_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming_list, "MOST_BYTES", 1 << 20)
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("รายชื่อ.txt", b"0" * (64 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    assert refusal(tmp_path, bomb.getvalue()) == "too_large"
    lying = bytearray(bomb.getvalue())
    place = lying.rindex(b"PK\x01\x02") + 24
    lying[place : place + 4] = struct.pack("<I", 1000)  # the size that the directory tells
    assert refusal(tmp_path, bytes(lying)) in ("too_large", "damaged_archive")
    assert not list(tmp_path.glob("list*"))
