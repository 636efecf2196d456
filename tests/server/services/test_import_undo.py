"""Undoing an import: what leaves, what goes back, what stands in the way, and what comes late."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from server.database import Database
from server.services.background.jobs import Cancelled
from server.services.exchanging.withdrawal import NOWHERE, is_withdrawn
from server.services.importing import import_undo
from server.services.importing.import_undo import NotUndone
from server.services.importing.target_file import TargetFile
from server.services.importing.target_lists import Order, bring
from server.services.importing.target_report import LineReport
from server.tables import ImportBatch, ImportChange
from shared_models.digest import Digest
from shared_models.entities import ENTITIES
from shared_models.fiscal_year import thai_day
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.operation import Kind
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.welfare_receipt import WelfareReceipt
from tests.server.sender import SUBDISTRICT, a_sender, new_id
from tests.server.services.lists import DICTIONARY, NOW, Office, a_child, a_line, a_neighbour
from tests.server.services.welfare import Agency, a_payment

NOW_MS = int(NOW.timestamp() * 1000)
NEXT_YEAR = {"SURVEY_YEAR": "2567", "AVG_INCOME": "61,000", "MPI_HEALTH": "0"}


def import_id(office: Office, name: str = "targets.txt") -> UUID:
    found: UUID = office.row(ImportBatch, name=name).id
    return found


def undo(office: Office, name: str = "targets.txt") -> int:
    return import_undo.undo(
        office.database,
        "5601",
        import_id(office, name),
        undone_by="สมศรี ใจดี",
        now_ms=NOW_MS,
        progress=lambda _done, _total: None,
    )


def feed(office: Office) -> dict[str, str]:
    """The digests of the district's own villages."""
    return {village: digest for village, digest in office.feed()[1].items() if not is_withdrawn(village)}


