"""How things stand: counts, the last exchange that went through, the clock, and each household's receipts."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from field_app.services import exchange
from field_app.services.tablet import Tablet
from field_app.store.repository import Moment
from field_app.sync.errors import InsecureServer, Offline
from shared_models.edit import Edit
from shared_models.exchange import ExchangeRequest, Refusal
from tests.builders import SUBDISTRICT, a_household, a_tablet
from tests.field_app.office import (
    TIME_MS,
    Office,
    a_row,
    digest_of,
    nothing,
    receive,
    refused,
    reply_to,
    stored,
    tables,
)


async def run(tablet: Tablet, office: Office) -> None:
    async with httpx.AsyncClient(transport=office) as http:
        await exchange.exchange(tablet, http)


def at(ms: int) -> Callable[[], Moment]:
    return lambda: Moment(ms, lambda size: bytes(range(size)))


async def test_a_new_tablet_has_nothing_and_has_never_exchanged(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        standing = await exchange.standing(tablet)
    assert (standing.households, standing.persons, standing.unsent, standing.needs_attention) == (0, 0, 0, 0)
    assert (standing.conflicts, standing.last_exchange_ms, standing.log, standing.digests) == (0, None, [], {})


async def test_what_is_recorded_waits_until_it_has_its_receipt(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(members=2))
        standing = await exchange.standing(tablet)
        assert (standing.households, standing.persons, standing.unsent) == (1, 2, 3)
        await run(tablet, Office(nothing))
        standing = await exchange.standing(tablet)
        assert (standing.unsent, standing.needs_attention) == (0, 0)
        assert standing.last_exchange_ms == standing.log[0]["at_ms"]


async def test_what_was_refused_needs_attention_and_what_waits_by_itself_does_not(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        actions = [await tablet.record(a_household()) for _ in range(3)]
        whys = (Refusal.ACCESS, Refusal.UPGRADE, Refusal.MISSING_ROW)
        receipts = tuple(
            one
            for action, why in zip(actions, whys, strict=True)
            for one in refused([operation.stamp for operation in action], why)
        )
        await receive(tablet, await reply_to(tablet, receipts=receipts))
        standing = await exchange.standing(tablet)
        assert (standing.needs_attention, standing.unsent) == (2, 4)


async def test_an_exchange_that_failed_is_not_the_last_one(tmp_path: Path) -> None:
    def off(_: ExchangeRequest) -> Exception:
        return httpx.ConnectError("ปิดอยู่")

    async with a_tablet(tmp_path) as tablet:
        tablet.moment = at(1_000_000)
        await run(tablet, Office(nothing))
        tablet.moment = at(2_000_000)
        with pytest.raises(Offline):
            await run(tablet, Office(off))
        standing = await exchange.standing(tablet)
    assert standing.last_exchange_ms == 1_000_000
    assert [(entry["at_ms"], entry["finished"]) for entry in standing.log] == [(2_000_000, False), (1_000_000, True)]


async def test_a_clock_far_off_is_told_and_one_a_little_off_is_not(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for skew_ms, told in ((4 * 60_000, False), (-6 * 60_000, True), (17_000_000_000_000, True)):
            tablet.moment = at(TIME_MS + skew_ms)
            await run(tablet, Office(nothing))
            standing = await exchange.standing(tablet)
            assert (standing.skew_ms, standing.clock_off) == (skew_ms, told)


async def test_digests_are_those_of_the_rows_held(tmp_path: Path) -> None:
    edits = a_household(members=2)
    rows = [a_row(edit, n) for n, edit in enumerate(edits, 1)]
    async with a_tablet(tmp_path) as tablet:
        await run(tablet, Office(lambda _: {**tables(rows), "cursors": {SUBDISTRICT: 3}}))
        assert (await exchange.standing(tablet)).digests == {SUBDISTRICT: digest_of(rows)}
        await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "๔๘"})])
        assert (await exchange.standing(tablet)).digests == {SUBDISTRICT: digest_of(rows)}, "until the office has it"


async def test_a_server_beyond_this_machine_over_plain_http_is_never_asked(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        tablet.key_file.server_url = "http://office.example"
        office = Office(nothing)
        with pytest.raises(InsecureServer):
            await run(tablet, office)
        assert office.requests == []


async def test_receipts_are_told_household_by_household(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second = [await tablet.record(a_household(house_no=number)) for number in ("๑", "๒")]

        def half(asked: ExchangeRequest) -> dict[str, object]:
            told = nothing(asked)
            wrong = refused([operation.stamp for operation in second], Refusal.ACCESS)
            right = [s.stamp for run in asked.runs for s in run.operations if s.stamp not in {r.stamp for r in wrong}]
            return {**told, "receipts": (*stored(right), *wrong)}

        await run(tablet, Office(half))
        found = {one.line.household.id: one for one in await exchange.receipts(tablet)}
        assert {i: (one.stored, one.refused, one.waiting) for i, one in found.items()} == {
            first[0].row_id: (2, 0, 0),
            second[0].row_id: (0, 2, 0),
        }
