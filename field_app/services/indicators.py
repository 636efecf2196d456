"""Answering the MPI indicators at a household: what is asked of whom, and the assessments that take the answers.

Answers go into rows of their own, one for each person and one for the household in a survey year: what a list said
stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from field_app.services import clock, households, visits
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.services.targets import readable
from shared_models.deprivation import income_per_head, living_here
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.fiscal_year import fiscal_year
from shared_models.indicator import SHIPPED, Applies, Indicator, IndicatorSet, Subject, applies, in_force
from shared_models.merge import Scalar
from shared_models.mpi import Answer, MpiAssessment, known_answers, read_answers, write_answers
from shared_models.person import Person

HOUSEHOLD = "household"
INCOME = "4.3"  # of the shipped sets: the average income of a member
Whose = UUID | None  # None: the household


@dataclass(frozen=True)
class Question:
    """One indicator asked of one person, or of the household (`person` None).

    `certain` False: whether it applies is open, so the officer finds out first.
    """

    indicator: Indicator
    person: Person | None = None
    certain: bool = True

    @property
    def key(self) -> str:
        """What its answer is kept under while it is a draft."""
        return f"{self.person.id if self.person else HOUSEHOLD} {self.indicator.code}"


@dataclass(frozen=True)
class Questionnaire:
    """`year` is the survey year (BE), that of the programme; `rows` hold this year's answers, by whose they are."""

    year: int
    indicators: IndicatorSet
    questions: tuple[Question, ...]
    rows: Mapping[Whose, MpiAssessment] = field(default_factory=dict)

    def of(self, indicator: Indicator) -> list[Question]:
        return [question for question in self.questions if question.indicator == indicator]

    def answers(self) -> dict[str, str]:
        """What was answered this year, by question; also a code that only a newer version knows."""
        return {
            f"{whose or HOUSEHOLD} {code}": answer
            for whose, row in self.rows.items()
            for code, answer in _pairs(row.answers).items()
        }


def questionnaire(file: HouseholdFile, *, on: date) -> Questionnaire:
    """The set in force, asked of the household and of who really lives there; what was answered is always shown."""
    year = fiscal_year(on)
    known = in_force(file.reference.indicator_sets, year)
    rows = _rows(file, year, known.version)
    answered = {whose: _pairs(row.answers) for whose, row in rows.items()}
    questions: list[Question] = []
    for indicator in known.indicators:
        if indicator.subject is Subject.HOUSEHOLD:
            questions.append(Question(indicator))
            continue
        for person in living_here(file.members):
            asked = applies(indicator, readable(person), on=on)
            if asked is not Applies.NO or indicator.code in answered.get(person.id, {}):
                questions.append(Question(indicator, person, asked is Applies.YES))
    return Questionnaire(year, known, tuple(questions), rows)


def _rows(file: HouseholdFile, year: int, version: str) -> dict[Whose, MpiAssessment]:
    """The newest row of each subject that an officer answered in this year; a list's rows have a source."""
    mine = [row for row in file.assessments if row.survey_year == year and row.version == version and not row.source]
    return {row.person_id: row for row in sorted(mine, key=lambda row: (row.assessed_on or date.min, row.id))}


def _pairs(text: str | None) -> dict[str, str]:
    """As read_answers, with whatever stands there."""
    parts = (part.partition("=") for part in (text or "").split())
    return {code: answer for code, _, answer in parts if answer}


async def save(
    tablet: Tablet,
    household_id: UUID,
    changes: Mapping[str, Scalar],
    *,
    on: date | None = None,
    draft: str | None = None,
) -> None:
    """Record answers by question, None for one that was not asked after all; others stay as they are now."""
    file = await households.open_file(tablet, household_id)
    asked = questionnaire(file, on=on or clock.today())
    visit = await visits.open_at(tablet, household_id)
    begun: dict[str, Scalar] = {"survey_year": asked.year, "version": asked.indicators.version}
    begun["visit_id"] = str(visit.id) if visit else None
    by_subject: dict[Whose, dict[str, Scalar]] = {}
    for key, answer in changes.items():
        whose, _, code = key.partition(" ")
        by_subject.setdefault(None if whose == HOUSEHOLD else UUID(whose), {})[code] = answer
    edits = []
    for whose, answers in by_subject.items():
        values: dict[str, Scalar] = {"assessed_on": on.isoformat()}
        row = asked.rows.get(whose)
        values["answers"] = _answers(row, answers)
        if whose is None and answers.get(INCOME) and asked.indicators.version in SHIPPED:
            values["income_per_head_satang"] = income_per_head(file.household, file.members)
        if row is None or not _is_readable(row):
            values |= {**begun, "person_id": str(whose) if whose else None}
            edits.append(Edit("mpi_assessment", clock.moment().new_id(), household_id, values))
        else:
            edits.append(Edit("mpi_assessment", row.id, household_id, values))
    await tablet.record(edits, draft=draft)


def _answers(row: MpiAssessment | None, changes: Mapping[str, Scalar]) -> str | None:
    """The row's answers with these in place of theirs."""
    answers = known_answers(row.answers if row else None)
    for code, answer in changes.items():
        if answer is None:
            answers.pop(code, None)
        else:
            answers[code] = Answer(str(answer))
    return write_answers(answers) or None


def _is_readable(row: MpiAssessment) -> bool:
    """Whether this version can write the row's answers again; those of a newer one stay in a row of their own."""
    try:
        read_answers(row.answers or "")
    except InvalidChange:
        return False
    return True
