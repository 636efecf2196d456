"""Bringing lists in over the office's pages: from the file to the households, and back."""

import re

import httpx
import pytest

from shared_models.household import Household
from shared_models.person import Person
from tests.builders import Office
from tests.server.console.browsing import sign_in
from tests.server.console.importing import SAMPLE, a_file, bring, commit, press, undo, upload
from tests.server.console.test_audit import on_record
from tests.server.services import lists
from tests.server.services.lists import a_child, a_line, a_neighbour


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
