"""The sealed cache on real files: what was saved is there again, for the one who has the key."""

import asyncio
import threading

import pytest

from field_app.store.errors import VaultBusy, VaultDamaged, VaultMissing
from field_app.store.sealed import Transaction, open_rescue, open_vault, set_aside
from tests.field_app.store.neighbours import KEY, NAMES, add, matching, names, opened, prepare


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ตู้เก็บ" / "tablet.vault"


async def test_rows_of_a_session_are_there_after_reopening(path):
    database = await opened(path)
    await database.write(add(*NAMES))
    vault_id = database.vault_id
    await database.close()
    database = await opened(path)
    assert await database.read(names) == NAMES
    assert database.vault_id == vault_id
    await database.close()


@pytest.mark.parametrize("checkpoint", [False, True])
async def test_search_index_and_trigger_survive_journal_and_image(path, checkpoint):
    database = await opened(path)
    await database.write(add(*NAMES))
    if checkpoint:
        await database.checkpoint()
    await database.close()
    database = await opened(path)
    await database.write(add("สมชัย มีสุข"))
    assert await database.read(matching("มชาย")) == [("สมชาย ใจดี",)]
    assert await database.read(matching("มีสุข")) == [("สมชัย มีสุข",)]
    await database.close()


async def test_a_cancelled_caller_leaves_no_half_transaction(path):
    database = await opened(path)
    started, go_on = threading.Event(), threading.Event()

    def work(transaction: Transaction) -> None:
        add("สมชาย")(transaction)
        transaction.session.flush()
        started.set()
        assert go_on.wait(30)
        add("สมหญิง")(transaction)

    caller = asyncio.create_task(database.write(work))
    await asyncio.to_thread(started.wait, 30)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    assert await database.read(names) == ["สมชาย", "สมหญิง"]
    await database.close()


async def test_a_cancelled_opening_lets_the_next_one_in(path):
    opening = asyncio.create_task(opened(path))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await (await opened(path)).close()


async def test_a_second_session_of_this_process_finds_the_vault_busy(path):
    database = await opened(path)
    with pytest.raises(VaultBusy):
        await opened(path)
    with pytest.raises(VaultBusy):
        await open_rescue(path, KEY)
    await database.close()
    await (await opened(path)).close()


async def test_a_wrong_key_opens_nothing_and_changes_nothing(path):
    database = await opened(path)
    await database.write(add("สมชาย"))
    await database.close()
    with pytest.raises(VaultDamaged):
        await open_vault(path, bytes(32), prepare=prepare)
    assert await open_rescue(path, bytes(32)) == {}
    database = await opened(path)
    assert await database.read(names) == ["สมชาย"]
    await database.close()


async def test_edits_come_between_the_parts_of_a_checkpoint(path):
    database = await opened(path)
    await database.write(add(*(f"{'ชื่อยาว' * 200} {number}" for number in range(2000))))
    checkpoint = asyncio.create_task(database.checkpoint())
    during = 0
    while not checkpoint.done():
        await database.write(add(f"ระหว่างทาง {during}"))
        during += 1
    await checkpoint
    report = await database.check()
    assert report.image_bytes > 8_000_000
    assert report.journal_records > 5  # what came after the image was taken is in the journal alone
    assert report.sound
    await database.close()
    database = await opened(path)
    assert (await database.read(names))[2000:] == [f"ระหว่างทาง {number}" for number in range(during)]
    await database.close()


async def test_the_vault_checkpoints_by_itself_when_nobody_waits(path):
    database = await opened(path, checkpoint_bytes=0, idle_seconds=0)
    await database.write(add("สมชาย"))
    async with asyncio.timeout(30):
        while (await database.check()).journal_records:
            await asyncio.sleep(0.01)
    await database.close()
    database = await opened(path)
    assert await database.read(names) == ["สมชาย"]
    await database.close()


async def test_a_new_image_takes_the_place_of_the_old_one_on_the_disk(path):
    database = await opened(path)
    await database.write(add(*(f"{'ชื่อยาว' * 200} {number}" for number in range(500))))
    await database.checkpoint()
    await database.close()
    once = path.stat().st_size
    database = await opened(path)
    await database.write(add("สมชาย"))
    await database.checkpoint()
    await database.close()
    assert path.stat().st_size < once * 1.1


async def test_no_name_and_no_key_reaches_the_disk(path):
    database = await opened(path)
    await database.write(add(*NAMES * 500))
    await database.write(lambda transaction: transaction.keep("ร่างของสมชาย", NAMES[0].encode()))
    await database.checkpoint()
    await database.write(add(*NAMES))
    while_open = [file.read_bytes() for file in path.parent.iterdir()]
    await database.close()
    after = [file.read_bytes() for file in path.parent.iterdir()]
    assert sum(map(len, while_open)) > 100_000
    for content in while_open + after:
        assert not any(part.encode() in content for part in ("สมชาย", "สมหญิง", "บุญมา", "ร่างของ", "neighbour"))


async def test_what_was_kept_survives_a_damaged_image_and_the_file_is_put_aside(path):
    database = await opened(path)
    await database.write(add(*NAMES))
    await database.write(lambda transaction: transaction.keep("ร่าง", "เยี่ยมบ้านสมชาย".encode()))
    await database.close()
    damaged = bytearray(path.read_bytes())
    damaged[16:18] = b"\0\0"  # SQLite's page size
    path.with_name("whole").write_bytes(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(VaultDamaged):
        await opened(path)
    assert await open_rescue(path, KEY) == {}
    aside = set_aside(path)
    assert aside.read_bytes() == damaged
    path.with_name("whole").rename(path)
    assert await open_rescue(path, KEY) == {"ร่าง": "เยี่ยมบ้านสมชาย".encode()}
    assert set_aside(path) != aside
    with pytest.raises(VaultMissing):
        await open_rescue(path, KEY)
    database = await opened(path)
    assert await database.read(names) == []
    await database.close()


async def test_a_log_without_its_vault_is_damage_and_not_a_new_vault(path):
    path.parent.mkdir()
    path.with_name(path.name + "-wal").write_bytes("ของเก่า".encode())
    with pytest.raises(VaultDamaged):
        await opened(path)


async def test_a_closed_vault_refuses_work_and_closes_again(path):
    database = await opened(path)
    await asyncio.gather(database.close(), database.close())
    with pytest.raises(RuntimeError, match="closed"):
        await database.read(names)
