"""A pivot in words: what can be chosen, what was chosen, and how the result is to be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from server.console.pivot_choice import PART, Choice, can_narrow, field_of, long_name
from server.console.words import Language, say
from shared_models.labels import choice as choice_words
from shared_models.labels import label
from shared_models.reference import Reference
from shared_models.reports.design import ENTITIES, OWN_ROWS, counted, offered_fields, summed
from shared_models.reports.pivot_field import PivotField
from shared_models.reports.pivot_spec import Measure
from shared_models.reports.table import Cell, Column, Table
from shared_models.reports.wording import heading

MPI_FIELDS = frozenset({"failed", "standing"})


class Option(NamedTuple):
    """A choice of a select, and whether it is the one."""

    code: str
    words: str
    chosen: bool


class Chip(NamedTuple):
    """A condition, and the address without it."""

    words: str
    without: str


class GroupOption(NamedTuple):
    """A group that rows fall into, how it stands in a condition, and how many rows it has."""

    code: str
    words: str
    count: int


@dataclass(frozen=True)
class Wording:
    """The words of a choice in one language."""

    choice: Choice
    language: Language

    def count_options(self) -> list[tuple[str, list[Option]]]:
        """What can be counted, by the name of its rows."""
        return [(label(entity, self.language), self._counts(entity)) for entity in ENTITIES]

    def _counts(self, entity: str) -> list[Option]:
        codes = [entity if each is Measure.ROWS else f"{entity}:{each}" for each in counted(entity)]
        codes += [f"{entity}:{Measure.SUM}:{field.name}" for field in summed(entity)]
        return [Option(code, self.counted(code), code == self.choice.count) for code in codes]

    def counted(self, code: str) -> str:
        """`จำนวนครัวเรือน`; of other rows than households and persons, whose: `จำนวนคน · การช่วยเหลือ`."""
        entity, measure, number = (*code.split(":"), "", "")[:3]
        kind = OWN_ROWS.get(entity, Measure.ROWS) if not measure else Measure(measure)
        words = choice_words(kind, Measure, self.language)
        if number:
            words = f"{words} {label(f'{entity}.{number}', self.language)}"
        if entity in OWN_ROWS:
            return words
        return say("pivot_of", self.language, words=words, of=label(entity, self.language))

    @property
    def what(self) -> str:
        """What a cell counts."""
        return self.counted(self.choice.count)

    def field_options(self, chosen: str, *, narrowing: bool = False) -> list[tuple[str, list[Option]]]:
        """The fields to group by, or to narrow by, under the name of whose they are."""
        entity, groups = self.choice.entity, dict[str, list[Option]]()
        for found in offered_fields(entity):
            if narrowing and not can_narrow(found):
                continue
            name = long_name(entity, found.name)
            groups.setdefault(label(found.owner, self.language), []).append(
                Option(name, self.field_words(found), name == chosen)
            )
        return list(groups.items())

    def field_words(self, found: PivotField) -> str:
        """`เพศ` of the rows themselves, `เพศ (สมาชิก)` of whom they are about; a year of a day says so."""
        words = label(found.label, self.language)
        if found.name.endswith(".fiscal_year"):
            words = say("pivot_year_of", self.language, words=words)
        owner, _, rest = found.name.partition(".")
        joined = bool(rest) and owner in OWN_ROWS and owner != self.choice.entity
        return say("pivot_in", self.language, words=words, of=label(owner, self.language)) if joined else words

    def named(self, name: str) -> str:
        """The words of a field of an address; the name itself where it is of other rows."""
        found = field_of(self.choice.entity, name)
        return self.field_words(found) if found else label_of(name, self.language)

    @property
    def title(self) -> str:
        """`จำนวนคน แยกตำบลและช่วงอายุ`."""
        by = [self.named(name) for name in (self.choice.rows, self.choice.columns) if name]
        key = ("pivot_title", "pivot_title_rows", "pivot_title_both")[len(by)]
        return say(key, self.language, what=self.what, rows=by[0] if by else "", columns=by[-1] if by else "")

    def chips(self) -> list[Chip]:
        """The conditions, each with the way to take it off."""
        where = self.choice.where
        return [
            Chip(self._condition(each), self.choice.query(where=tuple(other for other in where if other != each)))
            for each in where
        ]

    def only(self) -> str:
        """The conditions as a sentence, for paper."""
        whom = say("pivot_everyone_short" if self.choice.everyone else "pivot_here", self.language)
        if not self.choice.where:
            return whom
        conditions = " · ".join(self._condition(each) for each in self.choice.where)
        return f"{whom} · {say('only_sentence', self.language, conditions=conditions)}"

    def _condition(self, text: str) -> str:
        condition, found = self.choice.condition(text), field_of(self.choice.entity, text.partition(PART)[0])
        assert found
        values = ", ".join(group_words(found, group, self.language) for group in condition.groups)
        return say("pivot_condition", self.language, field=self.field_words(found), values=values)

    def notes(self, reference: Reference) -> list[str]:
        """How the figures are to be read: the MPI they rest on, and whether cells overlap."""
        names = [self.choice.rows, self.choice.columns, *(each.partition(PART)[0] for each in self.choice.where)]
        fields = [found for name in names if (found := field_of(self.choice.entity, name))]
        notes = []
        if any(found.name.rpartition(".")[2] in MPI_FIELDS for found in fields):
            versions = ", ".join(reference.indicator_sets)
            notes.append(say("pivot_mpi", self.language, versions=versions))
        distinct = self.choice.spec.measure in (Measure.HOUSEHOLDS, Measure.PERSONS)
        if distinct or any(found.has_several for found in fields[:2]):
            notes.append(say("pivot_overlap", self.language))
        return notes

    def groups(self, found: PivotField, table: Table) -> list[GroupOption]:
        """The groups there are, those without a value last."""
        rows = [row for row in table.rows if not row.total]
        return [
            GroupOption(
                "" if row.cells[0] is None else str(row.cells[0]),
                group_words(found, row.cells[0], self.language),
                int(row.cells[-1] or 0),
            )
            for row in rows
        ]


def group_words(found: PivotField, group: Cell | bool, language: Language) -> str:
    """A group by its name."""
    if group is None:
        return say("pivot_unnamed", language)
    return heading(Column("", found.kind, found.choices, found.label, group, found.kind), language)


def label_of(name: str, language: Language) -> str:
    """The words of a field by its name in an address; a name that nothing has as it is."""
    for found in (field_of(entity, name) for entity in ENTITIES):
        if found is not None:
            return label(found.label, language)
    return name[:40]


def left_out(names: Iterable[str], language: Language) -> str:
    """What is said of fields that what is counted does not have; "" where there are none."""
    words: Sequence[str] = [label_of(name, language) for name in dict.fromkeys(names)]
    return say("pivot_left_out", language, fields=", ".join(words)) if words else ""
