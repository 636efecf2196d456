"""Verifying a long audit log as a job: gone through from the beginning, and what was found is kept."""

from collections.abc import Mapping
from typing import Any

from server.services.background.jobs import Work
from server.services.proving import audit

STAGE = "verify"


def run(work: Work) -> Mapping[str, Any]:
    """Twice it finds the same."""
    with work.database.reading() as session:
        whole = audit.length(session, work.district)
        found = audit.verify(session, work.district, lambda number: work.progress(number, whole, stage=STAGE))
    with work.database.writing() as session:
        audit.note_check(session, work.district, found, now=work.now)
    return {"where": "/audit", "count": found.count, "broken_at": found.broken_at}
