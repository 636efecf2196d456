"""What takes long to count is kept until something it rests on changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, select

from server.services import reference
from server.tables import FeedHead

T = TypeVar("T")
MOST = 200  # answers; the one that was not asked for longest goes first


class Kept:
    """Answers by what was asked, of each worker its own. Threads may count the same twice at worst.

    An answer holds until the district's feed, its tables or the day changes.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def of(
        self,
        session: Session,
        district: str,
        key: Hashable,
        today: date,
        make: Callable[[], T],
        *,
        rests_on: Hashable = None,
    ) -> T:
        """The answer to `key`, made now or before. `rests_on`, where given, takes the place of the district's feed."""
        if rests_on is None:
            rests_on = session.exec(select(FeedHead.seq).where(FeedHead.district_code == district)).one_or_none() or 0
        basis = rests_on, reference.read(session, district).version, today
        return self._answer((district, key), basis, make, grow=lambda kept: kept)

    def grown(
        self,
        session: Session,
        district: str,
        key: Hashable,
        today: date,
        make: Callable[[], T],
        grow: Callable[[T], T],
    ) -> T:
        """As `of`, but `grow` brings what the feed changed into the answer, and leaves the old one as it is."""
        basis = reference.read(session, district).tables_version, today
        return self._answer((district, key), basis, make, grow)

    def _answer(self, asked: Hashable, basis: Hashable, make: Callable[[], T], grow: Callable[[T], T]) -> T:
        kept = self._kept.pop(asked, None)
        found = grow(kept[1]) if kept is not None and kept[0] == basis else make()
        self._kept[asked] = basis, found
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return found
