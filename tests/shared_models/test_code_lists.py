"""The list of coded lists: every coded field of every entity is in it, each code once and in words."""

import csv
import io

from shared_models.code_lists import COLUMNS, code_lists, code_lists_text
from shared_models.entities import ENTITIES
from shared_models.form import form_fields
from shared_models.person import Sex


def test_every_coded_field_is_in_exactly_one_list() -> None:
    coded = {field.key for entity in ENTITIES for field in form_fields(entity) if field.choices is not None}
    listed = [field.key for one in code_lists() for field in one.fields]
    assert len(listed) == len(set(listed))
    assert set(listed) == coded
    assert {"person.sex", "problem.status", "visit.result"} <= coded


def test_a_list_says_its_codes_where_they_are_used_and_whether_they_are_sensitive() -> None:
    lists = {one.name: one for one in code_lists()}
    sex = lists["Sex"]
    assert sex.codes() == [(Sex.MALE, "ชาย", "Male"), (Sex.FEMALE, "หญิง", "Female")]
    assert sex.used_in("th") == ["สมาชิก · เพศ"]
    assert sex.used_in("en") == ["Person · Sex"]
    assert not sex.is_sensitive
    assert lists["Disability"].is_sensitive


def test_the_file_has_a_line_for_each_code_and_none_without_words() -> None:
    lines = list(csv.DictReader(io.StringIO(code_lists_text())))
    assert tuple(lines[0]) == COLUMNS
    assert len(lines) == sum(len(one.kind) for one in code_lists())
    assert all(line["name_th"] and line["name_en"] and line["used_in"] for line in lines)
    assert not [line for line in lines if line["name_th"] == line["code"] and not line["code"].isdecimal()]
