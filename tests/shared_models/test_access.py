"""Role, action and area decide together."""

import pytest

from shared_models.access import ACTIONS, ASSIGN, CONFIGURE, ENROL, HAND_ON, IMPORT, READ, RECORD, REVIEW, may
from shared_models.officer import Role

EVERYTHING = {RECORD, READ, ASSIGN, IMPORT, ENROL, REVIEW, HAND_ON, CONFIGURE}


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
