"""Indicator sets of the MPI: versioned data, of which an office may load another; and to whom an indicator applies.

The numbering changes between plan periods and no list after 2564 has been published: answers keep the version they
were asked under for ever. Shipped is `2560-2564`, the 17 indicators of the TPMAP front end for BMN 2560–2564.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from shared_models.birth import PartialDate
from shared_models.mpi import Dimension
from shared_models.person import Disability, Education, Health, Occupation, Person, SelfCare
from shared_models.reference_table import Row, UnreadableTable, shipped_text, table_rows, whole_number

SHIPPED = ("2560-2564",)
COLUMNS = ("code", "dimension", "unit", "age_min", "age_max", "only", "except", "name_th", "name_en?")
OLDEST = 130


class Subject(StrEnum):
    """Whose indicator it is. One of the household that fails marks every member."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Condition(StrEnum):
    """What else than age decides: an indicator is asked `only` of these, or of all `except` these."""

    DISABLED = "disabled"
    HELPLESS = "helpless"  # disabled and cannot look after themselves
    STUDENT = "student"  # full time
    FINISHED_M3 = "finished_m3"  # finished ม.3 in the past year


class Applies(StrEnum):
    """`ASK`: a partial birth or an unanswered question leaves it open, so the officer is asked."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Ages are whole years, both ends included; None has no limit."""

    code: str
    dimension: Dimension
    subject: Subject
    age_min: int | None
    age_max: int | None
    only: frozenset[Condition]
    excepted: frozenset[Condition]
    name_th: str
    name_en: str

    def name(self, language: str = "th") -> str:
        """Its wording, Thai or with `en` English."""
        return self.name_en if language == "en" else self.name_th


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """`version` is what answers carry; the indicators stand in the order they are asked."""

    version: str
    indicators: tuple[Indicator, ...]

    def find(self, code: str) -> Indicator | None:
        """The indicator of this code; None for one that the set does not have."""
        return next((indicator for indicator in self.indicators if indicator.code == code), None)

    def of(self, dimension: Dimension) -> tuple[Indicator, ...]:
        """The indicators of a dimension in their order."""
        return tuple(indicator for indicator in self.indicators if indicator.dimension is dimension)


@cache
def shipped() -> dict[str, IndicatorSet]:
    """The sets that come with the product, by version."""
    names = {version: f"mpi_indicators_{version.replace('-', '_')}.csv" for version in SHIPPED}
    return {version: read_indicators(shipped_text(name), version=version) for version, name in names.items()}


def in_force(sets: Mapping[str, IndicatorSet], survey_year: int) -> IndicatorSet:
    """The set to ask with in a survey year (BE): the one whose years hold it, else the latest that has begun.

    A version is named by its years, `2560-2564`; one that is not counts as begun long ago. `sets` is not empty.
    """

    def place(known: IndicatorSet) -> tuple[bool, bool, str]:
        first, _, last = known.version.partition("-")
        years = (int(first), int(last)) if first.isdecimal() and last.isdecimal() else (0, 0)
        return years[0] <= survey_year <= years[1], years[0] <= survey_year, known.version

    return max(sets.values(), key=place)


def read_indicators(text: str, *, version: str) -> IndicatorSet:
    """A set from CSV, `only` and `except` holding conditions parted by blanks. Raises UnreadableTable."""
    indicators: dict[str, Indicator] = {}
    for line, row in table_rows(text, COLUMNS):
        indicator = _indicator(row, line)
        if indicator.code in indicators:
            raise UnreadableTable(reason="twice", line=line)
        indicators[indicator.code] = indicator
    return IndicatorSet(version, tuple(indicators.values()))


