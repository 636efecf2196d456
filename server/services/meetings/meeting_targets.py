"""The households that a targeting meeting may be about, in its order: by their open problems, and by the rules."""

from datetime import date
from functools import partial
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from server.services.households import household_traits
from server.services.households.household_traits import Stored, Traits, stored
from server.services.reporting.kept import Kept
from shared_models.problem import OPEN, Problem


class Targets(NamedTuple):
    """Every household that lives in its village. A problem is open in the first `troubled` of them."""

    everyone: list[Traits]
    troubled: int


def targets(session: Session, kept: Kept, district: str, *, today: date) -> Targets:
    """Those with an open problem first, then those that fail in most, then by village and house.

    Made anew when a row that it rests on was changed. What a meeting decides changes none of them.
    """
    known = household_traits.of_district(session, kept, district, today=today)
    problems = _problems(session, district)
    open_in = partial(_troubled, session, district)
    troubled = kept.of(session, district, "households in trouble", today, open_in, rests_on=problems)
    make = partial(_ordered, known, troubled)
    return kept.of(session, district, "targets of the meeting", today, make, rests_on=(known.version, problems))


def _problems(session: Session, district: str) -> tuple[int, int]:
    """Another one after every change of a problem in the district."""
    here = select(func.max(Problem.seq), func.count()).where(Problem.district_code == district)
    newest, count = session.exec(here).one()
    return newest or 0, count


def _ordered(known: household_traits.District, troubled: set[Stored]) -> Targets:
    first = [traits for household_id, traits in known.homes.items() if household_id in troubled]
    others = [traits for household_id, traits in known.homes.items() if household_id not in troubled]
    return Targets([*first, *others], len(first))


def _troubled(session: Session, district: str) -> set[Stored]:
    of_open = select(stored(col(Problem.household_id))).where(Problem.district_code == district, Problem.status == OPEN)
    return set(session.exec(of_open.distinct()))
