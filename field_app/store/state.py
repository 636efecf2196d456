"""The facts about the exchange that the tablet keeps, by name, as JSON in one table.

last_stamp  the last stamp given                      seen_ms   the latest server time seen
number      the last request's number                 epoch     the server database's epoch
cursors     {scope code: seq}                         scope     the codes this tablet covers
more        whether the last reply announced more     skew_ms   the tablet's clock less the server's
villages    {village: digest} of rows as received     reference the district's reference document
chain:ID    the hash an officer's next edit continues log       the last exchanges, newest first
loading     the first download that is under way, as loading.Loading
wordless    whether a download brought households that cannot be found by name yet
pace        how many operations a request carries on this link
restored    whether refusals for access go once more  mismatched  the codes whose digest stays wrong
design      the pivot that was looked at last         place:ID   the path of the screen an officer was at
withdrawn   the officers who may work here no longer  drafts_heard  the marks of their drafts in the office
lease       what is spent of it, as lease.Spent       asked_ms   what of it was when the last request was made
"""

import json
from typing import Any

from sqlalchemy.engine.interfaces import DBAPICursor
from sqlmodel import Session

READ = "SELECT value FROM sync_state WHERE name = ?"
WRITE = "INSERT INTO sync_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def read(session: Session, name: str, default: Any = None) -> Any:
    """The fact, or `default`."""
    text = _text(_cursor(session), name)
    return default if text is None else json.loads(text)


def write(session: Session, name: str, value: Any) -> None:
    """Keep a fact in place of what was kept; what is there already writes nothing."""
    cursor, text = _cursor(session), json.dumps(value, ensure_ascii=False)
    if _text(cursor, name) != text:
        cursor.execute(WRITE, (name, text))


def _cursor(session: Session) -> DBAPICursor:
    """The driver's own, in the session's transaction: an exchange asks for some twenty facts, and each is one row."""
    return session.connection().connection.cursor()


def _text(cursor: DBAPICursor, name: str) -> str | None:
    row = cursor.execute(READ, (name,)).fetchone()
    return None if row is None else row[0]
