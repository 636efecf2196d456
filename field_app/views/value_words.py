"""Any stored value in words: coded lists, dates of the Buddhist era, baht, land, and the rows behind ids."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from field_app.services import clock
from field_app.services.conflicts import Referred
from field_app.services.household_lines import HouseholdLine
from field_app.views.household_file.dates import partial_words
from field_app.views.household_file.problems import problem_title
from field_app.views.household_file.records import baht
from field_app.views.moments import date_words, moment_words
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.area import display_name
from shared_models.citizen_id import printed
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.household import Household
from shared_models.labels import choice, label
from shared_models.merge import Scalar
from shared_models.mpi import Answer, read_answers
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.synced import Synced

SQUARE_WA = 400  # of a rai


def value_words(field: FormField, value: Scalar, language: Language, referred: Referred | None = None) -> str:
    """What an officer reads for a value; one that cannot be read is shown as it is."""
    if value is None or value == "":
        return say("value_none", language)
    if field.kind in (Kind.REFERENCE, Kind.REFERENCES):
        return ", ".join(referred_words(text, language, referred or {}) for text in str(value).split())
    try:
        return WORDS.get(field.kind, plain)(field, value, language)
    except (ValueError, InvalidChange):
        return str(value)


def plain(_field: FormField, value: Scalar, _language: Language) -> str:
    return str(value)


def chosen(field: FormField, value: Scalar, language: Language) -> str:
    """One code or several."""
    assert field.choices is not None
    return ", ".join(choice(code, field.choices, language) for code in str(value).split())


def yes_no(_field: FormField, value: Scalar, language: Language) -> str:
    return say("form_yes" if value else "form_no", language)


def money(_field: FormField, value: Scalar, language: Language) -> str:
    return baht(int(value or 0), language)


def land(_field: FormField, value: Scalar, language: Language) -> str:
    rai, wa = divmod(int(value or 0), SQUARE_WA)
    return say("value_land", language, rai=f"{rai:,}", wa=wa)


def number(_field: FormField, value: Scalar, _language: Language) -> str:
    return f"{value:,}"


def day(_field: FormField, value: Scalar, language: Language) -> str:
    return date_words(date.fromisoformat(str(value)), language)


def partial_day(_field: FormField, value: Scalar, language: Language) -> str:
    return partial_words(str(value), language) or str(value)


def moment(_field: FormField, value: Scalar, language: Language) -> str:
    at_ms = int(datetime.fromisoformat(str(value)).timestamp() * 1000)
    return moment_words(at_ms, now=clock.now(), language=language)


def area(_field: FormField, value: Scalar, language: Language) -> str:
    return display_name(str(value), language)


def number_of_a_card(_field: FormField, value: Scalar, _language: Language) -> str:
    return printed(str(value))


def answers(_field: FormField, value: Scalar, language: Language) -> str:
    given = read_answers(str(value))
    return say("value_answers", language, n=len(given), m=sum(answer is Answer.FAIL for answer in given.values()))


WORDS: Mapping[Kind, Callable[[FormField, Scalar, Language], str]] = {
    Kind.CHOICE: chosen,
    Kind.CHOICES: chosen,
    Kind.YES_NO: yes_no,
    Kind.MONEY: money,
    Kind.LAND: land,
    Kind.NUMBER: number,
    Kind.DATE: day,
    Kind.PARTIAL_DATE: partial_day,
    Kind.MOMENT: moment,
    Kind.AREA: area,
    Kind.CITIZEN_ID: number_of_a_card,
    Kind.ANSWERS: answers,
}


def referred_words(text: str, language: Language, referred: Referred) -> str:
    """A person by name, a household by number and head; what this tablet does not hold is called so."""
    row = referred.get(text)
    if isinstance(row, Person):
        return row.full_name()
    if isinstance(row, HouseholdLine):
        return f"{say('house', language, number=row.household.house_no)} {row.name}".strip()
    return say("value_elsewhere", language)


def subject_words(row: Synced | None, entity: str, language: Language) -> str:
    """Whose a field is: a person's name, a problem's words, the whole household, or what kind of record."""
    if isinstance(row, Person):
        return row.full_name()
    if isinstance(row, Household):
        return say("file_whole_household", language)
    if isinstance(row, Problem):
        return problem_title(row, language)
    return label(entity, language)
