"""One refused action: whose, what, why, its values to mend, and the ways out."""

from functools import partial
from typing import Any

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import attention, clock, drafts
from field_app.services.attention import Item, Place
from field_app.services.drafts import FormDraft, Opened
from field_app.views import single_field
from field_app.views.attention_parts.words import (
    fields_of,
    head_name,
    house_number,
    is_for_the_office,
    is_mendable,
    place_name,
    reason,
    state,
    title,
    what,
)
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button
from field_app.views.components.chip import state_word
from field_app.views.components.draft import Form, use_form
from field_app.views.components.entity_form import Unreadable
from field_app.views.components.field import field as text_field
from field_app.views.components.field import labelled
from field_app.views.components.group import block, hairline
from field_app.views.components.pane import pane, target
from field_app.views.components.plate import plate
from field_app.views.components.text import heading, muted, text
from field_app.views.desk import Desk, use_desk
from field_app.views.navigation import go
from field_app.views.reader import reader
from field_app.views.text import say, sentence
from field_app.views.theme import Look, use_look
from shared_models.errors import DomainError
from shared_models.form import FormField
from shared_models.labels import label
from shared_models.labels.moment import moment_words
from shared_models.labels.value import value_words
from shared_models.merge import Scalar
from shared_models.operation import Operation

OPEN_TRAY = "/attention"
TO_OFFICE = ft.Icons.SUPPORT_AGENT_ROUNDED
NOTE = "note"
NOTE_LENGTH = 2000
Drafts = dict[str, Opened]  # by the stamp of the operation, and that of the note to the office


def draft_key(operation: Operation) -> str:
    return f"mend:{operation.stamp}"


def note_key(item: Item) -> str:
    return f"hand-over:{item.action_id}"


async def load_drafts(desk: Desk, item: Item) -> Drafts:
    """What an officer has begun to mend, on the values that were refused."""
    opened = {NOTE: await drafts.resume(desk.opened, note_key(item), FormDraft({NOTE: None}))}
    for operation in item.operations:
        values: dict[str, Scalar] = {}
        for field in asked(operation):
            values |= single_field.shown(field, operation.changes[field.name])
        opened[operation.stamp] = await drafts.resume(desk.opened, draft_key(operation), FormDraft(values))
    return opened


def asked(operation: Operation) -> list[FormField]:
    """The fields that can be mended here; the product's own and references stay as they are."""
    return [field for field in fields_of(operation) if field.asked and field.kind in single_field.ASKED]


