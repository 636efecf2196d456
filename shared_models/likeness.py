"""How alike two entries of a person are, so that nobody is entered twice: by number, name and birth."""

from dataclasses import dataclass

from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.person import Person
from shared_models.thai_text import search_fold

SURE = 90  # from here on an officer decides before a new person is entered
LIKELY = 45  # below this nothing is shown
NEAR_YEARS = 2  # an age told at the door is often off by one or two


@dataclass(frozen=True)
class Sought:
    """What is known of the person to be entered; empty where it is not. `birth` is a code of birth.py."""

    given_name: str = ""
    family_name: str = ""
    birth: str | None = None
    citizen_id: str | None = None


def likeness(sought: Sought, person: Person) -> int:
    """0 to 100. The same number alone is sure; a name counts by how well the birth agrees with it."""
    if sought.citizen_id and sought.citizen_id == person.citizen_id:
        return 100
    names = _names(sought, person)
    agreed = birth_agrees(sought.birth, person.birth)
    if sought.citizen_id and person.citizen_id and not (person.id_doubtful or agreed):
        names -= 20  # two people of one name are common, two numbers of one person are not
    return max(0, names + {True: 30, None: 0, False: -30}[agreed]) if names > 0 else 0


def _names(sought: Sought, person: Person) -> int:
    given, family = search_fold(sought.given_name), search_fold(sought.family_name)
    other_given, other_family = search_fold(person.given_name), search_fold(person.family_name or "")
    if not given:
        return 0
    if given == other_given and family and family == other_family:
        return 65
    if given == other_given:
        return 45 if not (family and other_family) else 30
    return 30 if one_edit_apart(given + family, other_given + other_family) else 0


def birth_agrees(one: str | None, other: str | None) -> bool | None:
    """Whether two births can be the same: None where one is unknown, False where they are years apart."""
    first, second = _read(one), _read(other)
    if first is None or second is None or first.year_be is None or second.year_be is None:
        return None
    if first.code == second.code:
        return True
    return None if abs(first.year_be - second.year_be) <= NEAR_YEARS else False


def _read(code: str | None) -> PartialDate | None:
    try:
        return PartialDate.from_code(code) if code else None
    except ImpossibleBirth:
        return None


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged turns one text into the other."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) - len(short) > 1 or len(short) < 4:
        return False
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    rest = short[at:] if len(long) > len(short) else short[at + 1 :]
    return rest == long[at + 1 :]
