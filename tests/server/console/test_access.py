"""Who may open what: every route of the console against every role."""

from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from sqlmodel import SQLModel, select

from server.console.app import ROUTERS
from server.services import districts
from server.services.background import jobs
from server.services.handing_on import agency_keys
from server.services.handing_on.agency_keys import WantedKey
from server.services.people.console_sessions import Visitor
from server.services.privacy import subject_requests
from server.services.privacy.subject_requests import Asked
from server.services.reporting import saved_pivots
from server.tables.base import ServerTable
from shared_models.hand_on import FieldGroup, Purpose
from shared_models.officer import Role
from tests.builders import PASSWORD, SUBDISTRICT, Office
from tests.server.console.browsing import an_account, assign_a_household, mark, sign_in
from tests.server.sender import FAR_VILLAGE, OTHER_DISTRICT, a_sender

NOW = datetime.now(UTC)
HOUSE_NO = "4711/9"
NAME_NOTHING = ("/review/", "/codes/")  # what is not there is a case that waits no more, or a code not used yet

# Every page and deed of the console, and who may: the officers' role by role, in their own district.
ROUTES: dict[tuple[str, str], set[Role]] = {
    ("GET", "/"): set(Role),  # an administrator is led on to the tablets
    ("GET", "/progress/{area}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER},  # a whole subdistrict
    ("GET", "/households"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("POST", "/households"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/households/{household_id}"): {
        *(Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR),
    },
    ("POST", "/households/{household_id}/numbers"): {
        *(Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR),
    },
    ("GET", "/households/{household_id}/history"): {
        *(Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR),
    },
    ("GET", "/assign"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/assign"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/assign/plan"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/assign/households"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/assign/officers/{officer_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/reports"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/{name}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/{name}/{kind}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/pivot"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/pivot/form"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/pivot/{kind}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("GET", "/reports/saved"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("POST", "/reports/saved"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("POST", "/reports/saved/{pivot_id}"): {Role.DISTRICT_SUPERVISOR, Role.PROVINCE_VIEWER, Role.OFFICER, Role.MENTOR},
    ("POST", "/reports/saved/{pivot_id}/remove"): {
        Role.DISTRICT_SUPERVISOR,
        Role.PROVINCE_VIEWER,
        Role.OFFICER,
        Role.MENTOR,
    },
    ("GET", "/tablets"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/tablets/{device_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/tablets/{device_id}/drafts"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/tablets/{device_id}/drafts/pass"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/tablets/{device_id}/drafts/aside"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/tablets/{device_id}/revoke"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/tablets/{device_id}/revoke"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/tablets/{device_id}/restore"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/officers"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/officers/{officer_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/officers/{officer_id}/revoke"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}/revoke"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}/restore"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}/account"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/officers/{officer_id}/sessions"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/account"): set(Role),  # one's own
    ("POST", "/account"): set(Role),
    ("POST", "/account/sessions"): set(Role),
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
    ("GET", "/import"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/import"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/import/{case_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/import/{case_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/import/{case_id}/trial"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/import/{case_id}/commit"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/import/{case_id}/result"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/import/{case_id}/refused"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/import/past/{import_id}"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/import/past/{import_id}/undo"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/meeting"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/meeting"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/meeting/sheet"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/settings"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/settings/codes"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/settings/codes/csv"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/settings/table"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/settings/table/csv"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("GET", "/settings/table/edit"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/settings/table/preview"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/settings/table/save"): {Role.DISTRICT_SUPERVISOR, Role.ADMINISTRATOR},
    ("POST", "/audit/verify"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit/csv"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit/checksum"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit/history"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/audit/history/verify"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit/tablets"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/audit/tablets/{device_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/audit/tablets/{device_id}/households"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/jobs/{job_id}"): set(Role),  # each kind of work asks for its own action; this one is not there
    ("GET", "/jobs/{job_id}/state"): set(Role),
    ("POST", "/jobs/{job_id}/cancel"): set(Role),
    ("GET", "/personal-data"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/personal-data/persons/{person_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/persons/{person_id}/file"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/persons/{person_id}/requests"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/personal-data/requests/{request_id}"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/requests/{request_id}/answer"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/requests/{request_id}/end"): {Role.DISTRICT_SUPERVISOR},
    ("GET", "/personal-data/retention"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/retention/trial"): {Role.DISTRICT_SUPERVISOR},
    ("POST", "/personal-data/retention/run"): {Role.DISTRICT_SUPERVISOR},
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


class Parts(dict[str, object]):
    """What stands in an address; an id that is not given is of nothing that is there."""

    def __missing__(self, _name: str) -> object:
        return uuid4()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_it_may_and_nothing_else(browser: httpx.Client, office: Office, role: Role) -> None:
    own_id, officer_id = an_account(office, role), office.officer()
    if role is Role.MENTOR:
        assign_a_household(office, own_id)
    csrf = mark(sign_in(browser, role.value))
    for (method, path), allowed in ROUTES.items():
        where = path.format_map(Parts(area=SUBDISTRICT, officer_id=officer_id, lookup="ABCD", name="progress"))
        fields = {"csrf": csrf, "name": "คำปัน", "role": "officer", "area": SUBDISTRICT, "challenge": "1"}
        named = {"name": "calendar"} if path.startswith("/settings/") else None
        answer = browser.request(method, where, params=named, data=fields if method == "POST" else None)
        assert (answer.status_code == 403) == (role not in allowed), (method, where, answer.status_code)
        assert answer.status_code < 500


def another_district(office: Office) -> dict[str, object]:
    """A second district on the same server with one of everything that an address can name."""
    with office.database() as database:
        with database.writing() as session:
            districts.set_up(session, OTHER_DISTRICT, password=PASSWORD, name="", now=NOW)
        supervisor = a_sender(database, OTHER_DISTRICT, role=Role.DISTRICT_SUPERVISOR, district=OTHER_DISTRICT)
        home, member = supervisor.household(FAR_VILLAGE, members=1, house_no=HOUSE_NO)
        supervisor.send(home, member)
        by = supervisor.officer_id
        wanted = WantedKey("สำนักงาน", Purpose.HELP, "เยี่ยม", OTHER_DISTRICT, frozenset({FieldGroup.NAME}), 30)
        visitor = Visitor(OTHER_DISTRICT, by, "อรทัย", Role.DISTRICT_SUPERVISOR, (OTHER_DISTRICT,), "")
        with database.writing() as session:
            lookup = agency_keys.make(session, OTHER_DISTRICT, wanted, by=by, now=NOW).split("_")[2]
            pivot_id = saved_pivots.keep(session, visitor, "ตาราง", "rows=place", shared=True, now=NOW).id
            job_id = jobs.ask(session, OTHER_DISTRICT, "verify_audit", by=by, wants={}, now=NOW)
            jobs.cancel(session, OTHER_DISTRICT, job_id)  # the worker takes what waits, of whichever district
            asked = Asked("objection", "เจ้าตัว", NOW.date(), "ไม่ให้ส่งต่อ")
            whose = member.row_id, home.row_id
            request_id = subject_requests.note(session, OTHER_DISTRICT, asked, of=whose, by=by, now=NOW).id
    ids = {"household_id": home.row_id, "officer_id": by, "device_id": supervisor.device_id, "pivot_id": pivot_id}
    ids |= {"person_id": member.row_id, "request_id": request_id}
    return {**ids, "lookup": lookup, "job_id": job_id, "one": home.row_id, "other": home.row_id}


def everything_of(office: Office, district: str) -> dict[str, list[object]]:
    """Every row of a district, by table; but for what works by itself."""
    with office.database() as database, database.reading() as session:
        metadata = [*ServerTable.metadata.sorted_tables, *SQLModel.metadata.sorted_tables]
        kept = [table for table in metadata if "district_code" in table.columns and table.name != "job"]
        return {
            table.name: sorted(map(str, session.execute(select(table).where(table.c.district_code == district)).all()))
            for table in kept
        }


def test_nothing_of_another_district_opens(browser: httpx.Client, office: Office) -> None:
    others = another_district(office)
    before = everything_of(office, OTHER_DISTRICT)
    csrf = mark(sign_in(browser))
    fields = {
        "csrf": csrf,
        "name": "คำปัน",
        "role": "officer",
        "area": OTHER_DISTRICT,
        "officer": str(others["officer_id"]),
        "use": "subject_breach",
        "kind": "csv",
    }
    for method, path in ROUTES:
        where = path.format_map(Parts(others, area=FAR_VILLAGE[:6], name="progress", kind="csv"))
        sent = fields if method == "POST" else None
        answer = browser.request(method, where, params={"area": OTHER_DISTRICT}, data=sent)
        is_named = any(f"{{{part}}}" in path for part in others) and not path.startswith(NAME_NOTHING)
        assert not is_named or answer.status_code in (403, 404), (method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)
        assert HOUSE_NO not in answer.text, (method, path)
    assert everything_of(office, OTHER_DISTRICT) == before
