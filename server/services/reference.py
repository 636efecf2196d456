"""The reference document of a district: what has no household, as one versioned whole."""

import json
from hashlib import sha256
from typing import Any

from sqlmodel import Session, select

from server.tables import OfficerAccount


def document(session: Session, district: str) -> dict[str, Any]:
    """`version` changes with the content; `officers` gives the names behind the ids in the records."""
    officers = session.exec(
        select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
    )
    content = {"officers": {str(officer_id): name for officer_id, name in officers}}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return {"version": sha256(text.encode()).hexdigest()[:16], **content}
