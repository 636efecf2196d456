"""Labels: everything a person can see has Thai and English, with the same blanks, which the error fills in."""

import ast
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from shared_models import officer
from shared_models.agency_line import LineFault
from shared_models.agency_link import LinkFault
from shared_models.campaign import Due, Step
from shared_models.deprivation import Standing
from shared_models.entities import ENTITIES, fields
from shared_models.field_facts import Source, Unit
from shared_models.form import form, form_fields
from shared_models.labels import (
    CHOICE,
    ENTITY,
    ERROR,
    EVERY,
    FIELD,
    LINE_REASON,
    REPORT,
    SECTION,
    Pair,
    Words,
    choice,
    error_text,
    help_text,
    label,
)
from shared_models.person import Education, LifeState
from shared_models.reports import PIVOT, REPORTS
from shared_models.reports.age_band import AgeBand
from shared_models.reports.caseload import Caseload
from shared_models.reports.pivot_field import Failed, YesNo, pivot_fields
from shared_models.reports.pivot_spec import Measure, Test
from shared_models.reports.welfare_verdict import Question, Suggestion, Topic, Verdict
from shared_models.target_group import Ground, Group
from shared_models.target_list import Mark, Reason

ROOT = Path(__file__).parents[2]
THAI = range(0x0E00, 0x0E80)
ON = date(2023, 6, 15)


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """Everything the project's code says, read and not imported: the device environment has no server."""
    paths = [path for package in ("shared_models", "field_app", "server") for path in (ROOT / package).rglob("*.py")]
    trees = [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(paths)]
    return [(where, node) for where, tree in trees for node in ast.walk(tree)]


@cache
def error_codes() -> dict[str, str]:
    """The code of each DomainError class by the class's name; a subclass without one has its parent's."""
    own, bases = {"DomainError": "internal"}, {}
    for node in (node for _, node in nodes() if isinstance(node, ast.ClassDef)):
        bases[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]
        for line in node.body:
            target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
            value = getattr(line, "value", None)
            if isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant):
                own[node.name] = str(value.value)
    codes = {"DomainError": "internal"}
    while more := {
        name: own.get(name, codes[base])
        for name, names in bases.items()
        for base in names
        if name not in codes and base in codes
    }:
        codes.update(more)
    return codes


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    """Where, what class, and the call of every error that the code raises."""
    for where, node in nodes():
        call = node.exc if isinstance(node, ast.Raise) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in error_codes():
            yield f"{where}:{call.lineno}", call.func.id, call


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def choices() -> set[type[StrEnum]]:
    found = {
        kind
        for model in ENTITIES.values()
        for field in model.model_fields.values()
        for kind in (get_args(field.annotation) or (field.annotation,))
        if isinstance(kind, type) and issubclass(kind, StrEnum)
    }
    several = {field.choices for entity in ENTITIES for field in form_fields(entity) if field.choices}
    of_reports: set[type[StrEnum]] = {AgeBand, Failed, YesNo, Measure, Test, Question, Topic, Verdict, Suggestion}
    return found | several | of_reports | {officer.Role, Source, Unit, Standing, Group, Ground, Step, Due}


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_and_every_field_has_both_labels(entity: str) -> None:
    assert entity in ENTITY
    missing = [name for name in fields(entity) if f"{entity}.{name}" not in FIELD]
    assert not missing


@pytest.mark.parametrize("kind", sorted(choices(), key=lambda kind: kind.__name__))
def test_every_choice_has_both_labels(kind: type[StrEnum]) -> None:
    missing = [member for member in kind if f"{kind.__name__}.{member.value}" not in CHOICE]
    assert not missing


def test_every_report_and_every_column_has_both_labels() -> None:
    columns = {column.key for report in REPORTS.values() for column in report.make(Caseload(ON, 2566)).columns}
    names = {f"report.{name}" for name in (*REPORTS, PIVOT)}
    fields = {each.label for entity in ENTITIES for each in pivot_fields(entity)} - set(FIELD)
    assert names | fields | {f"report.column.{key}" for key in (*columns, "total")} == set(REPORT)


def test_every_reason_of_a_refused_or_doubtful_line_has_both_labels() -> None:
    doubtful = {Mark.WRONG_CHECK_DIGIT.value, Mark.ID_DESTROYED.value}
    reasons = {reason.value for kind in (Reason, LineFault, LinkFault) for reason in kind}
    assert reasons | doubtful | {"other_district"} == set(LINE_REASON)


@pytest.mark.parametrize(("name", "code"), list(error_codes().items()))
def test_every_error_has_a_sentence_of_its_own(name: str, code: str) -> None:
    assert code in ERROR, name
    assert error_text(code, {}) != code


@pytest.mark.parametrize(("key", "pair"), [*EVERY.items(), *LINE_REASON.items()])
def test_a_label_is_thai_and_english_with_the_same_blanks(key: str, pair: Pair) -> None:
    thai, english = pair[:2]
    assert thai.strip() == thai != ""
    assert english.strip() == english != ""
    assert any(ord(letter) in THAI for letter in thai), key
    assert not any(ord(letter) in THAI for letter in english), key
    assert blanks(thai) == blanks(english)


@pytest.mark.parametrize(("key", "words"), list(FIELD.items()))
def test_a_field_has_a_sentence_of_help_in_both_languages(key: str, words: Words) -> None:
    assert any(ord(letter) in THAI for letter in words.help_thai), key
    assert words.help_english.endswith("."), key
    assert not any(ord(letter) in THAI for letter in words.help_english), key
    assert (help_text(key), help_text(key, "en")) == (words.help_thai, words.help_english)


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_section_of_a_form_has_a_heading(entity: str) -> None:
    assert not [section.key for section in form(entity) if section.key not in SECTION]


@pytest.mark.parametrize(("where", "name", "call"), list(raised()))
def test_an_error_fills_every_blank_of_its_sentence(where: str, name: str, call: ast.Call) -> None:
    if where.startswith("field_app/store/vault.py") and name == "WrongPin":
        return  # key_file.py tells how many tries are left
    given = {word.arg: word.value for word in call.keywords}
    reason = given.get("reason", given.get("answer"))
    if None in given or (reason is not None and not isinstance(reason, ast.Constant)):
        return  # details made elsewhere
    code = error_codes()[name]
    key = f"{code}.{reason.value}" if isinstance(reason, ast.Constant) else code
    sentence = ERROR.get(key) or ERROR[code]
    assert blanks(sentence[0]) <= set(given), where


def test_no_sentence_has_a_hole_for_what_it_was_given() -> None:
    assert "…" not in error_text("invalid_change", {"field": "phone", "reason": "ยาวเกินไป"})
    assert "phone" in error_text("invalid_change", {"field": "phone", "reason": "ยาวเกินไป"}, "en")
    assert "…" in error_text("invalid_change", {}), "a missing detail is a gap, not a crash"


def test_an_unknown_key_or_code_shows_as_itself() -> None:
    assert label("person.of_a_later_version") == "person.of_a_later_version"
    assert choice("in_exile", LifeState) == "in_exile"
    assert choice(LifeState.MISSING, LifeState, "en") == "Not found"
    assert error_text("ไม่เคยมี", {}) == error_text("internal", {})


def test_a_choice_whose_words_have_a_full_stop_is_shown_in_words() -> None:
    assert choice(Education.UPPER_SECONDARY, Education) == label("Education.upper_secondary")
    assert "." in choice(Education.UPPER_SECONDARY, Education)
    assert choice("unheard_of", Education) == "unheard_of"
