"""One line of an agency's list of welfare: a payment or a right of somebody, or the reason why it was not taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from shared_models import birth, citizen_id
from shared_models.agency_cells import UnreadableCell, amount_satang, code_text, day, partial_date
from shared_models.agency_dictionary import Column, Dictionary, Role
from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.citizen_id import CitizenId, IdKind
from shared_models.data_dictionary import folded_name
from shared_models.dataset import Dataset
from shared_models.list_format import ListFormat, RawLine, is_heading, role_positions
from shared_models.target_cells import word
from shared_models.thai_text import normalise

_OTHER_NUMBERS = (IdKind.PASSPORT, IdKind.AGENCY)
_LONGEST = {Role.PROGRAMME: 200, Role.MEASURE: 200, Role.SOURCE_KEY: 80}  # letters that a receipt holds


class LineFault(StrEnum):
    """Why a line was refused."""

    TOO_FEW_COLUMNS = "too_few_columns"
    TOO_MANY_COLUMNS = "too_many_columns"
    HEADER_OR_TOTAL = "header_or_total"
    DAMAGED_TEXT = "damaged_text"
    NO_CITIZEN_ID = "no_citizen_id"
    ID_DESTROYED = "id_destroyed"
    UNREADABLE_AMOUNT = "unreadable_amount"
    UNREADABLE_DATE = "unreadable_date"
    UNREADABLE_PERIOD = "unreadable_period"
    PERIOD_BACKWARDS = "period_backwards"
    TEXT_TOO_LONG = "text_too_long"


class WelfareLine(NamedTuple):
    """A payment or a right. `line_number` counts every line of the file from 1, the header too.

    `number` is what the line is linked by: 13 digits, or a passport's or agency's number. `amount_satang` None: the
    list does not say. `paid_on` is CE; the period is partial dates as birth.py writes them. Programme and measure are
    those of the dataset where the line names none. Name and birth are the list's own and only check the link.
    """

    line_number: int
    number: str
    citizen_id: CitizenId
    programme: str
    measure: str | None
    amount_satang: int | None
    paid_on: date | None
    period_from: str | None
    period_to: str | None
    source_key: str | None
    given_name: str | None
    family_name: str | None
    birth: PartialDate | None

    def content(self) -> tuple[str, ...]:
        """What makes it this payment and no other, however the file writes it. Name and birth are not part of it."""
        told = (self.number, self.programme, self.measure, self.amount_satang, self.paid_on, self.period_from)
        return tuple("" if value is None else str(value) for value in (*told, self.period_to, self.source_key))

    def receipt(self, dataset: Dataset) -> dict[str, Any]:
        """The values of its WelfareReceipt, but for whose it is."""
        return {
            "programme": self.programme,
            "measure": self.measure,
            "agency": dataset.agency,
            "kind": dataset.kind.value,
            "amount_satang": self.amount_satang,
            "paid_on": self.paid_on,
            "period_from": self.period_from,
            "period_to": self.period_to,
            "dataset": dataset.key,
            "source_key": self.source_key,
        }


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Nothing of the line itself: with its number an office finds it in its own file."""

    line_number: int
    reason: LineFault


class _Refusal(Exception):
    def __init__(self, reason: LineFault) -> None:
        self.reason = reason


