"""A problem or need of a household: found, told, closed with a reason, opened again."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, problems, visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components.banner import banner
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.person_words import age_words, be_code, detail_words, read_partial
from field_app.views.problem_ending import closed, ending
from field_app.views.problem_start import read_start
from field_app.views.problem_timeline import timeline
from field_app.views.record_screen import PROBLEMS, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.fiscal_year import fiscal_year
from shared_models.indicator import in_force
from shared_models.labels import choice
from shared_models.merge import Scalar
from shared_models.mpi import Dimension
from shared_models.person import LifeState
from shared_models.problem import OPEN, Problem

TEXTS = ("words", "status_reason")
INDICATOR = ("indicator", "indicator_version")
HOUSEHOLD = "household"
OTHER = "other"


@ft.component
def ProblemScreen() -> ft.Control:
    """`/households/H/problems/new`, `…/new-…` with what problem_start.py says chosen, or `…/ID`."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, which = id_of(params.get("household_id")), params.get("problem_id", "new")
    loaded = use_loaded(lambda: load(desk, household_id, which), household_id, which)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != (household_id, which):
        return waiting_screen(look, desk, loaded, back=back)
    _, house, problem, opened = loaded.value
    if problem is None and id_of(which):
        return missing_screen(look, desk, say("problem_missing", look.language), back=back)
    return ProblemForm(house, problem, which, opened, key=f"{household_id} {which}")  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, which: str) -> Any:
    """The house, the problem (None: a new one) and the form as it opens."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    problem = next((item for item in house.file.problems if str(item.id) == which), None)
    fresh = drafts.opened(problem, ("dimension", "person_id", "words", "found_on"), first_values(house, problem, which))
    opened = await drafts.resume(desk.opened, draft_key(house, problem, which), fresh)
    return (household_id, which), house, problem, opened


def draft_key(house: AtHouse, problem: Problem | None, which: str = "new") -> str:
    """A problem that an indicator began is a draft of its own, beside the one that was begun by itself."""
    if problem is not None:
        return f"problem:{problem.id}"
    return f"new_problem:{house.file.household.id}" + (f":{which}" if read_start(which).indicator else "")


def first_values(house: AtHouse, problem: Problem | None, which: str) -> dict[str, Scalar]:
    """What the form begins with; `which` may name the dimension of a new problem, or the indicator that fails."""
    if problem is None:
        start = read_start(which)
        asked = in_force(house.file.reference.indicator_sets, fiscal_year(clock.today()))
        return {
            "found_on": be_code(clock.today()),
            "dimension": start.dimension.value if start.dimension else None,
            "person_id": str(start.person_id) if start.person_id else None,
            "indicator": start.indicator,
            "indicator_version": asked.version if start.indicator else None,
        }
    person = str(problem.person_id) if problem.person_id else None
    return {
        "dimension": str(problem.dimension) if problem.dimension else None,
        "person_id": person,
        "words": problem.words,
        "found_on": be_code(problem.found_on),
        "indicator": problem.indicator,
        "indicator_version": problem.indicator_version,
    }


@ft.component
def ProblemForm(house: AtHouse, problem: Problem | None, which: str, opened: Opened) -> ft.Control:
    """New ones ask what, whose, since when; known ones also how it ended."""
    look = use_look()
    page = ft.context.page
    form = use_form(draft_key(house, problem, which), opened, texts=TEXTS, household_id=house.file.household.id)
    back, start = way_back(house, PROBLEMS), read_start(which)
    if start.indicator and start.dimension:
        back = f"/households/{house.file.household.id}/indicators/{start.dimension.value}"

    async def save() -> None:
        if await form.save(lambda: record(form, house, problem), missing=missing(form, look)):
            page.navigate(back)

    closing = form.value("status")
    ends = problem is not None and problem.status == OPEN
    label = say("problem_close_save" if closing else "problem_save", look.language)
    told = [what(look, form), own_words(look, form)]
    about = [whose(look, form, house), since(look, form)]
    if problem is not None:
        end = ending(look, form) if ends else closed(look, form, problem, back)
        told = [*end, own_words(look, form), *timeline(look, house.file, problem)]
        about = [what(look, form), *about]
    return form_screen(
        look,
        house,
        form,
        [*of_indicator(look, form, house), *told],
        title=say("problem_one" if problem else "problem_new", look.language),
        note="" if problem else say("problem_new_hint", look.language),
        side=about,
        save_label=label,
        on_save=save,
        back=back,
    )


def missing(form: Form, look: Look) -> dict[str, str]:
    """What keeps the form from being saved, in the order of the screen."""
    errors = {}
    if not form.value("dimension") and not form.get("words"):
        errors["words"] = say("problem_what_missing", look.language)
    date = read_partial(str(form.value("found_on") or ""))
    if "found_on" in form.unreadable or date is None or date.to_ce() is None:
        errors["found_on"] = say("record_day_needed", look.language)
    if form.value("status") and not form.get("status_reason"):
        errors["status_reason"] = say("problem_reason_missing", look.language)
    return errors


async def record(form: Form, house: AtHouse, problem: Problem | None) -> None:
    """The words and, where it ended, the end: one action each way."""
    changes = form.changes()
    status, reason = changes.pop("status", None), changes.pop("status_reason", None)
    found = read_partial(str(form.value("found_on") or ""))
    day = found.to_ce() if found else None
    if "found_on" in changes and day:
        changes["found_on"] = day.isoformat()
    if problem is None:
        begun = {name: form.value(name) for name in ("dimension", "person_id", *INDICATOR)}
        if begun["dimension"] != form.origin.get("dimension"):
            begun |= dict.fromkeys(INDICATOR)  # another dimension is another matter than the indicator's
        values = {**changes, **begun, "found_on": day.isoformat() if day else None}
        await problems.add(form.tablet, house.file.household.id, values, draft=form.key)
        return
    if status:
        changes |= {"status": status, "status_reason": reason}
    bases = {name: form.bases[name] for name in changes if name in form.bases}
    await problems.change(form.tablet, problem, changes, bases=bases, draft=form.key)


def of_indicator(look: Look, form: Form, house: AtHouse) -> list[ft.Control]:
    """Which indicator fails, in its wording; of a set that is not here its code."""
    code = str(form.value("indicator") or "")
    if not code:
        return []
    known = house.file.reference.indicator_sets.get(str(form.value("indicator_version")))
    found = known.find(code) if known else None
    name = found.name(look.language) if found else ""
    words = say("indicator_of_problem", look.language, code=code, name=name).strip()
    return [banner(look, words, tone="info", icon=ft.Icons.FACT_CHECK_OUTLINED)]


def what(look: Look, form: Form) -> ft.Control:
    """The five dimensions, or something else."""
    label = say("problem_dimension", look.language)
    choices = [Choice(item.value, choice(item, Dimension, look.language)) for item in Dimension]
    choices.append(Choice(OTHER, say("problem_other", look.language)))
    chosen = str(form.value("dimension") or OTHER)
    listed = radio_list(
        look, label, choices, chosen, lambda code: form.put("dimension", None if code == OTHER else code)
    )
    return labelled(look, label, listed)


def own_words(look: Look, form: Form) -> ft.Control:
    words = field(
        look,
        say("problem_words", look.language),
        form.text,
        "words",
        lines=3,
        optional=bool(form.value("dimension")),
        error=form.error("words"),
        hint=say("problem_words_hint", look.language),
    )
    return target("words", words)


def whose(look: Look, form: Form, house: AtHouse) -> ft.Control:
    """The household's, or one member's; of those who left only the one whose it is already."""
    label = say("problem_whose", look.language)
    today = clock.today()
    chosen = str(form.value("person_id") or HOUSEHOLD)
    members = [p for p in house.file.members if p.life_state == LifeState.ALIVE or str(p.id) == chosen]
    choices = [Choice(HOUSEHOLD, say("problem_household", look.language))]
    choices += [
        Choice(str(p.id), p.full_name(), detail_words(p, look.language), age_words(p.birth, today, look.language))
        for p in members
    ]
    listed = radio_list(
        look, label, choices, chosen, lambda code: form.put("person_id", None if code == HOUSEHOLD else code)
    )
    return labelled(look, label, listed)


def since(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "found_on", "problem_found_on", hint="record_day_needed")
