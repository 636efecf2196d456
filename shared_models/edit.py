"""Edit: one row's part in an officer's action, before it is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shared_models.merge import Scalar


@dataclass(frozen=True)
class Edit:
    """`changes` are wire values; `bases` the heads the form was opened with, where it was opened earlier."""

    entity: str
    row_id: UUID
    household_id: UUID
    changes: Mapping[str, Scalar]
    bases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reason: str | None = None
