"""What was tried, why it was refused and how it stands, in words."""

from collections.abc import Mapping

import flet as ft

from field_app.services import clock
from field_app.services.attention import Item, MendState, Place
from field_app.views.components.chip import Status
from field_app.views.text import joined, say
from field_app.views.theme import Language
from shared_models import nameless
from shared_models.area import display_name, find
from shared_models.entities import ENTITIES, HOUSEHOLD, changeable
from shared_models.exchange import NOT_ASSIGNED, Refusal
from shared_models.form import FormField, described
from shared_models.labels import error_text, label
from shared_models.labels.moment import moment_words
from shared_models.labels.subject import subject_words
from shared_models.operation import Kind, Operation

SIGNATURE = ("signature", "signer", "stamp", "body")  # what the tablet itself got wrong, and no officer


def house_number(item: Item) -> str:
    """Also of a household that the refused action was to bring into being."""
    if item.line is not None:
        return item.line.household.house_no
    return next((str(o.changes["house_no"]) for o in item.operations if "house_no" in o.changes), "")


def head_name(item: Item, language: Language) -> str:
    """Of a household that the refused action was to bring into being, the first of its people."""
    if item.line is not None:
        return item.line.name or say("find_no_head", language)
    people = (operation.changes for operation in item.operations if operation.entity == "person")
    first: Mapping[str, object] = next(people, {})
    names = f"{first.get('title') or ''}{first.get('given_name') or ''} {first.get('family_name') or ''}".strip()
    return names or say("attention_new_house", language)


def place_name(item: Item, language: Language) -> str:
    if item.line is not None:
        return display_name(item.line.household.village_code, language)
    code = next((str(o.changes["village_code"]) for o in item.operations if "village_code" in o.changes), "")
    return display_name(code, language) if find(code) else say("attention_new_house", language)


def title(item: Item, language: Language) -> str:
    """`วันเกิดของด.ญ.กมลชนก ใจคำ` where a field is to blame, else what was added or changed."""
    operation = item.operation
    whose = subject(item, operation, language)
    if item.detail in operation.changes:
        name = label(f"{operation.entity}.{item.detail}", language)
        return joined(say("attention_field_of", language, field=name, whose=whose))
    return what(item, operation, language)


def what(item: Item, operation: Operation, language: Language) -> str:
    """`เพิ่มสมาชิก ฟองจันทร์`, `แก้ครัวเรือน`."""
    key = "attention_create" if operation.kind == Kind.CREATE else "attention_change"
    entity = label(operation.entity, language)
    whose = subject(item, operation, language)
    return say(key, language, what=entity if whose == entity else f"{entity} {whose}")


def subject(item: Item, operation: Operation, language: Language) -> str:
    """The row as the tablet has it, else by the name that the operation gave it."""
    row = (item.rows or {}).get(operation.row_id)
    if row is None and operation.entity == "person":
        names = (operation.changes.get(name) or "" for name in ("given_name", "family_name"))
        return " ".join(str(name) for name in names if name) or label("person", language)
    return subject_words(row, operation.entity, language)


def reason(item: Item, language: Language) -> str:
    """Why, and what to do about it."""
    details: dict[str, object] = {"reason": item.refusal.value}
    if item.refusal is Refusal.MALFORMED:
        if item.detail in SIGNATURE:
            details["reason"] = "signature"
        elif item.detail in ("village_code", "household_id"):
            details["reason"] = item.detail
        elif item.detail in item.operation.changes:
            details = {"reason": "field", "field": label(f"{item.operation.entity}.{item.detail}", language)}
    if item.refusal is Refusal.ACCESS and item.detail != "area":
        told = item.detail in (NOT_ASSIGNED, nameless.REFUSED)
        details["reason"] = item.detail if told else "server_writes"
    return joined(error_text("refused", details, language))


def in_short(item: Item, language: Language) -> str:
    """Why, in the few words of a list."""
    if item.refusal is Refusal.MALFORMED and item.detail in item.operation.changes:
        return say("attention_short_field", language, field=label(f"{item.operation.entity}.{item.detail}", language))
    if item.detail == nameless.REFUSED:
        return say("attention_short_nameless", language)
    return say(f"attention_short_{item.refusal.value}", language)


def is_for_the_office(item: Item) -> bool:
    """Whether only the office can make it right."""
    return item.refusal is Refusal.ACCESS or item.detail == HOUSEHOLD


def is_mendable(item: Item) -> bool:
    """Whether another value can make it right; else it goes again as it is, or to the office."""
    return item.refusal is Refusal.TOO_LARGE or (
        item.refusal is Refusal.MALFORMED and item.detail in item.operation.changes
    )


def state(item: Item, language: Language) -> Status:
    """How an item stands that is out of the tray."""
    if item.place is Place.OFFICE and not item.is_heard:
        return Status(say("attention_to_office", language), "quiet", ft.Icons.CLOUD_QUEUE_ROUNDED)
    if item.place is Place.OFFICE:
        when = moment_words(item.handed_ms, now=clock.now(), language=language)
        return Status(say("attention_with_office", language, when=when), "quiet", ft.Icons.SUPPORT_AGENT_ROUNDED)
    marks = {
        MendState.STORED: Status(say("attention_mend_stored", language), "good", ft.Icons.DONE_ALL_ROUNDED),
        MendState.WAITS: Status(say("attention_mend_waits", language), "quiet", ft.Icons.CLOUD_QUEUE_ROUNDED),
        MendState.REFUSED: Status(
            say("attention_mend_refused", language), "attention", ft.Icons.REPORT_GMAILERRORRED_ROUNDED
        ),
    }
    return marks[item.mend or MendState.WAITS]


def fields_of(operation: Operation) -> list[FormField]:
    """The fields that an operation gives, in the order of its form, as far as this version knows them."""
    model = ENTITIES[operation.entity]
    known = changeable(operation.entity)
    names = tuple(name for name in model.model_fields if name in operation.changes and name in known)
    return list(described(model, operation.entity, names))
