"""The exchange by a file, by hand: the browser saves the bundle, the office answers, the reply is chosen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from server.services.exchanging import bundles
from tests.browser.driver import Screen, screen, serve_app
from tests.builders import PIN, Office, an_office
from tests.databases import sqlite_url
from tests.round_trip.programs import field_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path_factory.mktemp("office"))) as found:
        yield found


def save_bundle(seen: Screen, folder: Path) -> Path:
    with seen.page.expect_download() as download:
        seen.tap("เขียนลงแฟ้ม")
    place = folder / download.value.suggested_filename
    download.value.save_as(place)
    seen.wait_for("มีงาน")
    return place


def choose(seen: Screen, path: Path) -> None:
    with seen.page.expect_file_chooser() as chooser:
        seen.tap("รับแฟ้มตอบกลับ")
    chooser.value.set_files(path)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["tablet", "phone"])
def test_work_goes_out_as_a_download_and_the_reply_is_chosen(
    size: tuple[int, int], browser: Browser, office: Office, tmp_path: Path
) -> None:
    data_dir = tmp_path / "tablet"
    tablet = field_app(data_dir)  # by commands, while its screens are closed
    tablet.answer("enrol", "--server", office.url, "--code", office.code(office.officer()))
    tablet.answer("record", "household", "new", '{"village_code": "56010204", "house_no": "47/2"}')
    with (
        serve_app("--web", "--data-dir", data_dir) as address,
        screen(browser, address, width=size[0], height=size[1]) as seen,
    ):
        seen.wait_for("ใส่รหัส")
        for digit in PIN:
            seen.tap(f"เลข {digit}", exact=True)
        seen.tap("รอส่ง")
        seen.wait_for("สำนักงานไม่มีเครือข่าย")
        place = save_bundle(seen, tmp_path)
        assert place.name.startswith("visit-")
        seen.screenshot(f"{'phone' if size[0] < 700 else 'tablet'}-by-file")
        choose(seen, place)
        seen.wait_for("เลือกแฟ้มตอบกลับที่สำนักงานให้มา")
        with office.database() as database:
            imported = bundles.take(database, place.read_bytes(), now=datetime.now(UTC))
        assert (imported.stored, imported.refused) == (1, 0)
        reply = tmp_path / "a.hvreply"
        reply.write_bytes(imported.reply)
        choose(seen, reply)
        seen.wait_for("รับแฟ้มตอบกลับแล้ว")
        seen.wait_for("เก็บแล้ว 1 จาก 1")
        assert seen.errors == []
    assert tablet.answer("status")["unsent"] == 0
