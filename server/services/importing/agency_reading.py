"""What an agency's program reads, a page at a time, in the order of the district's feed.

The cursor of the last page, kept until the next day, brings what has changed since. It is sealed to its key, what it
reads and the database's epoch: nobody makes one, and one from before a restore is refused.
"""

import base64
import binascii
import hmac
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import districts, reference
from server.services.exchanging.places import LEFT, LEFT_ROW, within
from server.services.handing_on.agency_keys import Holder
from server.services.privacy import subject_requests
from server.tables import FeedEntry
from shared_models.agency_resource import RESOURCES, TARGET_GROUPS, Resource
from shared_models.area import contains
from shared_models.entities import ENTITIES, wire
from shared_models.errors import DomainError
from shared_models.fiscal_year import thai_day
from shared_models.reports.caseload import Caseload
from shared_models.reports.selection import columns_of
from shared_models.reports.targeting import NEEDS, Homes
from shared_models.target_group import TargetGroup

MOST, USUAL = 500, 100  # rows of a page
_MAC_BYTES = 16


class UnknownResource(DomainError):
    """Nothing of that name is given out."""

    code = "unknown_resource"


class OutsideScope(DomainError):
    """The key's groups do not open it."""

    code = "outside_scope"


class InvalidCursor(DomainError):
    """Not one that was given to this key for this resource by this database."""

    code = "invalid_cursor"


class ReadPage(NamedTuple):
    """`gone` are ids that left the key's area; `next` leads on from here, now or another day."""

    items: list[dict[str, Any]]
    gone: list[str]
    next: str
    more: bool


def resource_of(reader: Holder, name: str) -> Resource:
    """Raises UnknownResource, OutsideScope."""
    found = RESOURCES.get(name)
    if found is None:
        raise UnknownResource(resource=name[:40])
    if found.needs and found.needs not in reader.scope:
        raise OutsideScope(scope=found.needs.value)
    return found


def read(session: Session, reader: Holder, name: str, *, cursor: str, limit: int, now: datetime) -> ReadPage:
    """The page after `cursor`, from the beginning where it is "". Raises UnknownResource, OutsideScope, InvalidCursor.

    An item may come again on a later page, when it changed meanwhile: the later one holds.
    """
    wanted, epoch = resource_of(reader, name), districts.epoch(session)
    after = _opened(reader, name, epoch, cursor) if cursor else 0
    entries = _entries(session, reader, wanted.entities(), after=after, limit=limit + 1)
    shown = entries[:limit]
    last = shown[-1].seq if shown else after
    present = [entry for entry in shown if entry.left_to is None]
    if name == TARGET_GROUPS:
        items = _groups(session, reader, present, now)
    else:
        items = _rows(session, reader, wanted, [entry.row_id for entry in present])
    gone = [str(entry.row_id) for entry in shown if entry.left_to and not contains(reader.area, entry.left_to)]
    return ReadPage(items, gone, _sealed(reader, name, epoch, last), len(entries) > limit)


def _entries(session: Session, reader: Holder, entities: Sequence[str], *, after: int, limit: int) -> Sequence[Any]:
    """The feed's next rows of these entities in the key's area, and what left a village of it."""
    lefts = [LEFT] if "household" in entities else [LEFT_ROW] if "person" in entities else []
    statement = (
        select(FeedEntry.seq, FeedEntry.entity, FeedEntry.row_id, FeedEntry.left_to)
        .where(FeedEntry.district_code == reader.district, FeedEntry.seq > after)
        .where(within(col(FeedEntry.village), reader.area), col(FeedEntry.entity).in_([*entities, *lefts]))
        .order_by(col(FeedEntry.seq))
        .limit(limit)
    )
    return session.connection().execute(statement).all()


