"""What all review queues share: filters, the line of cases with the longest waiting first, and which one is open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.render import page
from server.console.visitor import LanguageDep, VisitorDep, check
from server.console.words import Language
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference
from server.services.households.household_names import HouseholdName
from server.services.people.console_sessions import Visitor
from server.services.reviewing import review
from server.services.reviewing.office_edit import Supervisor
from shared_models.access import REVIEW
from shared_models.area import Level
from shared_models.reference import Reference

LENGTH = 50  # lines of a queue on a page
WAITING, ASKED = "waiting", "asked"  # with the office, or left to the officer at the house


class Sought(NamedTuple):
    """The filters in the address; "" where there is none. `case` is the key of the case that is open."""

    village: str = ""
    kind: str = ""
    state: str = WAITING
    page: int = 1
    case: str = ""
    saved: str = ""

    def query(self, **others: Any) -> str:
        """The address' part behind `?`, with `others` in place of some and without what is as it is anyway."""
        wanted = self._replace(saved="", **others)._asdict()
        plain = Sought()._asdict()
        return urlencode({name: value for name, value in wanted.items() if value != plain[name]})


def sought(
    village: Annotated[str, Query(max_length=8, pattern=r"^\d*$")] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=20)] = WAITING,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    case: Annotated[str, Query(max_length=80)] = "",
    saved: Annotated[str, Query(max_length=40)] = "",
) -> Sought:
    """From the address."""
    return Sought(village, kind, state, page, case, saved)


SoughtDep = Annotated[Sought, Depends(sought)]


def reviewer(visitor: VisitorDep) -> Visitor:
    """Who may decide. Raises NotPermitted."""
    check(visitor, REVIEW)
    return visitor


ReviewerDep = Annotated[Visitor, Depends(reviewer)]


@dataclass(frozen=True)
class Reviewing:
    """A supervisor at a queue: the request, and what it asks for in which language."""

    request: Request
    database: Database
    visitor: Visitor
    told: Language
    wanted: Sought

    @property
    def supervisor(self) -> Supervisor:
        """As who decides."""
        return Supervisor(self.visitor.district, self.visitor.officer_id)

    def at(self, case: object) -> "Reviewing":
        """The same with this case open."""
        return replace(self, wanted=self.wanted._replace(case=str(case)))


def reviewing(
    request: Request, database: DatabaseDep, visitor: ReviewerDep, told: LanguageDep, wanted: SoughtDep
) -> Reviewing:
    """Raises NotPermitted for who may not decide."""
    return Reviewing(request, database, visitor, told, wanted)


ReviewingDep = Annotated[Reviewing, Depends(reviewing)]


class Entry(NamedTuple):
    """A case of a queue as its filters see it. `kinds` are keys of labels."""

    key: str
    village: str
    kinds: frozenset[str]
    is_asked: bool = False


class Line(NamedTuple):
    """A case in the line: what it is called, what it is about, since when it waits, in ms."""

    key: str
    title: str
    about: str
    since_ms: int


@dataclass(frozen=True)
class Standing:
    """The entries that fit the filters, the page of them that shows, and the keys of the open case and the next."""

    entries: tuple[Entry, ...]
    shown: tuple[Entry, ...]
    villages: tuple[str, ...]
    kinds: tuple[str, ...]
    asked: int
    current: str
    following: str
    is_gone: bool

    @property
    def is_filtered(self) -> bool:
        """Whether filters are of use: there is more than one case, or some are with the officers."""
        return len(self.entries) > 1 or self.asked > 0


def standing(entries: Sequence[Entry], wanted: Sought) -> Standing:
    """Where the visitor is in a queue, whose entries come with the longest waiting first."""
    in_state = [entry for entry in entries if entry.is_asked == (wanted.state == ASKED)]
    fitting = tuple(
        entry
        for entry in in_state
        if entry.village.startswith(wanted.village) and (not wanted.kind or wanted.kind in entry.kinds)
    )
    keys = [entry.key for entry in fitting]
    first = (wanted.page - 1) * LENGTH
    at = keys.index(wanted.case) if wanted.case in keys else min(first, max(0, len(keys) - 1))
    if wanted.case in keys and not wanted.page > 1:
        first = at // LENGTH * LENGTH
    shown = fitting[first : first + LENGTH]
    others = [*keys[at + 1 :], *keys[:at]]
    return Standing(
        entries=fitting,
        shown=shown,
        villages=tuple(sorted({entry.village for entry in in_state})),
        kinds=tuple(sorted({kind for entry in in_state for kind in entry.kinds})),
        asked=sum(entry.is_asked for entry in entries),
        current=keys[at] if keys else "",
        following=others[0] if others else "",
        is_gone=bool(wanted.case) and wanted.case not in keys,
    )


@dataclass(frozen=True)
class Frame:
    """A queue's part of the page: `name` as in review.QUEUES."""

    name: str
    wanted: Sought
    standing: Standing
    lines: tuple[Line, ...]
    tabs: tuple[review.Queue, ...]
    reference: Reference

    @property
    def path(self) -> str:
        """The queue's address."""
        return f"/review/{self.name}"


def frame(
    session: Session,
    visitor: Visitor,
    wanted: Sought,
    *,
    name: str,
    entries: Sequence[Entry],
    lines: Callable[[Iterable[str]], Iterable[Line]],
) -> Frame:
    """`lines` makes the lines of these keys, in their order."""
    found = standing(entries, wanted)
    tabs = review.queues(session, visitor.district)
    shown = tuple(lines([entry.key for entry in found.shown]))
    return Frame(name, wanted, found, shown, tuple(tabs), reference.read(session, visitor.district))


def show(request: Request, framed: Frame, case: Any, **values: Any) -> Response:
    """The page of a queue; its template is named as the queue is."""
    status = values.pop("status", 200)
    known: dict[str, Any] = {"errors": {}, "entered": {}, "notice": None}
    known["waiting"] = lambda: sum(tab.count for tab in framed.tabs)  # counted once for tabs and navigation
    return page(request, f"review/{framed.name}.html", status=status, frame=framed, case=case, **known | values)


def to_next(name: str, wanted: Sought, form: dict[str, str], saved: str) -> Response:
    """To the case that came next when the form was sent; the page says what was done."""
    query = wanted.query(case=form.get("next", ""), page=1)
    return RedirectResponse(f"/review/{name}?{query}{'&' if query else ''}saved={saved}#case", 303)


def house_words(name: HouseholdName | None, told: Language, known: Reference) -> str:
    """`27/1 หมู่ 4 ห้วยไคร้`: what a line says of a house."""
    if name is None:
        return ""
    return f"{name.house_no or '–'} {village_words(name.village, told, known)}"


def village_words(code: str, told: Language, known: Reference) -> str:
    """The village alone, with its name where the office entered it."""
    around = known.place(code[: Level.SUBDISTRICT], told)
    return known.place(code, told).removesuffix(around).strip(" ,") or around
