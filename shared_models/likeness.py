"""How alike two entries of a person are, so that nobody is entered twice: by number, name, birth and village."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple, Self

from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.former_name import names_in
from shared_models.person import Person
from shared_models.thai_text import search_fold

SURE = 90  # from here on an officer decides before a new person is entered
LIKELY = 45  # below this nothing is shown
NEAR_YEARS = 2  # an age told at the door is often off by one or two


class FoldedName(NamedTuple):
    """A name as a search compares it."""

    given: str
    family: str

    @property
    def whole(self) -> str:
        """Given and family name as one text."""
        return self.given + self.family


@dataclass(frozen=True)
class Sought:
    """What is known of a person; empty where it is not. `birth` is a code of birth.py, `village` of area.py.

    `names` are all names, folded: the one in use first, then the former ones.
    """

    given_name: str = ""
    family_name: str = ""
    birth: str | None = None
    citizen_id: str | None = None
    id_doubtful: bool = False
    former_names: str | None = None
    village: str = ""
    names: tuple[FoldedName, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", _names(self.given_name, self.family_name, self.former_names))

    @classmethod
    def entered(cls, person: Person, village: str | None = None) -> Self:
        """What an entry says; `village` is its household's code of 8 digits, else the one it is filed under."""
        return cls(
            given_name=person.given_name,
            family_name=person.family_name or "",
            birth=person.birth,
            citizen_id=person.citizen_id,
            id_doubtful=person.id_doubtful,
            former_names=person.former_names,
            village=person.village if village is None else village,
        )


def likeness(sought: Sought, person: Person) -> int:
    """0 to 100, see alike()."""
    return alike(sought, Sought.entered(person))


def alike(one: Sought, other: Sought) -> int:
    """0 to 100, whichever comes first. Only the same number is 100: it alone is sure, whatever the names.

    Without it the best of all names, former ones too, counts by how well the birth agrees with it, and the same
    village adds a little. The weights are this project's own: name and birth together reach SURE, neither does alone.
    """
    if one.citizen_id and one.citizen_id == other.citizen_id:
        return 100
    names = max(_name_score(*pair) for pair in product(one.names, other.names))
    if not names:
        return 0
    agreed = birth_agrees(one.birth, other.birth)
    if one.citizen_id and other.citizen_id and not (one.id_doubtful or other.id_doubtful or agreed):
        names -= 20  # two people of one name are common, two numbers of one person are not
    birth = {True: 30, None: 0, False: -30}[agreed]
    village = 4 if one.village and one.village == other.village else 0
    return max(0, names + birth + village)


def _names(given: str, family: str, former_names: str | None) -> tuple[FoldedName, ...]:
    in_use = FoldedName(_fold(given), _fold(family))
    if not former_names:
        return (in_use,)
    parted = (name.partition(" ") for name in names_in(former_names))
    return (in_use, *(FoldedName(_fold(first), _fold(rest)) for first, _, rest in parted))


@lru_cache(maxsize=65536)
def _fold(name: str) -> str:
    return search_fold(name)


def _name_score(one: FoldedName, other: FoldedName) -> int:
    if not (one.given and other.given):
        return 0
    if one.family and other.family and one.whole == other.whole:
        return 65  # also where the name was parted in another place
    if one.given == other.given:
        return 45 if not (one.family and other.family) else 30
    return 30 if one_edit_apart(one.whole, other.whole) else 0


def birth_agrees(one: str | None, other: str | None) -> bool | None:
    """Whether two births can be the same: None where one is unknown, False where they are years apart."""
    first, second = _year(one), _year(other)
    if first is None or second is None:
        return None
    if one == other:
        return True
    return None if abs(first - second) <= NEAR_YEARS else False


@lru_cache(maxsize=65536)
def _year(code: str | None) -> int | None:
    try:
        return PartialDate.from_code(code).year_be if code else None
    except ImpossibleBirth:
        return None


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged turns one text into the other."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if one == other or len(long) - len(short) > 1 or len(short) < 4:
        return False
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    rest = short[at:] if len(long) > len(short) else short[at + 1 :]
    return rest == long[at + 1 :]
