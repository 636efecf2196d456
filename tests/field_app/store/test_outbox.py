"""The outbox: first in, first out, whole actions, signed chains, and what each receipt makes of an operation."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session, col, select

from field_app.services.tablet import Tablet
from field_app.store import outbox, state
from field_app.store.outbox import KEPT_MS, Author
from field_app.store.tables import OutboxEntry, SendState
from field_app.store.vault import KeyRing
from shared_models.edit import Edit
from shared_models.exchange import OperationReceipt, Receipt, Refusal, Run
from shared_models.operation import GENESIS, Operation, chained
from tests.builders import VILLAGE, a_household, a_tablet
from tests.field_app.office import TIME_MS, refused, stored


async def entries(tablet: Tablet) -> list[OutboxEntry]:
    def work(session: Session) -> list[OutboxEntry]:
        return list(session.exec(select(OutboxEntry).order_by(col(OutboxEntry.stamp))))

    return await tablet.database.read(work)


async def runs(tablet: Tablet, limit: int = 500) -> list[Run]:
    return await tablet.database.read(lambda session: outbox.next_runs(session, limit))


async def settle(tablet: Tablet, receipts: tuple[OperationReceipt, ...], *, newest: bool = True) -> int:
    found = await tablet.database.write(
        lambda t: outbox.settle(t, receipts, newest=newest, now_ms=5, server_ms=TIME_MS)
    )
    return len(found)


def sizes(found: list[Run]) -> list[int]:
    return [len(run.operations) for run in found]


async def test_operations_go_in_their_order_and_no_action_is_split(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for _ in range(3):
            await tablet.record(a_household(members=3))
        assert [sizes(await runs(tablet, limit)) for limit in (12, 11, 8, 7, 4)] == [[12], [8], [8], [4], [4]]
        assert sizes(await runs(tablet, 1)) == [4], "an action that alone is longer goes whole"
        (run,) = await runs(tablet)
        stamps = [signed.stamp for signed in run.operations]
        assert stamps == sorted(stamps) == [entry.stamp for entry in await entries(tablet)]


async def test_a_run_is_a_chain_signed_at_its_end(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(members=2))
        (run,) = await runs(tablet)
        ends = run.continues
        for signed in run.operations:
            ends = chained(ends, salt=signed.salt, body=signed.body)
        assert run.continues == GENESIS
        Ed25519PublicKey.from_public_bytes(tablet.ring.public).verify(run.signature, ends)
        assert len({signed.salt for signed in run.operations}) == 3


async def test_a_gap_in_the_chain_starts_a_new_run(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        actions = [await tablet.record(a_household()) for _ in range(3)]
        await settle(tablet, stored(operation.stamp for operation in actions[1]))
        found = await runs(tablet)
        assert sizes(found) == [2, 2]
        assert found[1].continues != found[0].continues


async def test_officers_of_one_tablet_have_chains_of_their_own(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        ring = KeyRing.new()
        other = Tablet(
            tablet.settings,
            tablet.key_file,
            tablet.officer.model_copy(update={"officer_id": uuid4()}),
            ring,
            tablet.database,
        )
        for who in (tablet, other, tablet):
            await who.record(a_household())
        found = await runs(tablet)
        assert [run.officer_id for run in found] == [who.officer.officer_id for who in (tablet, other, tablet)]
        assert found[1].continues == GENESIS
        last = (await entries(tablet))[1]
        assert found[2].continues == last.chain_after
        assert all(before.stamp < after.stamp for before, after in pairwise(await entries(tablet)))


@pytest.mark.parametrize(
    ("receipt", "refusal", "detail", "after"),
    [
        (Receipt.STORED, None, None, SendState.STORED),
        (Receipt.KNOWN, None, None, SendState.STORED),
        (Receipt.KNOWN, None, "เลขที่ขัดแย้ง", SendState.CONFLICT),
        (Receipt.CONFLICT, None, "เลขที่ขัดแย้ง", SendState.CONFLICT),
        (Receipt.HELD, None, None, SendState.HELD),
        (Receipt.REFUSED, Refusal.ACCESS, "area", SendState.REFUSED),
        (Receipt.REFUSED, Refusal.MALFORMED, "given_name", SendState.REFUSED),
        (Receipt.REFUSED, Refusal.TOO_LARGE, "body", SendState.REFUSED),
        (Receipt.REFUSED, Refusal.INTERNAL, "", SendState.REFUSED),
        (Receipt.REFUSED, Refusal.UPGRADE, "plan", SendState.UPGRADE),
        (Receipt.REFUSED, Refusal.MISSING_ROW, "person", SendState.MISSING_ROW),
    ],
)
async def test_a_receipt_decides_what_becomes_of_an_operation(
    tmp_path: Path, receipt: Receipt, refusal: Refusal | None, detail: str | None, after: SendState
) -> None:
    async with a_tablet(tmp_path) as tablet:
        (operation, *_) = await tablet.record(a_household())
        one = OperationReceipt(stamp=operation.stamp, receipt=receipt, refusal=refusal, detail=detail)
        assert await settle(tablet, (one,)) == 1
        entry = (await entries(tablet))[0]
        assert (entry.state, entry.refusal, entry.detail, entry.answered_ms) == (after, refusal, detail, 5)
        received = after in (SendState.STORED, SendState.CONFLICT, SendState.HELD)
        assert entry.received_ms == (TIME_MS if received else None)
        kept = f"operation:{operation.stamp}" in await tablet.database.rescued()
        assert kept is not received, "what the office has need not be rescued"


async def test_only_the_newest_reply_refuses_and_nothing_refuses_what_the_office_has(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second = await tablet.record(a_household())
        assert await settle(tablet, refused([first.stamp, second.stamp], Refusal.ACCESS), newest=False) == 0
        assert await settle(tablet, stored([first.stamp]), newest=False) == 1
        assert await settle(tablet, refused([first.stamp, second.stamp], Refusal.ACCESS)) == 1
        assert [entry.state for entry in await entries(tablet)] == [SendState.STORED, SendState.REFUSED]
        assert await settle(tablet, stored(["0" * 32])) == 0, "a receipt for what is not here is passed over"


async def test_what_waits_goes_again_with_every_exchange_and_what_is_in_the_tray_does_not(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        stamps = [(await tablet.record(a_household()))[0].stamp for _ in range(4)]
        for stamp, why in zip(
            stamps, (Refusal.UPGRADE, Refusal.MISSING_ROW, Refusal.ACCESS, Refusal.INTERNAL), strict=True
        ):
            await settle(tablet, refused([stamp], why))
        await tablet.database.write(lambda t: outbox.retry_waiting(t.session))
        found = {entry.stamp: entry.state for entry in await entries(tablet)}
        assert [found[stamp] for stamp in stamps] == [
            SendState.OUT,
            SendState.OUT,
            SendState.REFUSED,
            SendState.REFUSED,
        ]
        await tablet.database.write(lambda t: state.write(t.session, "restored", value=True))
        for expected in (SendState.OUT, SendState.REFUSED):
            await tablet.database.write(lambda t: outbox.retry_waiting(t.session))
            assert {e.stamp: e.state for e in await entries(tablet)}[stamps[2]] == expected
            await settle(tablet, refused([stamps[2]], Refusal.ACCESS))


async def test_meeting_a_restored_server_everything_kept_goes_again_and_is_rescued_again(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second = await tablet.record(a_household())
        await settle(tablet, (*stored([first.stamp]), *refused([second.stamp], Refusal.MALFORMED)))
        await tablet.database.write(outbox.send_all_again)
        assert {entry.state for entry in await entries(tablet)} == {SendState.OUT}
        kept = await tablet.database.rescued()
        assert {f"operation:{first.stamp}", f"operation:{second.stamp}"} <= set(kept)


async def test_an_operation_is_kept_45_days_after_its_receipt_by_the_servers_clock(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second = await tablet.record(a_household())
        await settle(tablet, (*stored([first.stamp]), *refused([second.stamp], Refusal.ACCESS)))
        for later, left in ((KEPT_MS, 2), (KEPT_MS + 1, 1)):
            await tablet.database.write(lambda t, n=later: outbox.forget_old(t.session, TIME_MS + n))
            assert len(await entries(tablet)) == left
        assert [entry.stamp for entry in await entries(tablet)] == [second.stamp], "a refused one is never forgotten"


async def test_stamps_and_chains_go_on_in_a_rescued_vault_also_when_nothing_was_unsent(tmp_path: Path) -> None:
    async with a_tablet(tmp_path / "old") as old:
        operations = await old.record(a_household())
        await settle(old, stored(operation.stamp for operation in operations))
        rescued = await old.database.rescued()
        chain = (await entries(old))[-1].chain_after
    async with a_tablet(tmp_path / "new") as new:
        assert await new.database.write(lambda t: outbox.restored(t.session, rescued)) == []
        author = Author(operations[0].officer_id, operations[0].device_id, new.ring.sign)
        assert await new.database.read(lambda s: state.read(s, "last_stamp")) == operations[-1].stamp
        assert await new.database.read(lambda s: state.read(s, f"chain:{author.officer_id}")) == chain.hex()


async def test_a_rescued_operation_is_the_same_to_the_byte(tmp_path: Path) -> None:
    async with a_tablet(tmp_path / "old") as old:
        home = a_household(house_no="๔๗/๒")
        await old.record(home)
        await old.record([Edit("household", home[0].row_id, home[0].row_id, {"village_code": VILLAGE[:7] + "5"})])
        before, rescued = await entries(old), await old.database.rescued()
    async with a_tablet(tmp_path / "new") as new:
        await new.database.write(lambda t: outbox.restored(t.session, rescued))
        names = OutboxEntry.model_fields
        values = [[{n: getattr(e, n) for n in names} for e in found] for found in (before, await entries(new))]
        assert values[0] == values[1]
        assert [Operation.model_validate_json(e.body).stamp for e in before] == [e.stamp for e in before]


async def test_what_a_restored_server_did_not_know_of_a_household_goes_again_once(tmp_path: Path) -> None:
    """The move that brought the row there may be on another tablet still."""
    async with a_tablet(tmp_path) as tablet:
        (operation, *_) = await tablet.record(a_household())
        malformed = refused([operation.stamp], Refusal.MALFORMED)
        elsewhere = [receipt.model_copy(update={"detail": "household_id"}) for receipt in malformed]

        async def again(receipts: Sequence[OperationReceipt], *, restored: bool) -> SendState:
            await settle(tablet, receipts)
            await tablet.database.write(lambda t: state.write(t.session, "restored", value=restored))
            await tablet.database.write(lambda t: outbox.retry_waiting(t.session))
            return {entry.stamp: entry.state for entry in await entries(tablet)}[operation.stamp]

        assert await again(elsewhere, restored=False) == SendState.REFUSED
        assert await again(malformed, restored=True) == SendState.REFUSED
        assert await again(elsewhere, restored=True) == SendState.OUT
