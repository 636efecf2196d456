"""The time of a story: one true clock, and tablets' clocks that are off by any amount."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from field_app.store.repository import Moment

BEGINNING_MS = 1_767_225_600_000  # 1 January 2026
SECOND, HOUR, DAY = 1000, 3_600_000, 86_400_000
YEAR_AS_BE = 543 * 365 * DAY + 131 * DAY  # the year typed as พ.ศ. where ค.ศ. was asked
SKEWS_MS = (0, 0, -40 * SECOND, 7 * HOUR, -3 * DAY, 400 * DAY, YEAR_AS_BE, 225_600_000 - BEGINNING_MS)


@dataclass
class WorldClock:
    """What time it really is, in ms since 1970. It goes on only when the story says so."""

    now_ms: int = BEGINNING_MS

    def passes(self, ms: int) -> None:
        self.now_ms += ms

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms / 1000, UTC)


@dataclass
class TabletClock:
    """A tablet's clock, wrong by `skew_ms`, and its source of chance."""

    world: WorldClock
    chance: Random
    skew_ms: int = 0

    def __call__(self) -> Moment:
        return Moment(self.world.now_ms + self.skew_ms, self.chance.randbytes)
