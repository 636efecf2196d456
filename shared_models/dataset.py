"""What an agency says about a welfare dataset it gives: whose it is, of which programme, and what may be done with it.

A 2561 survey of welfare data asked agencies for these: agency, programme, fund and measure, how it is stored, limits on
giving it, whom to ask. An office writes them down once, in a small CSV or JSON file, and they stay with the list.
"""

import csv
import json
import re
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

from shared_models.data_dictionary import folded_name
from shared_models.errors import DomainError
from shared_models.target_cells import survey_year
from shared_models.thai_text import normalise
from shared_models.welfare_receipt import WelfareKind

YEARS = range(2520, 2700)  # BE; ids of receipts need a time after 1970
_KEY = re.compile(r"[a-z0-9][a-z0-9_.\-]*")
_NAMES = {
    "key": "KEY DATASET รหัสชุดข้อมูล ชุดข้อมูล",
    "agency": "AGENCY หน่วยงาน",
    "programme": "PROGRAMME PROGRAM โครงการ สวัสดิการ",
    "fund": "FUND กองทุน",
    "measure": "MEASURE มาตรการ",
    "stored_as": "STOREDAS HOWSTORED วิธีจัดเก็บ การจัดเก็บ",
    "limits": "LIMITS ข้อจำกัด ข้อจำกัดในการให้ข้อมูล",
    "contact": "CONTACT ผู้ติดต่อ ผู้ประสานงาน",
    "year": "YEAR ปี ปีงบประมาณ ปีพศ",
    "kind": "KIND ชนิด ประเภท",
}
_FIELD_BY_NAME = {name: field for field, names in _NAMES.items() for name in names.split()}
_LONGEST = {"key": 80, "agency": 200, "programme": 200, "measure": 200}
_KINDS: dict[str, WelfareKind] = {kind.value: kind for kind in WelfareKind} | {
    **dict.fromkeys(("เงิน", "เงินที่จ่าย"), WelfareKind.PAYMENT),
    **dict.fromkeys(("สิทธิ", "สิทธิที่มี"), WelfareKind.RIGHT),
}


class UnreadableDataset(DomainError):
    """`reason` is not_text, bad_key, bad_year or bad_kind, or with `field`: unknown_field, missing_field, too_long."""

    code = "unreadable_dataset"


@dataclass(frozen=True, slots=True)
class Dataset:
    """`key` names the dataset for ever: receipts of a later file with the same key are the same receipts.

    `programme` and `measure` are of every line that does not name its own. `year` is BE. Texts are None where the
    agency said nothing.
    """

    key: str
    agency: str
    programme: str
    kind: WelfareKind
    year: int
    fund: str | None = None
    measure: str | None = None
    stored_as: str | None = None
    limits: str | None = None
    contact: str | None = None


def read_dataset(text: str) -> Dataset:
    """Read a JSON object, or a CSV of two columns (field, value) or of a header and one row. Raises UnreadableDataset.

    Field names may be Thai; so may the kind. A field that is not known is refused, since its value would be lost.
    """
    told: dict[str, str] = {}
    for name, value in _pairs(text.lstrip("\ufeff").strip()):
        field = _FIELD_BY_NAME.get(folded_name(name))
        if field is None or field in told:
            raise UnreadableDataset(reason="unknown_field", field=normalise(name)[:40])
        told[field] = normalise(value).replace("\n", " ")
    for field in ("key", "agency", "programme", "kind", "year"):
        if not told.get(field):
            raise UnreadableDataset(reason="missing_field", field=field)
    for field, longest in _LONGEST.items():
        if len(told.get(field, "")) > longest:
            raise UnreadableDataset(reason="too_long", field=field)
    if not _KEY.fullmatch(told["key"]):
        raise UnreadableDataset(reason="bad_key", key=told["key"])
    known: dict[str, Any] = {field.name: told.get(field.name) or None for field in fields(Dataset)}
    return Dataset(**(known | {"kind": _kind(told["kind"]), "year": _year(told["year"])}))


def _kind(text: str) -> WelfareKind:
    if text.casefold() not in _KINDS:
        raise UnreadableDataset(reason="bad_kind", kind=text[:40])
    return _KINDS[text.casefold()]


def _year(text: str) -> int:
    year = survey_year(text)
    if year not in YEARS:
        raise UnreadableDataset(reason="bad_year", year=text[:40])
    assert year is not None
    return year


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.startswith("{"):
        return _json_pairs(text)
    try:
        rows = [_filled(cells) for cells in csv.reader(text.splitlines(), delimiter=_delimiter(text)) if any(cells)]
    except csv.Error:
        raise UnreadableDataset(reason="not_text") from None
    if rows and [cell.strip().lower() for cell in rows[0]] == ["field", "value"]:
        pairs = [(cells[0], cells[1] if len(cells) > 1 else "") for cells in rows[1:]]
        several = any(len(cells) > 2 for cells in rows)
    else:
        several = len(rows) != 2 or len(rows[1]) > len(rows[0])
        pairs = [] if several else [(name, value) for name, value in zip_longest(*rows, fillvalue="")]
    if several or "\x00" in text:
        raise UnreadableDataset(reason="not_text")
    return [(name, value) for name, value in pairs if value.strip()]


def _delimiter(text: str) -> str:
    return max(",;\t|", key=text.partition("\n")[0].count)


def _filled(cells: list[str]) -> list[str]:
    """Without the blank cells at the end, which spreadsheets add."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _json_pairs(text: str) -> list[tuple[str, str]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableDataset(reason="not_text") from None
    if not all(value is None or isinstance(value, str | int) for value in told.values()):
        raise UnreadableDataset(reason="not_text")
    return [(name, str(value)) for name, value in told.items() if value is not None]
