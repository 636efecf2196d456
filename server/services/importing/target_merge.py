"""A list's values in rows that are there: replaced where only lists have spoken, else kept for an officer to see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from server.services.importing.target_rows import Edition, fitted
from shared_models.entities import wire
from shared_models.finding import FindingRule
from shared_models.heads import RowHeads
from shared_models.hlc import Hlc, is_import
from shared_models.identity import derived_id
from shared_models.merge import FieldState, Scalar, Version, merge_field
from shared_models.rows import put
from shared_models.synced import Synced

NEWER_LIST_DIFFERS = FindingRule.NEWER_LIST_DIFFERS.value
TWO_HEADS = FindingRule.TWO_HEADS_IN_LIST.value

# Fields that say one thing together: the first decides, the others follow it.
_TOGETHER = {"birth": ("birth_given", "birth_doubt"), "citizen_id": ("id_kind", "id_doubtful")}
_FOLLOWING = frozenset(name for names in _TOGETHER.values() for name in names)
_PROVENANCE = frozenset({"survey_year", "source"})  # say which list, so they are not for an officer to decide


@dataclass
class Merged:
    """`kept` are the list's values that stand behind an officer's; `agreed` are fields that say the same."""

    changed: bool = False
    kept: dict[str, Scalar] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)


def merge_listed(entity: str, row: Synced, values: Mapping[str, Any], *, edition: Edition) -> Merged:
    """Merge a list's values into `row`. A blank in the list says nothing."""
    heads, merged, given = RowHeads(row.heads), Merged(), fitted(entity, values)
    for name in given:
        value = wire(given[name])
        if value is None or name in _FOLLOWING:
            continue
        if value == wire(getattr(row, name)):
            merged.agreed.add(name)
            continue
        together = [part for part in (name, *_TOGETHER.get(name, ())) if part in given]
        states = {part: heads.state(part, wire(getattr(row, part))) for part in together}
        if _is_known(states[name], edition, newer_only=name in _PROVENANCE):
            continue
        if all(is_import(head.stamp) for state in states.values() for head in state.heads):
            for part, state in states.items():
                _replace(entity, row, heads, name=part, state=state, version=_version(edition, wire(given[part])))
            merged.changed = True
        elif name not in _PROVENANCE:
            merged.kept[name] = value
    if merged.changed:
        row.heads = heads.to_text()
    return merged


def _version(edition: Edition, value: Scalar) -> Version:
    return Version(edition.stamp, value, edition.at)


def _replace(entity: str, row: Synced, heads: RowHeads, *, name: str, state: FieldState, version: Version) -> None:
    stamps = {head.stamp for head in state.heads}
    if version.stamp not in stamps | state.named:
        put(entity, row, heads, name=name, state=merge_field(state, version, stamps))


def _is_known(state: FieldState, edition: Edition, *, newer_only: bool) -> bool:
    """Whether the field has had this list's value, or that of a newer list, or of the same survey, already."""
    stamps = {stamp for stamp in state.named.union(head.stamp for head in state.heads) if is_import(stamp)}
    latest = max((Hlc.from_text(stamp).ms for stamp in stamps), default=0)
    same_survey = newer_only and latest == edition.surveyed_ms
    return edition.stamp in stamps or latest > edition.surveyed_ms or same_survey


def finding_id(rule: str, row_id: UUID, name: str) -> UUID:
    return derived_id(rule, row_id, name)


def finding_values(rule: str, entity: str, row_id: UUID, *, name: str, value: Scalar) -> dict[str, Any]:
    """`other_value` is text: yes and no as true and false, money in satang."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {
        "rule": rule,
        "entity": entity,
        "row_id": row_id,
        "field": name,
        "other_value": text,
        "status": "open",
    }
