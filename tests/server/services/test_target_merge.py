"""A list on top of what is there: newer, older and corrected lists, officers' edits, and households found again."""

import pytest

from server.services.exchanging import filing
from server.services.exchanging.feed import Feed
from shared_models.conflict import Conflict
from shared_models.finding import Finding, FindingStatus
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from tests.server.services.lists import Office, a_child, a_line, a_neighbour


def whole(office: Office) -> None:
    assert office.feed()[1] == office.recomputed_digests()


def strangers(count: int) -> list[str]:
    """Households of one, without numbers: enough of them, and what follows is filed in another transaction."""
    numbers = map(str, range(3, count + 3))
    return [a_neighbour(HH_SEQ=number, HOUSE_NO=number, PID="", FNAME=f"มะลิ{number}") for number in numbers]


def test_a_newer_list_brings_its_values_and_its_new_member(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    head = office.row(Person, given_name="ณัฐวุฒิ")
    counts = office.import_lines(
        a_neighbour(SURVEY_YEAR="2567", HH_SEQ="1"),
        a_line(SURVEY_YEAR="2567", HH_SEQ="7", MOBILE="0811111111", HOUSE_NO="200", WELFARE_CARD="1", MPI_HEALTH="0"),
        a_child(SURVEY_YEAR="2567", HH_SEQ="7"),
        a_child(SURVEY_YEAR="2567", HH_SEQ="7", FNAME="วิไล", PID="", BIRTH="05/06/2566"),
        name="ปี2567.txt",
    )
    assert (counts.households, counts.persons, counts.kept) == (2, 4, 0)
    now = office.row(Person, id=head.id)
    assert (now.phone, now.welfare_card) == ("0811111111", "yes")
    household = office.row(Household, id=head.household_id)
    assert (household.house_no, household.survey_year, household.source) == ("200", 2567, "ปี2567.txt")
    assert office.members(household.id) == ["ณัฐวุฒิ", "วิไล", "อำนาจ"]
    assert len(office.rows(Household)) == 2
    years = sorted(row.survey_year for row in office.rows(MpiAssessment) if row.person_id == head.id)
    assert years == [2566, 2567]
    assert office.rows(Finding) == office.rows(Conflict) == []
    whole(office)


def test_an_officers_value_stays_and_the_lists_other_value_is_a_finding(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    person = office.row(Person, given_name="ณัฐวุฒิ")
    office.officer_edits("person", person, phone="0899999999", birth="2541")
    newer = [a_line(SURVEY_YEAR="2567", MOBILE="0822222222"), a_child(SURVEY_YEAR="2567")]
    counts = office.import_lines(*newer)
    assert counts.kept == 2
    now = office.row(Person, id=person.id)
    assert (now.phone, now.birth, now.birth_given, now.given_name) == ("0899999999", "2541", "24/05/2540", "ณัฐวุฒิ")
    findings = {finding.field: finding for finding in office.rows(Finding)}
    assert {name: finding.other_value for name, finding in findings.items()} == {
        "phone": "0822222222",
        "birth": "2540-05-24",
    }
    assert {(finding.rule, finding.status) for finding in findings.values()} == {("newer_list_differs", "open")}
    assert office.rows(Conflict) == []
    before = office.feed()
    assert office.import_lines(*newer, "รวม 2 ราย").changed == 0  # another file with the same people
    assert office.feed() == before
    office.import_lines(a_line(SURVEY_YEAR="2568", MOBILE="0899999999"), a_child(SURVEY_YEAR="2568"))
    assert office.row(Finding, field="phone").status == FindingStatus.CLOSED
    assert office.row(Finding, field="birth").status == FindingStatus.OPEN
    whole(office)


def test_a_closed_finding_opens_again_only_for_another_value(office: Office) -> None:
    office.import_lines(a_line())
    office.officer_edits("person", office.row(Person), phone="0899999999")
    office.import_lines(a_line(SURVEY_YEAR="2567", MOBILE="0822222222"))
    office.officer_edits("finding", office.row(Finding), status="closed")
    office.import_lines(a_line(SURVEY_YEAR="2568", MOBILE="0822222222"))
    assert office.row(Finding).status == FindingStatus.CLOSED
    office.import_lines(a_line(SURVEY_YEAR="2569", MOBILE="0833333333"))
    assert (office.row(Finding).status, office.row(Finding).other_value) == (FindingStatus.OPEN, "0833333333")


def test_an_older_list_changes_no_row_and_adds_its_years_assessments(office: Office) -> None:
    office.import_lines(a_line(), a_child(MOBILE=""))
    rows = office.state()
    older = [a_line(SURVEY_YEAR="2565", MOBILE="0800000000", MOO="9", MPI_HEALTH="0"), a_child(SURVEY_YEAR="2565")]
    counts = office.import_lines(*older, name="เก่า.txt")
    assert (counts.added, counts.changed, counts.kept) == (2, 0, 0)
    now = office.state()
    assessments = now.pop("mpi_assessment")
    assert [row for row in assessments if row["survey_year"] == 2566] == rows.pop("mpi_assessment")
    assert now == rows
    assert len(assessments) == 4
    whole(office)


def test_a_household_that_comes_back_later_in_the_list_is_one(office: Office) -> None:
    counts = office.import_lines(
        a_line(IS_HEAD="0"), a_neighbour(), *strangers(1497), a_child(IS_HEAD="1", HOUSE_NO="อื่น")
    )
    assert (counts.households, counts.persons) == (1499, 1500)
    person = office.row(Person, given_name="ณัฐวุฒิ")
    assert office.members(person.household_id) == ["ณัฐวุฒิ", "อำนาจ"]
    household = office.row(Household, id=person.household_id)
    assert household.head_id == office.row(Person, given_name="อำนาจ").id
    assert household.house_no == "176/62"
    assert len(office.rows(Household)) == 1499
    whole(office)


def test_of_two_heads_in_a_list_the_first_is_taken_and_the_second_a_finding(office: Office) -> None:
    office.import_lines(a_line(), a_child(IS_HEAD="1"), a_neighbour(IS_HEAD="0"))
    first, second = office.row(Person, given_name="ณัฐวุฒิ"), office.row(Person, given_name="อำนาจ")
    assert office.row(Household, id=first.household_id).head_id == first.id
    finding = office.row(Finding)
    assert (finding.rule, finding.row_id, finding.other_value) == (
        "two_heads_in_list",
        first.household_id,
        str(second.id),
    )
    neighbour = office.row(Person, given_name="เกศินี")
    assert office.row(Household, id=neighbour.household_id).head_id is None
    before = office.feed()
    office.import_lines(a_line(), a_child(IS_HEAD="1"), a_neighbour(IS_HEAD="0"), "รวม 3 ราย")
    assert office.feed() == before


def test_a_head_whom_an_officer_recorded_as_deceased_is_not_made_head_again(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    head, child = office.row(Person, given_name="ณัฐวุฒิ"), office.row(Person, given_name="อำนาจ")
    office.officer_edits("person", head, life_state="deceased")
    office.officer_edits("household", office.row(Household), head_id=str(child.id))
    office.import_lines(a_line(SURVEY_YEAR="2567"), a_child(SURVEY_YEAR="2567"))
    assert office.row(Household).head_id == child.id
    assert office.row(Person, id=head.id).life_state == "deceased"
    assert office.rows(Finding) == []


def test_one_number_in_two_households_makes_no_household_of_both(office: Office) -> None:
    twice = a_child(HH_SEQ="2", HOUSE_NO="9")
    lines = [a_line(), a_child(), *strangers(1000), a_neighbour(PID="", IS_HEAD="0"), twice]
    assert office.import_lines(*lines).persons == 1004
    before = office.feed()
    assert len(office.rows(Household)) == 1002
    office.import_lines(*lines, "รวม 1,004 ราย")
    assert office.feed() == before
    whole(office)


def test_a_member_without_a_number_is_known_again_and_takes_the_number_that_a_newer_list_has(office: Office) -> None:
    office.import_lines(a_line(), a_child(PID="3.10E+12"), a_child(PID="", FNAME="วิไล"))
    newer = {"SURVEY_YEAR": "2567"}
    office.import_lines(a_line(**newer), a_child(**newer), a_child(**newer, PID="NULL", FNAME="วิไล"))
    assert office.members(office.row(Household).id) == ["ณัฐวุฒิ", "วิไล", "อำนาจ"]
    child = office.row(Person, given_name="อำนาจ")
    assert (child.citizen_id, child.id_kind, child.id_doubtful) == ("1048200472866", "citizen", False)


def test_a_corrected_list_with_other_household_numbers_mixes_no_strangers(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    newcomer = a_line(HH_SEQ="1", HOUSE_NO="5", PID="5100599123454", FNAME="ทองดี", BIRTH="01/02/2500")
    office.import_lines(newcomer, a_line(HH_SEQ="2"), a_child(HH_SEQ="2"), a_neighbour(HH_SEQ="3"))
    homes = {person.given_name: person.household_id for person in office.rows(Person)}
    assert homes["ณัฐวุฒิ"] == homes["อำนาจ"]
    assert len(set(homes.values())) == len(office.rows(Household)) == 3
    assert len(office.rows(Person)) == 4


def test_a_number_typed_for_another_person_does_not_make_two_people_one(office: Office) -> None:
    office.import_lines(a_line())
    office.import_lines(a_neighbour(SURVEY_YEAR="2567", PID="1653870822778"))
    assert sorted(person.given_name for person in office.rows(Person)) == ["ณัฐวุฒิ", "เกศินี"]
    assert len(office.rows(Household)) == 2


def test_lines_with_one_number_and_name_are_one_person_and_those_without_a_number_each_one(office: Office) -> None:
    baby = a_child(PID="", FNAME="ด.ช.ใหม่")
    office.import_lines(
        a_line(MOBILE=""), a_line(MOBILE="0855555555"), baby, baby + " ", a_child(PID="-", FNAME="ด.ช.ใหม่", MOBILE="")
    )
    assert office.members(office.row(Household).id) == ["ณัฐวุฒิ", "ด.ช.ใหม่", "ด.ช.ใหม่"]
    assert office.row(Person, given_name="ณัฐวุฒิ").phone == "0855555555"


def test_a_household_that_moved_in_the_list_takes_its_rows_along(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    newer = {"SURVEY_YEAR": "2567", "MOO": "9"}
    office.import_lines(a_line(**newer), a_child(**newer), a_child(**newer, PID="", FNAME="วิไล"))
    assert {row.village for row in [*office.rows(Household), *office.rows(Person)]} == {"56010209"}
    assert {row.village for row in office.rows(MpiAssessment)} == {"56010209"}
    whole(office)


def test_a_household_that_an_officer_moved_to_another_district_is_found_there(office: Office) -> None:
    office.serve("5602")
    office.import_lines(a_line(), a_child())
    office.officer_edits("household", office.row(Household), village_code="56020101")
    assert office.rows(Household) == []
    office.import_lines(a_line(), a_child(), a_child(PID="", FNAME="วิไล"))
    assert office.rows(Household) == office.rows(Person) == []
    assert sorted(person.given_name for person in office.rows(Person, "5602")) == ["ณัฐวุฒิ", "วิไล", "อำนาจ"]
    assert {row.village for row in office.rows(MpiAssessment, "5602")} == {"56020101"}


def test_a_person_whom_an_officer_moved_stays_there_and_is_a_finding(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    child, neighbour = office.row(Person, given_name="อำนาจ"), office.row(Person, given_name="เกศินี")
    with office.database.writing() as session:
        row = session.get_one(Person, ("5601", child.id))
        row.household_id = neighbour.household_id
    office.import_lines(a_line(SURVEY_YEAR="2567"), a_child(SURVEY_YEAR="2567"))
    assert office.members(neighbour.household_id) == ["อำนาจ", "เกศินี"]
    finding = office.row(Finding)
    assert (finding.field, finding.row_id, finding.household_id) == ("household_id", child.id, neighbour.household_id)
    assert len(office.rows(Person)) == 3


@pytest.mark.parametrize("far", [False, True])
def test_a_person_whom_an_officer_moved_to_another_household_stays_there(office: Office, far: bool) -> None:
    """Also when the list comes again in another file, and without a number to know the person by."""
    lines = [a_line(PID="", FNAME="มะลิ"), a_child(PID=""), a_neighbour()]
    office.serve("5602")
    office.import_lines(*lines)
    moved, target = office.row(Person, given_name="มะลิ"), office.row(Person, given_name="เกศินี").household_id
    if far:
        household = office.row(Household, id=target)
        with office.database.writing() as session:
            feed = Feed(session)
            feed.lock(["5601", "5602"])
            row = session.get(Household, ("5601", target))
            assert row
            row.village_code = "56020101"
            filing.place(feed, "household", row, was=household.id)
            feed.settle()
    with office.database.writing() as session:
        feed = Feed(session)
        feed.lock(["5601", "5602"])
        person = session.get(Person, ("5601", moved.id))
        assert person
        heads = RowHeads(person.heads)
        heads.note_homes([str(person.household_id), str(target)])
        was, person.heads, person.household_id = person.household_id, heads.to_text(), target
        filing.place(feed, "person", person, was=was)
        feed.settle()
    assessments = len(office.rows(MpiAssessment) + office.rows(MpiAssessment, "5602"))
    counts = office.import_lines(*lines[:2], name="อีกครั้ง.txt")
    assert counts.added <= 1, "at most the finding that the list has her elsewhere"
    (now,) = [row for row in office.rows(Person, "5602" if far else "5601") if row.id == moved.id]
    assert now.household_id == target
    assert moved.id not in {row.id for row in office.rows(Person, "5601" if far else "5602")}
    assert len(office.rows(MpiAssessment) + office.rows(MpiAssessment, "5602")) == assessments
