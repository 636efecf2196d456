"""What a pivot can be made of, in the officer's words."""

from collections.abc import Sequence
from dataclasses import replace

from field_app.views.components.sheet import Option
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.labels import choice, label
from shared_models.reports.design import ENTITIES, OWN_ROWS, counted, offered_fields, summed
from shared_models.reports.pivot_field import PivotField
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test
from shared_models.reports.table import Cell, Table
from shared_models.reports.wording import cell_text

NONE = ""  # the code of "nothing": no columns
EMPTY = "\0empty"  # the code of a group without a value


def entity_options(language: Language) -> list[Option]:
    """Whose rows are counted."""
    return [Option(entity, label(entity, language)) for entity in ENTITIES]


def field_options(entity: str, language: Language) -> list[Option]:
    """The fields to group by: the entity's own first, then its household's and its person's with their word behind."""
    return [Option(each.name, field_words(entity, each, language)) for each in offered_fields(entity)]


def field_words(entity: str, found: PivotField, language: Language) -> str:
    """`เพศ` of the rows themselves, `เพศ (บุคคล)` of whom they are about; a year of a day says so."""
    words = label(found.label, language)
    if found.name.endswith(".fiscal_year"):
        words = say("report_year_of", language, words=words)
    owner = found.name.partition(".")[0]
    return f"{words} ({label(owner, language)})" if owner in ("household", "person") and owner != entity else words


def named_field(spec: PivotSpec, name: str | None, language: Language) -> str:
    """The words of a field of the design."""
    return field_words(spec.entity, spec.field(name), language) if name else ""


def measure_options(entity: str, language: Language) -> list[Option]:
    """What a cell can count; sums are one answer for each number that can be added up."""
    counts = [Option(measure.value, choice(measure, Measure, language)) for measure in counted(entity)]
    if entity in OWN_ROWS:
        counts[0] = Option(Measure.ROWS.value, choice(OWN_ROWS[entity], Measure, language))
    total = choice(Measure.SUM, Measure, language)
    return [*counts, *(Option(f"sum {each.name}", f"{total} {label(each.key, language)}") for each in summed(entity))]


def measured(spec: PivotSpec) -> str:
    """The code of what the design counts, as measure_options has it."""
    return f"sum {spec.sum_of}" if spec.sum_of else spec.measure.value


def with_measure(spec: PivotSpec, code: str) -> PivotSpec:
    """The design that counts this."""
    word, _, name = code.partition(" ")
    return replace(spec, measure=Measure(word), sum_of=name or None)


def of_entity(entity: str) -> PivotSpec:
    """A first design of another entity: by village."""
    return PivotSpec(entity, rows_by="village")


def filter_of(field: str, code: str, numeric: bool) -> Filter:
    """Rows of one group of a field; `code` is that of group_options."""
    if code == EMPTY:
        return Filter(field, Test.EMPTY)
    return Filter(field, Test.EQUALS, (float(code) if numeric else code,))


def group_options(table: Table, language: Language) -> list[Option]:
    """The groups there are: the first column of a pivot by that field."""
    rows = [row for row in table.rows if not row.total]
    return [Option(group_code(row.cells[0]), cell_text(table, row, 0, language)) for row in rows]


def group_code(group: Cell) -> str:
    return EMPTY if group is None else str(group)


def without(filters: Sequence[Filter], place: int) -> tuple[Filter, ...]:
    """All filters but one."""
    return tuple(each for at, each in enumerate(filters) if at != place)
