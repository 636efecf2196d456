"""Bringing lists in over the office's pages: from the file to the households, and back."""

import re
from uuid import uuid4

import httpx
import pytest

from server.services.background import jobs
from server.services.households import household_index
from server.services.importing import incoming_list
from shared_models.household import Household
from shared_models.person import Person
from shared_models.welfare_receipt import WelfareReceipt
from tests.builders import DISTRICT, Office
from tests.server.console.browsing import mark, sign_in
from tests.server.console.importing import SAMPLE, a_file, bring, commit, finished, press, undo, upload
from tests.server.console.test_audit import on_record
from tests.server.services import lists
from tests.server.services.lists import a_child, a_line, a_neighbour
from tests.server.services.test_incoming_list import a_workbook
from tests.server.services.welfare import DATASET, PAYMENT, STRANGER, a_payment


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


def names(office: Office) -> list[str]:
    with office.database() as database:
        return sorted(person.given_name for person in lists.Office(database, SAMPLE).rows(Person))


def test_a_list_is_seen_tried_and_brought_in_and_the_same_one_again_changes_nothing(
    browser: httpx.Client, office: Office
) -> None:
    content = a_file(a_line(), a_child(), a_neighbour(PID="3353135616188"), a_line(), a_line(BIRTH="31/02/2540"))
    preview = upload(browser, content, dictionary=(SAMPLE / "dictionary.csv").read_bytes())
    assert "จับคู่แล้ว 22 จาก 22 คอลัมน์" in preview.text
    assert "1-6538-xxxxx-77-8" in preview.text
    assert "1653870822778" not in preview.text
    assert re.search(r'<option value="cp874" selected>', preview.text)
    assert re.search(r'<option value="\|" selected>', preview.text)
    trial = press(browser, preview, "trial")
    assert "นำเข้า 3 แถวที่รับได้" in trial.text
    assert "ครัวเรือนใหม่ 2 · คนใหม่ 3" in trial.text
    assert names(office) == []
    refused = browser.get(f"{trial.url.path.removesuffix('/trial')}/refused")
    assert "impossible date of birth" in refused.content.decode("utf-8-sig")
    done = commit(browser, trial)
    assert "นำเข้าครบแล้ว" in done.text
    assert names(office) == ["ณัฐวุฒิ", "อำนาจ", "เกศินี"]
    again = upload(browser, content, dictionary=(SAMPLE / "dictionary.csv").read_bytes())
    assert "แฟ้มนี้นำเข้าแล้วเมื่อ" in again.text
    assert "ครั้งนี้ไม่มีข้อมูลใดเปลี่ยน" in commit(browser, press(browser, again, "trial")).text
    assert len(names(office)) == 3
    actions = [action for action, _ in on_record(office)]
    assert actions.count("list_imported") == 2
    assert "refused_lines_exported" in actions


def test_an_undone_import_is_gone_and_comes_back_when_it_is_imported_again(
    browser: httpx.Client, office: Office
) -> None:
    content = a_file(a_line(), a_child())
    result = bring(browser, content)
    assert "ถอนแล้วโดย" in undo(browser, result).text
    assert names(office) == []
    with office.database() as database:
        assert lists.Office(database, SAMPLE).rows(Household) == []
    assert "นำเข้าครบแล้ว" in bring(browser, content).text
    assert names(office) == ["ณัฐวุฒิ", "อำนาจ"]
    with office.database() as database:
        there = lists.Office(database, SAMPLE)
        assert there.feed()[1] == there.recomputed_digests()