def said(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Every row of the district without its place in the feed."""
    return {
        entity: [{name: value for name, value in row.items() if name != "seq"} for row in rows]
        for entity, rows in office.state().items()
    }


def test_undoing_a_first_list_leaves_nothing_of_it_in_the_district_and_deletes_no_row(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    before = said(office)
    assert undo(office) == 2, "rows go with their households"
    assert not any(office.state().values())
    assert feed(office) == {}
    kept = {entity: len(office.rows(model, NOWHERE)) for entity, model in ENTITIES.items()}
    assert {entity: count for entity, count in kept.items() if count} == {
        entity: len(rows) for entity, rows in before.items() if rows
    }


def test_values_that_a_list_changed_go_back_to_what_stood_before(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    before = said(office)
    newer = a_line(**NEXT_YEAR), a_child(**NEXT_YEAR), a_child(**NEXT_YEAR, PID="", FNAME="แก้วตา")
    office.import_lines(*newer, name="newer.txt")
    assert said(office) != before
    undo(office, "newer.txt")
    assert said(office) == before
    assert feed(office) == office.recomputed_digests()
    assert office.rows_of(ImportChange) == []


def test_an_undone_list_comes_back_as_it_was_when_it_is_imported_again(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    newer = a_line(**NEXT_YEAR), a_child(**NEXT_YEAR), a_child(**NEXT_YEAR, PID="", FNAME="แก้วตา")
    first = office.import_lines(*newer, name="newer.txt")
    after = said(office)
    undo(office, "newer.txt")
    again = office.import_lines(*newer, name="newer.txt")
    assert said(office) == after
    assert (again.added, again.changed) == (first.added, first.changed)
    assert feed(office) == office.recomputed_digests()
    assert not any(office.rows(model, NOWHERE) for model in ENTITIES.values())


def test_a_finding_of_an_undone_list_goes_and_comes_with_it(office: Office) -> None:
    office.import_lines(a_line())
    office.officer_edits("person", office.row(Person), phone="0811111111")
    before = said(office)
    office.import_lines(a_line(**NEXT_YEAR, MOBILE="0822222222"), name="newer.txt")
    assert len(said(office)["finding"]) == 1
    undo(office, "newer.txt")
    assert said(office) == before
    office.import_lines(a_line(**NEXT_YEAR, MOBILE="0822222222"), name="newer.txt")
    assert [row["status"] for row in said(office)["finding"]] == ["open"]


def test_nothing_is_undone_when_an_officer_has_edited_a_row(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    office.officer_edits("person", office.row(Person, given_name="อำนาจ"), phone="0811111111")
    before = office.state()
    with pytest.raises(NotUndone) as refused:
        undo(office)
    assert refused.value.details == {"reason": "edited", "count": 1}
    assert office.state() == before


def test_a_newer_list_is_undone_before_the_one_it_changed(office: Office) -> None:
    office.import_lines(a_line())
    office.import_lines(a_line(**NEXT_YEAR), name="newer.txt")
    with pytest.raises(NotUndone):
        undo(office)
    undo(office, "newer.txt")
    undo(office)
    assert not any(office.state().values())


def test_an_import_is_undone_once(office: Office) -> None:
    office.import_lines(a_line())
    undo(office)
    with pytest.raises(NotUndone) as refused:
        undo(office)
    assert refused.value.details == {"reason": "undone"}


def test_a_stopped_undoing_ends_the_same_when_it_is_begun_again(office: Office) -> None:
    office.import_lines(a_line(), a_child())
    before = said(office)
    office.import_lines(a_line(**NEXT_YEAR), a_neighbour(**NEXT_YEAR), name="newer.txt")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled()

    with pytest.raises(Cancelled):
        import_undo.undo(
            office.database, "5601", import_id(office, "newer.txt"), undone_by="", now_ms=NOW_MS, progress=stop
        )
    assert office.row(ImportBatch, name="newer.txt").undoing
    undo(office, "newer.txt")
    assert said(office) == before


def test_a_stopped_import_keeps_what_it_filed_until_it_goes_on_or_is_undone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.services.importing.target_lists.BATCH_LINES", 1)
    monkeypatch.setattr("server.services.importing.target_lists.PROGRESS_LINES", 1)

    def stop(_lines: int) -> None:
        raise Cancelled()

    path = office.a_list(a_line(), a_neighbour())
    file = TargetFile(path, DICTIONARY, on=thai_day(NOW))
    order, report = Order(path.name, "สมศรี ใจดี", NOW, filed=stop), LineReport(office.folder / "refused.txt")
    with pytest.raises(Cancelled):
        bring(office.database, file, order, report)
    assert len(office.rows(Household)) == 1
    assert office.row(ImportBatch).finished_at is None
    counts = office.import_file(path)
    assert (len(office.rows(Household)), counts.new_households) == (2, 2)
    undo(office)
    assert office.rows(Household) == []


def test_an_undone_welfare_list_takes_its_receipts_along_and_brings_them_back(office: Office) -> None:
    agency = Agency(office)
    before = said(office)
    agency.bring(a_payment(), a_payment(AMOUNT="700.00"))
    after = said(office)
    undo(office, "เบี้ย.txt")
    assert said(office) == before
    assert len(office.rows(WelfareReceipt, NOWHERE)) == 2
    assert agency.bring(a_payment(), a_payment(AMOUNT="700.00")).receipts == 2
    assert said(office) == after
    assert feed(office) == office.recomputed_digests()


def test_an_assessment_of_a_person_who_stays_is_withdrawn_by_itself(office: Office) -> None:
    office.import_lines(a_line(MPI_HEALTH="", MPI_LIVING="", MPI_EDUCATION="", MPI_INCOME="", MPI_ACCESS=""))
    office.import_lines(a_line(MPI_HEALTH="1"), name="newer.txt")
    assert len(office.rows(MpiAssessment)) == 1
    undo(office, "newer.txt")
    assert (len(office.rows(MpiAssessment)), len(office.rows(Person))) == (0, 1)
    assert feed(office) == office.recomputed_digests()


def a_list_that_is_undone(server: Database, folder: Path) -> Office:
    office = Office(server, folder)
    office.import_lines(a_line(), a_child())
    return office


def test_tablets_drop_an_undone_household_and_late_work_brings_it_back_with_all_its_rows(
    server: Database, tmp_path: Path
) -> None:
    office = a_list_that_is_undone(server, tmp_path)
    tablet = a_sender(server)
    assert len(tablet.pull()["person"]["id"]) == 2
    before, child = said(office), office.row(Person, given_name="อำนาจ")
    undo(office)
    reply = tablet.exchange()
    assert [(left.household_id, left.to) for left in reply.lefts] == [(child.household_id, "00005601")]
    assert reply.digests == {SUBDISTRICT: Digest().to_text()}
    stamp = RowHeads(child.heads).stamps("phone", child.phone)
    late = tablet.operation("person", child.id, child.household_id, {"phone": "0811111111"}, bases={"phone": stamp})
    assert tablet.send(late) == ["stored"]
    assert office.row(Person, id=child.id).phone == "0811111111"
    assert {entity: len(rows) for entity, rows in said(office).items()} == {
        entity: len(rows) for entity, rows in before.items()
    }
    assert len(tablet.pull().get("person", {"id": []})["id"]) in (0, 2)  # the reply to the edit brought them already
    assert feed(office) == office.recomputed_digests()
    assert not any(office.rows(model, NOWHERE) for model in ENTITIES.values())


def test_a_visit_recorded_in_an_undone_household_brings_it_back(server: Database, tmp_path: Path) -> None:
    office = a_list_that_is_undone(server, tmp_path)
    tablet = a_sender(server)
    tablet.pull()
    home = office.row(Household)
    undo(office)
    values = {"words": "หลังคารั่ว", "found_on": "2026-05-30"}
    problem = tablet.operation("problem", new_id(), home.id, values, kind=Kind.CREATE)
    assert tablet.send(problem) == ["stored"]
    assert (len(office.rows(Household)), len(office.rows(Person)), len(office.rows(Problem))) == (1, 2, 1)
    assert feed(office) == office.recomputed_digests()


def test_late_work_on_a_row_that_left_by_itself_brings_that_row_back(server: Database, tmp_path: Path) -> None:
    office = Office(server, tmp_path)
    office.import_lines(a_line(MPI_HEALTH="", MPI_LIVING="", MPI_EDUCATION="", MPI_INCOME="", MPI_ACCESS=""))
    office.import_lines(a_line(MPI_HEALTH="1"), name="newer.txt")
    tablet = a_sender(server)
    tablet.pull()
    assessment = office.row(MpiAssessment)
    undo(office, "newer.txt")
    reply = tablet.exchange()
    assert [left.row_id for left in reply.lefts] == [assessment.id]
    bases = {"living": RowHeads(assessment.heads).stamps("living", False)}
    late = tablet.operation("mpi_assessment", assessment.id, assessment.household_id, {"living": True}, bases=bases)
    assert tablet.send(late) == ["stored"]
    assert office.row(MpiAssessment).living
    assert feed(office) == office.recomputed_digests()
