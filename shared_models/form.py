"""One form description per entity, in sections, made from its model: what the app renders and a dictionary lists.

A new field is a line in the model and its words in labels/: it appears here by itself, in the section of the field
before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, get_args
from uuid import UUID

from shared_models.entities import ENTITIES, fields
from shared_models.field_facts import Kind, Source, Unit
from shared_models.synced import Synced

LONG_FROM = 400  # a text that may be longer than this is asked in a box of several lines
FIRST_SECTION = "facts"
_PLAIN = {
    bool: Kind.YES_NO,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    date: Kind.DATE,
    datetime: Kind.MOMENT,
    UUID: Kind.REFERENCE,
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `choices` is the coded list of a choice; `max_length` counts letters; None where there is none.

    `required`: the row cannot be without it. `asked` False: the product fills it in.
    """

    entity: str
    name: str
    section: str
    kind: Kind
    required: bool
    asked: bool
    sensitive: bool
    source: Source
    choices: type[StrEnum] | None = None
    max_length: int | None = None
    unit: Unit | None = None

    @property
    def key(self) -> str:
        """The key of its words in labels."""
        return f"{self.entity}.{self.name}"


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that are asked together; `key` is the key of its heading in labels."""

    name: str
    fields: tuple[FormField, ...]

    @property
    def key(self) -> str:
        """The key of its heading in labels."""
        return f"{self.fields[0].entity}.section.{self.name}"


@cache
def form(entity: str) -> tuple[Section, ...]:
    """The sections of an entity's form in the order of its model, with the fields that are asked.

    Raises KeyError for an entity that there is not.
    """
    asked = [field for field in form_fields(entity) if field.asked]
    return tuple(Section(name, tuple(group)) for name, group in groupby(asked, key=lambda field: field.section))


@cache
def form_fields(entity: str) -> tuple[FormField, ...]:
    """Every field that an operation may carry, also those the product fills in."""
    return described(ENTITIES[entity], entity, fields(entity))


def described(model: type[Synced], entity: str, names: tuple[str, ...]) -> tuple[FormField, ...]:
    """The description of these fields of a model; section and source come from the field before where none is said."""
    return tuple(_described(model, entity, names))


def _described(model: type[Synced], entity: str, names: tuple[str, ...]) -> Iterator[FormField]:
    section, source = FIRST_SECTION, Source.PRODUCT
    for name in names:
        field = model.model_fields[name]
        facts: dict[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        section, source = facts.get("section", section), facts.get("source", source)
        plain = next((kind for kind in get_args(field.annotation) if kind is not type(None)), field.annotation)
        choices = plain if isinstance(plain, type) and issubclass(plain, StrEnum) else facts.get("choices")
        longest = next((m.max_length for m in field.metadata if getattr(m, "max_length", None)), None)
        yield FormField(
            entity=entity,
            name=name,
            section=section,
            kind=facts.get("kind") or _kind(plain, longest, choices),
            required=field.is_required(),
            asked=facts.get("asked", True),
            sensitive=facts.get("sensitive", False),
            source=source,
            choices=choices,
            max_length=longest,
            unit=facts.get("unit"),
        )


def _kind(plain: Any, longest: int | None, choices: type[StrEnum] | None) -> Kind:
    if choices is not None:
        return Kind.CHOICE
    if plain is str:
        return Kind.LONG_TEXT if (longest or 0) > LONG_FROM else Kind.TEXT
    return _PLAIN[plain]