def test_a_wrong_guess_is_corrected_and_the_preview_shows_it(browser: httpx.Client, office: Office) -> None:
    header = "ลำดับ,ที่อยู่,คนที่,ชื่อ,เกิด,ตำบล,หมู่"
    content = f"{header}\n7,12/3,1653870822778,ณัฐวุฒิ,24/05/2540,560102,8\n".encode("utf-8-sig")
    preview = upload(browser, content, name="รายชื่อ.csv")
    assert "ยังขาดช่องที่ต้องมี" in preview.text
    refused = press(browser, preview, "trial")
    assert refused.status_code == 422
    assert "ไม่พบช่องข้อมูลที่ต้องมี" in refused.text
    as_tabs = press(browser, preview, "read", delimiter="\t")
    assert "จับคู่แล้ว 0 จาก 1 คอลัมน์" in as_tabs.text
    again = press(browser, as_tabs, "read", delimiter=",")
    roles = {"role_0": "household_key", "role_2": "citizen_id", "role_4": "birth"}
    matched = press(browser, again, "read", **roles)
    assert "จับคู่แล้ว 7 จาก 7 คอลัมน์" in matched.text
    assert "1-6538-xxxxx-77-8" in matched.text
    done = commit(browser, press(browser, matched, "trial"))
    assert "นำเข้าครบแล้ว" in done.text
    assert names(office) == ["ณัฐวุฒิ"]
    next_time = upload(browser, content.replace(b"12/3", b"12/4"), name="ปีหน้า.csv")
    assert "รายชื่อ.csv" in next_time.text
    known = re.search(r'<option value="([0-9a-f]{64})">', next_time.text)
    assert known
    assert "จับคู่แล้ว 7 จาก 7 คอลัมน์" in press(browser, next_time, "read", dictionary_id=known[1]).text


def test_a_file_whose_name_leads_elsewhere_or_is_too_long_comes_in_like_any_other(
    browser: httpx.Client, office: Office
) -> None:
    for number, name in enumerate(("../../../tmp/x.txt", "..", "ก" * 150 + ".txt", "..\\..\\x.txt"), start=1):
        line = a_line(PID="", HH_SEQ=str(number), FNAME=f"คน{number}")
        assert bring(browser, a_file(line), name=name).status_code == 200
        assert f"คน{number}" in names(office)


def test_the_same_file_read_another_way_mends_what_was_read_wrong(browser: httpx.Client, office: Office) -> None:
    content = a_file(a_line(LNAME="ณัฐวุฒิ", FNAME="ศรีสุข"))
    bring(browser, content)
    assert names(office) == ["ศรีสุข"]
    preview = upload(browser, content)
    places = dict(re.findall(r'name="role_(\d+)" aria-label="[^"]* (FNAME|LNAME)"', preview.text))
    roles = {f"role_{place}": {"FNAME": "family_name", "LNAME": "given_name"}[name] for place, name in places.items()}
    commit(browser, press(browser, preview, "trial", **roles))
    assert "ณัฐวุฒิ" in names(office)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ไม่มีข้อมูลสักบรรทัด"),
        (b"%PDF-1.7", "เป็น PDF"),
        (b"\x89PNG\r\n\x1a\n", "เป็นรูปภาพ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel รุ่นเก่า"),
        (bytes(range(256)) * 20, "อ่านแฟ้มนี้ไม่ได้"),
        (b"PK\x03\x04" + bytes(40), "zip นี้เสียหาย"),
    ],
)
def test_a_wrong_file_is_told_at_its_field_and_nothing_else_is_lost(
    browser: httpx.Client, content: bytes, words: str
) -> None:
    answer = upload(browser, content, kind="welfare")
    assert answer.status_code == 422
    assert words in answer.text
    assert re.search(r'value="welfare" checked', answer.text)


def test_a_file_that_was_cut_on_the_way_says_where(browser: httpx.Client) -> None:
    content = a_file(a_line(), a_child(), a_neighbour())[:-60]
    failed = press(browser, upload(browser, content), "trial")
    assert "แฟ้มนี้ขาดท้ายที่บรรทัด 4" in failed.text
    assert "กลับไปหน้าที่สั่งงานนี้" in failed.text


def test_people_of_another_district_are_refused_in_words(browser: httpx.Client, office: Office) -> None:
    with office.database() as database:
        lists.Office(database, SAMPLE).serve("5602")
    trial = press(browser, upload(browser, a_file(a_line(), a_line(TAMBON_CODE="560201", HH_SEQ="2"))), "trial")
    assert "นำเข้า 1 แถวที่รับได้" in trial.text
    assert "อยู่ในอำเภอที่เซิร์ฟเวอร์นี้ไม่ได้ดูแล" in trial.text
    nobody = press(browser, upload(browser, a_file(a_line(TAMBON_CODE="560201"))), "trial")
    assert "5602" in nobody.text
    with office.database() as database:
        assert lists.Office(database, SAMPLE).rows(Person, "5602") == []


