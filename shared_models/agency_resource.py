"""What an agency's program can read, by name, and which fields of it each group of a key's scope opens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from shared_models.entities import ENTITIES
from shared_models.form import FormField, described
from shared_models.hand_on import PERSON, WELFARE_COLUMNS, FieldGroup
from shared_models.mpi import Dimension


@dataclass(frozen=True)
class Resource:
    """Rows of an entity. `needs` is the group without which it cannot be read at all; `base` stands in every item.

    `watched` are the entities of which a changed row makes an item new.
    """

    entity: str
    base: tuple[str, ...]
    groups: Mapping[FieldGroup, tuple[str, ...]] = field(default_factory=dict)
    needs: FieldGroup | None = None
    watched: tuple[str, ...] = ()

    def names(self, scope: Collection[FieldGroup]) -> tuple[str, ...]:
        """The fields of an item, in their order."""
        chosen = (names for group, names in self.groups.items() if group in scope)
        return tuple(dict.fromkeys((*self.base, *(name for names in chosen for name in names))))

    def fields(self, scope: Collection[FieldGroup]) -> tuple[FormField, ...]:
        """As `names`, with what is known of each."""
        return described(ENTITIES[self.entity], self.entity, self.names(scope))

    def entities(self) -> tuple[str, ...]:
        """Whose feed it follows."""
        return self.watched or (self.entity,)


def _plain(keys: Collection[str]) -> tuple[str, ...]:
    return tuple(key.partition(".")[2] for key in keys)


_PERSONAL = {group: _plain(columns) for group, columns in PERSON.items()}
TARGET_GROUPS = "target-groups"  # which are computed; the others are rows as they are
RESOURCES: Mapping[str, Resource] = {
    "households": Resource(
        "household",
        ("id", "village_code", "status", "survey_year"),
        {
            FieldGroup.PLACE: ("house_no", "house_code"),
            FieldGroup.FAMILY: ("head_id",),
            FieldGroup.INCOME: ("average_income_satang",),
        },
    ),
    "persons": Resource(
        "person",
        ("id", "household_id", "life_state"),
        {**_PERSONAL, FieldGroup.NUMBER: ("id_kind", *_PERSONAL[FieldGroup.NUMBER])},
    ),
    "assessments": Resource(
        "mpi_assessment",
        ("id", "household_id", "person_id", "survey_year", "assessed_on", *(name.value for name in Dimension)),
        needs=FieldGroup.DIMENSIONS,
    ),
    "welfare-receipts": Resource(
        "welfare_receipt",
        ("id", "household_id", "person_id", *_plain(WELFARE_COLUMNS)),
        needs=FieldGroup.WELFARE,
    ),
    TARGET_GROUPS: Resource(
        "household",
        ("id",),
        needs=FieldGroup.TARGET_GROUPS,
        watched=("household", "person", "mpi_assessment"),
    ),
}
KEY_GROUPS = tuple(
    group
    for group in FieldGroup
    if any(group in resource.groups or group is resource.needs for resource in RESOURCES.values())
)


def readable(scope: Collection[FieldGroup]) -> list[str]:
    """The names of what a key of that scope may read."""
    return [name for name, resource in RESOURCES.items() if resource.needs is None or resource.needs in scope]
