"""What was typed in a form and not saved, as others read it: in the office, and on the tablet it is passed on to.

The form that typed it may be of another version of the app: what nobody knows any more is shown as it is.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from shared_models.entities import ENTITIES
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind
from shared_models.form import FormField, form_fields
from shared_models.labels import label
from shared_models.labels.moment import partial_words
from shared_models.labels.value import Reader, value_words
from shared_models.merge import Scalar

ENTITY_OF = {  # of the fields of a form; of one that is not here, whichever entity has such a field
    "new_household": "household",
    "new_problem": "problem",
    "new_assistance": "assistance",
    "four_t": "four_t",
    "stage": "stage_decision",
    "visit": "visit",
}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODED = (Kind.CHOICE, Kind.CHOICES, Kind.DATE, Kind.PARTIAL_DATE, Kind.AREA)


class Typed(NamedTuple):
    """A draft's values by field, with the stamps of what each was typed on."""

    values: dict[str, Scalar]
    bases: dict[str, tuple[str, ...]]


class Reading(NamedTuple):
    """Who reads, and when; `referred` names the row behind an id, "" for what is not at hand."""

    language: str
    now: datetime
    referred: Callable[[str], str]


def read_body(body: str) -> Typed | None:
    """What a draft holds; None of a text that no form of ours can go on with."""
    try:
        kept = json.loads(body)
        values, bases = kept["values"], kept["bases"]
        based = {str(name): tuple(map(str, stamps)) for name, stamps in bases.items()}
        if not all(value is None or isinstance(value, str | int | float) for value in values.values()):
            return None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    return Typed(values, based)


def kind_of(form: str) -> str:
    """Which form it is: what stands before the first colon of its key."""
    return form.partition(":")[0]


def form_words(form: str, language: str) -> str:
    """What a form is called; one that this version does not know by its key, without ids."""
    key = f"draft.{kind_of(form)}"
    words = label(key, language)
    return kind_of(form) if words == key else words


def lines(form: str, body: str, reading: Reading) -> list[tuple[str, str]]:
    """What was typed, each with its field's name, in words; of what cannot be read the text as it came."""
    typed = read_body(body)
    if typed is None:
        return [(label("draft.unreadable", reading.language), body)]
    shown = [
        (_field_words(form, name, reading.language), _words(form, name, value, reading))
        for name, value in typed.values.items()
        if value not in (None, "")
    ]
    return [(name, words) for name, words in shown if words]


def _words(form: str, name: str, value: Scalar, reading: Reading) -> str:
    """Codes, days and places in words; ids by their rows' names; all else as it was typed."""
    if ids := _ids(value):
        return ", ".join(filter(None, (reading.referred(one) for one in ids)))
    field = _field(form, name)
    if field is None or field.kind not in _CODED:
        return str(value)
    if field.kind in (Kind.DATE, Kind.PARTIAL_DATE):  # forms hold both as a code of the Buddhist era
        return _day_words(str(value), reading.language)
    return value_words(field, value, Reader(reading.language, reading.now, reading.referred))


def _day_words(code: str, language: str) -> str:
    try:
        return partial_words(code, language) or code
    except (ValueError, InvalidChange):
        return code


def _ids(value: Scalar) -> list[str]:
    """The ids that a value consists of, [] for one that holds anything else."""
    words = str(value).split()
    return words if all(ID.fullmatch(word) for word in words) else []


def _field(form: str, name: str) -> FormField | None:
    """As the form's entity has it, or the first one that has such a field."""
    first = ENTITY_OF.get(kind_of(form), "person")
    for entity in (first, *ENTITIES):
        for field in form_fields(entity):
            if field.name == name:
                return field
    return None


def _field_words(form: str, name: str, language: str) -> str:
    field, own = _field(form, name), f"draft.field.{name.partition(':')[0]}"
    if field is not None:
        return label(field.key, language)
    words = label(own, language)
    return name.partition(":")[0] if words == own else words
