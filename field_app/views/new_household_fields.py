"""The fields of a new household and of its head, what is missing in them, and the rows they become."""

from collections.abc import Sequence

import flet as ft

from field_app.services.new_households import Door
from field_app.views import member_fields
from field_app.views.components.draft import Form
from field_app.views.components.field import labelled
from field_app.views.components.pane import target
from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.place_fields import household_text, number_typed, village_missing
from field_app.views.text import arabic, say
from field_app.views.theme import Look
from shared_models.citizen_id import IdReason
from shared_models.labels import choice, label
from shared_models.merge import Scalar

AT_THE_DOOR = ("house_no", "near_house_no", "address", "house_code")
TEXTS = (*member_fields.TEXTS, *AT_THE_DOOR)
HEAD = ("title", "given_name", "family_name", "sex", "birth", "citizen_id", "id_reason", "phone")
NUMBERED = "numbered"  # whether the house has a number: YES, unless the officer says NO
YES, NO = "yes", "no"


def has_number(form: Form) -> bool:
    return form.value(NUMBERED) != NO


def door_in(form: Form) -> Door:
    """The place as far as it is typed."""
    village = str(form.value("village_code") or "")
    if has_number(form):
        return Door(village, house_no=number_typed(form))
    return Door(village, near_house_no=number_typed(form, "near_house_no"))


def door_fields(look: Look, form: Form, *, taken: bool) -> list[ft.Control]:
    """The number, or a neighbour's and a landmark where the house has none; the code of the register if at hand.

    `taken` says that the tablet has a household there already: the line under the number tells of it.
    """
    words = say("new_house_has_number", look.language)
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
            household_text(
                look,
                form,
                "house_no",
                optional=False,
                hint=say("new_house_taken" if taken else "new_house_number_hint", look.language),
            )
        )
    else:
        rows.append(
            household_text(
                look,
                form,
                "near_house_no",
                hint=say("new_house_taken" if taken else "new_house_near_hint", look.language),
            )
        )
        rows.append(household_text(look, form, "address", limit=200))
    rows.append(household_text(look, form, "house_code"))
    return rows


def head_fields(look: Look, form: Form) -> tuple[list[ft.Control], list[ft.Control]]:
    """Who heads the household, and the rest; why there is no number is asked only while there is none."""
    who: list[ft.Control] = [section(look, say("new_house_head", look.language)), *member_fields.names(look, form)]
    who += [member_fields.birth(look, form), member_fields.number(look, form)]
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
    return [*who, why], [member_fields.sex(look, form), member_fields.phone(look, form)]


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
