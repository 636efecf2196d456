"""Thai and English for every entity, field, choice and error; a key that is missing shows as itself.

One file a noun: what it is called, its sections, its fields with a sentence of help, its choices.
"""

from enum import StrEnum
from types import ModuleType

from shared_models.labels import (
    assignment,
    assistance,
    campaign,
    conflict,
    finding,
    four_t,
    household,
    mpi_assessment,
    person,
    personal_data,
    plan,
    problem,
    report,
    retention,
    role,
    row,
    source,
    stage_decision,
    target_group,
    visit,
    welfare_receipt,
)
from shared_models.labels.draft import DRAFT
from shared_models.labels.error import ERROR, LINE_REASON
from shared_models.labels.words import Pair, Words

__all__ = [
    "CHOICE",
    "ENTITY",
    "ERROR",
    "EVERY",
    "FIELD",
    "LINE_REASON",
    "REPORT",
    "SECTION",
    "Pair",
    "Words",
    "choice",
    "error_text",
    "help_text",
    "label",
]

_NOUNS: dict[str, ModuleType] = {
    "household": household,
    "person": person,
    "mpi_assessment": mpi_assessment,
    "problem": problem,
    "visit": visit,
    "four_t": four_t,
    "plan": plan,
    "assistance": assistance,
    "stage_decision": stage_decision,
    "welfare_receipt": welfare_receipt,
    "assignment": assignment,
    "conflict": conflict,
    "finding": finding,
}

ENTITY: dict[str, Pair] = {noun: words.ENTITY for noun, words in _NOUNS.items()}
SECTION: dict[str, Pair] = {
    f"{noun}.section.{name}": pair for noun, words in _NOUNS.items() for name, pair in words.SECTIONS.items()
}
FIELD: dict[str, Words] = {
    f"{noun}.{name}": field for noun, words in _NOUNS.items() for name, field in words.FIELDS.items()
}
_CODED = (*_NOUNS.values(), personal_data, report, retention, role, row, source, target_group, campaign)
CHOICE: dict[str, Pair] = {key: pair for words in _CODED for key, pair in words.CHOICES.items()}
REPORT: dict[str, Pair] = {
    **{f"report.{name}": pair for name, pair in report.REPORTS.items()},
    **{f"report.column.{key}": pair for key, pair in report.COLUMNS.items()},
    **{f"report.field.{name}": pair for name, pair in report.FIELDS.items()},
}
EVERY: dict[str, Pair | Words] = {**ENTITY, **SECTION, **FIELD, **CHOICE, **REPORT, **DRAFT, **ERROR}


def label(key: str, language: str = "th") -> str:
    """The words of a key in Thai, or in English with `en`."""
    pair = EVERY.get(key)
    return key if pair is None else pair[1 if language == "en" else 0]


def help_text(key: str, language: str = "th") -> str:
    """The sentence of help of a field, `entity.field`; empty for a key that has none."""
    words = FIELD.get(key)
    return "" if words is None else words.help_english if language == "en" else words.help_thai


def choice(value: StrEnum | str, kind: type[StrEnum], language: str = "th") -> str:
    """The words of one choice of a coded list; an unknown code is shown as it is."""
    pair = CHOICE.get(f"{kind.__name__}.{value}")
    return str(value) if pair is None else pair[language == "en"]


def error_text(code: str, details: dict[str, object], language: str = "th") -> str:
    """The sentence of an error: the one for its code and reason, else the one for its code."""
    detail = details.get("reason") or details.get("answer")
    pair = ERROR.get(f"{code}.{detail}") or ERROR.get(code) or ERROR["internal"]
    words = pair[1 if language == "en" else 0]
    told = {key: ", ".join(map(str, value)) if isinstance(value, tuple) else value for key, value in details.items()}
    return words.format_map(_Blank(told))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
