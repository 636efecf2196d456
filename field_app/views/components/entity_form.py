"""Any entity's form from its description in shared_models/form.py: a control for each field, and back to wire values.

What is typed is kept as typed (amounts in baht, land in rai and square wa); `changed` turns it into what the row takes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flet as ft

from field_app.services import clock, drafts
from field_app.services.drafts import FormDraft
from field_app.views.amounts import UnreadableAmount, baht, satang
from field_app.views.components.date_field import DateField
from field_app.views.components.draft import Form
from field_app.views.components.field import Kind as Keyboard
from field_app.views.components.field import field as text_field
from field_app.views.components.field import labelled, named, text_control
from field_app.views.components.group import block
from field_app.views.components.pane import target
from field_app.views.components.pressable import spoken
from field_app.views.components.radio_list import checkbox_row
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.person_words import read_partial
from field_app.views.text import arabic, in_language, say
from field_app.views.theme import Look
from shared_models.entities import wire
from shared_models.field_facts import DECLINED, Kind
from shared_models.form import FormField
from shared_models.labels import choice, help_text, label
from shared_models.labels.value import NO as NO_WORDS
from shared_models.labels.value import YES as YES_WORDS
from shared_models.merge import Scalar
from shared_models.synced import Synced

SQUARE_WA = 400  # of a rai
IN_ONE_LINE = 3  # choices that fit beside each other, with so many letters together
LETTERS, LETTERS_ON_PHONE = 60, 24
TYPED = {Kind.TEXT, Kind.LONG_TEXT, Kind.MONEY, Kind.NUMBER, Kind.YEAR, Kind.PHONE, Kind.HOUSE_CODE, Kind.LAND}
RENDERED = TYPED | {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.PARTIAL_DATE}
KEYBOARDS: dict[Kind, Keyboard] = {
    Kind.NUMBER: "number",
    Kind.YEAR: "number",
    Kind.LAND: "number",
    Kind.PHONE: "phone",
}
YES, NO, UNKNOWN = "yes", "no", "unknown"


class Unreadable(Exception):
    """What was typed under `name` is no number; `words` is the key of the sentence that says what to do."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name)
        self.name, self.words = name, words


def boxes(fields: Sequence[FormField]) -> tuple[str, ...]:
    """The names of the text boxes of these fields: land has two."""
    return tuple(name for field in fields if field.kind in TYPED for name in box_names(field))


def box_names(field: FormField) -> tuple[str, ...]:
    return (f"{field.name}.rai", f"{field.name}.wa") if field.kind is Kind.LAND else (field.name,)


def opened(fields: Sequence[FormField], row: Synced) -> FormDraft:
    """The form of these fields as it opens on a row."""
    values: dict[str, Scalar] = {}
    for field in fields:
        values |= shown(field, wire(getattr(row, field.name)))
    return drafts.opened(row, [field.name for field in fields], values)


def shown(field: FormField, value: Scalar) -> dict[str, Scalar]:
    """What the form holds for a stored value."""
    if field.kind is Kind.LAND:
        rai, wa = divmod(int(value), SQUARE_WA) if isinstance(value, int) else ("", "")
        return dict(zip(box_names(field), (str(rai) or None, str(wa) or None), strict=True))
    if field.kind is Kind.MONEY:
        return {field.name: baht(int(value)) if isinstance(value, int) else None}
    if field.kind is Kind.YES_NO:
        return {field.name: None if value is None else YES if value else NO}
    return {field.name: str(value) if field.kind in TYPED and value is not None else value}


def changed(fields: Sequence[FormField], form: Form) -> dict[str, Scalar]:
    """What differs from the row, as the row takes it. Raises Unreadable for the first box that holds no number."""
    there, now = form.changes(), form.values()
    touched = [field for field in fields if set(box_names(field)) & set(there)]
    return {field.name: stored(field, now) for field in touched}


def stored(field: FormField, values: Mapping[str, Scalar]) -> Scalar:
    """The wire value behind what the form holds."""
    value = values.get(field.name)
    if field.kind is Kind.LAND:
        rai, wa = (whole(field.name, values.get(name)) for name in box_names(field))
        return None if rai is None and wa is None else (rai or 0) * SQUARE_WA + (wa or 0)
    if field.kind is Kind.MONEY:
        try:
            return satang(str(value or ""))
        except UnreadableAmount:
            raise Unreadable(field.name, "help_value_wrong") from None
    if field.kind in (Kind.NUMBER, Kind.YEAR):
        return whole(field.name, value)
    if field.kind is Kind.YES_NO:
        return {YES: True, NO: False}.get(str(value))
    return value or None


def whole(name: str, typed: Scalar) -> int | None:
    """A whole number typed in either script; None for an empty box."""
    text = arabic(str(typed or "")).replace(",", "").strip()
    if text and not text.isdecimal():
        raise Unreadable(name, "form_number_unreadable")
    return int(text) if text else None


def controls(look: Look, form: Form, fields: Sequence[FormField]) -> list[ft.Control]:
    """A control for each field that a form by itself can ask: references to other rows are their screens' own."""
    return [target(field.name, control(look, form, field)) for field in fields if field.kind in RENDERED]


def control(look: Look, form: Form, field: FormField) -> ft.Control:
    """The control of one field, with its label, its sentence of help or its error."""
    return MAKERS.get(field.kind, box)(look, form, field)


