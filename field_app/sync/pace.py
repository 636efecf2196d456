"""How much a request carries: much on a good link, little on a bad one, so that little is lost when it is cut."""

from typing import NamedTuple

from sqlmodel import Session

from field_app.store import state
from shared_models.exchange import MAX_RUN

SMALLEST = 20  # operations
ROWS = 10  # that come back, for each operation that may go up
QUICK_SECONDS, SLOW_SECONDS = 4.0, 20.0


class Pace(NamedTuple):
    """`operations` is the most that the next request takes up. It is kept: a bad link is bad the next day, too."""

    operations: int = MAX_RUN

    @property
    def rows(self) -> int:
        """The most that its reply brings down."""
        return self.operations * ROWS

    def answered(self, seconds: float) -> "Pace":
        """After a request that took so long."""
        if seconds < QUICK_SECONDS:
            return Pace(min(self.operations * 2, MAX_RUN))
        return self if seconds < SLOW_SECONDS else Pace(max(self.operations // 2, SMALLEST))

    def cut(self) -> "Pace":
        """After one that did not come back."""
        return Pace(max(self.operations // 4, SMALLEST))


def kept_pace(session: Session) -> Pace:
    """The pace of the last request."""
    return Pace(state.read(session, "pace", MAX_RUN))


def keep_pace(session: Session, pace: Pace) -> None:
    """For the next one."""
    state.write(session, "pace", pace.operations)
