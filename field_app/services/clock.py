"""The real clock and the real source of chance, handed in once by whoever starts the app."""

import os
import time
from datetime import UTC, date, datetime

from field_app.store.repository import Moment
from shared_models.fiscal_year import THAI_TIME as THAI_TIME
from shared_models.fiscal_year import thai_day


def moment() -> Moment:
    return Moment(wall_ms=time.time_ns() // 1_000_000, entropy=os.urandom)


def running_seconds() -> float:
    """Only differences mean anything. Unlike time.monotonic it goes on while the tablet sleeps, where that is known."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date in Thailand, wherever the tablet's clock thinks it is."""
    return thai_day(now())
