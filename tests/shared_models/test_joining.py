"""Values that can stand beside each other become one; names and numbers do not."""

import pytest

from shared_models.form import FormField, form_fields
from shared_models.joining import is_joinable, joined


def field(entity: str, name: str) -> FormField:
    return next(one for one in form_fields(entity) if one.name == name)


def test_own_words_stand_one_after_the_other_and_what_another_holds_is_said_once() -> None:
    words = field("four_t", "resources")
    assert joined(words, ["มีที่นา 2 ไร่", "มีจักรยานยนต์ 1 คัน"]) == "มีที่นา 2 ไร่\nมีจักรยานยนต์ 1 คัน"
    assert joined(words, ["มีที่นา", "มีที่นา 2 ไร่"]) == "มีที่นา 2 ไร่"
    assert joined(words, ["มีที่นา", None]) is None


def test_codes_come_together_without_repeats() -> None:
    assert joined(field("household", "origins"), ["bmn tpmap", "tpmap field"]) == "bmn tpmap field"


@pytest.mark.parametrize(("entity", "name"), [("person", "phone"), ("person", "given_name"), ("household", "house_no")])
def test_names_and_numbers_are_one_or_the_other(entity: str, name: str) -> None:
    assert not is_joinable(field(entity, name))
    assert joined(field(entity, name), ["0812345678", "0898765432"]) is None
