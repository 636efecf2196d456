"""One field by itself, outside its own form: to type another value in a conflict, or to mend what was refused."""

from datetime import date

import flet as ft

from field_app.services import clock
from field_app.views import member_fields
from field_app.views.components import entity_form
from field_app.views.components.area_cascade import AreaCascade
from field_app.views.components.date_field import DateField
from field_app.views.components.draft import Form
from field_app.views.components.entity_form import Unreadable
from field_app.views.components.field import labelled
from field_app.views.person_words import be_code, read_partial
from field_app.views.place_fields import children
from field_app.views.theme import Look
from shared_models.area import Level, find
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.labels import help_text, label
from shared_models.merge import Scalar

ASKED = entity_form.RENDERED | {Kind.DATE, Kind.AREA, Kind.CITIZEN_ID}
YEARS_AHEAD = 20  # a day may lie in the future: a plan's due date


def box_names(field: FormField) -> tuple[str, ...]:
    """The names of the field's text boxes."""
    return (field.name,) if field.kind is Kind.CITIZEN_ID else entity_form.boxes([field])


def shown(field: FormField, value: Scalar) -> dict[str, Scalar]:
    """What the form holds for a stored value."""
    if field.kind is Kind.DATE and value:
        return {field.name: be_code(date.fromisoformat(str(value)))}
    return entity_form.shown(field, value)


def control(look: Look, form: Form, field: FormField) -> ft.Control:
    """The control of a field whose kind is ASKED."""
    if field.kind is Kind.DATE:
        return full_date(look, form, field)
    if field.kind is Kind.AREA:
        return area(look, form, field)
    return entity_form.control(look, form, field)


def full_date(look: Look, form: Form, field: FormField) -> ft.Control:
    today = clock.today()
    return DateField(
        label=label(field.key, look.language),
        value=read_partial(str(form.value(field.name) or "")),
        on_change=form.date(field.name),
        today=today,
        latest=date(today.year + YEARS_AHEAD, 12, 31),
        optional=not field.required,
        error=form.error(field.name),
        hint=help_text(field.key, look.language),
    )


def area(look: Look, form: Form, field: FormField) -> ft.Control:
    """An area that there is not begins at the tablet's district."""
    district, code = form.tablet.key_file.district_code, str(form.value(field.name) or "")
    cascade = AreaCascade(
        code if find(code) else district,
        lambda code: form.put(field.name, code),
        children=lambda code: children(code, district),
    )
    return labelled(look, label(field.key, look.language), cascade, error=form.error(field.name))


def stored(field: FormField, form: Form) -> dict[str, Scalar]:
    """What the row takes for what stands in the form. Raises Unreadable with the sentence that says what to do."""
    values = form.values()
    value = values.get(field.name)
    if field.name in form.unreadable:
        raise Unreadable(field.name, "record_date_unreadable")
    if field.kind is Kind.CITIZEN_ID:
        return member_fields.row_values({field.name: value})
    code = str(value or "")
    if field.kind is Kind.AREA and field.required and not (len(code) == Level.VILLAGE and find(code)):
        raise Unreadable(field.name, "attention_village")
    if field.kind is Kind.DATE:
        return {field.name: whole_day(field, value)}
    return {field.name: entity_form.stored(field, values)}


def whole_day(field: FormField, code: Scalar) -> str | None:
    """The day in the common era; a part of a date is not enough here."""
    if not code:
        return None
    known = read_partial(str(code))
    day = known.to_ce() if known else None
    if day is None:
        raise Unreadable(field.name, "attention_day_missing")
    return day.isoformat()
