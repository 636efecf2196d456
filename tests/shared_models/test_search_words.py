"""What a household is found by is folded once, and the same on tablet and office."""

import pytest

from shared_models.search_words import house_words, parts_of, person_words, place


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("  - ", []),
        ("นาย แก้ว ปงผา", ["แกว", "ปงผา"]),
        ("นายแก้ว", ["แกว"]),
        ("๔๗/๒", ["47/2"]),
        ("3-5601-00123-45-8", ["3560100123458"]),
    ],
)
def test_what_is_typed_comes_apart_into_folded_parts(typed: str, parts: list[str]) -> None:
    assert parts_of(typed) == parts


def test_each_word_of_a_person_begins_after_a_blank() -> None:
    words = person_words("น้ำทิพย์", "ใจคำ", "แก้ว ใจดี", "3560100123458", "081-234-5678")
    given = parts_of("น้ำทิพย์")[0]
    for word in (given, parts_of("ใจคำ")[0], parts_of("แก้วใจดี")[0], "3560100123458", "0812345678"):
        assert f" {word}" in words


def test_a_house_is_found_by_number_and_code_and_sorted_by_its_value() -> None:
    assert house_words("47/2", "5601-0203040") == " 47/2 56010203040"
    assert sorted(["10", "9", "47/2"], key=lambda number: place("56010204", number)) == ["9", "10", "47/2"]
