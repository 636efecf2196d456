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
"""

import json
from typing import Any

from sqlmodel import Session

READ = "SELECT value FROM sync_state WHERE name = ?"
WRITE = "INSERT INTO sync_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def read(session: Session, name: str, default: Any = None) -> Any:
    """The fact, or `default`."""
    row = session.connection().exec_driver_sql(READ, (name,)).one_or_none()
    return default if row is None else json.loads(row.value)


def write(session: Session, name: str, value: Any) -> None:
    """Keep a fact in place of what was kept; what is there already writes nothing."""
    connection, text = session.connection(), json.dumps(value, ensure_ascii=False)
    row = connection.exec_driver_sql(READ, (name,)).one_or_none()
    if row is None or row.value != text:
        connection.exec_driver_sql(WRITE, (name, text))