def _indicator(row: Row, line: int) -> Indicator:
    code = row["code"]
    _need(bool(code) and code.isascii() and not set(code) & set(" =") and len(code) <= 20, "code", line)
    _need(row["dimension"] in set(Dimension), "dimension", line)
    _need(row["unit"] in set(Subject), "unit", line)
    _need(bool(row["name_th"]), "name_th", line)
    least, most = (whole_number(row, name, line, most=OLDEST) for name in ("age_min", "age_max"))
    _need(least is None or most is None or least <= most, "age_max", line)
    return Indicator(
        code=code,
        dimension=Dimension(row["dimension"]),
        subject=Subject(row["unit"]),
        age_min=least,
        age_max=most,
        only=_conditions(row, "only", line),
        excepted=_conditions(row, "except", line),
        name_th=row["name_th"],
        name_en=row["name_en"] or row["name_th"],
    )


def _need(holds: bool, column: str, line: int) -> None:
    if not holds:
        raise UnreadableTable(reason=column, line=line)


def _conditions(row: Row, column: str, line: int) -> frozenset[Condition]:
    words = row[column].split()
    _need(set(words) <= set(Condition), column, line)
    return frozenset(Condition(word) for word in words)


def applies(indicator: Indicator, person: Person, *, on: date) -> Applies:
    """Whether an indicator of persons is asked of this one on that day. One of the household applies to nobody alone.

    A year-only birth gives a least and a greatest age: where the band's edge falls between them the officer is asked.
    """
    if indicator.subject is Subject.HOUSEHOLD:
        return Applies.NO
    answers = [_in_band(indicator, person, on)]
    answers += [_meets(condition, person, on) for condition in indicator.only]
    answers += [_OPPOSITE[_meets(condition, person, on)] for condition in indicator.excepted]
    return _all(answers)


_CANNOT = {SelfCare.NO.value: True, SelfCare.YES.value: False}
_OPPOSITE = {Applies.YES: Applies.NO, Applies.NO: Applies.YES, Applies.ASK: Applies.ASK}


def _all(answers: Iterable[Applies]) -> Applies:
    """NO if one says no, else ASK if one leaves it open."""
    given = set(answers)
    return Applies.NO if Applies.NO in given else Applies.ASK if Applies.ASK in given else Applies.YES


def _in_band(indicator: Indicator, person: Person, on: date) -> Applies:
    least, most = indicator.age_min or 0, 1000 if indicator.age_max is None else indicator.age_max
    if (least, most) == (0, 1000):
        return Applies.YES
    ages = PartialDate.from_code(person.birth).age_range(on) if person.birth else None
    if ages is None:
        return Applies.ASK
    if ages[1] < least or ages[0] > most:
        return Applies.NO
    return Applies.YES if least <= ages[0] and ages[1] <= most else Applies.ASK


def _meets(condition: Condition, person: Person, on: date) -> Applies:
    if condition is Condition.DISABLED:
        return _disabled(person)
    if condition is Condition.HELPLESS:
        return _all([_disabled(person), _known(_CANNOT.get(str(person.self_care)))])
    if condition is Condition.STUDENT:
        return _student(person)
    return _finished_m3(person, on)


def _disabled(person: Person) -> Applies:
    if (person.disability and person.disability != Disability.DECLINED) or person.health == Health.DISABLED:
        return Applies.YES
    return Applies.NO if person.health in (Health.NORMAL, Health.CHRONIC) else Applies.ASK


def _student(person: Person) -> Applies:
    if person.studying is not None:
        return _known(person.studying)
    if person.occupation is None:
        return Applies.ASK
    return _known(person.occupation == Occupation.STUDENT)


def _finished_m3(person: Person, on: date) -> Applies:
    """In the past year: this Buddhist year or the one before."""
    if person.finished_m3_year is not None:
        return _known(0 <= on.year + 543 - person.finished_m3_year <= 1)
    never = {Education.NONE, Education.BELOW_PRIMARY, Education.PRIMARY}
    return Applies.NO if person.education in never else Applies.ASK


def _known(answer: bool | None) -> Applies:
    return Applies.ASK if answer is None else Applies.YES if answer else Applies.NO
