"""Whose a line of an agency's list is: the person of the district with its citizen number, if that can be trusted.

An error in the 3rd digit is never noticed by the check digit, so name and birth have a say as well. What cannot be
linked is counted and told by its line; nobody is guessed.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from shared_models.agency_line import WelfareLine
from shared_models.birth import FIRST_JANUARY, ImpossibleBirth, PartialDate, Precision
from shared_models.person import LifeState, Person
from shared_models.thai_text import search_fold


class Standing(StrEnum):
    """What became of a line's number: one living person has it, nobody, several, or somebody of another name."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    AMBIGUOUS = "ambiguous"
    DOUBTFUL = "doubtful"


class LinkFault(StrEnum):
    """Why a line was not linked."""

    UNKNOWN_PERSON = "unknown_person"
    WRONG_CHECK_DIGIT = "wrong_check_digit"  # and nobody here has that number
    NOT_LIVING_HERE = "not_living_here"
    SEVERAL_PERSONS = "several_persons"
    OTHER_NAME_AND_BIRTH = "other_name_and_birth"


class Link(NamedTuple):
    """`person` is there when LINKED, else `fault`."""

    standing: Standing
    person: Person | None
    fault: LinkFault | None


def link(line: WelfareLine, persons: Sequence[Person]) -> Link:
    """Link a line to one of the persons whose number it has. `persons` are all of those that are stored.

    Who died, moved away or is missing is not linked: their household is another matter now. Where the list tells
    neither name nor birth, or the person has neither, the number alone decides.
    """
    living = [person for person in persons if person.life_state == LifeState.ALIVE]
    if len(living) == 1:
        if _contradicted(line, living[0]):
            return Link(Standing.DOUBTFUL, None, LinkFault.OTHER_NAME_AND_BIRTH)
        return Link(Standing.LINKED, living[0], None)
    if living:
        return Link(Standing.AMBIGUOUS, None, LinkFault.SEVERAL_PERSONS)
    if persons:
        return Link(Standing.UNLINKED, None, LinkFault.NOT_LIVING_HERE)
    fault = LinkFault.WRONG_CHECK_DIGIT if line.citizen_id.doubtful else LinkFault.UNKNOWN_PERSON
    return Link(Standing.UNLINKED, None, fault)


def _contradicted(line: WelfareLine, person: Person) -> bool:
    """Whether name or birth can be compared, and nothing that can be agrees."""
    answers = [
        answer for answer in (_same_name(line, person), _same_birth(line.birth, person.birth)) if answer is not None
    ]
    return bool(answers) and not any(answers)


def _same_name(line: WelfareLine, person: Person) -> bool | None:
    """By the given name, a former one, or both names together, which some lists write in one column."""
    given, family = search_fold(line.given_name or ""), search_fold(line.family_name or "")
    if not given:
        return family == search_fold(person.family_name) if family and person.family_name else None
    known = {search_fold(person.given_name), search_fold(person.given_name + (person.family_name or ""))}
    for former in (person.former_names or "").split(" / "):
        known |= {search_fold(former), search_fold(former.partition(" ")[0])} if former.strip() else set()
    return given in known or given + family in known


def _same_birth(told: PartialDate | None, stored: str | None) -> bool | None:
    """As far as both say it. 1 January may stand for an unknown day; an old or told-by-age year may be one off."""
    if told is None or not stored:
        return None
    try:
        known = PartialDate.from_code(stored)
    except ImpossibleBirth:
        return None
    years = abs((told.year_be or 0) - (known.year_be or 0))
    loose = any(date.precision is Precision.AGE_ONLY or (date.year_be or 0) <= _LAST_OLD_YEAR for date in (told, known))
    if years > (1 if loose else 0):
        return False
    if FIRST_JANUARY in (told.doubtful, known.doubtful):
        return True
    pairs = ((told.month, known.month), (told.day, known.day))
    return all(one == other for one, other in pairs if one and other)


_LAST_OLD_YEAR = 2483  # until then January to March belonged to the year before
