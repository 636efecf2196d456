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
    ("GET", "/audit"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/jobs/{job_id}"): set(Role),  # each kind of work asks for its own action; this one is not there
    ("GET", "/jobs/{job_id}/state"): set(Role),
    ("POST", "/jobs/{job_id}/cancel"): set(Role),
    ("GET", "/review"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/review/conflicts"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/conflicts/{household_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/conflicts/{household_id}/chosen"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/conflicts/{household_id}/ask"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/review/duplicates"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/run"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/{one}/{other}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/{one}/{other}/chosen"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/{one}/{other}/distinct"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/{one}/{other}/ask"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/duplicates/{one}/{other}/separate"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/review/refused"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/refused/{action_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/refused/{action_id}/aside"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/review/findings"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/findings/{finding_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/findings/{finding_id}/ask"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/review/arrivals"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/arrivals/{household_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/arrivals/{household_id}/absent"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/review/arrivals/{household_id}/ask"): {Role.DISTRICT_SUPERVISOR},
}
OPEN = {("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out"), ("GET", "/language/{chosen}")}


def test_every_route_is_in_the_table() -> None:
    found = {(method, route.path) for router in ROUTERS for route in router.routes for method in route.methods}
    assert found == set(ROUTES) | OPEN


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_it_may_and_nothing_else(browser: httpx.Client, office: Office, role: Role) -> None:
    officer_id = an_account(office, role)
    csrf = mark(sign_in(browser, role.value))
    for (method, path), allowed in ROUTES.items():
        ids = dict.fromkeys(("job_id", "household_id", "one", "other", "action_id", "finding_id"), uuid4())
        where = path.format(area=SUBDISTRICT, officer_id=officer_id, lookup="ABCD", name="progress", **ids)
        fields = {"csrf": csrf, "name": "คำปัน", "role": "officer", "area": SUBDISTRICT, "challenge": "1"}
        answer = browser.request(method, where, data=fields if method == "POST" else None)
        assert (answer.status_code == 403) == (role not in allowed), (method, where, answer.status_code)
        assert answer.status_code < 500
