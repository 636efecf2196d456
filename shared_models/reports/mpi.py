"""The MPI by dimension and by indicator: who fails, who passes, of whom nothing is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from shared_models.deprivation import Results
from shared_models.indicator import IndicatorSet
from shared_models.mpi import Answer, Dimension, known_answers
from shared_models.reports.caseload import HERE, MPI_FIELDS, Caseload, Needs, merged_needs
from shared_models.reports.table import Cell, Column, ColumnKind, Row, Table, count_columns
from shared_models.reports.targeting import Homes

NEEDS: Needs = merged_needs(HERE, {"mpi_assessment": MPI_FIELDS})
Question = tuple[str, str]  # version and code of an indicator
Answers = Mapping[Question, Answer]
_STATES = ("failing", "passing", "not_applicable", "no_data")
_COLUMNS = (
    Column("version", ColumnKind.TEXT),
    Column("dimension", ColumnKind.CODE, Dimension),
    Column("indicator", ColumnKind.TEXT),
    *count_columns(*(f"{who}_{state}" for who in ("persons", "households") for state in _STATES)),
)
_ORDER = (Answer.FAIL, Answer.PASS, Answer.NOT_APPLICABLE, Answer.DECLINED)  # the first that is there counts


def mpi(caseload: Caseload) -> Table:
    """Living persons and their households against each dimension, then each indicator; the total is the MPI as a whole.

    Of each person and household the latest survey year up to the programme year counts (deprivation.py). What fails
    of the household marks every member; a household fails where it or a member does. An indicator is told under the
    version it was answered in; "does not wish to answer" and no answer are no data.
    Source: MPI 2560–2564, 5 dimensions and 17 indicators.
    """
    assessments = [row for row in caseload.of("mpi_assessment") if row.survey_year <= caseload.programme_year]
    homes = Homes.of(_with(caseload, assessments), until=caseload.programme_year)
    by_dimension = _dimensions(homes)
    rows = [Row((None, dimension.value, None, *by_dimension[dimension])) for dimension in Dimension]
    told = _indicators(homes, _latest_answers(assessments), caseload.reference.indicator_sets)
    rows += [Row((*named, *counts)) for named, counts in told]
    return Table(_COLUMNS, (*rows, Row((None, None, None, *by_dimension[None]), total=True)))


def _with(caseload: Caseload, assessments: list[Any]) -> Caseload:
    return replace(caseload, rows={**caseload.rows, "mpi_assessment": assessments})


def _dimensions(homes: Homes) -> dict[Dimension | None, list[int]]:
    """The counts of each dimension in the order of the columns; under None those of the MPI as a whole."""
    counts: defaultdict[Dimension | None, Counter[str]] = defaultdict(Counter)
    for household_id in homes.households:
        shared = homes.shared.get(household_id, {})
        members = [homes.own.get(person.id, {}) for person in homes.members.get(household_id, ())]
        for dimension in (*Dimension, None):
            common = _of(shared, dimension)
            own = [_of(results, dimension) for results in members]
            counts[dimension].update(f"persons_{_state([*each, *common])}" for each in own)
            counts[dimension][f"households_{_state([*common, *(known for each in own for known in each)])}"] += 1
    return {dimension: _cells(counts[dimension]) for dimension in (*Dimension, None)}


def _of(results: Results, dimension: Dimension | None) -> list[bool]:
    if dimension is None:
        return list(results.values())
    return [results[dimension]] if dimension in results else []


def _state(known: list[bool]) -> str:
    return "failing" if any(known) else "passing" if known else "no_data"


def _cells(counts: Counter[str]) -> list[int]:
    return [counts[f"{who}_{state}"] for who in ("persons", "households") for state in _STATES]


def _latest_answers(assessments: list[Any]) -> dict[Any, dict[Question, Answer]]:
    """The answers of the latest survey year by person, or household where they are the household's."""
    by_subject: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in assessments:
        by_subject[row.person_id or row.household_id].append(row)
    return {subject: _answers(rows) for subject, rows in by_subject.items()}


def _answers(rows: list[Any]) -> dict[Question, Answer]:
    year = max(row.survey_year for row in rows)
    latest = [row for row in rows if row.survey_year == year and row.answers]
    latest.sort(key=lambda row: (row.assessed_on.isoformat() if row.assessed_on else "", row.id))
    return {(row.version or "", code): answer for row in latest for code, answer in known_answers(row.answers).items()}


def _indicators(
    homes: Homes, answers: Mapping[Any, Answers], sets: Mapping[str, IndicatorSet]
) -> Iterator[tuple[tuple[Cell, ...], list[int]]]:
    counts: defaultdict[Question, Counter[str]] = defaultdict(Counter)
    persons = 0
    for household_id in homes.households:
        common = answers.get(household_id, {})
        members = homes.members.get(household_id, [])
        own = [_together([common, answers.get(person.id, {})]) for person in members]
        persons += len(own)
        for who, known in [*(("persons", each) for each in own), ("households", _together([common, *own]))]:
            for question, answer in known.items():
                counts[question][f"{who}_{_ANSWERED[answer]}"] += 1
    for question in sorted(counts, key=lambda question: _place(question, sets)):
        for who, everyone in (("persons", persons), ("households", len(homes.households))):
            told = sum(counts[question][f"{who}_{state}"] for state in _STATES[:3])
            counts[question][f"{who}_no_data"] = everyone - told
        yield _named(question, sets), _cells(counts[question])


_ANSWERED = dict(zip(_ORDER, _STATES, strict=True))


def _together(several: Iterable[Answers]) -> dict[Question, Answer]:
    found: dict[Question, Answer] = {}
    for answers in several:
        for question, answer in answers.items():
            found[question] = min(answer, found.get(question, answer), key=_ORDER.index)
    return found


def _named(question: Question, sets: Mapping[str, IndicatorSet]) -> tuple[Cell, ...]:
    """Version, dimension and code; the dimension of an indicator that is in no known set is not known."""
    version, code = question
    indicator = found.find(code) if (found := sets.get(version)) else None
    return version, indicator.dimension.value if indicator else None, code


def _place(question: Question, sets: Mapping[str, IndicatorSet]) -> tuple[str, int, str]:
    """By version, in the order they are asked; what no known set has comes last, by its code."""
    version, code = question
    asked = [each.code for each in found.indicators] if (found := sets.get(version)) else []
    return version, asked.index(code) if code in asked else len(asked), code
