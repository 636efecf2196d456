"""The sealed cache on real files: what was saved is there again, and nothing else."""

import asyncio
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, select

from field_app.store.errors import VaultBusy, VaultDamaged, VaultMissing
from field_app.store.sealed import SealedDatabase, Transaction, open_rescue, open_vault, set_aside

KEY = bytes(range(32))
NAMES = ["สมชาย ใจดี", "สมหญิง รักไทย", "บุญมา แสนสุข"]


class OwnTables(SQLModel, registry=registry()):
    """Keeps the tables of this test out of everybody's metadata."""


class Neighbour(OwnTables, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


def prepare(connection: Connection) -> None:
    OwnTables.metadata.create_all(connection)
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(name, tokenize='trigram')"))
    connection.execute(
        text(
            "CREATE TRIGGER IF NOT EXISTS neighbour_found AFTER INSERT ON neighbour BEGIN"
            " INSERT INTO found (rowid, name) VALUES (new.id, new.name); END"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER IF NOT EXISTS neighbour_gone AFTER DELETE ON neighbour BEGIN"
            " DELETE FROM found WHERE rowid = old.id; END"
        )
    )


def add(*names: str):
    def work(transaction: Transaction) -> None:
        transaction.session.add_all([Neighbour(name=name) for name in names])

    return work


def names(session: Session) -> list[str]:
    return [neighbour.name for neighbour in session.exec(select(Neighbour).order_by(Neighbour.id))]


def matching(part: str):
    return lambda session: session.connection().execute(text("SELECT name FROM found(:part)"), {"part": part}).all()


async def opened(path: Path, **settings: object) -> SealedDatabase:
    return await open_vault(path, KEY, prepare=prepare, **settings)


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


async def test_many_rows_at_once_and_rows_that_answer_survive_reopening(path):
    database = await opened(path)
    many = [{"name": f"คนที่ {number}"} for number in range(1000)]

    def work(transaction: Transaction) -> int:
        transaction.session.connection().execute(text("INSERT INTO neighbour (name) VALUES (:name)"), many)
        returning = text("INSERT INTO neighbour (name) VALUES (:name) RETURNING id")
        return transaction.session.connection().execute(returning, {"name": "คนสุดท้าย"}).scalar_one()

    assert await database.write(work) == 1001
    await database.close()
    database = await opened(path)
    assert await database.read(names) == [row["name"] for row in many] + ["คนสุดท้าย"]
    await database.close()


async def test_a_savepoint_that_was_rolled_back_stays_rolled_back(path):
    database = await opened(path)

    def work(transaction: Transaction) -> None:
        transaction.session.add(Neighbour(id=1, name="สมชาย"))
        transaction.session.flush()
        savepoint = transaction.session.begin_nested()
        transaction.session.connection().execute(text("INSERT INTO neighbour VALUES (7, 'หาย')"))
        savepoint.rollback()
        transaction.session.add(Neighbour(id=2, name="สมหญิง"))

    await database.write(work)
    await database.close()
    database = await opened(path)
    assert await database.read(names) == ["สมชาย", "สมหญิง"]
    await database.close()


async def test_work_that_raises_leaves_nothing_in_memory_or_file(path):
    database = await opened(path)

    def work(transaction: Transaction) -> None:
        add("สมชาย")(transaction)
        transaction.keep("ร่าง", "สมชาย".encode())
        transaction.session.flush()
        raise LookupError("ไม่มีบ้านนี้")

    with pytest.raises(LookupError, match="ไม่มีบ้านนี้"):
        await database.write(work)
    await database.write(add("สมหญิง"))
    assert await database.read(names) == ["สมหญิง"]
    await database.close()
    database = await opened(path)
    assert await database.read(names) == ["สมหญิง"]
    assert await database.rescued() == {}
    await database.close()


async def test_work_that_ends_the_transaction_is_refused_and_undone(path):
    database = await opened(path)

    def work(transaction: Transaction) -> None:
        execute = transaction.session.connection().execute
        execute(text("INSERT INTO neighbour VALUES (1, 'สมชาย')"))
        with pytest.raises(IntegrityError):
            execute(text("INSERT OR ROLLBACK INTO neighbour VALUES (1, 'ซ้ำ')"))
        execute(text("INSERT INTO neighbour VALUES (2, 'ไม่มีในสมุด')"))

    with pytest.raises(RuntimeError):
        await database.write(work)
    assert await database.read(names) == []
    await database.close()


async def test_work_that_carries_on_after_half_of_many_rows_is_refused(path):
    database = await opened(path)

    def work(transaction: Transaction) -> None:
        rows = [{"id": 1, "name": "สมชาย"}, {"id": 1, "name": "ซ้ำ"}]
        with pytest.raises(IntegrityError):
            transaction.session.connection().execute(text("INSERT INTO neighbour VALUES (:id, :name)"), rows)

    with pytest.raises(RuntimeError):
        await database.write(work)
    assert await database.read(names) == []
    await database.close()


@pytest.mark.parametrize("statement", ["COMMIT", "ATTACH 'x.db' AS x", "vacuum into 'x.db'"])
async def test_statements_that_would_go_round_the_vault_are_refused(path, statement):
    database = await opened(path)
    with pytest.raises(ValueError, match=r"vault|plaintext"):
        await database.write(lambda transaction: transaction.session.connection().execute(text(statement)))
    await database.close()


async def test_reading_cannot_write(path):
    database = await opened(path)
    with pytest.raises(OperationalError, match="readonly"):
        await database.read(lambda session: session.connection().execute(text("INSERT INTO neighbour VALUES (1, 'ก')")))
    await database.write(add("สมชาย"))
    assert await database.read(names) == ["สมชาย"]
    await database.close()


async def test_names_are_not_in_the_text_of_an_error(path):
    database = await opened(path)
    await database.write(lambda transaction: transaction.session.add(Neighbour(id=1, name="สมชาย")))
    with pytest.raises(IntegrityError) as caught:
        await database.write(lambda transaction: transaction.session.add(Neighbour(id=1, name="สมหญิง")))
    assert "สมหญิง" not in str(caught.value)
    await database.close()


async def test_kept_entries_are_there_until_released(path):
    database = await opened(path)
    await database.write(lambda transaction: transaction.keep("ร่าง 1", "หลังคารั่ว".encode()))
    await database.write(lambda transaction: transaction.keep("ร่าง 1", "หลังคารั่วมาก".encode()))
    await database.write(lambda transaction: transaction.keep("ร่าง 2", "ไม่มีน้ำ".encode()))
    await database.checkpoint()
    await database.write(lambda transaction: transaction.release("ร่าง 2"))
    await database.close()
    database = await opened(path)
    assert await database.rescued() == {"ร่าง 1": "หลังคารั่วมาก".encode()}
    await database.close()


async def test_an_error_between_file_and_memory_is_decided_by_the_file(path):
    database = await opened(path)

    def work(transaction: Transaction) -> str:
        add("สมชาย")(transaction)
        event.listen(transaction.session.get_bind().engine, "commit", fail)
        return "บันทึกแล้ว"

    def fail(_connection: Connection) -> None:
        raise MemoryError

    assert await database.write(work) == "บันทึกแล้ว"
    assert await database.read(names) == ["สมชาย"]
    await database.write(add("สมหญิง"))
    assert (await database.check()).sound
    await database.close()
    database = await opened(path)
    assert await database.read(names) == ["สมชาย", "สมหญิง"]
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


STEPS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 4), st.text(max_size=8)),
    st.tuples(st.just("drop"), st.integers(0, 4), st.just("")),
    st.tuples(st.sampled_from(["fail", "checkpoint", "reopen"]), st.just(0), st.just("")),
)


