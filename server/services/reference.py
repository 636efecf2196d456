"""The reference document of a district: what has no household, whole and versioned; and the tables an office edits."""

import json
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from server.services.people.officers import UnknownDistrict
from server.tables import DeviceKey, District, EditedTable, OfficerAccount, TableVersion
from shared_models.access import BY_ASSIGNMENT
from shared_models.hlc import node_id
from shared_models.reference import Reference, ReferenceDocument, checked
from shared_models.reference_table import UnreadableTable

_OFFICERS = select(OfficerAccount.id, OfficerAccount.name, OfficerAccount.role).where(
    OfficerAccount.district_code == bindparam("district")
)
_KEYS = select(DeviceKey.device_id, DeviceKey.officer_id).where(DeviceKey.district_code == bindparam("district"))
_EDITED = select(EditedTable.name, EditedTable.body).where(EditedTable.district_code == bindparam("district"))


def document(session: Session, district: str) -> ReferenceDocument:
    """`version` changes with the content; `tables` is what the office edited.

    `officers` has the names behind the ids, `by_assignment` those who record in assigned households alone, `tablets`
    who works on each.
    """
    session.flush()
    connection = session.connection()
    officers = connection.execute(_OFFICERS, {"district": district}).all()
    edited = connection.execute(_EDITED, {"district": district})
    content: ReferenceDocument = {
        "officers": {str(officer.id): officer.name for officer in officers},
        "by_assignment": sorted(str(officer.id) for officer in officers if officer.role in BY_ASSIGNMENT),
        "tables": dict(iter(edited)),
        "tablets": _tablets(session, district),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    content["version"] = sha256(text.encode()).hexdigest()[:16]
    return content


def _tablets(session: Session, district: str) -> dict[str, list[str]]:
    """Who works on each tablet, by the node of its stamps: it tells whose a value is."""
    found: dict[str, list[str]] = {}
    for device_id, officer_id in sorted(session.connection().execute(_KEYS, {"district": district})):
        found.setdefault(node_id(device_id), []).append(str(officer_id))
    return found


def read(session: Session, district: str) -> Reference:
    """The reference data as they are in force in the district."""
    return Reference(document(session, district))


def of_area(session: Session, area: str | None) -> Reference:
    """Those of the one district that an area lies in or a server serves; the shipped ones where there are several."""
    prefix = (area or "")[:4]
    codes = [code for code in session.exec(select(District.district_code)) if code.startswith(prefix)]
    return read(session, codes[0]) if len(codes) == 1 else Reference()


def edit(session: Session, district: str, name: str, text: str, *, changed_by: str, now: datetime) -> None:
    """Put a table in force; tablets get it with their next exchange. Raises UnreadableTable and then changes nothing.

    An indicator set that answers may carry is never replaced: another version is another table.
    """
    _lock(session, district)
    checked(name, text)
    stored = session.get(EditedTable, (district, name))
    if stored is None:
        stored = EditedTable(district_code=district, name=name, body=text, changed_at=now, changed_by=changed_by)
    elif "/" in name and stored.body != text:
        raise UnreadableTable(reason="version_there", line=0)
    stored.body, stored.changed_at, stored.changed_by = text, now, changed_by
    session.add(stored)
    _remember(session, district, name, text, changed_by=changed_by, now=now)


def remove(session: Session, district: str, name: str, *, changed_by: str, now: datetime) -> None:
    """Back to the shipped table. An indicator set stays: answers carry its version for ever."""
    _lock(session, district)
    stored = session.get(EditedTable, (district, name))
    if stored is not None and "/" not in name:
        session.delete(stored)
        _remember(session, district, name, None, changed_by=changed_by, now=now)


def _lock(session: Session, district: str) -> None:
    """One edit of a district's tables after the other. Raises UnknownDistrict."""
    if session.get(District, district, with_for_update=True) is None:
        raise UnknownDistrict(district=district)


def _remember(session: Session, district: str, name: str, text: str | None, *, changed_by: str, now: datetime) -> None:
    here = TableVersion.district_code == district, TableVersion.name == name
    last = session.exec(select(func.max(TableVersion.number)).where(*here)).one() or 0
    whose = {"district_code": district, "name": name, "changed_at": now, "changed_by": changed_by}
    session.add(TableVersion(number=last + 1, body=text, **whose))