def box(look: Look, form: Form, field: FormField) -> ft.Control:
    """A text box; of a sensitive field with "does not wish to answer" under it."""
    declined = field.sensitive and form.get(field.name) == DECLINED
    typed = text_field(
        look,
        label(field.key, look.language),
        form.text,
        field.name,
        kind=KEYBOARDS.get(field.kind, "text"),
        optional=not field.required,
        error=form.error(field.name),
        hint=help_text(field.key, look.language),
        lines=3 if field.kind is Kind.LONG_TEXT else 1,
        max_length=4 if field.kind is Kind.YEAR else field.max_length,
    )
    if not field.sensitive:
        return typed
    tick = checkbox_row(look, say("form_declined", look.language), declined, lambda: decline(form, field, not declined))
    if declined:
        return labelled(look, label(field.key, look.language), tick)
    return ft.Column([typed, tick], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def decline(form: Form, field: FormField, declined: bool) -> None:
    """The answer "does not wish to answer" in a text box, or the box again."""
    form.text.put(field.name, DECLINED if declined else "")
    form.touched()
    form.redraw()


def land(look: Look, form: Form, field: FormField) -> ft.Control:
    """Rai and square wa beside each other."""
    rai, wa = box_names(field)
    name, error = label(field.key, look.language), form.error(field.name)
    parts = [
        captioned_box(look, form, key, name=name, caption=say(words, look.language), error=bool(error))
        for words, key in (("form_rai", rai), ("form_wa", wa))
    ]
    row = ft.Row(parts, spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)
    return labelled(look, name, row, optional=True, error=error, hint=help_text(field.key, look.language))


def captioned_box(look: Look, form: Form, key: str, *, name: str, caption: str, error: bool) -> ft.Control:
    """A number under its small caption, named `name caption`."""
    control = text_control(look, form.text, key, kind="number", error=error, max_length=6)
    small = text(look, caption, size=14, color=look.tokens.text_muted)
    return ft.Column([small, named(spoken(name, caption), control)], spacing=2, expand=True, tight=True)


def one_of(look: Look, form: Form, field: FormField) -> ft.Control:
    """A few choices side by side, many in a sheet; a code that this version does not know stays as it is."""
    assert field.choices is not None
    name, value = label(field.key, look.language), form.value(field.name)
    chosen = str(value) if value else None
    options = [Option(item.value, choice(item, field.choices, look.language)) for item in field.choices]
    if chosen and chosen not in {option.code for option in options}:
        options.insert(0, Option(chosen, chosen))
    letters = sum(len(option.name) for option in options)
    if len(options) <= IN_ONE_LINE and letters <= (LETTERS_ON_PHONE if look.phone else LETTERS):
        asked = segmented(look, name, options, chosen, lambda code: form.put(field.name, code))
        return labelled(look, name, asked, error=form.error(field.name), hint=help_text(field.key, look.language))
    return Select(
        label=name,
        options=options,
        value=chosen,
        on_change=lambda code: form.put(field.name, code),
        optional=not field.required,
        error=form.error(field.name),
    )


def several_of(look: Look, form: Form, field: FormField) -> ft.Control:
    """Ticks that add up; "does not wish to answer" stands alone."""
    assert field.choices is not None
    name, codes = label(field.key, look.language), str(form.value(field.name) or "").split()

    def toggled(code: str) -> Callable[[], Any]:
        return lambda: form.put(field.name, joined(codes, code))

    rows: list[ft.Control] = [
        checkbox_row(look, choice(item, field.choices, look.language), item.value in codes, toggled(item.value))
        for item in field.choices
    ]
    ticks = ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    listed = block(look, ft.Container(ticks, padding=ft.Padding.symmetric(horizontal=12)))
    return labelled(look, name, listed, error=form.error(field.name), hint=help_text(field.key, look.language))


def joined(codes: Sequence[str], toggled: str) -> str | None:
    """The codes with one put in or taken out, in the order of their coming."""
    if toggled in codes:
        left = [code for code in codes if code != toggled]
    elif toggled == DECLINED:
        left = [DECLINED]
    else:
        left = [*(code for code in codes if code != DECLINED), toggled]
    return " ".join(left) or None


def yes_no(look: Look, form: Form, field: FormField) -> ft.Control:
    """Yes, no, and not known."""
    name, value = label(field.key, look.language), form.value(field.name)
    words = {YES: YES_WORDS, NO: NO_WORDS}
    options = [Option(code, in_language(pair, look.language)) for code, pair in words.items()]
    options.append(Option(UNKNOWN, say("unknown", look.language)))
    asked = segmented(
        look, name, options, str(value) if value else None, lambda code: form.put(field.name, known(code))
    )
    return labelled(look, name, asked, error=form.error(field.name), hint=help_text(field.key, look.language))


def known(code: str) -> str | None:
    return None if code == UNKNOWN else code


def partial_date(look: Look, form: Form, field: FormField) -> ft.Control:
    return DateField(
        label=label(field.key, look.language),
        value=read_partial(str(form.value(field.name) or "")),
        on_change=form.date(field.name),
        today=clock.today(),
        optional=not field.required,
        error=form.error(field.name),
        hint=help_text(field.key, look.language),
    )


MAKERS: dict[Kind, Callable[[Look, Form, FormField], ft.Control]] = {
    Kind.LAND: land,
    Kind.CHOICE: one_of,
    Kind.CHOICES: several_of,
    Kind.YES_NO: yes_no,
    Kind.PARTIAL_DATE: partial_date,
}
