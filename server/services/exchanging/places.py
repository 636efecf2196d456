"""Where households and rows are, and which villages they have left."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from server.services.exchanging.rows import Row, Rows, table
from server.tables import FeedEntry
from shared_models.chunks import chunks
from shared_models.entities import MEMBERS

LEFT = "left"  # the entity of an entry that says a household went away
LEFT_ROW = "left_row"  # and of one that says so of a single row, which has changed household
LEFTS = (LEFT, LEFT_ROW)
_ENTRY, _HOUSEHOLD = FeedEntry.__table__, table("household")  # type: ignore[attr-defined]
_LEFTS_OF = select(_ENTRY.c.row_id, _ENTRY.c.village, _ENTRY.c.left_to).where(
    _ENTRY.c.left_to.is_not(None), _ENTRY.c.row_id.in_(bindparam("rows", expanding=True))
)
_PLACE_OF = select(_HOUSEHOLD.c.district_code, _HOUSEHOLD.c.village).where(
    _HOUSEHOLD.c.household_id == bindparam("household")
)


def district_of(village: str) -> str:
    return village[:4]


def within(village: Any, code: str) -> Any:
    """The condition that a village column lies in the area `code`: a range, so that any index serves it."""
    return village.between(*ends(code))


def ends(code: str) -> tuple[str, str]:
    """The first and the last village code that can lie in an area."""
    return code.ljust(8, "0"), code.ljust(8, "9")


class Places:
    """Looks for rows, left entries and homes within one writing transaction, and remembers what it found."""

    def __init__(self, session: Session) -> None:
        self.session, self.rows = session, Rows(session)
        self._lefts: dict[UUID, dict[str, str]] = {}  # of the households and rows looked for, over all districts

    def forget(self) -> None:
        """Look rows and left entries up again from here on."""
        self.rows.forget()
        self._lefts.clear()

    def home(self, household_id: UUID, districts: Collection[str]) -> tuple[str, str] | None:
        """District and village of a household known in one of these districts, or that left one of them."""
        for district in districts:
            row = self.rows.get("household", household_id, district)
            if row is not None:
                return district, row.village
        left = next((to for village, to in self.lefts(household_id).items() if district_of(village) in districts), None)
        return (district_of(left), left) if left else None

    def place_of(self, household_id: UUID) -> tuple[str, str] | None:
        """District and village of a household wherever it is filed."""
        self.rows.write()
        found = self.session.connection().execute(_PLACE_OF, {"household": household_id}).first()
        return (found.district_code, found.village) if found else None

    def row(self, entity: str, row_id: UUID, household_id: UUID, districts: Collection[str]) -> Row | None:
        """A row of a household known in one of these districts; one that left by itself, wherever it went."""
        home = self.home(household_id, districts)
        places = [home[0]] if home else []
        places += districts if entity in MEMBERS else ()
        places += [district_of(to) for to in self.lefts(row_id).values()]
        found = (self.rows.get(entity, row_id, district) for district in dict.fromkeys(places))
        return next((row for row in found if row is not None), None)

    def lefts(self, row_id: UUID) -> dict[str, str]:
        """The villages that a household, or a row by itself, has left and not returned to, and where it is now."""
        if row_id not in self._lefts:
            self.load_lefts([row_id])
        return self._lefts[row_id]

    def load_lefts(self, row_ids: Iterable[UUID]) -> None:
        """Look for left entries together. They are in any district that a household or row ever was in."""
        wanted = [row_id for row_id in row_ids if row_id not in self._lefts]
        self._lefts.update({row_id: {} for row_id in wanted})
        for some in chunks(wanted):
            for row_id, village, left_to in self.session.connection().execute(_LEFTS_OF, {"rows": some}):
                self._lefts[row_id][village] = left_to or ""
