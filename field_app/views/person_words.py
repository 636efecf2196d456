"""Words for people, problems and dates that several screens share: age, relation, `มี.ค. 2566`."""

from datetime import date

from field_app.views.text import say
from field_app.views.theme import Language
from shared_models import area
from shared_models.household import Household
from shared_models.labels import choice
from shared_models.labels.moment import ERA, read_partial
from shared_models.labels.moment import short_date_words as day_words
from shared_models.labels.moment import short_partial_words as partial_words
from shared_models.mpi import Dimension
from shared_models.person import Person, Relation, Sex
from shared_models.problem import Problem

__all__ = [
    "age_words",
    "be_code",
    "day_words",
    "detail_words",
    "partial_words",
    "place_words",
    "problem_words",
    "read_partial",
    "relation_words",
    "short_place",
]


def age_words(birth: str | None, today: date, language: Language) -> str:
    """`78 ปี`, `8 เดือน` for babies, "" if unknown. Of a year alone it is the age reached in this year."""
    known = read_partial(birth)
    ages = known.age_range(today) if known else None
    if known is None or ages is None:
        return ""
    born = known.to_ce()
    if ages[1] == 0 and born is not None:
        months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
        return say("age_months", language, n=max(months, 0))
    return say("age_years", language, n=ages[1])


def be_code(day: date) -> str:
    """The partial date's code of a day of the common era."""
    return f"{day.year + ERA:04}-{day.month:02}-{day.day:02}"


def relation_words(person: Person, language: Language) -> str:
    """The relation to the head, an agency's own word as it came, "" if not known."""
    return choice(person.relation, Relation, language) if person.relation else ""


def detail_words(person: Person, language: Language) -> str:
    """`บุตร · ชาย`."""
    sex = choice(person.sex, Sex, language) if person.sex else ""
    return " · ".join(part for part in (relation_words(person, language), sex) if part)


def place_words(household: Household, language: Language) -> str:
    """`หมู่ 4 ต.แม่ใส`: what tells one house from another inside a district."""
    return short_place(household.village_code, language)


def short_place(code: str, language: Language) -> str:
    """Village and subdistrict of an area code, or the nearest levels that it has; moo 00 is no village."""
    if len(code) == area.Level.VILLAGE and code.endswith("00"):
        code = code[: area.Level.SUBDISTRICT]
    found = [area.find(code[:size]) for size in (len(code), len(code) - 2) if size >= 2]
    if not found or found[0] is None:
        return code
    if language == "en":
        return ", ".join(item.name_en for item in found if item)
    prefix = {2: "จ.", 4: "อ.", 6: "ต.", 8: ""}
    return " ".join(prefix[len(item.code)] + item.name_th for item in found if item)


def problem_words(problem: Problem, language: Language) -> str:
    """The officer's own words, else the dimension."""
    if problem.words and problem.words.strip():
        return problem.words.strip()
    return choice(problem.dimension, Dimension, language) if problem.dimension else ""
