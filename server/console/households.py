"""Households: found by name or number, narrowed, sorted, and each one's file with its history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.area_names import AreaNames
from server.console.lines import brought_up
from server.console.render import area_name, page
from server.console.visitor import FormDep, LanguageDep, VisitorDep, held_for, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.households import household_list, household_search
from server.services.households.household_search import LENGTH, Narrowing, Task, Visited
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from shared_models.access import READ
from shared_models.area import choices, contains
from shared_models.fiscal_year import first_day, fiscal_year, thai_day
from shared_models.labels import choice
from shared_models.mpi import Dimension
from shared_models.target_group import Group
from shared_models.thai_text import sort_key

router = APIRouter()
PLACE = "place"
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Asked:
    """What the list is asked for. The address says it all but for the text, which stays in the form."""

    narrowing: Narrowing
    text: str = ""
    sort: str = PLACE
    page: int = 1

    @property
    def query(self) -> str:
        """As the address has it; "" for the plain list."""
        others = {"sort": self.sort if self.sort != PLACE else "", "page": self.page if self.page > 1 else ""}
        return urlencode({name: value for name, value in {**self.narrowing.set(), **others}.items() if value})

    @property
    def address(self) -> str:
        """Of the list without its text."""
        return f"/households?{self.query}" if self.query else "/households"

    def to_page(self, number: int) -> "Asked":
        return replace(self, page=number)

    def by(self, sort: str) -> "Asked":
        """Sorted so, from the first page; asked again for what it is sorted by already, turned round."""
        return replace(self, sort=f"-{sort}" if self.sort == sort else sort, page=1)

    def without(self, name: str) -> "Asked":
        """Without one filter; a village is of its subdistrict."""
        if name == "text":
            return replace(self, text="", page=1)
        gone = {name: ""} | ({"village": ""} if name == "area" else {})
        return replace(self, narrowing=replace(self.narrowing, **gone), page=1)


class Chip(NamedTuple):
    """A filter that is set."""

    name: str
    words: str


def asked_of(sent: Mapping[str, str]) -> Asked:
    """From the fields of an address or a form. `drop` names a filter that is taken off, `sorted` how the list stood."""
    number = sent.get("page", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    found = Asked(Narrowing.read(sent), sent.get("text", "").strip(), sent.get("sort") or sent.get("sorted") or PLACE)
    found = found.without(sent["drop"]) if sent.get("drop") in {*found.narrowing.set(), "text"} else found
    return found.to_page(min(max(int(number), 1), MOST_PAGES) if is_number else 1)


@router.get("/households")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    """The list as its address says."""
    asked = asked_of({name: value for name, value in request.query_params.items() if name != "text"})
    return _list(request, database, visitor, told, asked)


@router.post("/households")
def search(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep) -> Response:
    """The list by a text; without one, it is at its address."""
    asked = asked_of(form)
    if asked.text:
        return _list(request, database, visitor, told, asked)
    held_for(visitor, READ)
    return RedirectResponse(asked.address, 303)


def _list(request: Request, database: Database, visitor: Visitor, told: Language, asked: Asked) -> Response:
    held, now = held_for(visitor, READ), datetime.now(UTC)
    today = thai_day(now)
    if way := brought_up(database, request.app.state.runner, visitor, today, where=asked.address):
        return way
    with database.reading() as session:
        found = household_search.find(
            session,
            visitor.district,
            asked.narrowing,
            held=held,
            year_began=first_day(fiscal_year(today)).isoformat(),
            text=asked.text,
            sort=asked.sort,
            page=asked.page,
        )
        lines = household_list.listed(session, visitor.district, found.ids)
        offered = _offered(session, visitor, held, asked, told)
    with database.writing() as session:
        where = asked.narrowing.village or asked.narrowing.area or visitor.district
        record(session, visitor, Action.HOUSEHOLDS_SEARCHED, where, now)
    answer = page(
        request,
        "households/list.html",
        asked=asked,
        lines=lines,
        count=found.count,
        first=(asked.page - 1) * LENGTH + 1,
        chips=_chips(asked, offered, told),
        day=date.fromisoformat,
        **offered,
    )
    if request.headers.get("hx-request") and not asked.text:
        answer.headers["hx-push-url"] = asked.address
    return answer


def _offered(session: Session, visitor: Visitor, held: list[str], asked: Asked, told: Language) -> dict[str, Any]:
    """What can be chosen, as (value, words), and the names of villages."""
    names, area = AreaNames(session, visitor.district, told), asked.narrowing.area
    subdistricts = [found.code for found in choices(visitor.district, told) if _reaches(held, found.code)]
    of_area = household_search.villages(session, visitor.district, area) if area else []
    officers = household_search.officers(session, visitor.district)
    return {
        "village_of": names.village,
        "subdistricts": [(code, area_name(code, told)) for code in subdistricts],
        "villages": [(code, names.village(code)) for code in of_area],
        "dimensions": [(one.value, choice(one, Dimension, told)) for one in Dimension],
        "groups": [(one.value, f"{say('group_short', told, n=one.value)} {choice(one, Group, told)}") for one in Group],
        "visits": [(one.value, say(f"visited_{one.value}", told)) for one in Visited],
        "tasks": [(one.value, say(f"task_{one.value}", told)) for one in Task],
        "officers": sorted(
            ((str(own_id), name) for own_id, name in officers.items()), key=lambda one: sort_key(one[1])
        ),
    }


def _reaches(held: list[str], area: str) -> bool:
    return any(contains(code, area) or contains(area, code) for code in held)


def _chips(asked: Asked, offered: Mapping[str, Any], told: Language) -> list[Chip]:
    of_name = {
        "village": offered["villages"],
        "failed": [(code, say("chip_failed", told, name=words)) for code, words in offered["dimensions"]],
        "group": offered["groups"],
        "visited": offered["visits"],
        "task": offered["tasks"],
        "officer": offered["officers"],
        "area": [(code, say("chip_area", told, name=words)) for code, words in offered["subdistricts"]],
    }
    chips = [Chip(name, dict(of_name[name]).get(value, value)) for name, value in asked.narrowing.set().items()]
    return [*([Chip("text", say("chip_text", told))] if asked.text else []), *chips]
