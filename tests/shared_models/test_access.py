"""Role, action and area decide together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.access import (
    ACTIONS,
    ASSIGN,
    CONFIGURE,
    ENROL,
    HAND_ON,
    IMPORT,
    READ,
    RECORD,
    REVIEW,
    may,
    may_write,
)
from shared_models.area import contains
from shared_models.entities import ENTITIES
from shared_models.officer import Role

EVERYTHING = {RECORD, READ, ASSIGN, IMPORT, ENROL, REVIEW, HAND_ON, CONFIGURE}
# Codes that share many beginnings, and some that are none.
CODES = st.text("56", max_size=9)
ASKED = {
    "role": st.sampled_from(Role),
    "action": st.sampled_from(sorted(EVERYTHING)),
    "held": st.lists(CODES, max_size=3),
}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_actions_and_no_other(role: Role) -> None:
    allowed = {action for action in EVERYTHING if may(role, action, held=["5601"], area="56010204")}
    assert allowed == ACTIONS[role]


def test_nobody_acts_outside_the_areas_held() -> None:
    assert not any(may(role, action, held=["560102"], area="56010301") for role in Role for action in EVERYTHING)


def test_an_officer_of_a_subdistrict_records_in_its_villages() -> None:
    assert may(Role.OFFICER, RECORD, held=["560102"], area="56010204")


def test_a_province_viewer_reads_and_never_records() -> None:
    assert may(Role.PROVINCE_VIEWER, READ, held=["56"], area="56010204")
    assert not may(Role.PROVINCE_VIEWER, RECORD, held=["56"], area="56010204")


def test_without_any_area_there_is_no_access() -> None:
    assert not may(Role.OFFICER, READ, held=[], area="56010204")


@given(**ASKED, area=CODES, further=CODES)
def test_what_one_may_in_an_area_one_may_in_every_part_of_it(
    role: Role, action: str, held: list[str], area: str, further: str
) -> None:
    if may(role, action, held=held, area=area) and contains(area, area + further):
        assert may(role, action, held=held, area=area + further)


@given(**ASKED, area=CODES)
def test_nothing_is_allowed_outside_of_what_is_held(role: Role, action: str, held: list[str], area: str) -> None:
    is_inside = any(len(code) in (2, 4, 6, 8) and area.startswith(code) for code in held)
    assert not may(role, action, held=held, area=area) or is_inside


@given(**ASKED, area=CODES, more=st.lists(CODES, max_size=2))
def test_a_further_area_takes_nothing_away(
    role: Role, action: str, held: list[str], area: str, more: list[str]
) -> None:
    assert may(role, action, held=held, area=area) <= may(role, action, held=[*held, *more], area=area)


def test_nobody_writes_who_does_not_record_and_nobody_assigns_by_recording_alone() -> None:
    for role in Role:
        written = {entity for entity in ENTITIES if may_write(role, entity)}
        assert bool(written) == (RECORD in ACTIONS[role])
        assert ("assignment" in written) == (role is Role.DISTRICT_SUPERVISOR)
