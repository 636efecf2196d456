"""The four questions about welfare: who receives it, what they are like, is it fitting, should the targets change."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.deprivation import Standing, income_per_head, standing
from shared_models.fiscal_year import first_day, fiscal_year
from shared_models.person import Sex, WelfareCard
from shared_models.reports.age_band import AgeBand, age_band
from shared_models.reports.caseload import Caseload, Needs, merged_needs
from shared_models.reports.table import Cell, Column, ColumnKind, Row, Table, count_columns
from shared_models.reports.targeting import NEEDS as TARGETING
from shared_models.reports.targeting import Homes, rule_in
from shared_models.reports.welfare_verdict import SUGGESTED, Question, Suggestion, Topic, Verdict, verdict
from shared_models.target_group import card_of
from shared_models.thai_text import normalise, sort_key

NEEDS: Needs = merged_needs(
    TARGETING,
    {
        "person": ("sex",),
        "welfare_receipt": ("person_id", "programme", "amount_satang", "paid_on", "period_from", "period_to"),
    },
)
LISTS = {
    Topic.SEX.value: Sex,
    Topic.AGE_BAND.value: AgeBand,
    Topic.MPI.value: Standing,
    Topic.CARD.value: WelfareCard,
    Topic.VERDICT.value: Verdict,
    Topic.SUGGESTION.value: Suggestion,
}
_COLUMNS = (
    Column("question", ColumnKind.CODE, Question),
    Column("topic", ColumnKind.CODE, Topic),
    Column("answer", ColumnKind.CODE, LISTS),
    *count_columns("persons", "households"),
    Column("amount_satang", ColumnKind.MONEY),
)


class Answer(NamedTuple):
    """A line of the table before it is counted."""

    question: Question
    topic: Topic
    answer: str | None


class Tally(NamedTuple):
    """Who was counted, so that nobody is counted twice."""

    persons: set[Any]
    households: set[Any]


def welfare(caseload: Caseload) -> Table:
    """Living persons and their households, with the satang paid in the programme year where a programme is counted.

    A receipt counts when it was paid in the year, or its period touches it, or it has neither; one of a household
    counts for everybody who lives there. What people are like is told of those who receive. Fitting and suggestions
    are about everybody (welfare_verdict.py), by the MPI results up to the year, income per head and the limit of the
    year's rule. The total row is everybody who receives anything.
    Source: agreement of eleven agencies, 19 December 2561 (the four questions).
    """
    homes = Homes.of(caseload, until=caseload.programme_year)
    received, amounts = _received(caseload, homes)
    tallies: defaultdict[Answer, Tally] = defaultdict(lambda: Tally(set(), set()))
    receiving = Tally(set(), set())
    for household_id, members in homes.members.items():
        for person in members:
            programmes = received.get(person.id, set()) | received.get(household_id, set())
            for answer in _answers(person, homes, caseload, programmes):
                _add(tallies[answer], person)
            if programmes:
                _add(receiving, person)
    rows = [Row(_cells(answer, tallies[answer], amounts)) for answer in sorted(tallies, key=_place)]
    total = Row((None, None, None, len(receiving.persons), len(receiving.households), sum(amounts.values())), True)
    return Table(_COLUMNS, (*rows, total))


def _received(caseload: Caseload, homes: Homes) -> tuple[dict[Any, set[str]], dict[str, int]]:
    """The programmes by person, or by household where they are the household's; and what each programme paid."""
    living = {person.id for members in homes.members.values() for person in members}
    received: defaultdict[Any, set[str]] = defaultdict(set)
    amounts: defaultdict[str, int] = defaultdict(int)
    for row in caseload.of("welfare_receipt"):
        subject = row.person_id or row.household_id
        here = row.person_id in living or (row.person_id is None and bool(homes.members.get(row.household_id)))
        if here and _is_of_year(row, caseload.programme_year):
            programme = normalise(row.programme)
            received[subject].add(programme)
            amounts[programme] += row.amount_satang or 0
    return dict(received), amounts


def _answers(person: Any, homes: Homes, caseload: Caseload, programmes: set[str]) -> Iterator[Answer]:
    household = homes.households[person.household_id]
    mpi = standing(homes.own.get(person.id, {}), homes.shared.get(household.id, {}))
    card = card_of(person)
    for programme in programmes:
        yield Answer(Question.WHO, Topic.PROGRAMME, programme)
    if programmes:
        band = age_band(person.birth, caseload.on)
        yield Answer(Question.LIKE, Topic.SEX, str(person.sex) if person.sex else None)
        yield Answer(Question.LIKE, Topic.AGE_BAND, band and band.value)
        yield Answer(Question.LIKE, Topic.MPI, mpi.value)
        yield Answer(Question.LIKE, Topic.CARD, card.value)
    limit = rule_in(caseload, caseload.programme_year).income_limit_satang
    income = income_per_head(household, homes.members[household.id])
    is_above = None if income is None or limit is None else income > limit
    judged = verdict(mpi, card, receives=bool(programmes), above_limit=is_above)
    yield Answer(Question.FITTING, Topic.VERDICT, judged.value)
    if suggestion := SUGGESTED.get(judged):
        yield Answer(Question.CHANGE, Topic.SUGGESTION, suggestion.value)


def _add(tally: Tally, person: Any) -> None:
    tally.persons.add(person.id)
    tally.households.add(person.household_id)


def _cells(answer: Answer, tally: Tally, amounts: dict[str, int]) -> tuple[Cell, ...]:
    amount = amounts.get(answer.answer or "") if answer.topic is Topic.PROGRAMME else None
    counts = len(tally.persons), len(tally.households)
    return answer.question.value, answer.topic.value, answer.answer, *counts, amount


def _place(answer: Answer) -> tuple[int, int, int, str]:
    """Questions and topics in their order, answers in that of their list, programmes in Thai order, none last."""
    codes = [each.value for each in LISTS.get(answer.topic.value, ())]
    place = codes.index(answer.answer) if answer.answer in codes else len(codes) + (answer.answer is None)
    text = f"{sort_key(answer.answer or '')}\0{answer.answer}"
    return list(Question).index(answer.question), list(Topic).index(answer.topic), place, text


def _is_of_year(row: Any, year: int) -> bool:
    if row.paid_on is not None:
        return fiscal_year(row.paid_on) == year
    begins, ends = _edge(row.period_from, last=False), _edge(row.period_to, last=True)
    return (begins is None or begins < first_day(year + 1)) and (ends is None or ends >= first_day(year))


def _edge(text: str | None, *, last: bool) -> date | None:
    """The first or last day that a partial date can mean; None where it is not known or cannot be read."""
    try:
        known = PartialDate.from_code(text) if text else None
    except ImpossibleBirth:
        return None
    if known is None or known.year_be is None:
        return None
    if exact := known.to_ce():
        return exact
    year, month = known.year_be - 543, known.month or (12 if last else 1)
    return date(year, month, monthrange(year, month)[1] if last else 1)
