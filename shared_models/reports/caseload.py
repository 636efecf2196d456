"""Caseload: what a report reads. Rows are any objects with the entities' attributes: models, column tuples, others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from shared_models.deprivation import Results, results_by_subject
from shared_models.fiscal_year import first_day, fiscal_year, last_day, thai_day
from shared_models.household import HouseholdStatus
from shared_models.person import LifeState
from shared_models.reference import Reference

Needs = Mapping[str, tuple[str, ...]]  # by entity, the fields that are read beside id and household_id
HERE: Needs = {"household": ("village_code", "status"), "person": ("life_state", "lives_here")}
MPI_FIELDS = (
    *("person_id", "survey_year", "version", "assessed_on"),
    *("health", "living", "education", "income", "access", "answers"),
)


@dataclass(frozen=True, slots=True)
class Caseload:
    """`on` is the day that ages are counted on, `programme_year` a fiscal year (BE).

    `rows` by entity may be streams: a report goes through each of them once at most. `from_year` (BE) is the year a
    comparison starts from; None: the one before. `reference` has the indicator sets and rules that decide.
    """

    on: date
    programme_year: int
    rows: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    from_year: int | None = None
    reference: Reference = field(default_factory=Reference)

    @classmethod
    def of_year(
        cls,
        rows: Mapping[str, Iterable[Any]],
        *,
        today: date,
        year: int | None = None,
        from_year: int | None = None,
        reference: Reference | None = None,
    ) -> Self:
        """Of a fiscal year (BE), that of `today` if None; a past year is seen from its last day."""
        on, of = (today, fiscal_year(today)) if year is None else (min(today, last_day(year)), year)
        return cls(on, of, rows, from_year, reference or Reference())

    def of(self, entity: str) -> Iterable[Any]:
        """The rows of an entity; none where the caseload was made without them."""
        return self.rows.get(entity, ())

    def households(self) -> dict[Any, Any]:
        """Those that live in their village, by id: neither moved away nor merged into another."""
        return {row.id: row for row in self.of("household") if row.status == HouseholdStatus.ACTIVE}

    def members(self, households: Mapping[Any, Any]) -> dict[Any, list[Any]]:
        """Who is alive and really lives there, by household id."""
        found: defaultdict[Any, list[Any]] = defaultdict(list)
        for person in self.of("person"):
            if person.household_id in households and is_living_here(person):
                found[person.household_id].append(person)
        return found

    def results_until(self, year: int) -> tuple[Mapping[Any, Results], Mapping[Any, Results]]:
        """The latest results of surveys up to that year (BE): of persons, and of households as a whole, by id."""
        surveyed = (row for row in self.of("mpi_assessment") if row.survey_year <= year)
        return results_by_subject(surveyed, self.reference.indicator_sets)

    def is_in_year(self, day: date | datetime) -> bool:
        """Whether a day, or a moment in Thailand, lies in the programme year."""
        exact = thai_day(day) if isinstance(day, datetime) else day
        return first_day(self.programme_year) <= exact <= last_day(self.programme_year)

    def finished_visits(self) -> Iterable[Any]:
        """Visits of the programme year that were finished; their day is the day they began."""
        return (row for row in self.of("visit") if row.finished_at and self.is_in_year(row.started_at))


def is_living_here(person: Any) -> bool:
    """As deprivation.living_here: alive, and not known to live elsewhere."""
    return bool(person.life_state == LifeState.ALIVE and person.lives_here is not False)


def merged_needs(*parts: Needs) -> Needs:
    """All fields of several needs, each once."""
    entities = dict.fromkeys(entity for part in parts for entity in part)
    return {
        entity: tuple(dict.fromkeys(name for part in parts for name in part.get(entity, ()))) for entity in entities
    }
