"""Which households pass a narrowing: kept until something is written, since every letter typed asks for it again."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import String, type_coerce
from sqlmodel import Session, col, select

from field_app.services import clock
from field_app.services.household_filter import EVERYTHING, Narrowing
from field_app.services.household_traits import HouseholdTraits
from field_app.store.sealed import SealedDatabase
from shared_models.household import Household

Basis = tuple[Narrowing, int, date, int]


@dataclass(frozen=True)
class Passed:
    """Ids as they are stored, None: all households. `before_failed` pass all but the dimensions."""

    ids: frozenset[str] | None
    before_failed: frozenset[str] | None


class Narrowed:
    """Asked inside the vault's own work, where nothing is written meanwhile."""

    def __init__(self, traits: HouseholdTraits) -> None:
        self._traits = traits
        self._basis: Basis | None = None
        self._passed = Passed(None, None)

    def passed(self, session: Session, database: SealedDatabase, narrowing: Narrowing) -> Passed:
        """What passes `narrowing`; where it takes the traits, they were refreshed before."""
        basis = narrowing, database.writes, clock.today(), self._traits.version if narrowing.by_rules else 0
        if basis != self._basis:
            self._passed, self._basis = self._ask(session, narrowing), basis
        return self._passed

    def _ask(self, session: Session, narrowing: Narrowing) -> Passed:
        if narrowing == EVERYTHING:
            return Passed(None, None)
        before = self._before_failed(session, replace(narrowing, failed=frozenset()))
        if not narrowing.failed:
            return Passed(before, before)
        failing = frozenset(self._traits.having(*narrowing.failed))
        return Passed(failing if before is None else before & failing, before)

    def _before_failed(self, session: Session, narrowing: Narrowing) -> frozenset[str] | None:
        if narrowing == EVERYTHING:
            return None
        traits = [trait for trait in (narrowing.indicator, narrowing.target) if trait is not None]
        having = [self._traits.having(trait) for trait in traits]
        conditions = narrowing.conditions()
        if conditions:
            household_id = type_coerce(col(Household.household_id), String)
            having.append(set(session.scalars(select(household_id).where(*conditions))))
        return frozenset(set.intersection(*having))
