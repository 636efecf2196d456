"""The overview: of the whole district, or of the areas of one who holds less; and the tablets on it."""

from pathlib import Path

import httpx
import pytest

from shared_models.officer import Role
from tests.builders import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_SUBDISTRICT,
    OTHER_VILLAGE,
    SUBDISTRICT,
    VILLAGE,
    Office,
    a_household,
    synchronise,
)
from tests.server.console.browsing import an_account, sign_in


@pytest.fixture
async def office(office: Office, tmp_path: Path) -> Office:
    """Two households in one subdistrict, one in another, sent by a real tablet."""
    tablet = await office.tablet(tmp_path / "tablet", DISTRICT)
    for number, village in enumerate((VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE)):
        await tablet.record(a_household(village, str(number)))
    await synchronise(tablet)
    await tablet.close()
    return office


def totals(page: httpx.Response) -> list[str]:
    foot = page.text.split("<tfoot>")[1].split("</tfoot>")[0]
    return foot.split('<td class="n">')[1].split("<")[0:1]


@pytest.mark.parametrize(("area", "households", "line"), [(SUBDISTRICT, "2", "หมู่ 4"), (VILLAGE, "1", "หมู่ 4")])
def test_who_holds_less_than_the_district_sees_their_own_area_and_nothing_else(
    browser: httpx.Client, office: Office, area: str, households: str, line: str
) -> None:
    an_account(office, Role.OFFICER, area)
    page = sign_in(browser, Role.OFFICER.value)
    assert (page.status_code, page.url.path) == (200, "/")
    assert "ภาพรวมพื้นที่ของท่าน" in page.text
    assert line in page.text
    assert totals(page) == [households]
    assert "แท็บเล็ต" not in page.text.split("<main")[1]
    assert "ข้อมูลไม่ตรงกัน" not in page.text
    assert OTHER_SUBDISTRICT not in page.text
    assert browser.get(f"/progress/{OTHER_SUBDISTRICT}").status_code == 403


@pytest.mark.usefixtures("office")
def test_the_district_sees_all_and_how_many_tablets_exchanged_today(browser: httpx.Client) -> None:
    page = sign_in(browser)
    assert totals(page) == ["3"]
    assert "แลกเปลี่ยนวันนี้ 1 จาก 1 เครื่อง" in page.text
    assert "ยังไม่ส่ง" in page.text
    assert f"/progress/{SUBDISTRICT}" in page.text
