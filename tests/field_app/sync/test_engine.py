"""The exchange loop: repeated until nothing is left, stopped anywhere, and a log that tells the truth."""

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import col, delete, select

from field_app.services import exchange
from field_app.services.tablet import Tablet
from field_app.store import container, outbox
from field_app.store.errors import StorageFull
from field_app.store.tables import OutboxEntry, SyncState
from field_app.sync.engine import ATTEMPTS, LOG_LENGTH, NO_EPOCH, Summary
from field_app.sync.errors import Offline, ServerRefused
from shared_models.edit import Edit
from shared_models.exchange import ExchangeRequest, Refusal
from tests.builders import SUBDISTRICT, a_household, a_person, a_tablet
from tests.field_app.office import Office, a_row, digest_of, nothing, refused, tables


async def run(tablet: Tablet, office: Office, told: list[Summary] | None = None) -> Summary:
    async with httpx.AsyncClient(transport=office) as http:
        return await exchange.exchange(tablet, http, told.append if told is not None else None)


async def log(tablet: Tablet) -> list[dict[str, Any]]:
    return (await exchange.standing(tablet)).log


async def states(tablet: Tablet) -> set[str]:
    return await tablet.database.read(lambda session: set(session.exec(select(OutboxEntry.state))))


def lost(_: ExchangeRequest) -> Exception:
    return httpx.ReadTimeout("ขาดหาย")


def an_action(operations: int) -> list[Edit]:
    """A household of which much is recorded at once."""
    home = a_household()
    return home + [a_person(home[0].row_id, given_name=f"คนที่ {n}") for n in range(operations - len(home))]


