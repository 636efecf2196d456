"""Rows that an undone import brought in and nobody built upon: filed outside every area, and back when they are wanted.

A row is never deleted. A withdrawn one is in a place that lies in no area (`nowhere`), and its village has a `left`
entry that leads there, as for a household that moved away: tablets drop it with their next exchange, reports do not
count it, and work that comes late for it follows the entry, is stored, and brings it back.
"""

from collections.abc import Collection, Iterable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session

from server.services.exchanging.feed import LEFT, LEFT_ROW, Feed, district_of
from server.services.exchanging.rows import table
from server.tables import VillageDigest
from shared_models.chunks import chunks
from shared_models.entities import ENTITIES, abouts

NOWHERE = "0000"  # where a code's district stands; no province has it
_DIGEST = VillageDigest.__table__  # type: ignore[attr-defined]
_ANY = select(_DIGEST.c.village).where(_DIGEST.c.district_code == NOWHERE).limit(1)


def nowhere(district: str) -> str:
    """The village of a district's withdrawn rows."""
    return NOWHERE + district


def is_withdrawn(village: str) -> bool:
    return village.startswith(NOWHERE)


def lock(feed: Feed, district: str) -> None:
    """For who withdraws or gives back."""
    feed.lock([NOWHERE, district])


def lock_first(feed: Feed) -> None:
    """For who may give back: before any other district, and only where something was ever withdrawn."""
    if feed.session.connection().execute(_ANY).first() is not None:
        feed.lock([NOWHERE])


def withdraw_households(feed: Feed, district: str, household_ids: Collection[UUID]) -> None:
    """With all their rows. The districts are locked."""
    left: dict[UUID, str] = {}
    for entity in ENTITIES:
        rows = _rows(feed.session, entity, district, "household_id", household_ids)
        left.update({values["household_id"]: values["village"] for values in rows})
        _carry(feed, entity, rows, nowhere(district))
    for household_id, village in left.items():
        feed.leave(LEFT, household_id, sources={village}, target=nowhere(district))


def withdraw_rows(feed: Feed, district: str, entity: str, row_ids: Collection[UUID]) -> None:
    """Single rows of households that stay, and what is filed about them."""
    for name, by in ((entity, "id"), *((about, "row_id") for about in abouts())):
        rows = _rows(feed.session, name, district, by, row_ids)
        _carry(feed, name, rows, nowhere(district))
        for values in rows:
            feed.leave(LEFT_ROW, values["id"], sources={values["village"]}, target=nowhere(district))


def give_back(feed: Feed, row_ids: Iterable[UUID]) -> bool:
    """Those of these rows that are withdrawn, with the households they are in. False if none is.

    After lock_first.
    """
    if NOWHERE not in feed.heads:
        return False
    wanted, is_any = list(row_ids), False
    for entity in ENTITIES:
        for values in _rows(feed.session, entity, NOWHERE, "id", wanted):
            give_back_row(feed, entity, values)
            is_any = True
    return is_any


def give_back_row(feed: Feed, entity: str, values: dict[str, Any]) -> None:
    """A withdrawn row: with its household if that is withdrawn too, else by itself to where its household is."""
    row_id, household_id, source = values["id"], values["household_id"], values["village"]
    home = _village_of(feed.session, household_id)
    if home is None:
        return
    lock(feed, district_of(home))
    if _is_household_withdrawn(feed.session, household_id):
        feed.move(household_id, source=source, target=home)
    else:
        feed.rows.write()
        _carry(feed, entity, _rows(feed.session, entity, NOWHERE, "id", [row_id]), home)
        feed.leave(LEFT_ROW, row_id, sources={home}, target=home)
        feed.forget()


def _village_of(session: Session, household_id: UUID) -> str | None:
    """Where a household is, or was before it was withdrawn."""
    homes = table("household")
    found = session.connection().execute(
        select(homes.c.village, homes.c.village_code).where(homes.c.household_id == household_id)
    )
    villages = [code if is_withdrawn(village) else village for village, code in found]
    return villages[0] if villages else None


def _is_household_withdrawn(session: Session, household_id: UUID) -> bool:
    homes = table("household")
    there = select(homes.c.id).where(homes.c.district_code == NOWHERE, homes.c.household_id == household_id)
    return session.connection().execute(there).first() is not None


def _rows(session: Session, entity: str, district: str, by: str, wanted: Collection[UUID]) -> list[dict[str, Any]]:
    rows, found = table(entity), []
    for some in chunks(list(wanted)):
        of_them = select(rows).where(rows.c.district_code == district, rows.c[by].in_(some))
        found += [dict(row._mapping) for row in session.connection().execute(of_them)]
    return found


def _carry(feed: Feed, entity: str, rows: Sequence[dict[str, Any]], village: str) -> None:
    """Take the rows out of where they are and file them in a village, whichever district it is in."""
    columns = table(entity).c
    for values in rows:
        feed.take_out(SimpleNamespace(**values))
    for some in chunks([values["id"] for values in rows]):
        here = columns.district_code == rows[0]["district_code"], columns.id.in_(some)
        feed.session.connection().execute(delete(table(entity)).where(*here))
    place = {"district_code": district_of(village), "village": village, "seq": 0}
    feed.add_many([(entity, {**values, **place}) for values in rows])
