"""How long a tablet shows its households without having met the office. Decision 24."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

DAY_MS = 86_400_000
WARNED_DAYS = 7
CORRECTION_MS = 60_000  # a clock put right by the network jumps back by seconds
WRONG_CLOCK_MS = 100 * 365 * DAY_MS  # a year typed in another era: no tablet lay idle for so long


class Lease(NamedTuple):
    """`left` of its `days`, a begun one counted whole; 0 once it is over."""

    days: int
    left: int

    @property
    def is_over(self) -> bool:
        """Whether nothing is shown until the tablet has met the office."""
        return self.left == 0

    @property
    def is_near(self) -> bool:
        """Whether the officer is warned: in the last week, of a short lease in its last third."""
        return 0 < self.left <= min(WARNED_DAYS, self.days // 3)


class Spent(NamedTuple):
    """What is spent of a lease since the office's last answer, and the tablet's clock when it was counted."""

    spent_ms: int
    clock_ms: int

    def at(self, now_ms: int) -> "Spent":
        """Counted on to `now_ms` by the tablet's clock, which may have been set: less is never spent.

        A clock set back, or on by a century, does not tell how long it was: it costs a day, and counting
        goes on from there.
        """
        gone = now_ms - self.clock_ms
        if -CORRECTION_MS <= gone < 0:
            return self
        return Spent(self.spent_ms + (gone if 0 <= gone < WRONG_CLOCK_MS else DAY_MS), now_ms)


def lease(spent_ms: int, days: int) -> Lease:
    """How a lease of `days` stands."""
    return Lease(days, max(0, -((spent_ms - days * DAY_MS) // DAY_MS)))


def answer_text(device_id: UUID, number: int, withdrawn: Iterable[UUID] = ()) -> bytes:
    """What the server signs to say that it answered this request of this tablet, and who may work on it no longer."""
    return "\n".join(("home visit answer 1", str(device_id), str(number), *map(str, withdrawn))).encode()
