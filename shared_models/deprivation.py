"""From assessments to results: which dimensions a person or a household fails, income per head, and its threshold.

A person is MPI-poor who fails in at least one of the five dimensions (the programme's glossary, 1 June 2566). An
indicator of the household that fails marks every member.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from uuid import UUID

from shared_models.household import Household
from shared_models.indicator import IndicatorSet, shipped
from shared_models.mpi import Answer, Dimension, MpiAssessment, known_answers
from shared_models.person import LifeState, Person
from shared_models.reference_table import UnreadableTable, needed_number, shipped_text, table_rows

Results = Mapping[Dimension, bool]  # True: deprived; a dimension that is not known is absent
THRESHOLD_COLUMNS = ("year_from", "year_to", "baht", "certainty?", "source?")
INCOME_PARTS = ("income_main_satang", "income_side_satang", "income_other_satang", "income_produced_satang")


_STATED = tuple((dimension, dimension.value) for dimension in Dimension)


class Standing(StrEnum):
    """How somebody stands against the MPI as a whole."""

    FAILS = "fails"
    PASSES = "passes"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Income per member and year in satang below which indicator 4.3 fails, in survey years (BE) from first to last.

    Not `certain`: the programme owner has to be asked.
    """

    first_year: int
    last_year: int
    satang: int
    certain: bool


def dimension_results(
    assessment: MpiAssessment, sets: Mapping[str, IndicatorSet] | None = None
) -> dict[Dimension, bool]:
    """What one assessment says: deprived where either the stated result or an answer fails.

    `sets` are the indicator sets by version, the shipped ones if None. Answers of a version that is not among them
    say nothing, and are kept. A dimension whose answers all pass or do not apply is not deprived, if at least one
    passes; "does not wish to answer" leaves it unknown.
    """
    results = {d: stated for d, name in _STATED if (stated := getattr(assessment, name)) is not None}
    known = (shipped() if sets is None else sets).get(assessment.version or "")
    if known is None or not assessment.answers:
        return results
    answered: defaultdict[Dimension, list[Answer]] = defaultdict(list)
    for code, answer in known_answers(assessment.answers).items():
        if indicator := known.find(code):
            answered[indicator.dimension].append(answer)
    for dimension, answers in answered.items():
        if Answer.FAIL in answers:
            results[dimension] = True
        elif Answer.PASS in answers and Answer.DECLINED not in answers:
            results.setdefault(dimension, False)
    return results


def latest_results(
    assessments: Iterable[MpiAssessment], sets: Mapping[str, IndicatorSet] | None = None
) -> dict[Dimension, bool]:
    """What the assessments of one subject say together: of the latest survey year, each dimension by the newest that
    knows it. An assessment of a visit is newer than one of a list."""
    ordered = sorted(assessments, key=_age_of)
    results: dict[Dimension, bool] = {}
    for assessment in ordered:
        if assessment.survey_year == ordered[-1].survey_year:
            results.update(dimension_results(assessment, sets))
    return results


def _age_of(assessment: MpiAssessment) -> tuple[int, str, UUID]:
    day = assessment.assessed_on.isoformat() if assessment.assessed_on else ""
    return assessment.survey_year, day, assessment.id


def standing(own: Results, household: Results | None = None) -> Standing:
    """A person by their own results and those of their household; a household by its own."""
    known = [*own.values(), *(household or {}).values()]
    if any(known):
        return Standing.FAILS
    return Standing.PASSES if known else Standing.NO_DATA


def results_by_subject(
    assessments: Iterable[MpiAssessment], sets: Mapping[str, IndicatorSet] | None = None
) -> tuple[dict[UUID, dict[Dimension, bool]], dict[UUID, dict[Dimension, bool]]]:
    """The latest results of each person, by person id, and of each household as a whole, by household id."""
    persons: defaultdict[UUID, list[MpiAssessment]] = defaultdict(list)
    households: defaultdict[UUID, list[MpiAssessment]] = defaultdict(list)
    for assessment in assessments:
        if assessment.person_id is None:
            households[assessment.household_id].append(assessment)
        else:
            persons[assessment.person_id].append(assessment)
    return (
        {subject: latest_results(rows, sets) for subject, rows in persons.items()},
        {subject: latest_results(rows, sets) for subject, rows in households.items()},
    )


def living_here(members: Iterable[Person]) -> list[Person]:
    """Members who are alive and really live in the house: whom BMN divides the income by."""
    return [person for person in members if person.life_state == LifeState.ALIVE and person.lives_here is not False]


def income_per_head(household: Household, members: Sequence[Person]) -> int | None:
    """Satang per member and year: the four parts divided by those who really live there, rounded down.

    Without any part it is the average that the list brought; None when that is not known either or nobody lives there.
    Source: the BMN questionnaire 2560–2564.
    """
    parts = [value for name in INCOME_PARTS if (value := getattr(household, name)) is not None]
    if not parts:
        return household.average_income_satang
    heads = len(living_here(members))
    return sum(parts) // heads if heads else None


def income_answer(per_head: int | None, threshold: Threshold | None) -> Answer | None:
    """What indicator 4.3 comes to; None where income or threshold is not known."""
    if per_head is None or threshold is None:
        return None
    return Answer.PASS if per_head >= threshold.satang else Answer.FAIL


def income_threshold(survey_year: int, table: Sequence[Threshold] | None = None) -> Threshold | None:
    """The threshold of a survey year (BE) from a table, the shipped one if None.

    None for a year of which nothing is known: an administrator then sets it.
    """
    rows = shipped_thresholds() if table is None else table
    return next((row for row in rows if row.first_year <= survey_year <= row.last_year), None)


def read_thresholds(text: str) -> tuple[Threshold, ...]:
    """From CSV with THRESHOLD_COLUMNS; `certainty` is public for what is certain. Raises UnreadableTable."""
    thresholds = []
    for line, row in table_rows(text, THRESHOLD_COLUMNS):
        first, last = (needed_number(row, name, line, least=2500, most=2700) for name in THRESHOLD_COLUMNS[:2])
        if last < first:
            raise UnreadableTable(reason="year_to", line=line)
        baht = needed_number(row, "baht", line)
        thresholds.append(Threshold(first, last, baht * 100, certain=row["certainty"] == "public"))
    return tuple(thresholds)


@cache
def shipped_thresholds() -> tuple[Threshold, ...]:
    """The thresholds by plan period, with what is uncertain marked."""
    return read_thresholds(shipped_text("income_thresholds.csv"))
