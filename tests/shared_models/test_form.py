"""The form description: every field in a section with its facts, and a new field in two lines."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared_models.entities import ENTITIES, SERVER_WRITES, fields, typed
from shared_models.field_facts import DECLINED, Kind, Unit
from shared_models.form import FormField, form, form_fields

ROOT = Path(__file__).parents[2]
EVERY = [field for entity in ENTITIES for field in form_fields(entity)]
KINDS_WITH_UNIT = {Kind.MONEY, Kind.LAND}


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_form_asks_each_field_once_in_its_section_and_leaves_out_what_the_product_fills_in(entity: str) -> None:
    asked = [field.name for section in form(entity) for field in section.fields]
    assert len(asked) == len(set(asked))
    assert asked == [field.name for field in form_fields(entity) if field.asked]
    names = [section.name for section in form(entity)]
    assert len(names) == len(set(names)), "a section is in one piece"
    assert set(fields(entity)) == {field.name for field in form_fields(entity)}


def test_only_what_the_server_writes_has_no_form() -> None:
    assert {entity for entity in ENTITIES if not form(entity)} == SERVER_WRITES


@pytest.mark.parametrize("field", EVERY, ids=lambda field: field.key)
def test_a_field_with_a_unit_or_choices_says_them(field: FormField) -> None:
    if field.kind in KINDS_WITH_UNIT:
        assert field.unit is not None
    if field.name.endswith("_satang"):
        assert field.unit in (Unit.SATANG, Unit.SATANG_PER_YEAR, Unit.SATANG_PER_PERSON_YEAR)
    assert (field.choices is not None) == (field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.ANSWERS))


def test_what_the_law_protects_is_marked() -> None:
    """PDPA s.26: religion, health, disability, and the answers about them."""
    assert {field.key for field in EVERY if field.sensitive} == {
        *("person.religion", "person.health", "person.chronic_illness", "person.self_care"),
        *("person.disability", "person.disability_card", "person.vulnerable", "mpi_assessment.answers"),
    }


@pytest.mark.parametrize("field", [field for field in EVERY if field.sensitive], ids=lambda field: field.key)
def test_a_sensitive_field_need_not_be_answered_and_takes_that_for_an_answer(field: FormField) -> None:
    assert not field.required
    answer = f"1.4={DECLINED}" if field.kind is Kind.ANSWERS else DECLINED
    assert str(typed(field.entity, {field.name: answer})[field.name]) == answer
    if field.choices is not None:
        assert DECLINED in set(field.choices)


NEW_FIELD = "    blood_group: str | None = Field(default=None, max_length=4, schema_extra=about(sensitive=True))\n"
NEW_WORDS = '    "blood_group": Words("หมู่เลือด", "Blood group", "ตามบัตรผู้บริจาค", "As on the donor card."),\n'
AFTER = """
import sqlite3, sys
from sqlalchemy import create_engine, inspect
from field_app.store.schema import prepare
from shared_models.entities import fields, typed
from shared_models.field_facts import Source
from shared_models.form import form
from shared_models.labels import help_text, label

(section,) = [s for s in form("person") if any(f.name == "blood_group" for f in s.fields)]
(field,) = [f for f in section.fields if f.name == "blood_group"]
assert (section.name, field.source, field.sensitive, field.max_length) == ("health", Source.BMN_FORM, True, 4), field
assert (label("person.blood_group"), help_text("person.blood_group", "en")) == ("หมู่เลือด", "As on the donor card.")
assert typed("person", {"blood_group": "O"}) == {"blood_group": "O"}
engine = create_engine(f"sqlite:///{sys.argv[1]}")
with engine.begin() as connection:
    prepare(connection)
with engine.connect() as connection:
    assert "blood_group" in {column["name"] for column in inspect(connection).get_columns("person")}
    assert connection.exec_driver_sql("SELECT given_name, blood_group FROM person").all() == [("บุญมี", None)]
print("เพิ่มช่องแล้ว")
"""
BEFORE = """
import sys
from sqlalchemy import create_engine
from field_app.store.schema import prepare
engine = create_engine(f"sqlite:///{sys.argv[1]}")
with engine.begin() as connection:
    prepare(connection)
    connection.exec_driver_sql(
        "INSERT INTO person (district_code, id, household_id, village, seq, heads, given_name, id_kind, id_doubtful,"
        " welfare_card, life_state) VALUES ('5601', 'a', 'b', '56010204', 1, '{}', 'บุญมี', 'none', 0, 'no', 'alive')"
    )
"""


def test_a_new_field_is_two_lines(tmp_path: Path) -> None:
    """One in the model, one in its words: the form, the tablet's column and the wire follow by themselves."""
    for package in ("shared_models", "field_app"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    database = tmp_path / "working.db"
    run(tmp_path, BEFORE, database)
    put_in(tmp_path / "shared_models/person.py", NEW_FIELD, before="    self_care: SelfCare")
    put_in(tmp_path / "shared_models/labels/person.py", NEW_WORDS, before='    "self_care": Words')
    assert run(tmp_path, AFTER, database).strip() == "เพิ่มช่องแล้ว"


def put_in(path: Path, line: str, *, before: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line + before), encoding="utf-8")


def run(folder: Path, program: str, database: Path) -> str:
    """What a program says that finds the copied packages first."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{program}", str(database)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
