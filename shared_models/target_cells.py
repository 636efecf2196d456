"""What single cells of a target list mean, and which cells belong together when a line has too many."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shared_models import area, birth, citizen_id, house_code
from shared_models.target_dictionary import Dictionary, Role, flags, sexes
from shared_models.thai_text import ascii_digits, normalise

BLANK_WORDS = frozenset({"", "-", "--", ".", "null", "NULL", "Null", "n/a", "N/A", "ไม่มี", "ไม่ระบุ", "ไม่ทราบ"})
FLAG_ROLES = (Role.IS_HEAD, Role.WELFARE_CARD, Role.HEALTH, Role.LIVING, Role.EDUCATION, Role.INCOME, Role.ACCESS)
_TAMBON = re.compile(r"(\d{6})(?:\.0+)?")
_VILLAGE = re.compile(r"\d{8}")
_MOO = re.compile(r"(?:หมู่(?:ที่)?|ม\.)?\s*(\d{1,2})(?:\.0+)?")
_MONEY = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?")
_PHONE = re.compile(r"\+?\d{9,12}")
_RELATIONS = {
    "หัวหน้าครัวเรือน": "head",
    "หัวหน้าครอบครัว": "head",
    "เจ้าบ้าน": "head",
    **dict.fromkeys(("คู่สมรส", "สามี", "ภรรยา"), "spouse"),
    **dict.fromkeys(("บุตร", "บุตรชาย", "บุตรสาว", "ลูก"), "child"),
    **dict.fromkeys(("บุตรเขย", "บุตรสะใภ้", "เขย", "สะใภ้"), "child_in_law"),
    **dict.fromkeys(("บิดา", "มารดา", "บิดามารดา", "พ่อ", "แม่"), "parent"),
    **dict.fromkeys(("พ่อตา", "แม่ยาย", "บิดามารดาของคู่สมรส"), "parent_in_law"),
    **dict.fromkeys(("พี่น้อง", "พี่", "น้อง"), "sibling"),
    "หลาน": "grandchild",
    **dict.fromkeys(("ปู่", "ย่า", "ตา", "ยาย", "ปู่ย่าตายาย"), "grandparent"),
    **dict.fromkeys(("ญาติ", "ญาติอื่น", "ญาติอื่น ๆ"), "other_kin"),
    **dict.fromkeys(("ผู้อาศัย", "ผู้อยู่อาศัย"), "lodger"),
}


def number_text(cell: str) -> str:
    """A code or number without blanks, a spreadsheet's leading ' and Thai digits."""
    return cell if cell.isdigit() and cell.isascii() else ascii_digits(cell).strip().lstrip("'").strip()


@lru_cache(maxsize=16384)
def word(cell: str) -> str | None:
    """A text that repeats in a list, as names do; None for a blank or what stands for one."""
    clean = normalise(cell)
    return None if clean in BLANK_WORDS else clean


@lru_cache(maxsize=4096)
def house_number(cell: str) -> str:
    """With digits 0–9; empty for a blank."""
    return ascii_digits(word(cell) or "")


@lru_cache(maxsize=1024)
def relation(cell: str) -> str | None:
    """A code of person.Relation where the word is known, else the agency's own word."""
    clean = word(cell)
    return _RELATIONS.get(clean, clean) if clean else None


@lru_cache(maxsize=64)
def survey_year(cell: str) -> int | None:
    """In BE, also when written in CE."""
    text = number_text(cell)
    if not re.fullmatch(r"\d{4}", text):
        return None
    return int(text) if int(text) >= 2400 else int(text) + 543


@lru_cache(maxsize=16384)
def village_code(tambon: str, moo: str) -> tuple[str | None, bool]:
    """8 digits, or None for an area nobody knows, and whether the list's code was an abolished one.

    A code with a single successor is read as that. A blank หมู่ is 00: towns have none.
    """
    code, number = _TAMBON.fullmatch(number_text(tambon)), _MOO.fullmatch(number_text(moo) or "0")
    if not code or not number:
        return None, False
    if area.known(code[1]):
        return f"{code[1]}{int(number[1]):02}", False
    heirs = area.successors(code[1])
    return (f"{heirs[0]}{int(number[1]):02}", True) if len(heirs) == 1 else (None, False)


def village_parts(cell: str) -> tuple[str, str]:
    """Tambon and moo of a code of 8 digits; two blanks when it is not one."""
    text = number_text(cell)
    return (text[:6], text[6:]) if _VILLAGE.fullmatch(text) else ("", "")


