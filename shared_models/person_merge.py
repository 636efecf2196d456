"""Two entries of one person become one, as edits. Nothing here is saved yet.

The entry that goes on takes the chosen values; the other one stays with all its history, says into whom it was merged
and counts as nobody who lives here. What was recorded about it points at the entry that goes on from then on.
"""

from collections.abc import Iterable, Mapping

from shared_models.edit import Edit
from shared_models.entities import ENTITIES, HOUSEHOLD, wire
from shared_models.errors import InvalidChange
from shared_models.form import FormField, described, form_fields
from shared_models.former_name import extended, worth_keeping
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person
from shared_models.synced import Synced

# What goes with a field whichever entry its value is taken from.
FOLLOWING: dict[str, tuple[str, ...]] = {
    "citizen_id": ("id_kind", "id_doubtful"),
    "birth": ("birth_given", "birth_doubt"),
    "life_state": ("life_state_on", "life_state_note", "moved_to_code", "moved_to"),
}
_NOT_COMPARED = frozenset(name for names in FOLLOWING.values() for name in names) | {"merged_into", "former_names"}
REFERRING = tuple(entity for entity, model in ENTITIES.items() if "person_id" in model.model_fields)


def compared() -> list[FormField]:
    """The fields that are chosen where two entries differ: in reading order, the household after the names."""
    (lives_in,) = described(Person, "person", (HOUSEHOLD,))
    fields = [field for field in form_fields("person") if field.name not in _NOT_COMPARED]
    at = next(place for place, field in enumerate(fields) if field.name == "family_name") + 1
    return [*fields[:at], lives_in, *fields[at:]]


def differing(one: Person, other: Person) -> list[str]:
    """The names of the compared fields in which they differ; nothing and an empty text are the same."""
    names = (field.name for field in compared())
    return [name for name in names if (wire(getattr(one, name)) or None) != (wire(getattr(other, name)) or None)]


def merged(
    kept: Person,
    lost: Person,
    from_lost: Iterable[str],
    *,
    referring: Mapping[str, Iterable[Synced]],
    homes: Iterable[Household],
) -> list[Edit]:
    """`from_lost` are the compared fields whose value `lost` has right; `referring` the rows about `lost`, by entity.

    `homes` are the households of both: one that `lost` heads and `kept` lives in is headed by `kept`. Any other that is
    left without a head is a finding. Raises InvalidChange where one of them is merged already.
    """
    if kept.id == lost.id or LifeState.MERGED in (kept.life_state, lost.life_state):
        raise InvalidChange(field="merged_into", reason="merged_person")
    taken = _taken(kept, lost, from_lost)
    lives_in = taken.get(HOUSEHOLD, str(kept.household_id))
    gone: dict[str, Scalar] = {"life_state": LifeState.MERGED.value, "merged_into": str(kept.id)}
    edits = [Edit("person", kept.id, kept.household_id, taken)] if taken else []
    edits.append(Edit("person", lost.id, lost.household_id, gone))
    edits += [
        Edit(entity, row.id, row.household_id, {"person_id": str(kept.id)})
        for entity, rows in referring.items()
        for row in rows
    ]
    headed = [home for home in homes if home.head_id == lost.id and str(home.id) == lives_in]
    return edits + [Edit("household", home.id, home.id, {"head_id": str(kept.id)}) for home in headed]


def _taken(kept: Person, lost: Person, from_lost: Iterable[str]) -> dict[str, Scalar]:
    """What `kept` says from now on that it did not say before; the other entry's name stays among the former ones."""
    names = [part for name in from_lost for part in (name, *FOLLOWING.get(name, ()))]
    taken = {name: wire(getattr(lost, name)) for name in names}
    taken = {name: value for name, value in taken.items() if value != wire(getattr(kept, name))}
    former = _former_names(kept, lost, taken)
    return taken if former == kept.former_names else {**taken, "former_names": former}


def _former_names(kept: Person, lost: Person, taken: Mapping[str, Scalar]) -> str | None:
    name = " ".join(str(taken.get(part, getattr(kept, part)) or "") for part in ("given_name", "family_name"))
    former = kept.former_names
    for entry in (lost, kept):
        for old in (*(entry.former_names or "").split(" / "), f"{entry.given_name} {entry.family_name or ''}"):
            if worth_keeping(old, name):
                former = extended(former, old=old, new=name)
    return former
