"""The list of coded lists: every coded field of every entity is in it, each code once and in words."""

from shared_models.code_lists import code_lists
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


def test_every_code_has_its_words() -> None:
    codes = [code for one in code_lists() for code in one.codes()]
    assert all(thai and english for _, thai, english in codes)
    assert not [code for code, thai, _ in codes if thai == code and not code.isdecimal()]
