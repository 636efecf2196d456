"""Every permission rule: role × action × area, asked by the server on each read and write."""

from collections.abc import Iterable

from shared_models.area import contains
from shared_models.officer import Role

RECORD, READ, ASSIGN, IMPORT, ENROL = "record", "read", "assign", "import", "enrol"
REVIEW = "review"  # decide in the office what officers left open
HAND_ON = "hand_on"  # give people's data to another agency, as a file or by a key
CONFIGURE = "configure"  # edit the tables that decide in the office and on every tablet
ACTIONS = {
    Role.OFFICER: {RECORD, READ},
    Role.MENTOR: {RECORD, READ},
    Role.DISTRICT_SUPERVISOR: {RECORD, READ, ASSIGN, IMPORT, ENROL, REVIEW, HAND_ON, CONFIGURE},
    Role.PROVINCE_VIEWER: {READ},
    Role.ADMINISTRATOR: {ASSIGN, IMPORT, ENROL, CONFIGURE},
}
BY_ASSIGNMENT = frozenset({Role.MENTOR})  # record in assigned households alone, and read no more than their villages
TAKES = {"assignment": ASSIGN}  # what writing rows of an entity takes beside recording


def may(role: Role, action: str, *, held: Iterable[str], area: str) -> bool:
    """Whether `role`, holding the area codes `held`, may do `action` in `area`.

    A role of BY_ASSIGNMENT holds, of its areas, the villages of the households that are assigned to it.
    """
    return action in ACTIONS[role] and any(contains(code, area) for code in held)


def may_write(role: Role, entity: str) -> bool:
    """Whether `role` writes rows of `entity` anywhere."""
    return {RECORD, TAKES.get(entity, RECORD)} <= ACTIONS[role]
