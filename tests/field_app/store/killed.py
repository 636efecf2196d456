"""The child program that gets killed: saves visit after visit while checkpoints run, and prints each saved number.

For every line on its input it forks one such run, so that a hundred runs import the app once.
"""

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import Connection, text
from sqlmodel import Session

from field_app.store.sealed import SealedDatabase, Transaction, open_vault

KEY = bytes(range(32))
STILL_KEPT = 5  # rescue entries of the last visits
NOTE = "เยี่ยมบ้านครั้งที่ {} " + "พบคุณยายสมศรี ใจดี หลังคารั่ว " * 20


def prepare(connection: Connection) -> None:
    """Visits, their search index by trigger, and a tally that must agree with both."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS visit (number INTEGER PRIMARY KEY, note TEXT NOT NULL)"))
    connection.execute(text("CREATE TABLE IF NOT EXISTS tally (visits INTEGER, total INTEGER)"))
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(note, tokenize='trigram')"))
    connection.execute(
        text(
            "CREATE TRIGGER IF NOT EXISTS visit_found AFTER INSERT ON visit BEGIN"
            " INSERT INTO found (rowid, note) VALUES (new.number, new.note); END"
        )
    )
    if connection.execute(text("SELECT count(*) FROM tally")).scalar_one() == 0:
        connection.execute(text("INSERT INTO tally VALUES (0, 0)"))


def save(transaction: Transaction, number: int) -> None:
    """One visit, the tally, and its rescue entry in place of an older one."""
    execute = transaction.session.connection().execute
    execute(text("INSERT INTO visit VALUES (:number, :note)"), [{"number": number, "note": NOTE.format(number)}])
    execute(text("UPDATE tally SET visits = visits + 1, total = total + :number"), {"number": number})
    transaction.keep(f"visit {number}", NOTE.format(number).encode())
    transaction.release(f"visit {number - STILL_KEPT}")


def consistent(session: Session) -> int:
    """The last number. Raises AssertionError if rows, tally and search index tell different stories."""
    execute = session.connection().execute
    numbers = [number for (number,) in execute(text("SELECT number FROM visit ORDER BY number"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert execute(text("SELECT * FROM tally")).one() == (len(numbers), sum(numbers))
    indexed = execute(text("SELECT count(*) FROM found WHERE found MATCH 'คุณยาย'")).scalar_one()
    assert indexed == len(numbers)
    return len(numbers)


async def save_for_ever(database: SealedDatabase) -> None:
    """Never returns."""
    number = await database.read(consistent)
    while True:
        number += 1
        await database.write(lambda transaction, number=number: save(transaction, number))
        print(number, flush=True)


async def checkpoint_for_ever(database: SealedDatabase) -> None:
    """Never returns."""
    while True:
        await database.checkpoint()


async def run(path: Path) -> None:
    """Ends by SIGKILL."""
    database = await open_vault(path, KEY, prepare=prepare)
    await asyncio.gather(save_for_ever(database), checkpoint_for_ever(database))


def main(path: Path) -> None:
    """Prints the run's process number, what it saved, and the signal that ended it."""
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            print("pid", os.getpid(), flush=True)
            asyncio.run(run(path))
        _, status = os.waitpid(child, 0)
        print("signal", os.WTERMSIG(status), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
