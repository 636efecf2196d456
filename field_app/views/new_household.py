"""A household that no list brought: where it is, who heads it, and first whether the tablet has it already."""

import re
from typing import NamedTuple

import flet as ft

from field_app.services import assigned, drafts, new_households
from field_app.services.drafts import FormDraft, Opened
from field_app.services.new_households import Alike
from field_app.views.alike_panel import alike_panel, answered
from field_app.views.candidate_panel import NOT_THESE
from field_app.views.components.banner import banner
from field_app.views.components.draft import Form, use_form
from field_app.views.components.section import section
from field_app.views.components.top_bar import household_bar
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.navigation import PATHS, go
from field_app.views.new_household_fields import (
    NUMBERED,
    TEXTS,
    door_fields,
    door_in,
    has_number,
    head_fields,
    head_values,
    house_values,
    missing_in,
)
from field_app.views.new_member import sought_in
from field_app.views.place_fields import is_village_in, number_typed, village_field
from field_app.views.record_screen import badge, form_frame, waiting_screen
from field_app.views.text import arabic, say
from field_app.views.theme import Look, use_look
from shared_models.area import Level
from shared_models.area_words import place_name
from shared_models.merge import Scalar

HOUSE_NUMBER, ID_DIGITS, LEAST_PHONE = re.compile(r"\d{1,4}(/\d{1,4})?"), 13, 9


class Ground(NamedTuple):
    """What the form stands on: the areas of this tablet, the form as it opens, and whether the office would take it."""

    areas: tuple[str, ...]
    opened: Opened
    is_bound: bool = False


@ft.component
def NewHouseholdScreen() -> ft.Control:
    desk, look = use_desk(), use_look()
    loaded = use_loaded(lambda: load(desk))
    if loaded.value is None:
        return waiting_screen(look, desk, loaded, back=PATHS["search"])
    return NewHouseholdForm(loaded.value, key="new_household")  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk) -> Ground:
    """The draft as it was left. A fresh form proposes the village and what was looked for and not found."""
    tablet = desk.opened
    areas = await new_households.areas(tablet)
    kept = await drafts.load(tablet, new_households.draft_key(tablet))
    blank: dict[str, Scalar] = dict.fromkeys((*TEXTS, "village_code", NUMBERED, "sex", "birth", "id_reason"))
    is_bound = await assigned.is_bound(tablet)
    if kept is not None:
        written = await drafts.written(tablet, new_households.draft_key(tablet))
        opened = Opened(FormDraft({**blank, **kept.values}), blank, kept=True, written=written)
        return Ground(areas, opened, is_bound)
    area = desk.finder.narrowing.area
    village = area if len(area) == Level.VILLAGE else await new_households.latest_village(tablet)
    proposed: dict[str, Scalar] = dict(looked_for(desk.finder.query))
    if village and is_village_in(village, areas):
        proposed["village_code"] = village
    # Against a blank form a proposal is a change: a draft keeps it, whatever would be proposed next time.
    return Ground(areas, Opened(FormDraft({**blank, **proposed}), blank), is_bound)


def looked_for(query: str) -> dict[str, str]:
    """What a search tells of the household: its number, the head's number, telephone or name."""
    words = arabic(query)
    digits = re.sub(r"[\s-]", "", words)
    if HOUSE_NUMBER.fullmatch(words):
        return {"house_no": words}
    if digits.isdecimal():
        found = "citizen_id" if len(digits) == ID_DIGITS else "phone" if len(digits) >= LEAST_PHONE else ""
        return {found: words} if found else {}
    given, _, family = query.strip().partition(" ")
    return {"given_name": given, "family_name": family.strip()} if given and not re.search(r"\d", words) else {}


@ft.component
def NewHouseholdForm(ground: Ground) -> ft.Control:
    """While it is typed the tablet looks for the same household; a sure find has to be answered before saving."""
    look, desk = use_look(), use_desk()
    form = use_form(new_households.draft_key(desk.opened), ground.opened, texts=TEXTS)
    form.after_pause = form.redraw
    door, head = door_in(form), sought_in(form)
    looked = use_loaded(lambda: new_households.alike(desk.opened, door, head), door, head)
    found: list[Alike] = looked.value or []

    async def save() -> None:
        missing = missing_in(look, form, ground.areas)
        now = await new_households.alike(desk.opened, door_in(form), sought_in(form))  # a fast typist is ahead
        if any(item.sure and not answered(form, [item]) for item in now):
            missing[NOT_THESE] = say("new_house_decide_first", look.language)
        founded: list[str] = []

        async def work() -> None:
            household_id = await new_households.establish(
                form.tablet, house_values(form), head_values(form), draft=form.key
            )
            founded.append(f"/households/{household_id}")

        if await form.save(work, missing=missing):
            go(founded[0])

    title = say("new_house", look.language)
    panel = alike_panel(look, form, found)
    where = warning(look) if ground.is_bound else []
    where.append(section(look, say("new_house_where", look.language)))
    where.append(village_field(look, form, "village_code", ground.areas))
    where += door_fields(look, form, taken=any(item.same_number for item in found))
    who, rest = head_fields(look, form)
    return form_frame(
        look,
        form,
        [*where, panel] if look.wide else where,  # below what is being typed, so that nothing moves under a finger
        bar=bar(look, desk, form, title),
        back=PATHS["search"],
        title=title,
        note=say("new_house_note", look.language),
        side=[*who, *rest] if look.wide else [*who, panel, *rest],
        save_label=say("new_house_save", look.language),
        on_save=save,
    )


def warning(look: Look) -> list[ft.Control]:
    """Before anything is typed: who records in assigned households alone adds none."""
    return [banner(look, say("anothers_new", look.language), tone="attention", icon=ft.Icons.PERSON_OFF_OUTLINED)]


def bar(look: Look, desk: Desk, form: Form, title: str) -> ft.Control:
    """Whose house this will be, as far as it is typed."""
    village = str(form.value("village_code") or "")
    name = f"{form.get('title')}{form.get('given_name')} {form.get('family_name')}".strip()
    return household_bar(
        look,
        number=number_typed(form) if has_number(form) else "",
        head=name or title,
        place=place_name(village, look.language)
        if len(village) == Level.VILLAGE
        else say("new_house_on_no_list", look.language),
        task=title if name else "",
        badge=badge(look, desk),
        on_back=lambda: go(PATHS["search"]),
        closes=True,
    )
