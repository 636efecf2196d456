"""Areas: the codes of the Department of Provincial Administration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models import area
from shared_models.area import Level, UnknownArea

CODES = st.integers(1, 4).flatmap(lambda pairs: st.text("0123456789", min_size=2 * pairs, max_size=2 * pairs))


def test_the_whole_country_is_there() -> None:
    provinces = area.provinces()
    districts = [child for province in provinces for child in area.children(province.code)]
    subdistricts = [child for district in districts for child in area.children(district.code)]
    assert (len(provinces), len(districts), len(subdistricts)) == (77, 928, 7436)


@given(CODES, CODES)
def test_an_area_contains_exactly_what_starts_with_its_code(outer: str, inner: str) -> None:
    assert area.contains(outer, inner) == inner.startswith(outer)
    assert area.contains(outer, outer)
    assert area.contains(outer, outer + inner) == (len(outer + inner) <= 8)


@given(CODES.filter(lambda code: len(code) > 2))
def test_a_parent_contains_its_child_and_is_one_level_up(code: str) -> None:
    above = area.parent(code)
    assert above is not None
    assert area.contains(above, code)
    assert not area.contains(code, above)
    assert area.level(above) == area.level(code) - 2


def test_a_code_of_a_wrong_shape_contains_nothing_and_has_no_level() -> None:
    assert not area.contains("", "560102")
    assert not area.contains("560", "560102")
    for text in ("", "560", "56010", "5601ก2", "๕๖", "560102081"):
        with pytest.raises(UnknownArea):
            area.level(text)


def test_levels_come_from_the_count_of_digits() -> None:
    assert [area.level(code) for code in ("56", "5601", "560102", "56010208")] == list(Level)
    assert area.parent("56") is None


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        ("560101", "ต.เวียง อ.เมืองพะเยา จ.พะเยา", "Wiang, Mueang Phayao, Phayao"),
        ("56010208", "หมู่ 8 ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา", "Moo 8, Mae Tam, Mueang Phayao, Phayao"),
        ("5601", "อ.เมืองพะเยา จ.พะเยา", "Mueang Phayao, Phayao"),
        ("100101", "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร", "Phra Borom Maha Ratchawang, Phra Nakhon, Bangkok"),
        ("10010100", "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร", "Phra Borom Maha Ratchawang, Phra Nakhon, Bangkok"),
        ("999999", "999999", "999999"),
        ("99999901", "99999901", "99999901"),
    ],
)
def test_an_area_is_shown_from_its_smallest_part_up(code: str, thai: str, english: str) -> None:
    assert area.display_name(code) == thai
    assert area.display_name(code, "en") == english


def test_a_village_is_known_by_its_subdistrict() -> None:
    assert area.known("56010208")
    assert not area.known("99999908")
    assert not area.known("560102ab")
    assert area.find("99999908") is None


def test_an_abolished_code_is_not_in_force_but_has_name_and_successor() -> None:
    gone = area.find("560103")
    assert gone is not None
    assert (gone.name_th, area.known("560103"), area.successors("560103")) == ("ดงเจน", False, ("560902",))
    assert "560103" not in {child.code for child in area.children("5601")}
    assert area.successors("104701") == ("104702", "104703")
    assert area.successors("560101") == ()


def test_a_list_of_children_can_be_changed_without_harm() -> None:
    area.children("5601").clear()
    assert len(area.children("5601")) == 15


def test_names_are_in_the_one_form_that_searches_compare() -> None:
    gone = area.find("570714")  # the source wrote it with two เ
    assert gone is not None
    assert gone.name_th == "แทอดไทย"
