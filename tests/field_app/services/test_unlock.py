"""Opening the tablet with a PIN, and getting typed work back when its cache is damaged."""

import sqlite3
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlmodel import select

from field_app.services import drafts, exchange, households, unlock
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from field_app.store import outbox, state
from field_app.store.errors import VaultBusy, VaultDamaged, VaultMissing, WrongPin
from field_app.store.sealed import Transaction
from field_app.store.tables import OutboxEntry
from shared_models.edit import Edit
from shared_models.operation import Kind, Operation
from tests.builders import PIN, a_household, a_tablet
from tests.field_app.office import Office, a_row, nothing, receive, reply_to, stored


def damage(vault: Path) -> None:
    """Overwrite a stretch in every part of the image and the journal; the rescue entries stay."""
    with sqlite3.connect(vault) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables & {"image", "journal"}:
            file.execute(f'UPDATE "{table}" SET blob = zeroblob(40)')
    file.close()


async def stamps(tablet: Tablet) -> list[str]:
    return await tablet.database.read(lambda session: sorted(session.exec(select(OutboxEntry.stamp))))


async def test_the_pin_opens_what_was_recorded_and_another_does_not(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        home = (await tablet.record(a_household(house_no="๔๗/๒")))[0].row_id
        settings = tablet.settings
        await tablet.close()
        with pytest.raises(WrongPin):
            await unlock.unlock(settings, "000000")
        again = await unlock.unlock(settings, PIN)
        assert (await households.open_file(again, home)).household.house_no == "๔๗/๒"
        assert again.author.officer_id == tablet.author.officer_id
        await again.close()


async def test_a_tablet_that_is_open_cannot_be_opened_again(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        with pytest.raises(VaultBusy):
            await unlock.unlock(tablet.settings, PIN)


async def test_an_officer_who_is_not_of_this_tablet_or_no_tablet_at_all(tmp_path: Path) -> None:
    async with a_tablet(tmp_path / "one") as tablet:
        assert [officer.name for officer in unlock.enrolled(tablet.settings)] == ["อรทัย คำมูล"]
        with pytest.raises(VaultMissing):
            await unlock.unlock(tablet.settings, PIN, uuid4())
    nowhere = tablet.settings.model_copy(update={"data_dir": tmp_path / "ไม่มี"})
    assert unlock.enrolled(nowhere) == []
    with pytest.raises(VaultMissing):
        await unlock.unlock(nowhere, PIN)


@pytest.mark.parametrize("checkpoint", [False, True])
async def test_a_repaired_tablet_shows_unsent_work_and_drafts_and_exchanges_on(
    tmp_path: Path, checkpoint: bool
) -> None:
    async with a_tablet(tmp_path) as tablet:
        received = a_household(house_no="ของสำนักงาน")
        await receive(tablet, await reply_to(tablet, [a_row(edit, n) for n, edit in enumerate(received, 1)]))
        sent = await tablet.record(a_household(house_no="ส่งแล้ว"))
        await receive(tablet, await reply_to(tablet, receipts=stored(operation.stamp for operation in sent)))
        home = a_household(house_no="ยังไม่ส่ง")
        unsent = [operation.stamp for operation in await tablet.record(home)]
        edit = Edit("household", home[0].row_id, home[0].row_id, {"address": "ซอย ๓"})
        unsent += [operation.stamp for operation in await tablet.record([edit])]
        waiting = Edit("household", received[0].row_id, received[0].row_id, {"address": "ซอย ๔"})
        unsent += [operation.stamp for operation in await tablet.record([waiting])]
        await drafts.save(tablet, "visit:1", FormDraft({"note": "ยายป่วย"}), home[0].row_id)
        if checkpoint:
            await tablet.database.checkpoint()
        await tablet.close()
        damage(tablet.settings.vault)
        with pytest.raises(VaultDamaged):
            await unlock.unlock(tablet.settings, PIN)
        mended = await unlock.repair(tablet.settings, PIN)
        assert await stamps(mended) == sorted(unsent)
        file = await households.open_file(mended, home[0].row_id)
        assert (file.household.house_no, file.household.address) == ("ยังไม่ส่ง", "ซอย ๓")
        assert [line.household.id for line in (await households.find(mended, "บุญมี")).lines] == [home[0].row_id]
        draft = await drafts.load(mended, "visit:1")
        assert draft
        assert draft.values == {"note": "ยายป่วย"}
        office = Office(lambda _: {"epoch": "a1", "receipts": ()}, nothing)
        async with httpx.AsyncClient(transport=office) as http:
            summary = await exchange.exchange(mended, http)
        assert (summary.finished, summary.stored) == (True, len(unsent))
        await mended.close()


async def test_a_repaired_tablet_never_gives_a_stamp_or_a_place_in_the_chain_twice(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        await receive(tablet, await reply_to(tablet, receipts=stored(operation.stamp for operation in operations)))
        await tablet.close()
        damage(tablet.settings.vault)
        mended = await unlock.repair(tablet.settings, PIN)
        right = mended.moment()
        mended.moment = lambda: type(right)(-5, right.entropy)  # a battery that ran out: 1970
        again = await mended.record(a_household())
        assert min(operation.stamp for operation in again) > max(operation.stamp for operation in operations)
        (run,) = await mended.database.read(outbox.next_runs)
        assert run.continues != bytes(32), "the office would take it for a fork"
        await mended.close()


async def test_a_repair_that_was_cut_off_before_its_last_step_is_ended_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        await tablet.close()
        damage(tablet.settings.vault)
        with monkeypatch.context() as patch:

            def killed(*_: object) -> None:
                raise KeyboardInterrupt

            patch.setattr(unlock, "open_cache", killed)
            with pytest.raises(KeyboardInterrupt):
                await unlock.repair(tablet.settings, PIN)
        assert not tablet.settings.vault.exists()
        again = await unlock.unlock(tablet.settings, PIN)
        assert await stamps(again) == [operation.stamp for operation in operations]
        await again.close()


async def test_a_damaged_cache_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.close()
        damage(tablet.settings.vault)
        await (await unlock.repair(tablet.settings, PIN)).close()
        assert len(list(tmp_path.glob("vault.db.damaged-*"))) == 1
        assert not list(tmp_path.glob("*.repaired")), "and nothing else is left over"


async def test_a_newer_version_opens_the_cache_of_an_older_one_and_starts_its_cursors_again(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        home = (await tablet.record(a_household()))[0].row_id

        def older(transaction: Transaction) -> None:
            connection = transaction.session.connection()
            connection.exec_driver_sql("DROP INDEX ix_household_village_code")
            connection.exec_driver_sql("ALTER TABLE household DROP COLUMN survey_year")
            connection.exec_driver_sql("DROP TABLE finding")
            connection.exec_driver_sql("ALTER TABLE outbox_entry DROP COLUMN received_ms")
            state.write(transaction.session, "cursors", {"560102": 7})

        await tablet.database.write(older)
        await tablet.close()
        again = await unlock.unlock(tablet.settings, PIN)
        file = await households.open_file(again, home)
        assert (file.household.house_no, file.household.survey_year) == ("47/2", None)
        assert await again.database.read(lambda session: state.read(session, "cursors")) is None
        indexes = await again.database.read(
            lambda s: s.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").all()
        )
        assert ("ix_household_village_code",) in indexes
        bodies = await again.database.read(lambda session: list(session.exec(select(OutboxEntry.body))))
        assert {Operation.model_validate_json(body).kind for body in bodies} == {Kind.CREATE}
        await again.close()
