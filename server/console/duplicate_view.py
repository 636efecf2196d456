"""Two entries of maybe one person in words: field by field, what comes along, and the person they would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from server.console.values import Subjects, subjects
from server.console.words import Language, say
from server.services.households import household_names
from server.services.people import tablets
from server.services.people.console_sessions import Visitor
from server.services.reviewing import duplicates, office_action
from server.services.reviewing.duplicates import Two
from shared_models import person_merge
from shared_models.citizen_id import masked
from shared_models.entities import wire
from shared_models.form import FormField
from shared_models.heads import RowHeads
from shared_models.hlc import is_import
from shared_models.labels import label
from shared_models.person import Person, full_name

KEPT, LOST = "kept", "lost"  # whose value a radio chooses


@dataclass(frozen=True)
class PairRow:
    """A field of both; `chosen` is what the page proposes: the one that says something where the other says nothing."""

    name: str
    label: str
    kept: str
    lost: str
    differs: bool
    chosen: str


@dataclass(frozen=True)
class PairView:
    """Two entries in words."""

    one: UUID
    other: UUID
    title: str
    score: int
    houses: tuple[str, str]
    origins: tuple[str, str]
    household_ids: tuple[UUID, UUID]
    rows: tuple[PairRow, ...]
    about: tuple[str, str]
    heads_elsewhere: bool
    seen: str
    tablets: int

    @property
    def same(self) -> int:
        """In how many fields they agree."""
        return sum(not row.differs for row in self.rows)

    @property
    def path(self) -> str:
        """The address of what is decided."""
        return f"/review/duplicates/{self.one}/{self.other}"


def view(session: Session, visitor: Visitor, told: Language, one: UUID, other: UUID) -> PairView:
    """Raises UnknownPair where there is nothing to decide."""
    both = duplicates.two(session, visitor.district, one, other)
    reading = subjects(session, visitor.district, told)
    homes = household_names.named(session, visitor.district, {both.kept.household_id, both.lost.household_id})
    reading.load({both.kept.household_id, both.lost.household_id})
    differing = set(person_merge.differing(both.kept, both.lost))
    rows = [_row(field, both, reading, differing) for field in person_merge.compared()]
    ids = both.kept.household_id, both.lost.household_id
    return PairView(
        one,
        other,
        " / ".join(dict.fromkeys((both.kept.full_name(), both.lost.full_name()))),
        both.score,
        (reading.names.get(str(ids[0]), ""), reading.names.get(str(ids[1]), "")),
        (_origin(both.kept, told), _origin(both.lost, told)),
        ids,
        tuple(row for row in rows if row is not None),
        (_about(both.about[0], told), _about(both.about[1], told)),
        _heads(session, visitor, both),
        both.seen,
        tablets.holding(session, visitor.district, homes[ids[0]].village if ids[0] in homes else both.kept.village),
    )


def _heads(session: Session, visitor: Visitor, both: Two) -> bool:
    """Whether the entry that is merged heads a household, which may need another head then."""
    home = office_action.row(session, visitor.district, "household", both.lost.household_id)
    return getattr(home, "head_id", None) == both.lost.id


def _row(field: FormField, both: Two, reading: Subjects, differing: set[str]) -> PairRow | None:
    """None where neither says anything."""
    values = [wire(getattr(person, field.name)) for person in (both.kept, both.lost)]
    if values[0] in (None, "") and values[1] in (None, ""):
        return None
    differs = field.name in differing
    words = [reading.value(field, value) for value in values]
    if field.name == "citizen_id" and not differs:
        words = [masked(str(value)) for value in values]
    empty = [value in (None, "") for value in values]
    chosen = (LOST if empty[0] else KEPT if empty[1] else "") if differs else KEPT
    return PairRow(field.name, label(field.key, reading.language), words[0], words[1], differs, chosen)


def _origin(person: Person, told: Language) -> str:
    stamp = next((head.stamp for head in RowHeads(person.heads).state("given_name", person.given_name).heads), "")
    return say("pair_from_list" if stamp and is_import(stamp) else "pair_from_field", told)


def _about(counts: Mapping[str, int], told: Language) -> str:
    words = [f"{label(entity, told)} {n:,}" for entity, n in counts.items() if n]
    return " · ".join(words) or say("pair_nothing", told)


def summary(pair: PairView, form: Mapping[str, str], told: Language) -> str:
    """One sentence about the merged person; "" until all that differs is chosen."""
    picked = {row.name: form.get(f"pick-{row.name}", row.chosen) for row in pair.rows}
    if any(choice not in (KEPT, LOST) for choice in picked.values()):
        n = sum(row.differs and picked[row.name] not in (KEPT, LOST) for row in pair.rows)
        return say("pair_left", told, n=n)
    said = {row.name: row.lost if picked[row.name] == LOST else row.kept for row in pair.rows}
    name = full_name(said.get("title"), said.get("given_name", ""), said.get("family_name"))
    return say("pair_merged", told, name=name, house=said.get("household_id", ""), n=pair.tablets)