def _rows(session: Session, reader: Holder, wanted: Resource, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    names, model = wanted.names(reader.scope), ENTITIES[wanted.entity]
    columns = [col(getattr(model, name)) for name in names]
    statement = select(*columns).where(*_here(reader, wanted.entity), col(model.id).in_(ids))
    found = {row.id: row for row in session.connection().execute(statement)}
    objecting = _about(session, reader, wanted.entity, found) if found else set()
    return [
        {name: wire(getattr(found[row_id], name)) for name in names}
        for row_id in ids
        if row_id in found and row_id not in objecting
    ]


def _about(session: Session, reader: Holder, entity: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of these rows that are about somebody who objected to being handed on."""
    objecting, model = subject_requests.left_out(session, reader.district), ENTITIES[entity]
    if entity == "person" or not objecting:
        return {row_id for row_id in ids if row_id in objecting}
    if "person_id" not in model.model_fields:
        return set()
    columns = col(model.id), col(model.person_id)  # type: ignore[attr-defined]
    pairs = session.connection().execute(select(*columns).where(*_here(reader, entity), columns[0].in_(ids)))
    return {row_id for row_id, person_id in pairs if person_id in objecting}


def _here(reader: Holder, entity: str) -> list[Any]:
    model = ENTITIES[entity]
    return [col(model.district_code) == reader.district, within(col(model.village), reader.area)]


def _groups(session: Session, reader: Holder, entries: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """The households of these rows, each with every membership of this programme year."""
    households = _households(session, reader, entries)
    today, rows = thai_day(now), {}
    for entity, names in NEEDS.items():
        column = "id" if entity == "household" else "household_id"
        here = col(getattr(ENTITIES[entity], column)).in_(households)
        statement = select(*columns_of(entity, names)).where(*_here(reader, entity), here)
        rows[entity] = session.connection().execute(statement).all()
    caseload = Caseload.of_year(rows, today=today, reference=reference.read(session, reader.district))
    found = Homes.of(caseload, until=caseload.programme_year).memberships(caseload)
    objecting = {str(one) for one in subject_requests.left_out(session, reader.district)}
    return [
        {
            "id": _id_text(household.id),
            "groups": [told for one in memberships if (told := _membership(one))["person_id"] not in objecting],
        }
        for household, memberships in found
    ]


def _households(session: Session, reader: Holder, entries: Iterable[Any]) -> list[UUID]:
    by_entity: dict[str, list[UUID]] = {}
    for entry in entries:
        by_entity.setdefault(entry.entity, []).append(entry.row_id)
    found: set[UUID] = set(by_entity.pop("household", ()))
    for entity, ids in by_entity.items():
        model = ENTITIES[entity]
        found.update(session.exec(select(model.household_id).where(*_here(reader, entity), col(model.id).in_(ids))))
    return sorted(found)


def _membership(one: TargetGroup) -> dict[str, Any]:
    return {
        "group": one.group.value,
        "person_id": _id_text(one.person_id) if one.person_id else None,
        "programme_year": one.programme_year,
        "rule": one.rule,
        "card": one.card.value,
        "grounds": list(one.grounds),
    }


def _id_text(value: Any) -> str:
    """An id as a report has it, in the form of every other."""
    return str(UUID(str(value)))


def _sealed(reader: Holder, name: str, epoch: str, seq: int) -> str:
    body = str(seq).encode()
    return base64.urlsafe_b64encode(_mac(reader, name, epoch, body) + body).decode().rstrip("=")


def _opened(reader: Holder, name: str, epoch: str, cursor: str) -> int:
    """Raises InvalidCursor."""
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidCursor() from None
    body = whole[_MAC_BYTES:]
    if not hmac.compare_digest(whole[:_MAC_BYTES], _mac(reader, name, epoch, body)):
        raise InvalidCursor()
    return int(body)


def _mac(reader: Holder, name: str, epoch: str, body: bytes) -> bytes:
    text = "\n".join(("cursor", epoch, reader.district, reader.lookup, name)).encode() + b"\n" + body
    return hmac.digest(reader.secret_hash, text, "sha256")[:_MAC_BYTES]
