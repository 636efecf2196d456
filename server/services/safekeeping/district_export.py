"""Everything of a district in open form: one zip of CSV files that any program reads, with what each column means.

Written as it comes from one snapshot of the database, and sealed with age unless it was asked for in the open.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from stat import S_IFREG
from typing import Any, NamedTuple

import pyrage
from pyrage import x25519
from sqlmodel import Session, col, select
from stream_zip import ZIP_64, MemberFile, stream_zip

from server.database import Database
from server.services import reference_table
from server.services.proving import audit
from server.services.proving.audit import Action
from server.services.safekeeping.backup import Readable
from server.services.safekeeping.code_list_file import code_lists_text
from server.tables import LoggedOperation, OfficerAccount
from shared_models.area import display_name
from shared_models.entities import ENTITIES, wire
from shared_models.errors import DomainError
from shared_models.export import cell, dictionary_text, export_form
from shared_models.fiscal_year import thai_day
from shared_models.form import FormField
from shared_models.hand_on import Purpose
from shared_models.merge import Scalar
from shared_models.reports.csv_text import no_formula

BATCH = 1000
CHUNK = 1 << 16
MARK = "\ufeff"  # by which spreadsheets know UTF-8
NUMBERS = frozenset({"number", "money", "land", "year", "yes_no"})  # a minus before one begins no formula
HISTORY = (
    "stamp", "at", "received_ms", "officer_id", "device_id", "entity", "row_id", "household_id", "action_id",
    "receipt", "refusal", "late", "mends", "run_id", "place", "body",
)  # fmt: skip
OFFICERS = ("id", "name", "role", "revoked")
_MODE = S_IFREG | 0o600


class ExportNotWritten(DomainError):
    """`reason` is there (another file has the name) or disk (full, no such folder, not allowed). `name` of the file."""

    code = "export_not_written"


class Wanted(NamedTuple):
    """Of which district, for what (s.27), and for whom it is sealed; None: it is not."""

    district: str
    purpose: Purpose
    words: str
    key: x25519.Recipient | None


class Exported(NamedTuple):
    """How many rows each file has, by its name."""

    rows: Mapping[str, int]


def export(database: Database, path: Path, wanted: Wanted, *, now: datetime) -> Exported:
    """Write it to `path`, whole or not at all; that it was asked for is on record. Raises ExportNotWritten."""
    unfinished = path.with_name(f"{path.name}.part")
    if path.exists():
        raise ExportNotWritten(name=path.name, reason="there")
    with database.writing() as session:
        about = " ".join(filter(None, (wanted.purpose.value, wanted.words)))
        audit.enter(session, wanted.district, Action.DISTRICT_EXPORTED, officer_id=None, subject=about, now=now)
    try:
        with database.reading() as session, unfinished.open("wb") as file:
            source = _Source(session, wanted, now)
            if wanted.key is None:
                file.writelines(source.parts())
            else:
                pyrage.encrypt_io(Readable(source.parts()), file, [wanted.key])
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as error:
        raise ExportNotWritten(name=path.name, reason="disk") from error
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return Exported(source.rows)


class _Source:
    """The bytes of the zip, and how many rows went into each of its files."""

    def __init__(self, session: Session, wanted: Wanted, now: datetime) -> None:
        self._session, self._wanted, self._now = session, wanted, now
        self.rows: dict[str, int] = {}

    def parts(self) -> Iterator[bytes]:
        yield from stream_zip(self._members(), chunk_size=CHUNK)

    def _members(self) -> Iterator[MemberFile]:
        yield self._member("README.txt", [self._about().encode("utf-8-sig")])
        for entity in ENTITIES:
            yield self._table(entity, *_entity(self._session, self._wanted.district, entity))
            form = export_form([entity], iso=True)
            yield self._member(f"dictionary/{entity}.csv", [dictionary_text(form).encode("utf-8-sig")])
        yield self._table("officer", OFFICERS, self._officers())
        yield self._table("history", HISTORY, self._history())
        yield self._member("codes.csv", [code_lists_text().encode("utf-8-sig")])
        for name in reference_table.names(self._session, self._wanted.district):
            text = reference_table.standing(self._session, self._wanted.district, name).text or ""
            yield self._member(f"tables/{name}.csv", [text.encode("utf-8-sig")])

    def _member(self, name: str, content: Iterable[bytes]) -> MemberFile:
        return name, self._now, _MODE, ZIP_64, content

    def _table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> MemberFile:
        return self._member(f"{name}.csv", self._lines(name, header, rows))

    def _lines(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        waiting: list[str] = []
        write = csv.writer(_Lines(waiting)).writerow
        self.rows[name] = 0
        write(header)
        waiting[0] = MARK + waiting[0]
        for row in rows:
            write(row)
            self.rows[name] += 1
            if len(waiting) >= BATCH:
                yield "".join(waiting).encode()
                waiting.clear()
        yield "".join(waiting).encode()

    def _officers(self) -> Iterator[Sequence[Any]]:
        theirs = select(OfficerAccount).where(OfficerAccount.district_code == self._wanted.district)
        for one in self._session.exec(theirs.order_by(col(OfficerAccount.id))):
            yield one.id, no_formula(one.name), wire(one.role), int(one.revoked)

    def _history(self) -> Iterator[Sequence[Any]]:
        columns = [getattr(LoggedOperation, name) for name in HISTORY]
        wanted = select(*columns).where(LoggedOperation.district_code == self._wanted.district)
        for *facts, body in _streamed(self._session, wanted.order_by(col(LoggedOperation.stamp))):
            yield *facts, no_formula(body.decode("utf-8", "replace"))

    def _about(self) -> str:
        wanted, made = self._wanted, thai_day(self._now)
        told = {
            "area": display_name(wanted.district),
            "code": wanted.district,
            "made": made.isoformat(),
            "purpose": " · ".join(filter(None, (wanted.purpose.value, wanted.words))),
        }
        return _README.format_map(told).replace("\n", "\r\n")


class _Lines:
    """What a csv writer writes to."""

    def __init__(self, waiting: list[str]) -> None:
        self.write = waiting.append


def _entity(session: Session, district: str, entity: str) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    form, model = export_form([entity], iso=True), ENTITIES[entity]
    wanted = select(*(getattr(model, field.name) for field in form.columns)).where(col(model.district_code) == district)
    found = _streamed(session, wanted.order_by(col(model.id)))
    rows = ([_text(wire(value), field) for value, field in zip(row, form.columns, strict=True)] for row in found)
    return form.names, rows


def _streamed(session: Session, wanted: Any) -> Iterator[Any]:
    """Some rows in memory at a time; given up with the file where that fails."""
    with session.connection().execute(wanted, execution_options={"yield_per": BATCH}) as found:
        yield from found


def _text(value: Scalar, field: FormField) -> str:
    text = cell(value, field, iso=True)
    return text if field.kind.value in NUMBERS else no_formula(text)


_README = """ข้อมูลทั้งหมดของ{area} ({code}) ณ {made}
เพื่อ: {purpose}

