"""A household that no list brought: where it is, who heads it, and first whether the tablet has it already."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.services import drafts, new_households
from field_app.services.drafts import FormDraft, Opened
from field_app.services.new_households import Alike, Door
from field_app.views import member_fields
from field_app.views.alike_panel import alike_panel, answered
from field_app.views.area_words import place_name
from field_app.views.candidate_panel import NOT_THESE
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import labelled
from field_app.views.components.pane import target
from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.top_bar import household_bar
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.navigation import PATHS, go
from field_app.views.new_member import sought_in
from field_app.views.place_fields import household_text, number_typed, village_field, village_missing
from field_app.views.record_screen import badge, form_frame, waiting_screen
from field_app.views.text import arabic, say
from field_app.views.theme import Look, use_look
from shared_models import area
from shared_models.area import Level
from shared_models.citizen_id import IdReason
from shared_models.labels import choice, label
from shared_models.merge import Scalar

AT_THE_DOOR = ("house_no", "near_house_no", "address", "house_code")
TEXTS = (*member_fields.TEXTS, *AT_THE_DOOR)
HEAD = ("title", "given_name", "family_name", "sex", "birth", "citizen_id", "id_reason", "phone")
NUMBERED = "numbered"  # whether the house has a number: YES, unless the officer says NO
YES, NO = "yes", "no"
HOUSE_NUMBER, ID_DIGITS, LEAST_PHONE = re.compile(r"\d{1,4}(/\d{1,4})?"), 13, 9


class Ground(NamedTuple):
    """What the form stands on: the areas of this tablet, and the form as it opens."""

    areas: tuple[str, ...]
    opened: Opened


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
    if kept is not None:
        return Ground(areas, Opened(FormDraft({**blank, **kept.values}), blank, kept=True))
    village = desk.finder.village or await new_households.latest_village(tablet)
    proposed: dict[str, Scalar] = dict(looked_for(desk.finder.query))
    if village and not village_missing_in(village, areas):
        proposed["village_code"] = village
    # Against a blank form a proposal is a change: a draft keeps it, whatever would be proposed next time.
    return Ground(areas, Opened(FormDraft({**blank, **proposed}), blank))


def village_missing_in(village: str, areas: Sequence[str]) -> bool:
    return len(village) != Level.VILLAGE or not any(area.contains(held, village) for held in areas)


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
            missing = {NOT_THESE: say("new_house_decide_first", look.language), **missing}
        founded: list[str] = []

        async def work() -> None:
            household_id = await new_households.establish(
                form.tablet, house_values(form), head_values(form), draft=form.key
            )
            founded.append(f"/households/{household_id}")

        if await form.save(work, missing=missing):
            go(founded[0])

    title = say("new_house", look.language)
    at_the_door = [
        section(look, say("new_house_where", look.language)),
        village_field(look, form, "village_code", ground.areas),
    ]
    at_the_door += door_fields(look, form)
    return form_frame(
        look,
        form,
        [alike_panel(look, form, found), *at_the_door] if not look.wide else at_the_door,
        bar=bar(look, desk, form, title),
        back=PATHS["search"],
        title=title,
        note=say("new_house_note", look.language),
        side=[*([alike_panel(look, form, found)] if look.wide else []), *head_fields(look, form)],
        save_label=say("new_house_save", look.language),
        on_save=save,
    )


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


def has_number(form: Form) -> bool:
    return form.value(NUMBERED) != NO


def door_in(form: Form) -> Door:
    """The place as far as it is typed."""
    village = str(form.value("village_code") or "")
    if has_number(form):
        return Door(village, house_no=number_typed(form))
    return Door(village, near_house_no=number_typed(form, "near_house_no"))


def door_fields(look: Look, form: Form) -> list[ft.Control]:
    """The number, or a neighbour's and a landmark where the house has none; the code of the register if at hand."""
    words = label("household.house_no", look.language)
    options = [
        Option(YES, say("new_house_numbered", look.language)),
        Option(NO, say("new_house_unnumbered", look.language)),
    ]
    asked = segmented(
        look, words, options, YES if has_number(form) else NO, lambda code: form.put(NUMBERED, code)
    )  # fmt: skip
    rows: list[ft.Control] = [labelled(look, words, asked)]
    if has_number(form):
        rows.append(
            household_text(look, form, "house_no", optional=False, hint=say("new_house_number_hint", look.language))
        )
    else:
        rows.append(household_text(look, form, "near_house_no", hint=say("new_house_near_hint", look.language)))
        rows.append(household_text(look, form, "address", limit=200))
    rows.append(household_text(look, form, "house_code"))
    return rows


def head_fields(look: Look, form: Form) -> list[ft.Control]:
    """Who heads the household; why there is no number is asked only while there is none."""
    rows: list[ft.Control] = [section(look, say("new_house_head", look.language)), *member_fields.names(look, form)]
    rows += [member_fields.sex(look, form), member_fields.birth(look, form), member_fields.number(look, form)]
    reason = Select(
        label=label("person.id_reason", look.language),
        options=[
            Option(item.value, choice(item, IdReason, look.language)) for item in IdReason if item != IdReason.NEWBORN
        ],
        value=str(form.value("id_reason")) if form.value("id_reason") else None,
        on_change=lambda code: form.put("id_reason", code),
        optional=True,
    )
    why = target("id_reason", reason)
    why.visible = not form.get("citizen_id")
    return [*rows, why, member_fields.phone(look, form)]


def missing_in(look: Look, form: Form, areas: Sequence[str]) -> dict[str, str]:
    """A village of the officer's area, a way to find the house, and the head's name and sex."""
    errors: dict[str, str] = {}
    if words := village_missing(look, str(form.value("village_code") or ""), areas):
        errors["village_code"] = words
    if has_number(form) and not form.get("house_no"):
        errors["house_no"] = say("new_house_number_missing", look.language)
    if not has_number(form) and not (form.get("near_house_no") or form.get("address")):
        errors["near_house_no"] = say("new_house_near_missing", look.language)
    errors |= member_fields.missing(look, form, relation=False)
    if not form.value("sex"):
        errors["sex"] = say("member_sex_missing", look.language)
    return errors


def house_values(form: Form) -> dict[str, Scalar]:
    """The household's row: a neighbour's number only where it has none of its own."""
    values: dict[str, Scalar] = {
        "village_code": form.value("village_code"),
        "house_code": arabic(form.get("house_code")) or None,
    }
    if has_number(form):
        return {**values, "house_no": number_typed(form)}
    beside: dict[str, Scalar] = {
        "near_house_no": number_typed(form, "near_house_no") or None,
        "address": form.get("address") or None,
    }
    return {**values, **beside}


def head_values(form: Form) -> dict[str, Scalar]:
    """The head's row; a reason for having no number is dropped once there is one."""
    values = {name: value for name, value in form.values().items() if name in HEAD and value is not None}
    if "citizen_id" in values:
        values.pop("id_reason", None)
    return member_fields.row_values(values)
