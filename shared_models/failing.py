"""What a household fails in now: itself and those who live there, each by the latest year they were surveyed in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from shared_models.deprivation import results_by_subject
from shared_models.indicator import IndicatorSet
from shared_models.mpi import Answer, Dimension, known_answers


class Question(NamedTuple):
    """An indicator as answers name it: codes mean something within their version alone."""

    version: str
    code: str


def latest_of_home(assessments: Iterable[Any], living: Collection[Any]) -> list[Any]:
    """Of one household's assessments those of each subject's latest year, as the reports take them (deprivation.py).

    `living` are the ids of those who live there: what is known of who died or lives elsewhere says nothing any more.
    """
    rows = [row for row in assessments if row.person_id is None or row.person_id in living]
    latest: dict[Any, int] = {}
    for row in rows:
        latest[row.person_id] = max(row.survey_year, latest.get(row.person_id, 0))
    return [row for row in rows if row.survey_year == latest[row.person_id]]


def failed_dimensions(rows: Iterable[Any], sets: Mapping[str, IndicatorSet] | None = None) -> tuple[Dimension, ...]:
    """In the order of the dimensions, where the household or somebody in it fails. `rows` are its latest.

    `sets` are the indicator sets by version, the shipped ones if None.
    """
    persons, homes = results_by_subject(rows, sets)
    results = [*persons.values(), *homes.values()]
    return tuple(dimension for dimension in Dimension if any(result.get(dimension) for result in results))


def failed_indicators(rows: Iterable[Any]) -> frozenset[Question]:
    """Where the last answer of the household or of somebody in it is "fail". `rows` are its latest."""
    answers: defaultdict[Any, dict[Question, Answer]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.assessed_on.isoformat() if row.assessed_on else "", row.id)):
        told = known_answers(row.answers).items()
        answers[row.person_id].update({Question(row.version or "", code): answer for code, answer in told})
    return frozenset(
        question for known in answers.values() for question, answer in known.items() if answer is Answer.FAIL
    )
