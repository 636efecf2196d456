"""Every coded list of the entities, with the fields that are chosen from it: what a code in a file stands for."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from shared_models.entities import ENTITIES
from shared_models.form import FormField, form_fields
from shared_models.labels import choice, label

COLUMNS = ("list", "used_in", "code", "name_th", "name_en")


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


def code_lists_text() -> str:
    """All of them as CSV, a line for each code; `used_in` names fields as files do, `person.sex`."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in code_lists():
        fields = " ".join(field.key for field in one.fields)
        lines.writerows([one.name, fields, *code] for code in one.codes())
    return written.getvalue()
