"""Memory and file stay the same: a change is in both or in neither."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from field_app.store.sealed import Transaction
from tests.field_app.store.neighbours import Neighbour, add, names, opened


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ตู้เก็บ" / "tablet.vault"


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
