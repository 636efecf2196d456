"""Words for people, problems and dates that several screens share: age, relation, `มี.ค. 2566`."""

from datetime import date

from field_app.views.text import in_language, say
from field_app.views.theme import Language
from shared_models import area
from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.household import Household
from shared_models.labels import choice
from shared_models.labels.month import SHORT
from shared_models.mpi import Dimension
from shared_models.person import Person, Relation, Sex
from shared_models.problem import Problem

ERA = 543


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


def read_partial(code: str | None) -> PartialDate | None:
    """The partial date behind a stored code; None for none, and for one that is not readable."""
    try:
        return PartialDate.from_code(code) if code else None
    except ImpossibleBirth:
        return None


def partial_words(code: str | None, language: Language) -> str:
    """`12 มี.ค. 2566`, `มี.ค. 2566` or `2566`, as much as is known."""
    known = read_partial(code)
    if known is None or known.year_be is None:
        return ""
    month = in_language(SHORT[known.month - 1], language) if known.month else ""
    return " ".join(str(part) for part in (known.day or "", month, known.year_be) if part)


def day_words(day: date, language: Language) -> str:
    """`12 มี.ค. 2566`."""
    return partial_words(f"{day.year + ERA:04}-{day.month:02}-{day.day:02}", language)


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