@lru_cache(maxsize=16384)
def money_satang(cell: str) -> int | None:
    """Baht with or without thousands commas. None for a blank and for what is no amount."""
    text = number_text(cell).replace(" ", "")
    return int(Decimal(text.replace(",", "")) * 100) if _MONEY.fullmatch(text) else None


def phone(cell: str) -> str | None:
    """Digits alone where it is one number, else the text as it is."""
    if len(cell) == 10 and cell.isdigit() and cell.isascii():
        return cell
    if not cell or cell == " ":
        return None
    text = number_text(cell)
    bare = re.sub(r"[\s\-().]", "", text)
    return None if text in BLANK_WORDS or not bare else bare if _PHONE.fullmatch(bare) else normalise(text)


def split(text: str, delimiter: str) -> list[str]:
    """The cells of a line. Quotes are quotes only around a whole cell; `|` and tab lists may have them anywhere."""
    cells = text.split(delimiter)
    if '"' not in text:
        return cells
    if delimiter in ",;" and text.count('"') % 2 == 0:
        with suppress(csv.Error):  # a bare CR, a cell that is too long: then quotes are letters like any other
            cells = next(csv.reader([text], delimiter=delimiter))
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in map(str.strip, cells)]


class Alignment:
    """Puts the cells of a line with too many of them back under their columns, when there is one way to do so.

    Delimiters get into a house number (176|62) and, in a comma list, into an amount (52,000). The surplus cells are
    joined there, and the line is taken only if every typed column then holds what it should.
    """

    def __init__(self, dictionary: Dictionary, positions: Mapping[Role, int], *, width: int, on: date) -> None:
        self._positions = positions
        self._width = width
        self._on = on
        self._sexes = sexes(dictionary.column(Role.SEX))
        self._flags = {role: flags(dictionary.column(role)) for role in FLAG_ROLES}

    def fit(self, cells: Sequence[str], delimiter: str) -> list[str] | None:
        """None when no way or more than one fits."""
        ends = {len(cells), len(cells) - 1 if not cells[-1].strip() else len(cells)}  # a delimiter may end each line
        options = [option for end in ends for option in self._joined(list(cells[:end]), delimiter)]
        fitting = [option for option in options if self._fits(option)]
        if not fitting and self._fits(cells[: self._width]):
            return list(cells[: self._width])
        return fitting[0] if len(fitting) == 1 else None

    def _joined(self, cells: list[str], delimiter: str) -> Iterator[list[str]]:
        surplus = len(cells) - self._width
        roles = (Role.HOUSE_NO, Role.AVERAGE_INCOME) if delimiter == "," else (Role.HOUSE_NO,)
        places = sorted(self._positions[role] for role in roles if role in self._positions)
        if surplus <= 0 or not places:
            return
        last = places[-1]
        for at_first in range(surplus + 1) if len(places) == 2 else (0,):
            option = cells
            if len(places) == 2:
                option = _join(option, places[0], count=at_first, delimiter=delimiter)
            yield _join(option, last, count=surplus - at_first, delimiter=delimiter)

    def _fits(self, cells: Sequence[str]) -> bool:
        def cell(role: Role) -> str:
            return cells[self._positions[role]].strip() if role in self._positions else ""

        known = self._flags.items()
        return (
            all(not cell(role) or cell(role).casefold() in meanings for role, meanings in known)
            and (not cell(Role.SEX) or cell(Role.SEX).casefold() in self._sexes)
            and bool(_TAMBON.fullmatch(number_text(cell(Role.TAMBON))) or village_parts(cell(Role.VILLAGE))[0])
            and (not cell(Role.AVERAGE_INCOME) or money_satang(cell(Role.AVERAGE_INCOME)) is not None)
            and (house_code.parse(cell(Role.HOUSE_CODE)).value or "0").isdigit()
            and (not cell(Role.PHONE) or bool(_PHONE.fullmatch(phone(cell(Role.PHONE)) or "")))
            and _is_id(cell(Role.CITIZEN_ID))
            and self._is_birth(cell(Role.BIRTH))
        )

    def _is_birth(self, cell: str) -> bool:
        try:
            birth.parse(cell, on=self._on)
        except birth.ImpossibleBirth as wrong:
            return wrong.details["reason"] != "unreadable"
        return True


def _is_id(cell: str) -> bool:
    number = citizen_id.parse(cell)
    return bool(number.value) or number.doubtful or number.kind is not citizen_id.IdKind.NONE or not word(cell)


def _join(cells: list[str], at: int, *, count: int, delimiter: str) -> list[str]:
    return [*cells[:at], delimiter.join(cells[at : at + count + 1]), *cells[at + count + 1 :]]
