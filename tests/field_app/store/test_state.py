"""The facts about the exchange: kept as JSON by name, and written only when they change."""

from pathlib import Path

from sqlalchemy import text

from field_app.store import state
from field_app.store.sealed import Transaction
from tests.builders import a_tablet


async def test_a_fact_comes_back_as_it_was_written_also_after_reopening(tmp_path: Path) -> None:
    facts = {"cursors": {"560102": 7}, "scope": ["560102"], "more": False, "reference": {"officers": {"๑": "อรทัย"}}}

    def write(transaction: Transaction) -> None:
        for name, value in facts.items():
            state.write(transaction.session, name, value)

    async with a_tablet(tmp_path) as tablet:
        await tablet.database.write(write)
        await tablet.database.checkpoint()
        for name, value in facts.items():
            assert await tablet.database.read(lambda session, n=name: state.read(session, n)) == value


async def test_what_was_never_written_is_the_default(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        assert await tablet.database.read(lambda session: state.read(session, "ไม่มี")) is None
        assert await tablet.database.read(lambda session: state.read(session, "ไม่มี", 5)) == 5


async def test_writing_what_is_there_already_writes_nothing_to_the_disk(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.database.write(lambda t: state.write(t.session, "cursors", {"560102": 7}))
        before = (await tablet.database.check()).journal_records
        await tablet.database.write(lambda t: state.write(t.session, "cursors", {"560102": 7}))
        assert (await tablet.database.check()).journal_records == before
        await tablet.database.write(lambda t: state.write(t.session, "cursors", {"560102": 8}))
        assert (await tablet.database.check()).journal_records == before + 1
        count = await tablet.database.read(
            lambda s: s.connection().execute(text("SELECT count(*) FROM sync_state WHERE name = 'cursors'")).scalar()
        )
        assert count == 1
