"""Whatever is done to the file, the vault opens with what was saved or says which part is damaged."""

import asyncio
import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from field_app.store.errors import VaultDamaged
from field_app.store.sealed import Transaction, open_rescue, open_vault

KEY = bytes(range(32))
LONG = "เยี่ยมบ้านคุณตาบุญมา หลังคารั่ว " * 40
IN_IMAGE, IN_ALL = 700, 705


def prepare(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE IF NOT EXISTS visit (number INTEGER PRIMARY KEY, note TEXT)"))


def save(*numbers: int):
    def work(transaction: Transaction) -> None:
        rows = [{"number": number, "note": LONG} for number in numbers]
        transaction.session.connection().execute(text("INSERT INTO visit VALUES (:number, :note)"), rows)
        transaction.keep(f"visit {numbers[-1]}", LONG.encode())

    return work


async def fill(path: Path) -> None:
    database = await open_vault(path, KEY, prepare=prepare)
    await database.write(save(*range(IN_IMAGE)))
    await database.checkpoint()
    for number in range(IN_IMAGE, IN_ALL):
        await database.write(save(number))
    await database.close()


async def held(path: Path) -> int:
    database = await open_vault(path, KEY, prepare=prepare)
    try:
        return await database.read(lambda session: session.connection().execute(text(COUNT), {"note": LONG}).scalar())
    finally:
        await database.close()


COUNT = "SELECT count(*) FROM visit WHERE note = :note"


PLACES = 1000 if os.environ.get("PROVE") else 30


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "tablet.vault"
    asyncio.run(fill(path))
    return path


@pytest.fixture
def path(whole, tmp_path):
    return Path(shutil.copy(whole, tmp_path))


def edit(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0


async def test_the_untouched_file_opens(path):
    assert await held(path) == IN_ALL


@pytest.mark.parametrize("table", ["head", "image", "journal", "rescue"])
@pytest.mark.parametrize("place", ["first", "middle", "last"])
async def test_one_changed_byte_in_a_blob_is_found(path, table, place):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        rows = db.execute(f"SELECT rowid, blob FROM {table}").fetchall()
        row, blob = random.choice(rows)
        at = {"first": 0, "middle": len(blob) // 2, "last": -1}[place]
        changed = bytearray(blob)
        changed[at] ^= 1 << random.randrange(8)
        db.execute(f"UPDATE {table} SET blob = ? WHERE rowid = ?", (bytes(changed), row))
    with pytest.raises(VaultDamaged) as caught:
        await held(path)
    assert caught.value.details == {"part": table}


SWAP = (
    "UPDATE {0} SET blob = other.blob FROM {0} AS other WHERE {0}.{1} IN ({2}, {3}) AND {0}.{1} + other.{1} = {2} + {3}"
)


@pytest.mark.parametrize(
    ("part", "statement"),
    [
        ("head", "DELETE FROM head"),
        ("head", "UPDATE head SET blob = 'ข้อความ'"),
        ("image", SWAP.format("image", "place", 0, 1)),
        ("image", "DELETE FROM image WHERE place = 0"),
        ("image", "DELETE FROM image WHERE place = (SELECT max(place) FROM image)"),
        ("image", "INSERT INTO image SELECT generation, 99, blob FROM image WHERE place = 0"),
        ("image", "UPDATE image SET generation = generation + 1"),
        ("journal", SWAP.format("journal", "number", 4, 5)),
        ("journal", "DELETE FROM journal WHERE number = 5"),
        ("journal", "DELETE FROM journal WHERE number = (SELECT min(number) FROM journal)"),
        ("journal", "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)"),
        ("journal", "UPDATE journal SET number = number + 100 WHERE number > 4"),
        ("journal", "UPDATE journal SET generation = generation - 1 WHERE number = 5"),
        ("journal", "INSERT INTO journal SELECT max(number) + 1, generation, blob FROM journal"),
        ("rescue", SWAP.format("rescue", "rowid", 1, 2)),
        ("rescue", "DELETE FROM rescue WHERE rowid = 2"),
        ("rescue", "UPDATE rescue SET vault = randomblob(16) WHERE rowid = 2"),
        ("rescue", "UPDATE rescue SET number = number + 1 WHERE rowid = 2"),
        ("file", "DROP TABLE journal"),
    ],
)
async def test_a_blob_swapped_dropped_or_added_is_found(path, part, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        changes = db.execute(statement).rowcount
    assert changes
    with pytest.raises(VaultDamaged) as caught:
        await held(path)
    assert caught.value.details == {"part": part}


async def test_an_older_entry_put_back_is_found(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        older = db.execute("SELECT * FROM rescue ORDER BY rowid LIMIT 1").fetchone()
    database = await open_vault(path, KEY)
    await database.write(lambda transaction: transaction.keep(f"visit {IN_IMAGE - 1}", "แก้แล้ว".encode()))
    await database.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("REPLACE INTO rescue VALUES (?, ?, ?, ?)", older)
    with pytest.raises(VaultDamaged):
        await held(path)


async def test_parts_of_an_unfinished_image_are_dropped(path):
    edit(path, "INSERT INTO image SELECT generation + 1, place, blob FROM image WHERE place = 0")
    assert await held(path) == IN_ALL
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(DISTINCT generation) FROM image").fetchone() == (1,)


async def test_a_bit_turned_anywhere_in_the_file_gives_the_same_rows_or_damage(path):
    good = path.read_bytes()
    found = []
    for _ in range(PLACES):
        bad = bytearray(good)
        bad[random.randrange(len(bad))] ^= 1 << random.randrange(8)
        path.write_bytes(bad)
        path.with_name(path.name + "-wal").unlink(missing_ok=True)
        try:
            found.append(await held(path))
        except VaultDamaged:
            found.append("damaged")
    assert set(found) <= {"damaged", IN_ALL}
    assert "damaged" in found


@pytest.mark.parametrize("length", [0, 100, 4096, 100_000])
async def test_a_file_cut_short_is_damaged(path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(VaultDamaged):
        await held(path)


@pytest.mark.parametrize("table", ["head", "image", "journal"])
async def test_what_was_kept_opens_when_the_rest_is_damaged(path, table):
    edit(path, f"UPDATE {table} SET blob = randomblob(64)")
    with pytest.raises(VaultDamaged):
        await held(path)
    kept = [IN_IMAGE - 1, *range(IN_IMAGE, IN_ALL)]
    assert await open_rescue(path, KEY) == {f"visit {number}": LONG.encode() for number in kept}


async def test_an_entry_that_was_changed_is_left_out_of_the_rescue(path):
    edit(path, "UPDATE rescue SET blob = randomblob(64) WHERE rowid = 2", "UPDATE rescue SET vault = 1 WHERE rowid = 3")
    assert len(await open_rescue(path, KEY)) == IN_ALL - IN_IMAGE + 1 - 2


async def test_damage_done_while_open_is_named_by_the_check(path):
    with closing(sqlite3.connect(path)) as db:
        part = db.execute("SELECT blob FROM image WHERE place = 0").fetchone()[0]
    content = path.read_bytes()
    database = await open_vault(path, KEY)
    assert (await database.check()).damaged == ()
    with path.open("r+b") as file:
        file.seek(content.index(part[500_000:500_100]))
        file.write("แก้".encode())
    assert (await database.check()).damaged == ("image",)
    await database.close()
