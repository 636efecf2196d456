"""Making a file for another agency: the list, its data dictionary and what to know of it, in a zip under a passphrase.

The zip is AES-256 (WinZip AE-2), as 7-Zip, WinZip and macOS archivers open it. Only the encrypted zip ever lies on a
disk. A making that is begun again makes the file anew, with another passphrase, in the place of the first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from stat import S_IFREG
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

from sqlmodel import Session
from stream_zip import ZIP_32, MemberFile, stream_zip

from server import security
from server.services.background import files
from server.services.background.jobs import Work
from server.services.handing_on import hand_on_rows, hand_ons
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import HandOn
from shared_models.area import display_name
from shared_models.export import Era, ExportForm, dictionary_text, export_form, export_lines
from shared_models.fiscal_year import thai_day
from shared_models.hand_on import ListKind
from shared_models.labels import label
from shared_models.retention import Kept
from shared_models.target_encoding import Encoding

MEDIA_TYPE = "application/zip"
LIST, DICTIONARY, LOST, ABOUT = "list.txt", "dictionary.csv", "letters-not-written.csv", "README.txt"
TOLD_LINES = 500
CHUNK = 1 << 16
_MODE = S_IFREG | 0o600


class _Plan(NamedTuple):
    """What is to be made, and of how many lines at the most."""

    hand_on: HandOn
    roles: dict[str, str]
    form: ExportForm
    total: int


class _Tally:
    """What became of the lines: how many, letters that had to become a blank, fields with letters not written."""

    def __init__(self) -> None:
        self.rows = self.replaced = 0
        self.lost: list[tuple[int, str]] = []


def make(work: Work) -> Mapping[str, Any]:
    """The job: write the zip, keep it, and enter in the register what it holds."""
    plan = _plan(work)
    passphrase, tally = hand_ons.new_passphrase(), _Tally()
    hand_on = plan.hand_on
    with TemporaryFile() as file:
        _write(work, plan, file, passphrase=passphrase, tally=tally)
        work.progress(plan.total, plan.total, stage="keeping")
        file.seek(0)
        with work.database.writing() as session:
            files.forget(session, work.district, hand_on.id)
        until_ms = files.until_ms(work.database, work.district, Kept.HAND_ON, now=datetime.now(UTC))
        kept = files.store(
            work.database,
            work.district,
            hand_on.id,
            file,
            name=zip_name(hand_on),
            media_type=MEDIA_TYPE,
            until_ms=until_ms,
        )
    sealed = security.seal_to(hand_on.reader, passphrase.encode(), info=hand_on.id.bytes)
    with work.database.writing() as session:
        made = hand_ons.find(session, work.district, hand_on.id)
        made.sealed, made.made_ms, made.kept_until_ms = sealed, int(datetime.now(UTC).timestamp() * 1000), until_ms
        made.rows, made.replaced, made.unwritable = tally.rows, tally.replaced, len(tally.lost)
        made.size, made.hash = kept.size, kept.hash
        session.add(made)
        about = f"#{made.number} n={made.rows}"
        audit.enter(
            session, work.district, Action.HAND_ON_MADE, officer_id=work.asked_by, subject=about, now=datetime.now(UTC)
        )
    return {"where": f"/hand-on/files/{hand_on.id}"}


def zip_name(hand_on: HandOn) -> str:
    """Says list, area and number, and nobody's name."""
    return f"{hand_on.kind}-{hand_on.area_code}-{hand_on.year}-{hand_on.number:04}.zip"


def _plan(work: Work) -> _Plan:
    with work.database.reading() as session:
        hand_on = hand_ons.find(session, work.district, UUID(work.wants["hand_on"]))
        session.expunge(hand_on)
        total = hand_on_rows.count(session, ListKind(hand_on.kind), work.district, hand_on.area_code)
    roles = hand_ons.column_keys(hand_on)
    form = export_form(roles, era=Era(hand_on.era), encoding=Encoding(hand_on.encoding))
    return _Plan(hand_on, roles, form, total)


