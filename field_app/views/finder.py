"""What the officer is looking for: kept while screens come and go, so that the list is found again as it was left."""

from dataclasses import dataclass, replace
from typing import Any

import flet as ft

from field_app.services.household_filter import EVERYTHING, Narrowing
from shared_models.mpi import Dimension

FIRST = 16  # lines: what a screen shows, until its height is known
MORE = 60


@ft.observable
@dataclass
class Finder:
    """`query` is what was typed (it never goes into an address), `shown` how many lines the list holds by now.

    `typed` is what stands in the box, a moment ahead of `query`. `offset` is how far the list is scrolled, in px.
    `restarts` counts the searches that a screen began: the box then follows it instead of the officer's typing.
    `first`: how many lines fill the screen. `unfolded`: the filters that are rarely needed are shown, too.
    """

    query: str = ""
    typed: str = ""
    narrowing: Narrowing = EVERYTHING
    unfolded: bool = False
    first: int = FIRST
    shown: int = FIRST
    offset: float = 0.0
    restarts: int = 0

    def start_over(self, narrowing: Narrowing = EVERYTHING) -> None:
        """All households that pass `narrowing`, whatever was typed before."""
        self.restarts += 1
        self.query = self.typed = ""
        self.put(narrowing)

    def keep_typed(self, text: str) -> None:
        """Remember what stands in the box; nothing is drawn again for it."""
        self.__dict__["typed"] = text

    def keep_offset(self, offset: float) -> None:
        """Remember how far the list is scrolled; nothing is drawn again for it."""
        self.__dict__["offset"] = offset

    def fit(self, lines: int) -> None:
        """A search begins with as many lines as a screen shows: each one more would be waited for."""
        self.__dict__["first"] = lines

    def look_for(self, query: str) -> None:
        """A new search, from its beginning."""
        self.keep_typed(query)
        if query != self.query:
            self.query = query
            self._from_the_top()

    def narrow(self, **changes: Any) -> None:
        """Set or take off filters, by the fields of Narrowing; the others stay."""
        self.put(replace(self.narrowing, **changes))

    def tick(self, dimension: Dimension) -> None:
        """One dimension more, or less if it was ticked."""
        self.narrow(failed=self.narrowing.failed ^ {dimension})

    def widen(self) -> None:
        """Take off all filters; what was typed stays."""
        self.put(EVERYTHING)

    def put(self, narrowing: Narrowing) -> None:
        """These filters in place of those that were set."""
        self.narrowing = narrowing
        self._from_the_top()

    def show_more(self, total: int) -> None:
        """The next window of lines."""
        self.shown = min(self.shown + MORE, max(total, self.first))

    def _from_the_top(self) -> None:
        self.shown, self.offset = self.first, 0.0
