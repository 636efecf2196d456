"""One line of a target list: a person with household, dimensions and marks, or the reason why it was not taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from shared_models import birth, citizen_id, house_code
from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.citizen_id import CitizenId
from shared_models.data_dictionary import folded_name
from shared_models.list_format import is_heading, role_positions
from shared_models.target_cells import (
    FLAG_ROLES,
    Alignment,
    house_number,
    money_satang,
    number_text,
    phone,
    relation,
    split,
    survey_year,
    village_code,
    village_parts,
    word,
)
from shared_models.target_dictionary import Dictionary, Role, flags, sexes

_DIMENSIONS = FLAG_ROLES[2:]
_FIRST_FLAG = list(Role).index(Role.IS_HEAD)


class Reason(StrEnum):
    """Why a line was refused."""

    TOO_FEW_COLUMNS = "too_few_columns"
    UNKNOWN_AREA = "unknown_area"
    IMPOSSIBLE_BIRTH = "impossible_birth"
    NO_GIVEN_NAME = "no_given_name"
    HEADER_OR_TOTAL = "header_or_total"


class Mark(StrEnum):
    """What is worth knowing about a line that was taken. Only the first two make it doubtful."""

    WRONG_CHECK_DIGIT = "wrong_check_digit"
    ID_DESTROYED = "id_destroyed"
    FIRST_JANUARY = birth.FIRST_JANUARY
    OLD_CALENDAR = birth.OLD_CALENDAR
    REALIGNED = "realigned"
    ABOLISHED_AREA = "abolished_area"
    HOUSE_CODE_LENGTH = "house_code_length"
    UNREADABLE_INCOME = "unreadable_income"
    NO_HOUSEHOLD_KEY = "no_household_key"
    DAMAGED_TEXT = "damaged_text"


class TargetLine(NamedTuple):
    """A person of the list. `line_number` counts every line of the file from 1, the header too.

    `survey_year` is BE. `sex` is "1" male, "2" female. `relation` is a code of person.Relation or the agency's own
    word. `dimensions` says of health, living, education, income and access whether the person is deprived; one that
    the list leaves blank is absent. `household_key` is the list's own, or village and house number without one.
    """

    line_number: int
    survey_year: int | None
    village_code: str
    house_no: str
    house_code: str | None
    household_key: str
    citizen_id: CitizenId
    title: str | None
    given_name: str
    family_name: str | None
    sex: str | None
    birth: PartialDate
    relation: str | None
    is_head: bool
    welfare_card: bool | None
    dimensions: Mapping[str, bool]
    income_satang: int | None
    phone: str | None
    doubtful: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """`details` name no person; `text` is the whole line, for the file of refused lines."""

    line_number: int
    reason: Reason
    details: Mapping[str, object]
    text: str


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line the same as an earlier one: not a second person."""

    line_number: int


