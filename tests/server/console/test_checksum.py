"""The printed checksum of a day: what the command says too, for days that are over."""

from datetime import UTC, datetime, timedelta

import httpx

from server.services.proving import checksum
from shared_models.fiscal_year import thai_day
from tests.builders import DISTRICT, Office
from tests.server.console.browsing import sign_in


def test_a_days_checksum_is_shown_with_the_command_that_proves_it_and_today_has_none(
    browser: httpx.Client, office: Office
) -> None:
    sign_in(browser)
    now = datetime.now(UTC)
    day = checksum.yesterday(now)
    with office.database() as database, database.reading() as session:
        made = checksum.of_day(session, DISTRICT, day, now=now)
    shown = browser.get("/audit/checksum")
    assert f"verify-log --against {made.text} --day {day.isoformat()}" in shown.text
    assert made.runs_hash.hex() in shown.text
    earlier = day - timedelta(days=1)
    assert f"/audit/checksum?day={earlier.isoformat()}" in shown.text
    assert f"--day {earlier.isoformat()}" in browser.get(f"/audit/checksum?day={earlier.isoformat()}").text
    thai = browser.get("/audit/checksum", params={"day": f"{day.day}/{day.month}/{day.year + 543}"})
    assert made.text in thai.text
    for asked in (thai_day(now).isoformat(), "2566", "ไม่ใช่วัน"):
        refused = browser.get("/audit/checksum", params={"day": asked})
        assert (refused.status_code, "--against" in refused.text) == (422, False)
