"""The real clock and the real source of chance, handed in once by whoever starts the app."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone

from field_app.store.repository import Moment

THAI_TIME = timezone(timedelta(hours=7), "ICT")  # no daylight saving since 1941; a tablet may lack a zone database


def moment() -> Moment:
    return Moment(wall_ms=time.time_ns() // 1_000_000, entropy=os.urandom)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in Thailand, wherever the tablet's clock thinks it is."""
    return now().astimezone(THAI_TIME).date()
