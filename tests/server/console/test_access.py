"""Who may open what: every route of the console against every role."""

from uuid import uuid4

import httpx
import pytest

from server.console.app import ROUTERS
from shared_models.officer import Role
from tests.builders import SUBDISTRICT, Office
from tests.server.console.browsing import an_account, mark, sign_in

# Every page and deed of the console, and who may: the officers' role by role, in their own district.
ROUTES: dict[tuple[str, str], set[Role]] = {
    ("GET", "/"): set(Role),  # an administrator is led on to the tablets
    ("GET", "/progress/{area}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/{name}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/{name}/csv"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/{name}/xlsx"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/tablets"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/officers"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}/code"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/codes/{lookup}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/recovery"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/hand-on"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/hand-on/new"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/hand-on/new"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/hand-on/files/{hand_on_id}"): set(Role),  # each file asks for its own area; this one is not there
    ("POST", "/hand-on/files/{hand_on_id}/passphrase"): set(Role),
    ("GET", "/hand-on/files/{hand_on_id}/zip"): set(Role),
    ("GET", "/hand-on/keys"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/hand-on/keys/new"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/hand-on/keys"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/hand-on/keys/{lookup}/revoke"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/hand-on/keys/{lookup}/revoke"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/jobs/{job_id}"): set(Role),  # each kind of work asks for its own action; this one is not there
    ("GET", "/jobs/{job_id}/state"): set(Role),
    ("POST", "/jobs/{job_id}/cancel"): set(Role),
}
OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
    ("GET", "/language/{chosen}"),
    ("GET", "/hand-on/guide"),
}


def test_every_route_is_in_the_table() -> None:
    found = {(method, route.path) for router in ROUTERS for route in router.routes for method in route.methods}
    assert found == set(ROUTES) | OPEN


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_it_may_and_nothing_else(browser: httpx.Client, office: Office, role: Role) -> None:
    officer_id = an_account(office, role)
    csrf = mark(sign_in(browser, role.value))
    for (method, path), allowed in ROUTES.items():
        where = path.format(
            area=SUBDISTRICT, officer_id=officer_id, lookup="ABCD", name="progress", job_id=uuid4(), hand_on_id=uuid4()
        )
        fields = {"csrf": csrf, "name": "คำปัน", "role": "officer", "area": SUBDISTRICT, "challenge": "1"}
        answer = browser.request(method, where, data=fields if method == "POST" else None)
        assert (answer.status_code == 403) == (role not in allowed), (method, where, answer.status_code)
        assert answer.status_code < 500
