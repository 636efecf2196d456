"""The reference document of a district: what has no household, carried whole by the exchange when its version differs.

Names of officers, and the tables that an office edits. A table that the office has not touched is the shipped one.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from pydantic import ConfigDict
from typing_extensions import TypedDict  # pydantic reads that of `typing` from Python 3.12 on

from shared_models.area import display_name
from shared_models.campaign import Window, read_calendar, shipped_calendar
from shared_models.deprivation import Threshold, read_thresholds, shipped_thresholds
from shared_models.hlc import node_of
from shared_models.indicator import IndicatorSet, read_indicators, shipped
from shared_models.personal_data import PersonalData, read_personal_data, shipped_personal_data
from shared_models.reference_table import UnreadableTable
from shared_models.remedy import Remedy, read_remedies, shipped_remedies
from shared_models.retention import Retention, read_retention, shipped_retention
from shared_models.target_group import Rule, TruthTable, read_rules, read_truth_table, shipped_rules, truth_table
from shared_models.village import read_villages

INDICATORS = "indicators"
READERS: dict[str, Callable[[str], Any]] = {
    "villages": read_villages,
    "remedies": read_remedies,
    "calendar": read_calendar,
    "thresholds": read_thresholds,
    "target_rules": read_rules,
    "target_groups": read_truth_table,
    "retention": read_retention,
    "personal_data": read_personal_data,
}


def checked(table: str, text: str) -> str:
    """The text of a table if it can be read. `indicators/VERSION` is an indicator set. Raises UnreadableTable."""
    kind, _, version = table.partition("/")
    if kind == INDICATORS and version:
        read_indicators(text, version=version)
    elif table in READERS:
        READERS[table](text)
    else:
        raise UnreadableTable(reason="table", line=0)
    return text


class ReferenceDocument(TypedDict, total=False):
    """As it travels and is kept. A newer office may say more, which is kept too."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]  # pydantic's way to configure a TypedDict

    version: str
    officers: dict[str, str]
    by_assignment: list[str]
    tables: dict[str, str]
    tablets: dict[str, list[str]]


class Reference:
    """What a tablet and the server know beside the households. `document` is None before the first exchange.

    A table that this version cannot read (a newer office wrote it) counts as not there: the shipped one stands in.
    """

    def __init__(self, document: ReferenceDocument | None = None) -> None:
        self.document: ReferenceDocument = document or {}
        self.version: str = self.document.get("version", "")
        self.officers: Mapping[str, str] = self.document.get("officers", {})
        self._tables: Mapping[str, str] = self.document.get("tables", {})

    @cached_property
    def tables_version(self) -> str:
        """Changes with the office's tables, unlike `version` not with its officers and tablets."""
        return sha256(repr(sorted(self._tables.items())).encode()).hexdigest()

    def _read(self, table: str, otherwise: Any) -> Any:
        try:
            return READERS[table](self._tables[table]) if table in self._tables else otherwise
        except UnreadableTable:
            return otherwise

    @cached_property
    def villages(self) -> dict[str, str]:
        """Names by 8-digit code; only those that the office entered."""
        found: dict[str, str] = self._read("villages", {})
        return found

    @cached_property
    def remedies(self) -> dict[str, Remedy]:
        """เมนูแก้จน by code."""
        found: dict[str, Remedy] = self._read("remedies", shipped_remedies())
        return found

    @cached_property
    def calendar(self) -> tuple[Window, ...]:
        """The campaign's windows in the order of years and steps."""
        found: tuple[Window, ...] = self._read("calendar", shipped_calendar())
        return found

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Income thresholds by survey year."""
        found: tuple[Threshold, ...] = self._read("thresholds", shipped_thresholds())
        return found

    @cached_property
    def target_rules(self) -> tuple[Rule, ...]:
        """The rules of target groups by programme year."""
        found: tuple[Rule, ...] = self._read("target_rules", shipped_rules())
        return found

    @cached_property
    def target_groups(self) -> TruthTable:
        """The truth table of target groups."""
        found: TruthTable = self._read("target_groups", truth_table())
        return found

    @cached_property
    def retention(self) -> Retention:
        """How long the server keeps files."""
        found: Retention = self._read("retention", shipped_retention())
        return found

    @cached_property
    def personal_data(self) -> PersonalData:
        """When persons become nameless, and how soon requests are answered."""
        found: PersonalData = self._read("personal_data", shipped_personal_data())
        return found

    @cached_property
    def indicator_sets(self) -> dict[str, IndicatorSet]:
        """By version: the shipped ones, and those that the office loaded; none ever goes away."""
        sets = dict(shipped())
        for table, text in self._tables.items():
            kind, _, version = table.partition("/")
            if kind == INDICATORS and version:
                try:
                    sets[version] = read_indicators(text, version=version)
                except UnreadableTable:
                    continue
        return sets

    def officers_at(self, stamp: str) -> tuple[str, ...]:
        """The ids of the officers who share the tablet that gave a stamp; the office is one, too."""
        return tuple(self.document.get("tablets", {}).get(node_of(stamp), ()))

    def is_by_assignment(self, officer_id: object) -> bool:
        """Whether the office takes an officer's work in assigned households alone."""
        return str(officer_id) in self.document.get("by_assignment", ())

    def officer_name(self, officer_id: object) -> str:
        """Empty for one that the document does not name."""
        return self.officers.get(str(officer_id), "")

    def place(self, code: str, language: str = "th") -> str:
        """The full name of an area; of a village with the name that the office entered."""
        return display_name(code, language, self.villages)
