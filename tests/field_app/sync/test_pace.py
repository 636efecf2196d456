"""How much a request carries follows the link, and a cut exchange goes on by itself where the office was reached."""

from pathlib import Path

import httpx
import pytest

from field_app.services import exchange
from field_app.services.tablet import Tablet
from field_app.sync.engine import ATTEMPTS, Summary
from field_app.sync.errors import Offline
from field_app.sync.pace import QUICK_SECONDS, SLOW_SECONDS, SMALLEST, Pace
from shared_models.exchange import MAX_RUN, ExchangeRequest
from tests.builders import a_household, a_tablet
from tests.field_app.office import Office, nothing


def lost(_: ExchangeRequest) -> Exception:
    return httpx.ReadTimeout("ขาดหาย")


async def run(tablet: Tablet, office: Office) -> Summary:
    async with httpx.AsyncClient(transport=office) as http:
        return await exchange.exchange(tablet, http)


def carried(asked: ExchangeRequest) -> int:
    return sum(len(run.operations) for run in asked.runs)


def test_a_request_that_is_cut_is_followed_by_a_small_one_and_quick_ones_grow() -> None:
    pace = Pace()
    for expected in (125, 31, SMALLEST, SMALLEST):
        pace = pace.cut()
        assert (pace.operations, pace.rows) == (expected, expected * 10)
    grown = [pace := pace.answered(QUICK_SECONDS / 2) for _ in range(6)]
    assert [step.operations for step in grown] == [40, 80, 160, 320, MAX_RUN, MAX_RUN]
    assert pace.answered((QUICK_SECONDS + SLOW_SECONDS) / 2) == pace
    assert pace.answered(SLOW_SECONDS).operations == MAX_RUN // 2


async def test_an_exchange_that_is_cut_goes_on_with_less(tmp_path: Path) -> None:
    """150 households wait; the first request reaches the office, the next is cut twice."""
    async with a_tablet(tmp_path) as tablet:
        for number in range(150):
            await tablet.record(a_household(house_no=f"๑/{number}", members=3))
        office = Office(nothing, lost, lost, nothing)
        summary = await run(tablet, office)
        assert (summary.sent, summary.stored, summary.finished, summary.requests) == (600, 600, True, 6)
        assert [carried(asked) for asked in office.requests] == [500, 100, 100, 28, 60, 12]
        assert [asked.room for asked in office.requests] == [5000, 5000, 1250, 310, 620, 1240]


async def test_without_a_link_at_all_the_officer_hears_it_at_once(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        office = Office(lost)
        with pytest.raises(Offline):
            await run(tablet, office)
        assert len(office.requests) == 1


async def test_it_gives_up_in_the_end_and_keeps_everything(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for number in range(200):
            await tablet.record(a_household(house_no=f"๑/{number}", members=2))
        office = Office(nothing, lost)
        with pytest.raises(Offline):
            await run(tablet, office)
        assert len(office.requests) == 1 + ATTEMPTS
        standing = await exchange.standing(tablet)
        assert (standing.unsent, standing.log[0]["stored"], standing.log[0]["finished"]) == (102, 498, False)
        office = Office(nothing)
        summary = await run(tablet, office)
        assert (summary.stored, carried(office.requests[0])) == (102, 18), "the next day begins small"
