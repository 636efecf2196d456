"""One indicator: its wording, whom it is asked of, the answers, and the problem that a failing one can become."""

import flet as ft

from field_app.services import clock
from field_app.services.indicators import INCOME, Question, Questionnaire
from field_app.services.visits import AtHouse
from field_app.views.amounts import baht
from field_app.views.components.answer_chips import answer_chips
from field_app.views.components.button import quiet_button, tonal_button
from field_app.views.components.draft import Form
from field_app.views.components.group import block, hairline
from field_app.views.components.pressable import spoken
from field_app.views.components.sheet import Option
from field_app.views.components.text import heading, muted, text
from field_app.views.person_words import age_words
from field_app.views.problem_start import ProblemStart
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.deprivation import income_per_head, income_threshold
from shared_models.indicator import SHIPPED, Indicator
from shared_models.labels import choice
from shared_models.mpi import Answer
from shared_models.problem import OPEN, Problem

NOT_ASKED = "not_asked"


def indicator_block(look: Look, form: Form, house: AtHouse, asked: Questionnaire, indicator: Indicator) -> ft.Control:
    """The wording, then a question for each subject; where many are open, one tap for the rest."""
    language, questions = look.language, asked.of(indicator)
    name = heading(look, f"{indicator.code} {indicator.name(language)}", size=18, weight=600)
    rows: list[ft.Control] = [name, *income_hint(look, house, asked, indicator)]
    if not questions:
        rows.append(muted(look, say("indicator_nobody", language)))
    still = [question for question in questions if question.certain and form.value(question.key) is None]
    if len(still) > 1:
        rows.append(rest_passes(look, form, indicator, still))
    for question in questions:
        rows += [*([hairline(look)] if len(questions) > 1 else []), *asked_of(look, form, house, question)]
    column = ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return block(look, column, padding=16)


def rest_passes(look: Look, form: Form, indicator: Indicator, still: list[Question]) -> ft.Control:
    """One tap for those whom it surely concerns and nobody has answered for."""

    def all_pass() -> None:
        for question in still:
            form.put(question.key, Answer.PASS.value)

    label = say("indicator_all_pass", look.language, n=len(still))
    spoken_name = say("indicator_all_pass_of", look.language, n=len(still), code=indicator.code)
    return ft.Row([tonal_button(look, label, all_pass, icon=ft.Icons.DONE_ALL_ROUNDED, name=spoken_name)], wrap=True)


def asked_of(look: Look, form: Form, house: AtHouse, question: Question) -> list[ft.Control]:
    """Whose answer it is, the answers, and where it fails the way to record the problem."""
    language, value = look.language, form.value(question.key)
    whose = subject(question, language)
    lines: list[ft.Control] = [text(look, whose, weight=600)]
    if not question.certain:
        lines.append(muted(look, say("indicator_unsure", language)))

    def answer(code: str) -> None:
        form.put(question.key, None if code == NOT_ASKED else code)

    name = spoken(question.indicator.code, whose)
    chosen = str(value) if value is not None else NOT_ASKED
    rows: list[ft.Control] = [
        ft.Column(lines, spacing=0, tight=True),
        answer_chips(look, name, options(chosen, language), chosen, answer, unanswered=NOT_ASKED),
    ]
    if value == Answer.FAIL:
        rows.append(offer(look, house, question, name))
    return rows


def subject(question: Question, language: Language) -> str:
    """`นายบุญมี ใจคำ · 78 ปี`, or the household."""
    if question.person is None:
        return say("indicator_household", language)
    age = age_words(question.person.birth, clock.today(), language)
    return " · ".join(part for part in (question.person.full_name(), age) if part)


def options(chosen: str, language: Language) -> list[Option]:
    """The four answers and "not asked yet"; an answer of a newer version stands before them as it is."""
    known = [Option(answer.value, choice(answer, Answer, language)) for answer in Answer]
    known.append(Option(NOT_ASKED, say("indicator_not_asked", language)))
    return known if chosen in {option.code for option in known} else [Option(chosen, chosen), *known]


def offer(look: Look, house: AtHouse, question: Question, name: str) -> ft.Control:
    """To record the problem, or to open the one that there is."""
    language, household_id = look.language, house.file.household.id
    there = next((problem for problem in house.file.problems if is_of(problem, question)), None)
    if there is not None:
        words, path = say("indicator_has_problem", language), f"/households/{household_id}/problems/{there.id}"
        mark, named = ft.Icons.REPORT_PROBLEM_OUTLINED, spoken(words, name)
    else:
        words, named = say("indicator_problem", language), say("indicator_problem_of", language, name=name)
        indicator, person = question.indicator, question.person
        path = ProblemStart(indicator.dimension, indicator.code, person.id if person else None).path(household_id)
        mark = ft.Icons.ADD_ROUNDED
    return ft.Row([quiet_button(look, words, go(path), icon=mark, name=named)], wrap=True)


def is_of(problem: Problem, question: Question) -> bool:
    """Whether an open problem says already what this answer does."""
    whose = question.person.id if question.person else None
    return problem.status == OPEN and problem.indicator == question.indicator.code and problem.person_id == whose


def income_hint(look: Look, house: AtHouse, asked: Questionnaire, indicator: Indicator) -> list[ft.Control]:
    """What the recorded income comes to, beside the question that it answers; the officer decides."""
    if indicator.code != INCOME or asked.indicators.version not in SHIPPED:
        return []
    per_head = income_per_head(house.file.household, house.file.members)
    if per_head is None:
        return []
    line = income_threshold(asked.year, house.file.reference.thresholds)
    key = "indicator_income" if line is None else "indicator_income_line"
    words = say(key, look.language, n=grouped(per_head), least=grouped(line.satang) if line else "")
    return [muted(look, words)]


def grouped(satang: int) -> str:
    """`38,000`."""
    whole, _, rest = baht(satang).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
