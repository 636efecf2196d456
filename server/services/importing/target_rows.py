"""What the lines of one household become: values of a household, its members and their assessments, and their ids."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from server.services.importing.target_reading import household_number
from shared_models.citizen_id import IdKind
from shared_models.entities import ENTITIES, wire
from shared_models.fiscal_year import THAI_TIME, fiscal_year, thai_day
from shared_models.heads import RowHeads
from shared_models.hlc import IMPORT_NODE, Hlc
from shared_models.identity import uuid7
from shared_models.person import WelfareCard
from shared_models.target_list import TargetLine
from shared_models.thai_text import normalise

Values = dict[str, Any]
INTEGER_MAX = (1 << 63) - 1
_OTHER_NUMBERS = (IdKind.PASSPORT, IdKind.AGENCY)
_CARD = {True: WelfareCard.YES.value, False: WelfareCard.NO.value, None: None}
EARLIEST_YEAR = 2520  # of a survey; ids need a time after 1970


class Edition(NamedTuple):
    """A list of one survey year: the stamp of all its values, when they were true (`at`) and surveyed, in ms."""

    year: int
    stamp: str
    at: int
    surveyed_ms: int
    source: str


class ListOrigin:
    """Where the values of a list come from. `year` stands in for a line without a survey year that can be."""

    def __init__(self, *, file_hash: str, source: str, year: int | None, now: datetime) -> None:
        self.file_hash, self.source, self.now = file_hash, source, now
        self._newest = fiscal_year(thai_day(now)) + 1
        self._year = year if year and EARLIEST_YEAR <= year <= self._newest else fiscal_year(thai_day(now))
        self._editions: dict[int | None, Edition] = {}

    def edition(self, year: int | None) -> Edition:
        if year not in self._editions:
            known = year if year and EARLIEST_YEAR <= year <= self._newest else self._year
            surveyed = surveyed_ms(known)
            stamp = Hlc(surveyed, 0, IMPORT_NODE + self.file_hash[:12]).to_text()
            at = min(surveyed, int(self.now.timestamp() * 1000))
            self._editions[year] = Edition(known, stamp, at, surveyed, self.source)
        return self._editions[year]


def surveyed_ms(year: int) -> int:
    """The day a survey counts from: the first of its fiscal year, 1 October, in Thailand.

    Lists give a year alone. No list of a year is older than that day, so the time never lies ahead of an import.
    """
    return int(datetime(year - 544, 10, 1, tzinfo=THAI_TIME).timestamp() * 1000)


@dataclass(slots=True)
class ListedPerson:
    """A person as the list has it; `values` and `dimensions` are wire values. `key` tells apart within a household."""

    values: Values
    dimensions: dict[str, bool]
    is_head: bool
    key: tuple[str, ...]
    citizen_id: str | None


@dataclass(slots=True)
class ListedHousehold:
    """Lines of one household that follow each other. `own_id` is its id if nothing that is there is the same."""

    number: int
    lines: int
    district: str
    edition: Edition
    own_id: UUID
    values: Values
    members: list[ListedPerson] = field(default_factory=list)


def listed(run: Sequence[TargetLine], origin: ListOrigin) -> ListedHousehold:
    """Lines about one person (one number and name) are taken together: the first says most, others fill its gaps."""
    first, edition = run[0], origin.edition(run[0].survey_year)
    members: dict[tuple[str, ...], ListedPerson] = {}
    nameless: Counter[tuple[str, ...]] = Counter()
    for line in run:
        person = _person(line)
        if person.citizen_id is None:
            nameless[person.key] += 1
            person.key = (*person.key, str(nameless[person.key]))
        if members.setdefault(person.key, person) is not person:
            _fill(members[person.key], person)
    key = ("household", first.village_code, first.house_no, first.household_key, *next(iter(members)))
    return ListedHousehold(
        number=household_number(first),
        lines=len(run),
        district=first.village_code[:4],
        edition=edition,
        own_id=_row_id(edition, _hashed(first.village_code)[:2], *key),
        values=_household(run, edition),
        members=list(members.values()),
    )


def _fill(known: ListedPerson, other: ListedPerson) -> None:
    for values, more in ((known.values, other.values), (known.dimensions, other.dimensions)):
        values.update({name: value for name, value in more.items() if values.get(name) is None})
    known.is_head = known.is_head or other.is_head


def _household(run: Sequence[TargetLine], edition: Edition) -> Values:
    first = run[0]
    income = next((line.income_satang for line in run if line.income_satang is not None), None)
    return {
        "village_code": first.village_code,
        "house_no": first.house_no or None,
        "house_code": next((line.house_code for line in run if line.house_code), None),
        "address": first.house_no if len(first.house_no) > _lengths("household")["house_no"] else None,
        "average_income_satang": income if income is not None and income <= INTEGER_MAX else None,
        "survey_year": edition.year,
        "source": edition.source,
    }


def _person(line: TargetLine) -> ListedPerson:
    number, born = line.citizen_id, line.birth
    other_number = normalise(number.given) if not number.value and number.kind in _OTHER_NUMBERS else None
    values: Values = {
        "title": line.title,
        "given_name": line.given_name,
        "family_name": line.family_name,
        "sex": line.sex,
        "birth": born.code,
        "birth_given": normalise(born.text) or None,
        "birth_doubt": str(born.doubtful) if born.doubtful else None,
        "id_kind": str(number.kind),
        "citizen_id": number.value or other_number,
        "id_doubtful": number.doubtful,
        "relation": line.relation,
        "welfare_card": _CARD[line.welfare_card],
        "phone": line.phone,
    }
    citizen_id = values["citizen_id"]
    unnumbered = (line.given_name, line.family_name or "", born.code or "", line.sex or "")
    key = (citizen_id, line.given_name) if citizen_id else unnumbered
    return ListedPerson(values, dict(line.dimensions), line.is_head, key, citizen_id)


def assessment_values(dimensions: Mapping[str, bool], person_id: UUID, edition: Edition) -> Values:
    return {"person_id": person_id, "survey_year": edition.year, "source": edition.source, **dimensions}


def person_id(member: ListedPerson, household_id: UUID, edition: Edition) -> UUID:
    return _row_id(edition, household_id.bytes[6:10], "person", str(household_id), *member.key)


def assessment_id(person_id: UUID, edition: Edition) -> UUID:
    """One assessment per person and survey year."""
    return _row_id(edition, person_id.bytes[6:10], "mpi_assessment", str(person_id))


def _row_id(edition: Edition, beside: bytes, *key: str) -> UUID:
    """The UUIDv7 that a row of a list always gets: the survey's time and a hash of the row's key.

    `beside` puts rows of one village, and of one household, next to each other in every index: lists come in that
    order, and a batch then writes a few pages instead of one for each row.
    """
    return uuid7(edition.surveyed_ms, beside + _hashed(*key))


def _hashed(*key: str) -> bytes:
    return sha256("\x1f".join(key).encode()).digest()


def new_row(entity: str, values: Mapping[str, Any], edition: Edition | None, **filed: Any) -> Values:
    """All columns of a new row. `filed` are its id, household_id, district_code and village."""
    row = _defaults(entity).copy()
    row.update({name: value for name, value in fitted(entity, values).items() if value is not None})
    row.update(filed)
    if edition:
        row["heads"] = _created(edition.stamp, edition.at)
    return row


def fitted(entity: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values, with texts cut to what their columns hold."""
    long = {name: length for name, length in _lengths(entity).items() if len(values.get(name) or "") > length}
    return {**values, **{name: values[name][:length] for name, length in long.items()}} if long else values


@cache
def _created(stamp: str, at: int) -> str:
    return RowHeads.created(stamp, at).to_text()


@cache
def _lengths(entity: str) -> dict[str, int]:
    """Of the columns that hold so many letters and no more."""
    columns = ENTITIES[entity].__table__.columns  # type: ignore[attr-defined]
    return {column.name: length for column in columns if (length := getattr(column.type, "length", None))}


@cache
def _defaults(entity: str) -> Values:
    model = ENTITIES[entity].model_fields
    return {name: None if field.is_required() else wire(field.get_default()) for name, field in model.items()}