@ft.component
def Detail(item: Item, opened: Drafts) -> ft.Control:
    """The pane with its own action bar."""
    look, desk = use_look(), use_desk()
    forms: MutableRef[dict[str, Form]] = ft.use_ref(dict)
    scroller: MutableRef[ft.Ref[ft.Column]] = ft.use_ref(ft.Ref)
    known = forms.current if forms.current is not None else {}

    async def done() -> None:
        for form in known.values():
            await form.discard()
        await desk.saved()
        go(OPEN_TRAY)

    async def mend() -> None:
        corrections: dict[str, dict[str, Scalar]] = {}
        for operation in item.operations:
            form, given = known[operation.stamp], {}
            for field in asked(operation):
                try:
                    given.update(single_field.stored(field, form))
                except Unreadable as unreadable:
                    await form.refuse({unreadable.name: say(unreadable.words, look.language)})
                    return
            corrections[operation.stamp] = given
        try:
            await attention.mend(desk.opened, item, corrections)
        except DomainError as problem:
            await known[item.operation.stamp].refuse(
                {str(problem.details.get("field") or item.detail): sentence(problem, look.language)}
            )
            return
        await done()

    async def send() -> None:
        await attention.resend(desk.opened, item.operations[0].id)
        await done()

    async def hand_over() -> None:
        await attention.hand_over(desk.opened, item, known[NOTE].get(NOTE))
        await done()

    editable = is_mendable(item) and item.place is Place.TRAY
    parts: list[ft.Control] = [whose(look, item), hairline(look), head(look, item), *told(look, item)]
    for operation in item.operations:
        if len(item.operations) > 1:
            parts.append(text(look, what(item, operation, look.language), size=18, weight=600))
        if editable:
            remember = partial(known.__setitem__, operation.stamp)
            parts.append(MendForm(item, operation, opened[operation.stamp], remember, key=operation.stamp))  # type: ignore[call-arg]
        else:
            parts.append(values(look, item, operation, fields_of(operation)))
    if item.place is Place.TRAY:
        remember = partial(known.__setitem__, NOTE)
        parts += [hairline(look), NoteForm(item, opened[NOTE], remember, key=NOTE)]  # type: ignore[call-arg]
    column = ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    padding = ft.Padding.only(left=0, right=look.margin, top=8, bottom=16) if look.wide else None
    body = pane(
        look, [block(look, column, padding=16 if look.phone else 24)], padding=padding, scroller=scroller.current
    )
    bar = actions(look, item, mend=mend if editable else None, send=send, hand_over=hand_over)
    return ft.Column(
        [body, *([bar] if bar else [])], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def whose(look: Look, item: Item) -> ft.Control:
    """Plate, head, village."""
    names = ft.Column(
        [
            text(look, head_name(item, look.language), size=18, weight=600, line_height=1.4),
            muted(look, place_name(item, look.language)),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    return ft.Row([plate(look, house_number(item), solid=True), names], spacing=12)


def head(look: Look, item: Item) -> ft.Control:
    """What it is about, when it came back, when and by whom it was written."""
    now, language = clock.now(), look.language
    returned = say("attention_returned", language, when=moment_words(item.refused_ms, now=now, language=language))
    when = moment_words(item.operations[0].wall_ms, now=now, language=language)
    key = "attention_written" if item.officer else "attention_written_when"
    written = say(key, language, when=when, name=item.officer)
    lines: list[ft.Control] = [heading(look, title(item, language), size=22), muted(look, f"{returned} · {written}")]
    return ft.Column(lines, spacing=2, tight=True)


def told(look: Look, item: Item) -> list[ft.Control]:
    """Why it was refused; of one that is out of the tray how it stands."""
    why = banner(look, reason(item, look.language), tone="danger", icon=ft.Icons.REPORT_GMAILERRORRED_ROUNDED)
    if item.place is Place.TRAY:
        return [why]
    lines: list[ft.Control] = [state_word(look, state(item, look.language))]
    if item.place is Place.OFFICE:
        lines.append(muted(look, item.note or say("attention_with_office_note", look.language)))
        return [why, ft.Column(lines, spacing=4, tight=True)]
    return lines


@ft.component
def MendForm(item: Item, operation: Operation, opened: Opened, on_form: Any) -> ft.Control:
    """The fields of one operation as they were written; the one to blame stands first, with the reason under it."""
    look = use_look()
    fields = asked(operation)
    texts = [name for field in fields for name in single_field.box_names(field)]
    form = use_form(draft_key(operation), opened, texts=texts, household_id=item.household_id)
    on_form(form)
    ordered = sorted(fields, key=lambda field: field.name != item.detail)
    controls: list[ft.Control] = [target(field.name, single_field.control(look, form, field)) for field in ordered]
    fixed = [field for field in fields_of(operation) if field not in fields and field.asked]
    if fixed:
        controls.append(values(look, item, operation, fixed))
    return ft.Column(controls, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@ft.component
def NoteForm(item: Item, opened: Opened, on_form: Any) -> ft.Control:
    """What the office should know, where the officer leaves it to them."""
    look = use_look()
    form = use_form(note_key(item), opened, texts=(NOTE,), household_id=item.household_id)
    on_form(form)
    words, hint = say("attention_office_words", look.language), say("attention_office_hint", look.language)
    return text_field(look, words, form.text, NOTE, lines=2, optional=True, hint=hint, max_length=NOTE_LENGTH)


def values(look: Look, item: Item, operation: Operation, fields: list[FormField]) -> ft.Control:
    """What was written, to be read."""
    lines: list[ft.Control] = [
        labelled(
            look,
            label(field.key, look.language),
            text(
                look, value_words(field, operation.changes[field.name], reader(look.language)), size=18, line_height=1.4
            ),
        )
        for field in fields
        if field.asked or field.name == item.detail
    ]
    return ft.Column(lines, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def actions(look: Look, item: Item, *, mend: Any, send: Any, hand_over: Any) -> ft.Control | None:
    """What most likely helps at the right thumb, the other way beside it."""
    if item.place is Place.MENDED:
        return None
    again = say("attention_mend" if mend else "attention_send", look.language)
    if item.place is Place.OFFICE:
        return action_bar(look, main_action(look, again, send, icon=ft.Icons.SEND_ROUNDED))
    if is_for_the_office(item):
        leave = main_action(look, say("attention_hand_over", look.language), hand_over, icon=TO_OFFICE)
        return action_bar(look, leave, beside=[outline_button(look, again, send, main=True)])
    words = say("attention_hand_over_short" if look.phone else "attention_hand_over", look.language)
    beside = outline_button(look, words, hand_over, icon=None if look.phone else TO_OFFICE, main=True)
    return action_bar(look, main_action(look, again, mend or send, icon=ft.Icons.SEND_ROUNDED), beside=[beside])
