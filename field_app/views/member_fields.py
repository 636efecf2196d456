"""The fields of a person, shared by the new member, the newborn and the person's own screen."""

from collections.abc import Mapping

import flet as ft

from field_app.services import drafts
from field_app.services.drafts import FormDraft
from field_app.views.components.draft import Form
from field_app.views.components.field import field, labelled
from field_app.views.components.pane import target
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.form_date import form_date
from field_app.views.person_words import read_partial
from field_app.views.succession import relation_options
from field_app.views.text import arabic, say
from field_app.views.theme import Look
from shared_models import citizen_id
from shared_models.citizen_id import IdKind
from shared_models.labels import choice
from shared_models.merge import Scalar
from shared_models.person import Person, Relation, Sex, WelfareCard

TEXTS = ("title", "given_name", "family_name", "citizen_id", "phone")
CHOSEN = ("sex", "birth", "relation", "welfare_card")
NUMBERS = ("id_kind", "id_doubtful")
DIGITS = 13


def fresh(person: Person | None, **values: Scalar) -> FormDraft:
    """The form on a person, or an empty one with `values` proposed."""
    held: dict[str, Scalar] = dict.fromkeys((*TEXTS, *CHOSEN))
    if person is not None:
        held |= {name: getattr(person, name) for name in TEXTS}
        held |= {name: str(getattr(person, name)) if getattr(person, name) else None for name in CHOSEN}
    return drafts.opened(person, (*TEXTS, *CHOSEN, *NUMBERS, "birth_doubt"), {**held, **values})


def row_values(changes: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The form's changes as the row takes them: a number is kept as typed, with its kind and whether it is in doubt."""
    values = dict(changes)
    if "citizen_id" in values:
        typed = str(values["citizen_id"] or "")
        read = citizen_id.parse(typed)
        values["citizen_id"] = read.value or typed.strip() or None
        values |= {"id_kind": read.kind.value, "id_doubtful": read.doubtful}
    if "birth" in values:
        known = read_partial(str(values["birth"] or ""))
        values["birth_doubt"] = known.doubtful if known else None
    return values


def missing(look: Look, form: Form, *, relation: bool = True) -> dict[str, str]:
    """A name, readable dates and, of a new member, sex and relation."""
    errors = {}
    if not form.get("given_name"):
        errors["given_name"] = say("member_name_missing", look.language)
    if relation and not form.value("sex"):
        errors["sex"] = say("member_sex_missing", look.language)
    errors |= {name: say("record_date_unreadable", look.language) for name in form.unreadable}
    if relation and not form.value("relation"):
        errors["relation"] = say("member_relation_missing", look.language)
    return errors


def names(look: Look, form: Form) -> list[ft.Control]:
    """Title, given name, family name: side by side on tablets."""
    title = text_field(look, form, "title", "member_title", optional=True, limit=40)
    given = target("given_name", text_field(look, form, "given_name", "member_given", limit=100))
    family = text_field(look, form, "family_name", "member_family", optional=True, limit=100)
    if look.phone:
        return [title, given, family]
    title.width = look.px(132)
    given.expand = True
    return [ft.Row([title, given], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START), family]


def text_field(
    look: Look, form: Form, name: str, key: str, *, optional: bool = False, limit: int, hint: str = ""
) -> ft.Column:
    label, error = say(key, look.language), form.error(name)
    return field(look, label, form.text, name, optional=optional, max_length=limit, error=error, hint=hint)


def sex(look: Look, form: Form) -> ft.Control:
    label = say("member_sex", look.language)
    options = [Option(item.value, choice(item, Sex, look.language)) for item in Sex]
    chosen = str(form.value("sex")) if form.value("sex") else None
    asked = segmented(look, label, options, chosen, lambda code: form.put("sex", code))
    return target("sex", labelled(look, label, asked, error=form.error("sex")))


def birth(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "birth", "member_birth")


def number(look: Look, form: Form) -> ft.Control:
    """The check digit warns and never stops: the person is real even when the number is not."""
    label = say("member_id", look.language)
    hint = number_hint(look, form.get("citizen_id"))
    control = field(
        look, label, form.text, "citizen_id", optional=True, max_length=24, hint=hint, error=form.error("citizen_id")
    )
    return target("citizen_id", control)


def number_hint(look: Look, typed: str) -> str:
    """What the number looks like so far."""
    if not typed:
        return say("member_id_hint", look.language)
    digits = [letter for letter in arabic(typed) if letter.isdecimal()]
    read = citizen_id.parse(typed)
    if read.value is None and read.kind is IdKind.NONE and len(digits) < DIGITS:
        return say("member_id_short", look.language, n=len(digits))
    if read.doubtful or read.kind is IdKind.NONE:
        return say("member_id_doubtful", look.language)
    if read.kind is not IdKind.CITIZEN:
        return say("member_id_other", look.language, kind=choice(read.kind, IdKind, look.language))
    return say("member_id_good", look.language)


def relation(look: Look, form: Form) -> ft.Control:
    chosen = str(form.value("relation")) if form.value("relation") else None
    options = list(relation_options(look))
    if chosen and chosen not in {option.code for option in options}:
        options.insert(0, Option(chosen, choice(chosen, Relation, look.language)))
    select = Select(
        label=say("member_relation", look.language),
        options=options,
        value=chosen,
        on_change=lambda code: form.put("relation", code),
        error=form.error("relation"),
    )
    return target("relation", select)


def card(look: Look, form: Form) -> ft.Control:
    label = say("member_card", look.language)
    options = [
        Option(WelfareCard.YES.value, say("member_card_yes", look.language)),
        Option(WelfareCard.NO.value, say("member_card_no", look.language)),
        Option(WelfareCard.UNKNOWN.value, say("unknown", look.language)),
    ]
    chosen = str(form.value("welfare_card") or WelfareCard.UNKNOWN.value)
    return labelled(look, label, segmented(look, label, options, chosen, lambda code: form.put("welfare_card", code)))


def phone(look: Look, form: Form) -> ft.Control:
    label = say("member_phone", look.language)
    return field(look, label, form.text, "phone", kind="phone", optional=True, max_length=40, error=form.error("phone"))