class WelfareReader:
    """Reads the lines of one file of `dataset`. `on` is the day after which nobody was born yet."""

    def __init__(self, dictionary: Dictionary, form: ListFormat, dataset: Dataset, *, on: date) -> None:
        self._form, self._dataset, self._on = form, dataset, on
        self._width = len(form.columns)
        self._names = {folded_name(name) for name in form.columns}
        self._at = role_positions(dictionary, form.columns)
        self._columns: dict[Role, Column] = {column.role: column for column in dictionary.columns if column.role}

    def read(self, raw: RawLine) -> WelfareLine | RefusedLine:
        """The payment or right of one line, or why it cannot be taken."""
        cells = self._form.cells(raw.text)
        try:
            return self._line(raw, self._fitted(cells))
        except _Refusal as refusal:
            heading = is_heading(cells, self._names)
            return RefusedLine(raw.number, LineFault.HEADER_OR_TOTAL if heading else refusal.reason)

    def _fitted(self, cells: list[str]) -> list[str]:
        """As many cells as columns: delimiters at the end go, commas of an amount come together again."""
        while len(cells) > self._width and not cells[-1].strip():
            cells = cells[:-1]
        surplus = len(cells) - self._width
        if surplus > 0 and self._form.delimiter == "," and Role.AMOUNT in self._at:
            at = self._at[Role.AMOUNT]
            cells = [*cells[:at], ",".join(cells[at : at + surplus + 1]), *cells[at + surplus + 1 :]]
        if len(cells) != self._width:
            raise _Refusal(LineFault.TOO_FEW_COLUMNS if surplus < 0 else LineFault.TOO_MANY_COLUMNS)
        return cells

    def _line(self, raw: RawLine, cells: list[str]) -> WelfareLine:
        if raw.damaged:
            raise _Refusal(LineFault.DAMAGED_TEXT)
        person_id = citizen_id.parse(self._cell(cells, Role.CITIZEN_ID))
        began, ended = self._period(cells)
        return WelfareLine(
            line_number=raw.number,
            number=_number(person_id),
            citizen_id=person_id,
            programme=self._text(cells, Role.PROGRAMME) or self._dataset.programme,
            measure=self._text(cells, Role.MEASURE) or self._dataset.measure,
            amount_satang=self._read(cells, Role.AMOUNT, lambda cell, _: amount_satang(cell)),
            paid_on=self._read(cells, Role.PAID_ON, lambda cell, layout: day(cell, layout=layout)),
            period_from=began,
            period_to=ended,
            source_key=self._text(cells, Role.SOURCE_KEY),
            given_name=word(self._cell(cells, Role.GIVEN_NAME)),
            family_name=word(self._cell(cells, Role.FAMILY_NAME)),
            birth=self._birth(cells),
        )

    def _cell(self, cells: list[str], role: Role) -> str:
        return cells[self._at[role]] if role in self._at else ""

    def _read(self, cells: list[str], role: Role, reading: Callable[[str, str], Any]) -> Any:
        if role not in self._at:
            return None
        try:
            return reading(cells[self._at[role]], self._columns[role].format)
        except UnreadableCell:
            raise _Refusal(_FAULTS[role]) from None

    def _text(self, cells: list[str], role: Role) -> str | None:
        """A text, or what the dictionary's code list says for a code."""
        text = word(self._cell(cells, role))
        if text is None:
            return None
        if role is Role.SOURCE_KEY:
            text = code_text(text)
        elif role in self._columns:
            text = normalise(self._columns[role].codes.get(code_text(text), text))
        if len(text) > _LONGEST[role]:
            raise _Refusal(LineFault.TEXT_TOO_LONG)
        return text

    def _period(self, cells: list[str]) -> tuple[str | None, str | None]:
        began, ended, within = self._ends(cells)
        began, ended = began or within, ended or within
        if began and ended:
            shared = min(len(began), len(ended))
            if "~" not in began + ended and began[:shared] > ended[:shared]:
                raise _Refusal(LineFault.PERIOD_BACKWARDS)
        return began, ended

    def _ends(self, cells: list[str]) -> Iterator[str | None]:
        for role in (Role.PERIOD_FROM, Role.PERIOD_TO, Role.PERIOD):
            told = self._read(cells, role, lambda cell, layout: partial_date(cell, layout=layout))
            yield told.code if told else None

    def _birth(self, cells: list[str]) -> PartialDate | None:
        """What cannot be a birth is none: the payment is real."""
        try:
            told = birth.parse(self._cell(cells, Role.BIRTH), on=self._on)
        except ImpossibleBirth:
            return None
        return told if told.year_be else None


_FAULTS = {
    Role.AMOUNT: LineFault.UNREADABLE_AMOUNT,
    Role.PAID_ON: LineFault.UNREADABLE_DATE,
    **dict.fromkeys((Role.PERIOD, Role.PERIOD_FROM, Role.PERIOD_TO), LineFault.UNREADABLE_PERIOD),
}


def _number(person_id: CitizenId) -> str:
    other = normalise(person_id.given) if person_id.kind in _OTHER_NUMBERS else ""
    number = person_id.value or other
    if not number:
        raise _Refusal(LineFault.ID_DESTROYED if person_id.doubtful else LineFault.NO_CITIZEN_ID)
    return number
