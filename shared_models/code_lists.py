"""Every coded list of the entities, with the fields that are chosen from it: what a code in a file stands for."""

from dataclasses import dataclass
from enum import StrEnum

from shared_models.entities import ENTITIES
from shared_models.form import FormField, form_fields
from shared_models.labels import choice, label


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list, and what is chosen from it; `fields` in the order of the entities."""

    kind: type[StrEnum]
    fields: tuple[FormField, ...]

    @property
    def name(self) -> str:
        """The name of its kind in the model."""
        return self.kind.__name__

    @property
    def is_sensitive(self) -> bool:
        """Whether a field of it is (PDPA s.26)."""
        return any(field.sensitive for field in self.fields)

    def codes(self) -> list[tuple[str, str, str]]:
        """Code, Thai, English, in the list's order."""
        return [(code.value, choice(code, self.kind, "th"), choice(code, self.kind, "en")) for code in self.kind]

    def used_in(self, language: str) -> list[str]:
        """Entity and field in words."""
        return [f"{label(field.entity, language)} · {label(field.key, language)}" for field in self.fields]


def code_lists() -> list[CodeList]:
    """In the order in which the entities use them first."""
    found: dict[type[StrEnum], list[FormField]] = {}
    for field in (field for entity in ENTITIES for field in form_fields(entity)):
        if field.choices is not None:
            found.setdefault(field.choices, []).append(field)
    return [CodeList(kind, tuple(fields)) for kind, fields in found.items()]
