"""Help given, by kind and agency, with what it was worth and what came of it."""

from collections import Counter, defaultdict
from typing import Any

from shared_models.assistance import AssistanceKind, AssistanceOutcome
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.table import Column, ColumnKind, Table, count_columns, of_counts
from shared_models.thai_text import normalise, sort_key

NEEDS: Needs = {"assistance": ("kind", "agency", "value_satang", "given_on", "outcome")}
Line = tuple[str | None, str | None]  # kind and agency
_OUTCOMES = frozenset(outcome.value for outcome in AssistanceOutcome)
_PLACES = {kind.value: place for place, kind in enumerate(AssistanceKind)}
_COLUMNS = (
    Column("kind", ColumnKind.CODE, AssistanceKind),
    Column("agency", ColumnKind.TEXT),
    *count_columns("entries", "households", "valued"),
    Column("value_satang", ColumnKind.MONEY),
    *count_columns(*(f"outcome_{outcome.value}" for outcome in AssistanceOutcome), "outcome_other"),
)


def assistance(caseload: Caseload) -> Table:
    """Help of the programme year, given or asked for, by kind and agency as entered.

    Of every household, also one that has moved or was merged since: what was given was given. `households` counts each
    once a line, and once in the total. `value_satang` adds up the `valued` entries, whose worth is known; the outcomes
    divide the entries, `outcome_other` being one that only a newer version knows.
    """
    counts: defaultdict[Line, Counter[str]] = defaultdict(Counter)
    helped: defaultdict[Line, set[Any]] = defaultdict(set)
    for row in caseload.of("assistance"):
        if caseload.is_in_year(row.given_on):
            line = row.kind and str(row.kind), normalise(row.agency or "") or None
            _count(counts[line], row)
            helped[line].add(row.household_id)
    for line, households in helped.items():
        counts[line]["households"] = len(households)
    total = sum(counts.values(), Counter[str]())
    total["households"] = len(set().union(*helped.values()))
    return of_counts(_COLUMNS, [(line, counts[line]) for line in sorted(counts, key=_place)], total=total)


def _count(counts: Counter[str], row: Any) -> None:
    outcome = str(row.outcome)
    counts["entries"] += 1
    counts[f"outcome_{outcome}" if outcome in _OUTCOMES else "outcome_other"] += 1
    if row.value_satang is not None:
        counts["valued"] += 1
        counts["value_satang"] += row.value_satang


def _place(line: Line) -> tuple[int, str, bool, str]:
    """Kinds in the order of the list, then unknown ones, then none; agencies in Thai order, none last."""
    kind, agency = line
    known = _PLACES.get(kind, len(_PLACES)) if kind else len(_PLACES) + 1
    return known, kind or "", agency is None, f"{sort_key(agency or '')}\0{agency}"