async def test_nothing_to_do_is_one_request_and_two_small_writes(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await run(tablet, Office(nothing))
        before = (await tablet.database.check()).journal_records
        summary = await run(tablet, Office(nothing))
        assert (summary.requests, summary.sent, summary.received, summary.finished) == (1, 0, 0, True)
        assert (await tablet.database.check()).journal_records == before + 2, "its number, and what came of it"
        assert summary.bytes_up < 300


BAD_ROWS = {"person": {"count": 1, "same": {}, "steps": {"seq": [3]}, "columns": {}, "ids": {"id": [0]}}}


@pytest.mark.parametrize(
    "bad",
    [
        {"tables": BAD_ROWS, "ids": bytes(16)},
        {"unchecked": {"reference": {"version": "2", "officers": ["อรทัย คำมูล"]}}},
        {"unchecked": {"reference": {"version": "2", "tablets": {"a": None}}}},
        {"unchecked": {"reference": "ตาราง"}},
    ],
)
async def test_a_reply_that_fits_no_table_is_as_if_none_had_come(tmp_path: Path, bad: dict[str, Any]) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        with pytest.raises(Offline) as told:
            await run(tablet, Office(lambda _: bad))
        assert (told.value.details, await states(tablet)) == ({"reason": "answer"}, {"out"})
        assert (await run(tablet, Office(nothing))).stored == 2


async def test_pages_are_asked_for_until_there_are_no_more(tmp_path: Path) -> None:
    edits = a_household(members=2)
    rows = [a_row(edit, n) for n, edit in enumerate(edits, 1)]

    def page(number: int, **others: Any) -> Any:
        def answer(_: ExchangeRequest) -> Mapping[str, Any]:
            return {**tables(rows[number - 1 : number]), "cursors": {SUBDISTRICT: number}, **others}

        return answer

    last = page(3, digests={SUBDISTRICT: digest_of(rows)})
    office, told = Office(page(1, more=True), page(2, more=True), last), list[Summary]()
    async with a_tablet(tmp_path) as tablet:
        summary = await run(tablet, office, told)
        assert (summary.requests, summary.received, summary.finished, summary.mismatched) == (3, 3, True, [])
        assert [asked.cursors for asked in office.requests] == [{}, {SUBDISTRICT: 1}, {SUBDISTRICT: 2}]
        assert [one.received for one in told] == [1, 2, 3]
        assert [one.finished for one in told] == [False, False, True]


async def test_many_operations_go_in_several_requests_and_none_twice(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for _ in range(3):
            await tablet.record(an_action(200))
        office = Office(nothing)
        summary = await run(tablet, office)
        sizes = [sum(len(run.operations) for run in asked.runs) for asked in office.requests]
        assert (sizes, summary.sent, summary.stored) == ([400, 200], 600, 600)
        assert await states(tablet) == {"stored"}


@pytest.mark.parametrize("after", [0, 1])
async def test_an_interrupted_exchange_leaves_the_log_truthful_and_goes_on_from_there(
    tmp_path: Path, after: int
) -> None:
    async with a_tablet(tmp_path) as tablet:
        for _ in range(2):
            await tablet.record(an_action(300))
        with pytest.raises(Offline):
            await run(tablet, Office(*[nothing] * after, lost))
        (entry,) = await log(tablet)
        assert {name: entry[name] for name in ("requests", "sent", "stored", "finished")} == {
            "requests": after + (ATTEMPTS if after else 1),
            "sent": 300 * after,
            "stored": 300 * after,
            "finished": False,
        }
        standing = await exchange.standing(tablet)
        assert (standing.unsent, standing.last_exchange_ms) == (600 - 300 * after, None)
        summary = await run(tablet, Office(nothing))
        assert (summary.sent, summary.finished) == (600 - 300 * after, True)
        assert [entry["finished"] for entry in await log(tablet)] == [True, False]


async def test_a_number_that_is_too_low_goes_on_above_the_highest(tmp_path: Path) -> None:
    def too_low(_: ExchangeRequest) -> httpx.Response:
        return httpx.Response(409, json={"code": "number_too_low", "details": {"highest": 41}})

    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        office = Office(too_low, nothing)
        summary = await run(tablet, office)
        assert [asked.number for asked in office.requests] == [1, 42]
        assert (summary.stored, summary.requests, summary.finished) == (2, 2, True)
        with pytest.raises(ServerRefused):
            await run(tablet, Office(too_low))


async def test_a_server_that_refuses_leaves_everything_unsent(tmp_path: Path) -> None:
    def unknown(_: ExchangeRequest) -> httpx.Response:
        return httpx.Response(401, json={"code": "unauthenticated", "details": {}})

    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        with pytest.raises(ServerRefused) as told:
            await run(tablet, Office(unknown))
        assert told.value.details["answer"] == "unauthenticated"
        assert await states(tablet) == {"out"}


async def test_another_epoch_is_met_and_the_exchange_ends_with_it(tmp_path: Path) -> None:
    def restored(_: ExchangeRequest) -> Mapping[str, Any]:
        return {"epoch": "b2"}

    async with a_tablet(tmp_path) as tablet:
        await run(tablet, Office(nothing))
        office = Office(restored, lambda asked: {"epoch": asked.epoch})
        summary = await run(tablet, office)
        assert [asked.epoch for asked in office.requests] == ["no-server", "b2"]
        assert (office.requests[1].cursors, summary.finished) == ({}, True)


async def test_a_cache_begun_anew_learns_the_epoch_from_the_first_answer(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.database.write(lambda t: t.session.exec(delete(SyncState).where(col(SyncState.name) == "epoch")))
        office = Office(lambda _: {"epoch": "b2"}, lambda asked: {"epoch": asked.epoch})
        assert (await run(tablet, office)).finished
        assert [asked.epoch for asked in office.requests] == [NO_EPOCH, "b2"]


async def test_what_waits_is_sent_once_in_an_exchange(tmp_path: Path) -> None:
    def upgrade(asked: ExchangeRequest) -> Mapping[str, Any]:
        stamps = [signed.stamp for run in asked.runs for signed in run.operations]
        return {"receipts": refused(stamps, Refusal.UPGRADE, "plan")}

    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        for _ in range(2):
            office = Office(upgrade)
            assert (await run(tablet, office)).refused == 2
            assert len(office.requests) == 1
        assert (await exchange.standing(tablet)).unsent == 2
        assert (await exchange.standing(tablet)).needs_attention == 0
        assert (await run(tablet, Office(nothing))).stored == 2


async def test_a_digest_that_stays_wrong_is_in_the_log_and_in_the_next_request(tmp_path: Path) -> None:
    def wrong(_: ExchangeRequest) -> Mapping[str, Any]:
        return {"cursors": {SUBDISTRICT: 5}, "digests": {SUBDISTRICT: "9:0000000000000009"}}

    async with a_tablet(tmp_path) as tablet:
        office = Office(wrong)
        summary = await run(tablet, office)
        assert (summary.requests, summary.mismatched, summary.finished) == (2, [SUBDISTRICT], True)
        await run(tablet, office)
        assert [asked.mismatched for asked in office.requests] == [(), (), (SUBDISTRICT,)]
        assert [entry["mismatched"] for entry in await log(tablet)] == [[SUBDISTRICT]] * 2


async def test_a_full_disk_stops_the_exchange_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageFull() from OSError(errno.ENOSPC, "เต็ม")

    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        with monkeypatch.context() as patch:

            def fill(asked: ExchangeRequest) -> Mapping[str, Any]:
                patch.setattr(container.Container, "append", full)
                return nothing(asked)

            with pytest.raises(StorageFull):
                await run(tablet, Office(fill))
        assert (await states(tablet), await log(tablet)) == ({"out"}, [])
        assert (await run(tablet, Office(nothing))).stored == 2


async def test_the_log_keeps_the_last_exchanges_only(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        office = Office(nothing)
        for _ in range(LOG_LENGTH + 2):
            await run(tablet, office)
        assert len(await log(tablet)) == LOG_LENGTH
        assert [asked.number for asked in office.requests] == list(range(1, LOG_LENGTH + 3))


async def test_old_operations_are_forgotten_by_the_servers_clock_alone(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        await run(tablet, Office(nothing))
        later = {"time_ms": 1_790_000_000_000 + outbox.KEPT_MS + 1}
        await run(tablet, Office(nothing))
        assert await states(tablet) == {"stored"}
        await run(tablet, Office(lambda _: later))
        assert await states(tablet) == set()