ชื่อแฟ้ม.csv    ข้อมูลแต่ละชนิด UTF-8 คั่นด้วยจุลภาค วันที่และปีเป็น ค.ศ. เงินเป็นบาท
dictionary/     ความหมายของทุกช่อง
codes.csv       ความหมายของรหัส
tables/         ตารางตั้งค่าของอำเภอ
officer.csv     เจ้าหน้าที่
history.csv     ทุกรายการที่บันทึก เรียงตามเวลา (at และ received_ms เป็นมิลลิวินาทีจาก 1970)

เครื่องหมาย ' หน้าข้อความที่ขึ้นต้นด้วย = + - @ ใส่ไว้ไม่ให้โปรแกรมตารางคิดเป็นสูตร ไม่ใช่ส่วนหนึ่งของข้อมูล
มีข้อมูลส่วนบุคคลและข้อมูลอ่อนไหวของประชาชนทั้งอำเภอ ใช้ตามวัตถุประสงค์ข้างต้นเท่านั้น และทำลายเมื่อเลิกใช้

All data of {area} ({code}) on {made}. Purpose: {purpose}
Each .csv holds one kind of row: UTF-8, commas, days and years CE, money in baht. dictionary/ tells what each column
means, codes.csv each code; tables/ are the district's settings; history.csv is every recorded operation.
A ' before text that begins with = + - @ keeps a spreadsheet from taking it for a formula and is no part of the value.
Personal and sensitive data of a whole district: for this purpose only; destroy it after use.
"""
