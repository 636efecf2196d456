"""What a pivot is designed from: whose rows, which fields part them into groups worth reading, what a cell counts."""

from shared_models.form import FormField, form_fields
from shared_models.reports.pivot_field import LEVELS, PivotField, has_person, is_number, pivot_fields
from shared_models.reports.pivot_spec import Measure
from shared_models.reports.table import ColumnKind

ENTITIES = (
    "household",
    "person",
    "visit",
    "problem",
    "four_t",
    "plan",
    "assistance",
    "mpi_assessment",
    "welfare_receipt",
    "stage_decision",
)
OWN_ROWS = {"household": Measure.HOUSEHOLDS, "person": Measure.PERSONS}  # what a row of these is
GROUPED = frozenset({ColumnKind.CODE, ColumnKind.AREA, ColumnKind.YEAR})
GROUPED_TEXTS = frozenset({"agency", "programme", "occupation_detail", "remedy_code"})  # others differ from row to row


def offered_fields(entity: str) -> tuple[PivotField, ...]:
    """The fields to group by: the entity's own first, then its household's and its person's."""
    return tuple(found for found in pivot_fields(entity) if is_offered(found))


def is_offered(found: PivotField) -> bool:
    """Whether it parts rows into groups worth reading; the place is offered once, as village, subdistrict, district."""
    owner, _, name = found.name.rpartition(".")
    if name == "village_code" or (owner == "household" and name in LEVELS):
        return False
    return found.kind in GROUPED or name in GROUPED_TEXTS


def counted(entity: str) -> list[Measure]:
    """Rows first; households and persons where they are something else."""
    others = [Measure.HOUSEHOLDS, *([Measure.PERSONS] if has_person(entity) else [])]
    return [Measure.ROWS, *(each for each in others if each is not OWN_ROWS.get(entity))]


def summed(entity: str) -> list[FormField]:
    """The numbers of an entity that can be added up."""
    return [field for field in form_fields(entity) if is_number(field)]