@settings(max_examples=20)
@given(steps=st.lists(STEPS, max_size=14))
def test_any_sequence_of_steps_ends_like_a_dictionary(steps):
    with TemporaryDirectory() as directory:
        assert asyncio.run(run_steps(Path(directory) / "v", steps)) == expected(steps)


def expected(steps: list[tuple[str, int, str]]) -> dict[int, str]:
    rows: dict[int, str] = {}
    for step, key, name in steps:
        if step == "put":
            rows[key] = name
        elif step == "drop":
            rows.pop(key, None)
    return rows


async def run_steps(path: Path, steps: list[tuple[str, int, str]]) -> dict[int, str]:
    database = await opened(path)
    for step, key, name in [*steps, ("reopen", 0, "")]:
        if step == "checkpoint":
            await database.checkpoint()
        elif step == "reopen":
            await database.close()
            database = await opened(path)
        elif step == "fail":
            with pytest.raises(IntegrityError):
                await database.write(lambda transaction: transaction.session.add(Neighbour(id=9, name=None)))
        else:
            await database.write(
                lambda transaction, step=step, key=key, name=name: change(transaction, step, key, name)
            )
    rows = await database.read(lambda session: {row.id: row.name for row in session.exec(select(Neighbour))})
    kept = await database.rescued()
    await database.close()
    assert kept == {str(key): name.encode() for key, name in rows.items()}
    return rows


def change(transaction: Transaction, step: str, key: int, name: str) -> None:
    if step == "put":
        transaction.session.merge(Neighbour(id=key, name=name))
        transaction.keep(str(key), name.encode())
        return
    transaction.release(str(key))
    if row := transaction.session.get(Neighbour, key):
        transaction.session.delete(row)
