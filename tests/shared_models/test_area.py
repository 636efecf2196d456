"""Areas: the codes of the Department of Provincial Administration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models import area
from shared_models.area import Level, UnknownArea
from shared_models.thai_text import sort_key

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


def test_every_area_has_a_name_in_both_languages_and_every_one_in_force_a_parent_in_force() -> None:
    for item in area.every():
        assert any("ก" <= letter <= "ฮ" for letter in item.name_th)
        assert item.name_en.strip() == item.name_en
        assert item.name_en.isascii()
        above = area.parent(item.code)
        assert item.abolished_on or above is None or area.known(above)


def test_every_successor_of_an_abolished_area_is_in_force() -> None:
    """1,503 subdistricts; who took the place of 329 of them nobody knows."""
    gone = [item for item in area.every() if item.abolished_on]
    assert (len(gone), sum(not item.successors for item in gone)) == (1503, 329)
    for item in gone:
        assert not area.known(item.code)
        assert area.successors(item.code) == item.successors
        assert all(area.known(heir) and len(heir) == Level.SUBDISTRICT for heir in item.successors)


def test_codes_are_in_force_once_and_lie_where_they_say() -> None:
    in_force = [item.code for item in area.every() if item.abolished_on is None]
    assert len(in_force) == len(set(in_force)) == 77 + 928 + 7436
    assert {area.level(code) for code in in_force} == {Level.PROVINCE, Level.DISTRICT, Level.SUBDISTRICT}


@given(CODES, CODES, CODES)
def test_containing_is_an_order(one: str, other: str, third: str) -> None:
    assert not (area.contains(one, other) and area.contains(other, one)) or one == other
    assert not (area.contains(one, other) and area.contains(other, third)) or area.contains(one, third)


@given(CODES, CODES)
def test_two_areas_overlap_only_where_one_contains_the_other(one: str, other: str) -> None:
    inside_both = [one + other, other + one, one + other[len(one) :], other + one[len(other) :]]
    for code in inside_both:
        if area.contains(one, code) and area.contains(other, code):
            assert area.contains(one, other) or area.contains(other, one)


@given(st.text(max_size=9), CODES)
def test_what_is_no_code_contains_no_area(text: str, code: str) -> None:
    assert not area.contains(text, code) or (code.startswith(text) and len(text) in (2, 4, 6, 8))


@given(st.sampled_from([""] + [item.code for item in area.every() if len(item.code) < 6]))
def test_the_choices_are_the_children_in_the_order_of_each_language(code: str) -> None:
    below = area.children(code) if code else area.provinces()
    for language, key in (("th", lambda item: sort_key(item.name_th)), ("en", lambda item: item.name_en.casefold())):
        listed = area.choices(code, language)
        assert sorted(item.code for item in listed) == sorted(item.code for item in below)
        assert [key(item) for item in listed] == sorted(key(item) for item in listed)


def test_the_choices_are_in_thai_order_and_nobody_can_spoil_them() -> None:
    names = [province.name_th for province in area.choices()]
    assert names[:4] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "กาฬสินธุ์"]
    assert names.index("เชียงราย") == names.index("ชุมพร") + 1
    area.choices().clear()
    assert [province.name_en for province in area.choices("", "en")][:2] == ["Amnat Charoen", "Ang Thong"]
    assert area.choices("560101") == area.choices("no code") == []


@given(st.sampled_from(area.every()))
def test_a_full_name_holds_the_name_of_every_level(item: area.Area) -> None:
    thai, english = area.display_name(item.code), area.display_name(item.code, "en")
    for size in range(2, len(item.code) + 1, 2):
        step = area.find(item.code[:size])
        assert step is None or (step.name_th in thai and step.name_en in english)
    assert ("แขวง" in thai) == (item.code.startswith("10") and len(item.code) == 6)
    assert thai.startswith("ต.") == (not item.code.startswith("10") and len(item.code) == 6)


VILLAGES = {"56010204": "บ้านสันกลาง", "56010200": "ชุมชนวัดเมืองชุม", "10010100": "ชุมชนท่าเตียน", "5601": "ไม่ใช่หมู่บ้าน"}


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        (
            "56010204",
            "หมู่ 4 บ้านสันกลาง ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา",
            "Moo 4 บ้านสันกลาง, Mae Tam, Mueang Phayao, Phayao",
        ),
        (
            "56010200",
            "ชุมชนวัดเมืองชุม ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา",
            "ชุมชนวัดเมืองชุม, Mae Tam, Mueang Phayao, Phayao",
        ),
        ("56010205", "หมู่ 5 ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา", "Moo 5, Mae Tam, Mueang Phayao, Phayao"),
        ("5601", "อ.เมืองพะเยา จ.พะเยา", "Mueang Phayao, Phayao"),
        ("99999904", "99999904", "99999904"),
    ],
)
def test_a_village_shows_the_name_its_district_has_entered(code: str, thai: str, english: str) -> None:
    assert area.display_name(code, villages=VILLAGES) == thai
    assert area.display_name(code, "en", VILLAGES) == english


@given(st.sampled_from(area.every()), st.integers(0, 99))
def test_without_entered_names_nothing_changes(item: area.Area, number: int) -> None:
    for code in (item.code, f"{item.code}{number:02}"):
        for language in ("th", "en"):
            assert area.display_name(code, language, {}) == area.display_name(code, language)
