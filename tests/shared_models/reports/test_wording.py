"""A table in words: codes and areas by name, baht, percent, and headings of groups."""

from shared_models.reports.pivot import pivot
from shared_models.reports.pivot_spec import PivotSpec
from shared_models.reports.progress import progress
from shared_models.reports.welfare import welfare
from shared_models.reports.wording import plain_text
from tests.shared_models.reports.rows import a_caseload, a_house, a_member, a_row, a_visit, assessed


def test_a_table_is_told_in_both_languages() -> None:
    house, other = a_house(), a_house()
    rows = (house, other, a_visit(house))
    assert plain_text(progress(a_caseload(*rows)), "en").splitlines()[1].split() == (
        ["Moo", "4,", "Mae", "Tam,", "Mueang", "Phayao,", "Phayao", "2", "1", "0", "0", "0", "1", "50.0%"]
    )
    thai = plain_text(progress(a_caseload(*rows))).splitlines()
    assert thai[0].split()[:3] == ["หมู่บ้าน", "ครัวเรือน", "เยี่ยมแล้ว"]
    assert thai[-1].startswith("รวม")


def test_an_answer_is_a_code_of_the_list_of_its_topic_and_money_is_baht() -> None:
    house = a_house()
    person = a_member(house, sex="2")
    receipt = a_row("welfare_receipt", house, person_id=person.id, programme="บำนาญ", amount_satang=123_456_50)
    text = plain_text(welfare(a_caseload(house, person, receipt, assessed(person, income=True))), "en")
    assert "123,456.50" in text
    assert "Female" in text
    assert "Fitting" in text


def test_groups_of_columns_are_headed_by_their_words_and_unknown_codes_by_themselves() -> None:
    houses = [a_house(home_tenure=tenure) for tenure in ("rent", "of_a_later_version", None)]
    table = pivot(a_caseload(*houses), PivotSpec("household", "village", "home_tenure"))
    head = plain_text(table, "en").splitlines()[0]
    assert head.startswith("Village")
    assert head.split()[-3:] == ["of_a_later_version", "–", "Total"]
    across = plain_text(pivot(a_caseload(*houses), PivotSpec("household", "home_tenure", "subdistrict")), "en")
    assert "Mae Tam" in across.splitlines()[0]