class LineReader:
    """Reads the lines under one header. `columns` are the names in the file's order."""

    def __init__(self, dictionary: Dictionary, columns: Sequence[str], *, delimiter: str, on: date) -> None:
        self._delimiter = delimiter
        self._width = len(columns)
        self._on = on
        self._names = {folded_name(name) for name in columns}
        positions = role_positions(dictionary, columns)
        at = [positions.get(role, -1) for role in Role]
        self._pick_first, self._pick_last = itemgetter(*at[:_FIRST_FLAG]), itemgetter(*at[_FIRST_FLAG:])
        self._align = Alignment(dictionary, positions, width=self._width, on=on)
        self._sexes = sexes(dictionary.column(Role.SEX))
        self._head, self._card, *self._deprived = (flags(dictionary.column(role)) for role in FLAG_ROLES)
        self._dimensions: dict[tuple[str, ...], Mapping[str, bool]] = {}
        column = dictionary.column(Role.BIRTH)
        self._short_years = bool(column and re.search(r"(?<!Y)YY(?!Y)", column.format.upper()))

    def read(self, number: int, text: str, *, damaged: bool = False) -> TargetLine | RejectedLine:
        """`text` has no line end. `damaged` says that its letters could not all be read."""
        cells = split(text, self._delimiter)
        marks = [Mark.DAMAGED_TEXT] if damaged else []
        surplus = len(cells) - self._width
        if surplus < 0:
            return self._refused(number, text, Reason.TOO_FEW_COLUMNS, {"columns": len(cells), "expected": self._width})
        if surplus > 1 or (surplus and cells[-1].strip()):
            aligned = self._align.fit(cells, self._delimiter)
            if not aligned:
                return self._refused(
                    number, text, Reason.TOO_FEW_COLUMNS, {"columns": len(cells), "expected": self._width}
                )
            cells = aligned
            marks.append(Mark.REALIGNED)
        cells.append("")  # what a column that the list does not have is read from
        try:
            return self._line(number, text, cells, marks)
        except ImpossibleBirth as wrong:
            return self._refused(number, text, Reason.IMPOSSIBLE_BIRTH, wrong.details)

    def _line(self, number: int, text: str, cells: list[str], marks: list[Mark]) -> TargetLine | RejectedLine:
        year, tambon, moo, village, house_no, house_id, key, *who = self._pick_first(cells)
        id_text, title, given, family, sex, born, kin = who
        head, card, *answers, average, phone_text = self._pick_last(cells)
        code, abolished = village_code(*(village_parts(village) if village else (tambon, moo)))
        if code is None:
            return self._refused(number, text, Reason.UNKNOWN_AREA, {"area": number_text(village or tambon)[:20]})
        given_name = word(given)
        if not given_name:
            return self._refused(number, text, Reason.NO_GIVEN_NAME, {})
        birth_date = birth.parse(born, on=self._on, short_years=self._short_years)
        person_id = citizen_id.parse(id_text)
        house = house_number(house_no)
        code_of_house = house_code.parse(house_id)
        household_key = number_text(key)
        relation_code = relation(kin)
        is_head = _flag(self._head, head)
        satang = money_satang(average)
        if abolished:
            marks.append(Mark.ABOLISHED_AREA)
        if person_id.doubtful:
            marks.append(Mark.WRONG_CHECK_DIGIT if person_id.value else Mark.ID_DESTROYED)
        if birth_date.doubtful:
            marks.append(Mark(birth_date.doubtful))
        if code_of_house.doubtful:
            marks.append(Mark.HOUSE_CODE_LENGTH)
        if satang is None and word(average):
            marks.append(Mark.UNREADABLE_INCOME)
        if not household_key:
            marks.append(Mark.NO_HOUSEHOLD_KEY)
        return TargetLine(
            line_number=number,
            survey_year=survey_year(year),
            village_code=code,
            house_no=house,
            house_code=code_of_house.value,
            household_key=household_key or f"{code}/{house}",
            citizen_id=person_id,
            title=word(title),
            given_name=given_name,
            family_name=word(family),
            sex=self._sexes.get(sex) or self._sexes.get(number_text(sex).casefold()),
            birth=birth_date,
            relation=relation_code,
            is_head=relation_code == "head" if is_head is None else is_head,
            welfare_card=_flag(self._card, card),
            dimensions=self._deprivations(tuple(answers)),
            income_satang=satang,
            phone=phone(phone_text),
            doubtful=person_id.doubtful,
            marks=tuple(marks),
        )

    def _deprivations(self, answers: tuple[str, ...]) -> Mapping[str, bool]:
        """One mapping for all lines with the same answers: there are few, and it cannot be changed."""
        if answers not in self._dimensions:
            flagged = zip(_DIMENSIONS, map(_flag, self._deprived, answers), strict=True)
            known = MappingProxyType({role.value: deprived for role, deprived in flagged if deprived is not None})
            if len(self._dimensions) >= 4096:
                return known
            self._dimensions[answers] = known
        return self._dimensions[answers]

    def _refused(self, number: int, text: str, reason: Reason, details: Mapping[str, object]) -> RejectedLine:
        """A header or total line in the middle fails in many ways; what it is says more than how it fails."""
        if is_heading(text.split(self._delimiter), self._names):
            return RejectedLine(number, Reason.HEADER_OR_TOTAL, {}, text)
        return RejectedLine(number, reason, details, text)


def _flag(meanings: Mapping[str, bool], cell: str) -> bool | None:
    known = meanings.get(cell)
    return known if known is not None else meanings.get(number_text(cell).casefold())
