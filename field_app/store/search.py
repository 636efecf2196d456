"""Finding a household by part of a name, number, code or telephone: folded words, scanned in memory.

A household has one text: a line for itself and one for each member, and in a line each word after a blank. It is kept
one byte a letter, which makes the scan three times as fast; what TIS-620 lacks is written as `&#233;`, here and in what
is looked for.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, and_, exists, func, type_coerce
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import Select

from field_app.store.tables import HouseholdText
from shared_models.chunks import chunks
from shared_models.household import Household
from shared_models.person import Person, full_name
from shared_models.search_words import LINE, house_words, person_words, place

SEARCHED = ("household", "person")  # whose rows have words
ANY = "SELECT 1 FROM household_text LIMIT 1"
LAST = "g"  # behind every id
INSERT = "INSERT INTO household_text (household_id, place, words) VALUES (?, ?, ?)"


def _stored(column: Any) -> Any:
    """An id as it is stored: most are only passed on."""
    return type_coerce(col(column), String)


_PERSON = (
    *(_stored(Person.household_id), Person.given_name, Person.family_name, Person.former_names),
    *(Person.citizen_id, Person.phone),
)
_HOME = (_stored(Household.id), Household.village_code, Household.house_no, Household.house_code)


def refresh(session: Session, household_ids: Iterable[UUID]) -> None:
    """Bring the texts of these households up to date; one that is no longer here loses its text."""
    wanted = [household_id.hex for household_id in household_ids]
    for chunk in chunks(wanted):
        session.execute(delete(HouseholdText).where(_stored(HouseholdText.household_id).in_(chunk)))
        _write(session, chunk)


def forget(session: Session, household_ids: Sequence[str]) -> None:
    """These households have no text any more; `index_missing` makes it anew. Ids as they are stored."""
    if session.connection().exec_driver_sql(ANY).first() is not None:
        session.execute(delete(HouseholdText).where(_stored(HouseholdText.household_id).in_(_listed(household_ids))))


def index_missing(session: Session, limit: int) -> int:
    """Write the texts of at most `limit` households that have none. Returns how many; 0 when nothing is left.

    It goes from new to old: what lies before the oldest household that has a text is found without a look at the rest.
    """
    home, with_text = _stored(Household.household_id), _stored(HouseholdText.household_id)
    older = select(home).where(home < func.coalesce(select(func.min(with_text)).scalar_subquery(), LAST))
    between = select(home).where(~exists().where(with_text == home))
    missing = (
        session.scalars(older.order_by(home.desc()).limit(limit)).all() or session.scalars(between.limit(limit)).all()
    )
    for chunk in chunks(missing):
        _write(session, chunk)
    return len(missing)


def _write(session: Session, household_ids: Sequence[str]) -> None:
    """The texts of households that have none."""
    session.flush()
    connection, wanted = session.connection(), _listed(household_ids)
    words: defaultdict[str, list[str]] = defaultdict(list)
    members = select(*_PERSON).where(_stored(Person.household_id).in_(wanted))
    for household_id, given, family, former, citizen_id, phone in connection.execute(members).all():
        words[household_id].append(person_words(given, family, former, citizen_id, phone))
    homes = select(*_HOME).where(_stored(Household.household_id).in_(wanted))
    texts = [
        (key, place(village, house_no), in_bytes(LINE.join([house_words(house_no, house_code), *words[key]])))
        for key, village, house_no, house_code in connection.execute(homes).all()
    ]
    if texts:
        connection.exec_driver_sql(INSERT, texts)


def _listed(ids: Collection[str]) -> Select[str]:
    """Any number of ids as one parameter."""
    return select(func.json_each(json.dumps(list(set(ids)))).table_valued("value").c.value)


def in_bytes(text: str) -> bytes:
    """Folded text as it is kept and looked for."""
    return text.encode("tis_620", "xmlcharrefreplace")


def household_ids(
    session: Session, parts: Sequence[str], among: Collection[str] | None = None, *, starting: bool = False
) -> list[str]:
    """Households with a line that holds every part, by place. Ids as they are stored: most hits are only counted.

    Those in which every part begins a word; where there are none, or else with `starting`, those that hold them inside
    words. With `among` only these households count, ids as they are stored.
    """
    inside = [in_bytes(part) for part in parts]
    begin = [b" " + part for part in inside]
    all_begin = and_(*(func.instr(HouseholdText.words, part) > 0 for part in begin))
    words = [HouseholdText.words] if len(parts) > 1 else []
    statement = select(_stored(HouseholdText.household_id), all_begin, *words).order_by(HouseholdText.place)
    for part in begin if starting else inside:
        statement = statement.where(func.instr(HouseholdText.words, part) > 0)
    hits: Sequence[Any] = session.connection().execute(statement).all()
    if among is not None:
        hits = [hit for hit in hits if hit[0] in among]
    beginning = [hit[0] for hit in hits if hit[1] and (not words or _in_one_line(hit[2], begin))]
    if beginning or starting:
        return beginning
    return [hit[0] for hit in hits if not words or _in_one_line(hit[2], inside)]


def _in_one_line(words: bytes, parts: Sequence[bytes]) -> bool:
    return any(all(part in line for part in parts) for line in words.split(LINE.encode()))


class Member(NamedTuple):
    """A person as lists and searches need one. Ids as they are stored."""

    id: str
    life_state: str
    lives_here: bool | None
    full_name: str
    words: str

    def holds(self, parts: Sequence[str]) -> bool:
        """Whether this person's words hold every part."""
        return all(part in self.words for part in parts)


def members(session: Session, household_ids: Collection[str]) -> defaultdict[str, list[Member]]:
    """The persons of these households, by household."""
    columns = _stored(Person.id), Person.life_state, Person.lives_here, Person.title
    statement = select(*_PERSON, *columns).where(_stored(Person.household_id).in_(_listed(household_ids)))
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for home, given, family, *others, row_id, life, here, title in session.connection().execute(statement).all():
        name = full_name(title, given, family)
        found[home].append(Member(row_id, life, here, name, person_words(given, family, *others)))
    return found


def house_holds(household: Household, parts: Sequence[str]) -> bool:
    """Whether a household's own number or code holds every part."""
    words = house_words(household.house_no, household.house_code)
    return all(part in words for part in parts)