def test_an_edited_import_is_not_undone_and_the_page_names_the_house(browser: httpx.Client, office: Office) -> None:
    result = bring(browser, a_file(a_line(), a_child()))
    with office.database() as database:
        there = lists.Office(database, SAMPLE)
        there.officer_edits("person", there.row(Person, given_name="อำนาจ"), phone="0811111111")
    told = undo(browser, result)
    assert "มีคนแก้หรือทำงานต่อกับ 1 รายการ" in told.text
    past = re.search(r'href="(/import/past/[^"]+)"', result.text)
    assert past
    page = browser.get(past[1], params={"check": "true"})
    assert "176/62" in page.text
    assert 'action="' + past[1] + '/undo"' not in page.text
    assert len(names(office)) == 2


def test_a_welfare_list_is_described_linked_and_undone(browser: httpx.Client, office: Office) -> None:
    bring(browser, a_file(a_line(), a_child(), a_neighbour()))
    header, lines = "|".join(PAYMENT), (a_payment(), a_payment(PID=STRANGER))
    content = "".join(f"{line}\n" for line in (header, *lines)).encode()
    preview = upload(browser, content, name="เบี้ย.txt", kind="welfare")
    lacking = press(browser, preview, "trial")
    assert lacking.status_code == 422
    assert "ยังขาดช่อง" in lacking.text
    dataset = {f"dataset_{name}": value for name, value in DATASET.items()}
    trial = press(browser, preview, "trial", **dataset)
    assert "เพิ่มรายการสวัสดิการ 1 รายการ" in trial.text
    assert "ไม่พบเลขนี้ในอำเภอ" in trial.text
    result = commit(browser, trial)
    assert "นำเข้าครบแล้ว" in result.text
    assert "ถอนแล้วโดย" in undo(browser, result).text
    with office.database() as database:
        assert lists.Office(database, SAMPLE).rows(WelfareReceipt) == []


def test_what_is_not_there_any_more_is_a_page_with_words(browser: httpx.Client) -> None:
    for path in (
        f"/import/{uuid4()}",
        f"/import/{uuid4()}/trial",
        f"/import/past/{uuid4()}",
        f"/import/{uuid4()}/refused",
    ):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "ไม่มีรายการนำเข้านี้แล้ว" in answer.text


def test_two_who_import_the_same_file_at_once_bring_it_in_once(browser: httpx.Client, office: Office) -> None:
    content = a_file(a_line(), a_child())
    trials = [press(browser, upload(browser, content), "trial") for _ in range(2)]
    asked = [
        browser.post(f"{trial.url.path.removesuffix('/trial')}/commit", data={"csrf": mark(trial)}) for trial in trials
    ]
    told = [finished(browser, answer).text for answer in asked]
    assert sorted("ครั้งนี้ไม่มีข้อมูลใดเปลี่ยน" in text for text in told) == [False, True]
    assert len(names(office)) == 2


def test_a_large_spreadsheet_is_read_beside_the_page(
    browser: httpx.Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming_list, "SOON_READ", 100)
    rows = [tuple(line.split("|")) for line in (lists.HEADER, a_line(), a_child())]
    preview = finished(browser, upload(browser, a_workbook(*rows), name="เป้าหมาย.xlsx"))
    assert "จับคู่แล้ว 22 จาก 22 คอลัมน์" in preview.text
    commit(browser, press(browser, preview, "trial"))
    assert names(office) == ["ณัฐวุฒิ", "อำนาจ"]


def test_a_preview_of_a_wide_list_stays_a_small_page(browser: httpx.Client) -> None:
    content = (SAMPLE / "targets.txt").read_bytes()
    preview = upload(browser, content, dictionary=(SAMPLE / "dictionary.csv").read_bytes())
    assert len(preview.content) < 100_000


def test_the_list_of_households_is_made_after_an_import_before_somebody_opens_it(
    browser: httpx.Client, office: Office
) -> None:
    sign_in(browser)
    bring(browser, (SAMPLE / "targets.txt").read_bytes(), dictionary=(SAMPLE / "dictionary.csv").read_bytes())
    with office.database() as database, database.reading() as session:
        (made,) = jobs.newest(session, DISTRICT, household_index.JOB, most=2)
        opened = finished(browser, browser.get(f"/jobs/{made.id}"))
    assert opened.url.path == "/households"
    assert "2,000 ครัวเรือน" in opened.text
