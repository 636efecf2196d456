"""A person becomes nameless: what could tell who it was goes, what the programme counts stays.

Nothing is saved here. Codes that are counted (sex, year of birth, disability, results of an assessment, kind and worth
of help) stay; every text that somebody typed goes, since nobody can vouch for what it tells.
"""

from collections.abc import Mapping

from shared_models.edit import Edit
from shared_models.entities import wire
from shared_models.merge import Scalar
from shared_models.operation import Operation
from shared_models.synced import Synced

NAME, TEXT = "(ลบชื่อแล้ว)", "(ลบข้อความแล้ว)"
REASON = "ครบกำหนดเก็บข้อมูลส่วนบุคคล"  # of the edits that do it, as people read it in a history
REFUSED = "nameless"  # why work that came late for a nameless person is not taken

# Emptied; where a field may not be empty, what stands in its place once something was there.
EMPTIED: Mapping[str, tuple[str, ...]] = {
    "person": (
        *("title", "family_name", "former_names", "birth_given", "citizen_id", "phone", "chronic_illness"),
        *("occupation_note", "card_use", "life_state_note", "moved_to"),
    ),
    "welfare_receipt": ("source_key",),
    "assistance": ("obstacle", "suggestion"),
    "household": (
        *("near_house_no", "house_code", "community", "lane", "road", "address", "registered_address", "latitude"),
        *("longitude", "accuracy_m", "land_title", "savings", "funds", "source_key", "moved_to"),
    ),
    "visit": ("team", "note", "obstacle", "suggestion", "latitude", "longitude", "accuracy_m"),
    "four_t": ("attitude", "skills", "resources", "way_out", "way_out_who"),
    "stage_decision": ("decided_by",),
}
REPLACED: Mapping[str, Mapping[str, Scalar]] = {
    "person": {"given_name": NAME},
    "household": {"house_no": ""},
    "problem": {"words": TEXT, "status_reason": TEXT},
    "assistance": {"item": TEXT},
    "plan": {"words": TEXT, "status_reason": TEXT},
    "stage_decision": {"reason": TEXT},
}
YEAR_ONLY = ("birth", "life_state_on", "member_since")  # partial dates of a person
ABOUT_ONE = ("problem", "assistance", "welfare_receipt")  # name a person, and have something to be emptied
OF_A_HOME = ("household", "visit", "four_t", "plan", "stage_decision", *ABOUT_ONE)  # when nobody of it has a name


def blanked(entity: str, name: str, value: Scalar) -> Scalar:
    """What stands in place of a value in its wire form; the value itself where it tells nothing of anybody."""
    if not value:
        return value
    if name in EMPTIED.get(entity, ()):
        return None
    if name in REPLACED.get(entity, {}):
        return REPLACED[entity][name]
    return _year(str(value)) if entity == "person" and name in YEAR_ONLY else value


def _year(code: str) -> str:
    """Of a partial date: 2504-05-12 and 2504-05 as 2504."""
    return code.split("-")[0]


def edit(entity: str, row: Synced) -> Edit | None:
    """What makes a row nameless; None for one that is."""
    values = {name: wire(getattr(row, name)) for name in _names(entity)}
    changes = {name: new for name, old in values.items() if (new := blanked(entity, name, old)) != old}
    return Edit(entity, row.id, row.household_id, changes, reason=REASON) if changes else None


def tells(entity: str, changes: Mapping[str, Scalar]) -> bool:
    """Whether an edit gives something that namelessness takes away."""
    return any(blanked(entity, name, value) != value for name, value in changes.items())


def is_nameless(given_name: str) -> bool:
    """Whether a person is."""
    return given_name == NAME


def is_by_rule(operation: Operation) -> bool:
    """Whether an operation says of itself that it makes a row nameless."""
    return operation.reason == REASON and not tells(operation.entity, operation.changes)


def _names(entity: str) -> tuple[str, ...]:
    years = YEAR_ONLY if entity == "person" else ()
    return (*EMPTIED.get(entity, ()), *REPLACED.get(entity, {}), *years)
