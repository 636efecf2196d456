"""A tablet away from the office for long: it shows nothing, still hands everything in, and then opens at once."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from field_app.services import lease
from field_app.services.lease import LeaseOver
from field_app.services.tablet import Tablet
from field_app.sync.errors import Offline
from server.services import reference
from server.tables import ServerState
from shared_models.lease import DAY_MS, Lease
from tests.builders import AWAY_MS, DISTRICT, a_household, lie_in_a_drawer
from tests.round_trip.district import Clock, record, reopen
from tests.round_trip.programs import Program, enrolled
from tests.round_trip.test_bundle import Field, export, fields, take_in

ERA_MS = 543 * 365 * DAY_MS


@pytest.fixture(scope="module", autouse=True)
def stretching() -> None:
    """As it is: the commands open these tablets too."""


@pytest.fixture
async def field(tmp_path: Path) -> AsyncIterator[Field]:
    async for found in fields(f"sqlite:///{tmp_path / 'server.db'}", tmp_path):
        yield found


async def a_met_tablet(field: Field, *, skew_ms: int = 0) -> Tablet:
    """One that holds a household and has exchanged now, by a clock that is wrong by so much."""
    tablet = await field.tablet(skew_ms=skew_ms)
    await record(tablet, a_household())
    await field.online(tablet)
    return tablet


async def left(tablet: Tablet) -> int:
    """The days left; 0 is over."""
    found = await lease.standing(tablet)
    assert found is not None
    return found.left


@pytest.mark.parametrize("skew_ms", [0, -400 * DAY_MS, ERA_MS], ids=["right", "slow", "fast"])
async def test_a_tablet_away_for_too_long_is_over_and_an_exchange_begins_the_lease_anew(
    field: Field, skew_ms: int
) -> None:
    tablet = await field.tablet(skew_ms=skew_ms)
    assert await lease.standing(tablet) is None, "before it ever met the office there is nothing to show"
    await field.online(tablet)
    await lease.demand(tablet)
    tablet.moment = Clock(skew_ms + 40 * DAY_MS)
    assert (await left(tablet), (await lease.demand(tablet)).is_near) == (5, True)
    tablet.moment = Clock(skew_ms + AWAY_MS)
    await record(tablet, a_household(house_no="9"))
    await reopen(tablet)
    with pytest.raises(LeaseOver):
        await lease.demand(tablet)
    summary = await field.connect(tablet)
    assert (summary.stored, await left(tablet)) == (2, 45), "what was recorded is handed in, and it opens at once"


async def test_a_clock_set_back_after_the_end_opens_nothing(field: Field) -> None:
    tablet = await a_met_tablet(field)
    for days in (46, 0, -400, 1):
        tablet.moment = Clock(days * DAY_MS)
        assert await left(tablet) == 0
        await reopen(tablet)


async def test_a_clock_years_ahead_loses_nothing_and_an_exchange_cures_it(field: Field) -> None:
    tablet = await a_met_tablet(field)
    tablet.moment = Clock(3 * 365 * DAY_MS)
    await record(tablet, a_household(house_no="9"))
    assert await left(tablet) == 0
    tablet.moment = Clock(0)
    assert await left(tablet) == 0
    assert (await field.connect(tablet)).stored == 2
    assert await left(tablet) == 45


async def test_an_answer_that_the_office_did_not_sign_or_gave_to_another_request_opens_nothing(field: Field) -> None:
    tablet = await a_met_tablet(field)
    first = await export(tablet)
    tablet.moment = Clock(AWAY_MS)
    await export(tablet)
    await take_in(tablet, field.take(first.data).reply)
    assert await left(tablet) == 0, "the reply to an earlier request"
    with field.server.writing() as session:
        state_row = session.get(ServerState, 1)
        key, state_row.signing_key = state_row.signing_key, b"7" * 32
    await field.connect(tablet)
    assert await left(tablet) == 0, "an office that is not the one that was pinned"
    with field.server.writing() as session:
        session.get(ServerState, 1).signing_key = key
    await field.connect(tablet)
    assert await left(tablet) == 45


async def test_a_file_opens_it_and_the_days_it_was_under_way_are_spent(field: Field) -> None:
    tablet = await a_met_tablet(field)
    tablet.moment = Clock(AWAY_MS)
    await record(tablet, a_household(house_no="9"))
    exported = await export(tablet)
    tablet.moment = Clock(AWAY_MS + 3 * DAY_MS)
    taken = await take_in(tablet, field.take(exported.data).reply)
    assert (taken.summary.stored, await left(tablet)) == (2, 42)


async def test_how_long_it_is_the_office_says(field: Field) -> None:
    tablet = await a_met_tablet(field)
    with field.server.writing() as session:
        reference.edit(
            session, DISTRICT, "retention", "kept,days\ntablet,10\n", changed_by="supervisor", now=datetime.now(UTC)
        )
    tablet.moment = Clock(12 * DAY_MS)
    assert await left(tablet) == 33
    await field.connect(tablet)
    tablet.moment = Clock(24 * DAY_MS)
    assert await lease.standing(tablet) == Lease(10, 0)


async def test_without_an_office_nothing_opens(field: Field) -> None:
    tablet = await a_met_tablet(field)
    tablet.moment = Clock(AWAY_MS)
    with pytest.raises(Offline):
        async with httpx.AsyncClient() as nobody:
            await field.connect(tablet, nobody)
    assert await left(tablet) == 0


async def test_by_command_nothing_is_shown_or_recorded_and_everything_is_handed_in(
    server: Program, address: str, tmp_path: Path
) -> None:
    tablet = enrolled(server, address, tmp_path)
    household = tablet.answer("find", "ศรีสุข")["households"][0]["id"]
    change = json.dumps({"house_no": "321/4"})
    tablet.answer("record", "household", household, change)
    await lie_in_a_drawer(tmp_path)
    for command in (["find", "ศรีสุข"], ["show", household], ["record", "household", household, change]):
        done = tablet.run(*command)
        assert (done.returncode, "ครบ 45 วัน" in done.stderr, done.stdout) == (1, True, "")
    assert [tablet.answer("status")[key] for key in ("unsent", "lease_days_left")] == [1, 0]
    assert tablet.answer("bundle-export", str(tmp_path / "work.visit-bundle"))["operations"] == 1
    assert tablet.answer("sync")["stored"] == 1
    assert tablet.answer("show", household)["household"]["house_no"] == "321/4"
    assert tablet.answer("status")["lease_days_left"] == 45