def _write(work: Work, plan: _Plan, file: BinaryIO, *, passphrase: str, tally: _Tally) -> None:
    """The members come in the order in which they are known: what to know of the list is told after it."""
    made = thai_day(work.now)
    stamp = datetime(made.year, made.month, made.day, tzinfo=UTC)
    dictionary = dictionary_text(plan.form, plan.roles).encode("utf-8-sig")

    def member(name: str, content: Iterable[bytes]) -> MemberFile:
        return name, stamp, _MODE, ZIP_32, content

    with work.database.reading() as session:
        members = (
            member(LIST, _joined(_list(work, session, plan, tally))),
            member(DICTIONARY, [dictionary]),
            member(LOST, _lost(tally)),
            member(ABOUT, _about(plan, tally)),
        )
        for chunk in stream_zip(members, password=passphrase, chunk_size=CHUNK):
            file.write(chunk)


def _list(work: Work, session: Session, plan: _Plan, tally: _Tally) -> Iterator[bytes]:
    hand_on = plan.hand_on
    rows = hand_on_rows.lines(
        session,
        ListKind(hand_on.kind),
        work.district,
        hand_on.area_code,
        year=hand_on.year,
        keys=plan.roles,
    )
    for line in export_lines(rows, plan.form):
        tally.rows = line.line_number - 1
        tally.replaced += line.replaced
        tally.lost += [(line.line_number, key) for key in line.unwritable]
        if tally.rows % TOLD_LINES == 0:
            work.progress(min(tally.rows, plan.total), plan.total, stage="writing")
        yield line.content


def _joined(lines: Iterable[bytes]) -> Iterator[bytes]:
    """In pieces that are worth compressing one by one."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _lost(tally: _Tally) -> Iterator[bytes]:
    """Where letters are missing; made when the list is through."""
    yield "line,field\r\n".encode("utf-8-sig")
    yield "".join(f"{number},{key}\r\n" for number, key in tally.lost).encode()


def _about(plan: _Plan, tally: _Tally) -> Iterator[bytes]:
    """In Thai, then in English: what for, what of, and what was lost. Made when the list is through."""
    hand_on = plan.hand_on
    fields = Counter(key for _, key in tally.lost)
    told = {
        "number": hand_on.number,
        "recipient": hand_on.recipient,
        "letter": hand_on.letter or "-",
        "words": hand_on.purpose_words,
        "area": display_name(hand_on.area_code),
        "code": hand_on.area_code,
        "year": hand_on.year,
        "rows": f"{tally.rows:,}",
        "encoding": hand_on.encoding.upper(),
        "era": "พ.ศ./BE" if hand_on.era == Era.BE else "ค.ศ./CE",
        "replaced": f"{tally.replaced:,}",
        "unwritable": f"{len(tally.lost):,}",
        "fields": ", ".join(f"{label(key)} {count:,}" for key, count in fields.items()) or "-",
    }
    yield _README.format_map(told).replace("\n", "\r\n").encode("utf-8-sig")


_README = """แฟ้มส่งมอบเลขที่ {number}
ให้: {recipient}  ตามหนังสือ: {letter}
เพื่อ: {words}
พื้นที่: {area} ({code})  ปีสำรวจ {year}  จำนวน {rows} แถว

list.txt        รายการ คั่นด้วย | มีหัวตาราง รหัสตัวอักษร {encoding} วันและปีเป็น {era}
dictionary.csv  พจนานุกรมข้อมูล (UTF-8)
letters-not-written.csv  แถวและช่องที่มีตัวอักษรซึ่งรหัสตัวอักษรนี้ไม่มี แสดงเป็น ?

เครื่องหมาย | และการขึ้นบรรทัดที่ต้องเปลี่ยนเป็นเว้นวรรค: {replaced} ตัว
ช่องที่มีตัวอักษรเขียนไม่ได้: {unwritable} ({fields})

ใช้ตามวัตถุประสงค์ข้างต้นเท่านั้น เก็บเป็นความลับ และทำลายเมื่อเลิกใช้

Hand-on {number} to {recipient}, letter {letter}. Purpose: {words}
Area {code}, survey year {year} (BE), {rows} lines, {encoding}, dates {era}.
Letters that became a blank: {replaced}. Fields with letters that could not be written: {unwritable}.
For this purpose only; keep it secret; destroy it after use.
"""
