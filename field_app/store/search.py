"""Finding a household by part of a name, number, code or telephone: folded words, scanned in memory."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, insert
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from field_app.store.tables import SearchText
from shared_models.former_name import names_in
from shared_models.household import Household
from shared_models.person import Person
from shared_models.synced import Synced
from shared_models.thai_text import search_fold

CHUNK = 500


def words_of(row: Synced) -> str | None:
    """The folded words of a household or person, each after a space; None for rows nobody searches by."""
    if isinstance(row, Person):
        given, family = search_fold(row.given_name), search_fold(row.family_name or "")
        former = [search_fold(name) for name in names_in(row.former_names)]
        words = [given + family, family, *former, row.citizen_id or "", row.phone or ""]
    elif isinstance(row, Household):
        words = [search_fold(row.house_no), row.house_code or ""]
    else:
        return None
    return " " + " ".join(word.replace("-", "") for word in words if word)


def index(session: Session, rows: Iterable[Synced]) -> None:
    """Bring the search texts of these rows up to date."""
    for row in rows:
        folded = words_of(row)
        if folded is not None:
            session.merge(SearchText(row_id=row.id, household_id=row.household_id, folded=folded))


def add(session: Session, rows: Iterable[Synced]) -> None:
    """Write the search texts of rows that have none."""
    texts = [{"row_id": r.id, "household_id": r.household_id, "folded": words} for r in rows if (words := words_of(r))]
    if texts:
        session.execute(insert(SearchText), texts)


def forget(session: Session, row_ids: list[UUID]) -> None:
    for at in range(0, len(row_ids), CHUNK):
        session.execute(delete(SearchText).where(col(SearchText.row_id).in_(row_ids[at : at + CHUNK])))


def parts_of(text: str) -> list[str]:
    """The folded parts of what was typed; empty when nothing of it can be searched by."""
    words = text.replace("-", "").split()
    if len(words) > 1 and search_fold(words[0] + words[1]) == search_fold(words[1]):
        words = words[1:]  # a title typed apart from the name
    return [part for part in map(search_fold, words) if part]


def holding(parts: Sequence[str], *, starting: bool) -> SelectOfScalar[UUID]:
    """The households in which one row holds every part; `starting`, each at the beginning of a word."""
    statement = select(SearchText.household_id)
    for part in parts:
        statement = statement.where(func.instr(SearchText.folded, f" {part}" if starting else part) > 0)
    return statement


def row_ids(session: Session, text: str, household_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Of these households, the rows that hold every part of `text`, by household."""
    found: dict[UUID, set[UUID]] = {}
    statement = select(SearchText.household_id, SearchText.row_id).where(
        col(SearchText.household_id).in_(household_ids)
    )
    for part in parts_of(text):
        statement = statement.where(func.instr(SearchText.folded, part) > 0)
    for household_id, row_id in session.exec(statement):
        found.setdefault(household_id, set()).add(row_id)
    return found
