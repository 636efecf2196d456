"""What a test does with a case of a review queue: read the form that is open, and send it."""

import html
import re
from pathlib import Path

import httpx
from sqlmodel import select

from field_app.services.tablet import Tablet
from server.services.people import officers
from server.tables import AuditEntry
from tests.builders import Office
from tests.round_trip.district import a_quick_tablet


async def a_tablet(office: Office, folder: Path, *areas: str, name: str = "อรทัย ใจงาม") -> Tablet:
    """Enrolled and unlocked, its officer called `name`."""
    with office.database() as database:
        tablet = await a_quick_tablet(database, folder, office.url, *areas)
        with database.writing() as session:
            officers.find(session, tablet.officer.officer_id).name = name
    return tablet


def opened(page: httpx.Response, queue: str) -> tuple[str, dict[str, str]]:
    """The address of the open case's form, and its hidden fields."""
    found = re.search(rf'<form method="post" action="(/review/{queue}/[0-9a-f][^"]+)"', page.text)
    assert found, page.text
    form = page.text[found.start() :]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return html.unescape(found[1]), {name: html.unescape(value) for name, value in hidden}


def on_record(office: Office, action: str) -> list[str]:
    """The subjects of the audit log's entries of an action."""
    with office.database() as database, database.reading() as session:
        return [entry.subject for entry in session.exec(select(AuditEntry).where(AuditEntry.action == action))]
