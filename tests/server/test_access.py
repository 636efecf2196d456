"""Who may do what: every route of the application against everybody who can knock, and every entity against every role.

The office's pages have a table of their own, which this one takes in whole: tests/server/console/test_access.py.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from server.config import Settings
from server.database import Database
from server.main import create_app
from server.services.exchanging import snapshots
from server.services.handing_on import agency_keys
from server.services.handing_on.agency_keys import WantedKey
from server.tables import Device, OfficerAccount, OfficerArea
from shared_models.entities import ENTITIES
from shared_models.exchange import ExchangeReply, ExchangeRequest, authorization, signed_text
from shared_models.hand_on import FieldGroup, Purpose
from shared_models.merge import Scalar
from shared_models.officer import Role
from shared_models.operation import Kind, Operation
from tests.builders import served
from tests.server.console.test_access import OPEN, ROUTES, Parts
from tests.server.sender import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    SUBDISTRICT,
    VILLAGE,
    Sender,
    a_sender,
    a_server,
    assign,
    new_id,
    tables,
)

NOW = datetime.now(UTC)
OTHER_SUBDISTRICT = OTHER_VILLAGE[:6]
ANYBODY = "anybody"
READERS = {"officer", "mentor", "district_supervisor", "province_viewer"}
ENROLLED = {
    *{role.value for role in Role},
    *{"officer elsewhere", "mentor elsewhere", "province viewer elsewhere"},
    *{"revoked officer", "revoked tablet", "officer whose area ended"},
}
KEYS = {"key", "key of another area"}  # both are good, each for its own area

# The routes of tablets and of agencies, and who is heard there. Everybody else gets 401 or 403.
OTHERS: dict[tuple[str, str], set[str]] = {
    ("GET", "/openapi.json"): {ANYBODY},  # says what there is, and holds nobody's data
    ("GET", "/health"): {ANYBODY},  # whether it answers
    ("POST", "/v1/enrolments"): {ANYBODY},  # the code is proved in the body
    ("POST", "/v1/sync"): ENROLLED,  # what is taken and given is judged row by row: below
    ("GET", "/v1/snapshots/{file_hash}"): READERS,
    ("GET", "/api/v1/openapi.json"): {ANYBODY},
    ("GET", "/api/v1/key"): KEYS,
    ("GET", "/api/v1/{resource}"): KEYS,
    ("GET", "/api/v1/{rest:path}"): {ANYBODY},  # there is nothing, whoever asks
    ("GET", "/static"): {ANYBODY},  # style, scripts and fonts; the folder itself is not listed
}


class World(NamedTuple):
    """The server with a household of VILLAGE, its file, and everybody who knocks."""

    http: httpx.Client
    tablets: dict[str, Sender]
    keys: dict[str, str]
    file_hash: str


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path that an application answers, with those of what is mounted in it."""
    for mounted in (route for route in app.routes if isinstance(route, Mount)):
        if isinstance(mounted.app, FastAPI):
            yield from routes(mounted.app)
        else:
            yield "GET", mounted.path
    for found in iter_route_contexts(app.routes):
        yield from ((method, found.path) for method in found.methods or () if method != "HEAD" and found.path)


def test_every_route_of_the_application_is_in_a_table() -> None:
    found = set(routes(create_app(Settings(data_dir=Path(), database_url="sqlite://"))))
    beyond = {(method, path) for method, path in found if path == "/api/v1/{rest:path}"}  # whatever the method
    assert found - beyond | {("GET", "/api/v1/{rest:path}")} == set(OTHERS) | set(ROUTES) | OPEN


def a_key(database: Database, area: str = DISTRICT, *, made: datetime = NOW, revoked: bool = False) -> str:
    wanted = WantedKey("สำนักงานสาธารณสุขอำเภอ", Purpose.HELP, "เยี่ยมผู้ป่วย", area, frozenset({FieldGroup.NAME}), 30)
    with database.writing() as session:
        token = agency_keys.make(session, DISTRICT, wanted, by=new_id(), now=made)
        if revoked:
            key = agency_keys.find(session, DISTRICT, token.split("_")[2])
            agency_keys.revoke(session, key, by=new_id(), now=made)
    return token


def everybody(database: Database, supervisor: Sender) -> dict[str, Sender]:
    """A tablet of every role, of the village's subdistrict and of another, and of those who are to have nothing."""
    found = {role.value: a_sender(database, SUBDISTRICT, role=role) for role in Role}
    found["officer elsewhere"] = a_sender(database, OTHER_SUBDISTRICT)
    found["mentor elsewhere"] = a_sender(database, SUBDISTRICT, role=Role.MENTOR)
    found["province viewer elsewhere"] = a_sender(database, OTHER_SUBDISTRICT, role=Role.PROVINCE_VIEWER)
    for name in ("revoked officer", "revoked tablet", "officer whose area ended"):
        found[name] = a_sender(database, SUBDISTRICT)
    for name, village in (("mentor", VILLAGE), ("mentor elsewhere", NEXT_VILLAGE)):
        (home,) = supervisor.household(village, members=0)
        supervisor.send(home)
        assign(supervisor, home, found[name].officer_id)
    with database.writing() as session:
        session.get_one(OfficerAccount, (DISTRICT, found["revoked officer"].officer_id)).revoked = True
        session.get_one(Device, (DISTRICT, found["revoked tablet"].device_id)).revoked = True
        ended = (DISTRICT, found["officer whose area ended"].officer_id, SUBDISTRICT)
        session.get_one(OfficerArea, ended).until = NOW
    return found


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with a_server(database_url) as database:
        supervisor = a_sender(database, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
        supervisor.send(*supervisor.household())
        tablets = everybody(database, supervisor)
        keys = {
            "key": a_key(database),
            "key of another area": a_key(database, OTHER_SUBDISTRICT),
            "key that ended": a_key(database, made=NOW - timedelta(days=31)),
            "key that was revoked": a_key(database, revoked=True),
            "key that was never made": f"hv_{DISTRICT}_00_00",
        }
        offer = snapshots.offer(database, VILLAGE, now_ms=int(NOW.timestamp() * 1000))
        app = create_app(Settings(data_dir=Path(), database_url=database_url))
        with served(app) as url, httpx.Client(base_url=url, timeout=60) as http:
            yield World(http, tablets, keys, offer.hash)


def knocks(world: World, method: str, path: str) -> Iterator[tuple[str, httpx.Response]]:
    """The answer to each caller: nobody, a cookie of the pages, a false signature, every tablet, every key."""
    nobody: dict[str, dict[str, str]] = {
        "nobody": {},
        "cookie": {"cookie": "home_visit_session=x"},
        "false signature": {"authorization": "HomeVisit " + "x " * 5 + "zz"},
    }
    where = path
    for part, value in {"file_hash": world.file_hash, "resource": "persons", "rest:path": "a/b"}.items():
        where = where.replace(f"{{{part}}}", value)
    for name, headers in nobody.items():
        yield name, world.http.request(method, where, headers=headers)
    for name, token in world.keys.items():
        yield name, world.http.request(method, where, headers={"authorization": f"Bearer {token}"})
    for name, tablet in world.tablets.items():
        tablet.number += 1
        request = ExchangeRequest(number=tablet.number, epoch=tablet.epoch, clock_ms=tablet.now_ms())
        body = request.to_bytes() if method == "POST" else b""
        signature = tablet.key.sign(signed_text(tablet.caller, method=method, path=where, body=body))
        headers = {"authorization": authorization(tablet.caller, signature)}
        yield name, world.http.request(method, where, content=body, headers=headers)


def test_each_route_hears_whom_it_is_for_and_nobody_else(world: World) -> None:
    for (method, path), heard in OTHERS.items():
        for name, answer in knocks(world, method, path):
            is_refused = answer.status_code in (401, 403) and answer.json()["code"] != "invalid_code"
            assert is_refused == (heard != {ANYBODY} and name not in heard), (method, path, name, answer.text[:80])
            assert answer.status_code < 500


def test_every_answer_says_what_it_is_and_stays_in_no_cache(world: World) -> None:
    for method, path in [*OTHERS, ("GET", "/sign-in"), ("GET", "/households"), ("GET", "/nowhere")]:
        for name, answer in knocks(world, method, path):
            assert answer.headers["x-content-type-options"] == "nosniff", (path, name)
            is_kept = "no-store" not in answer.headers["cache-control"]
            assert is_kept == (path == "/static" and answer.status_code == 200), (path, name)
            assert not answer.content or answer.headers["content-type"], (path, name)


def test_no_folder_is_listed_and_nothing_is_traced(world: World) -> None:
    for path in ("/static/", "/static/fonts/", "/static/../app.py", "/static/%2e%2e/app.py", "/.git/config"):
        assert world.http.get(path).status_code in (404, 405), path
    for path in ("/health", "/v1/sync", "/api/v1/persons", "/sign-in", "/static/office.css"):
        assert world.http.request("TRACE", path).status_code in (404, 405), path


def test_no_page_of_the_office_opens_to_a_tablet_or_a_key(world: World) -> None:
    held = {"authorization": f"Bearer {world.keys['key']}"}
    for method, path in ROUTES:
        where = path.format_map(Parts(area=SUBDISTRICT, name="progress", kind="csv"))
        for headers in ({}, held):
            answer = world.http.request(method, where, headers=headers)
            assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in"), (method, path)


def test_a_key_reads_its_own_area_alone(world: World) -> None:
    counts = {}
    for name in KEYS:
        answer = world.http.get("/api/v1/persons", headers={"authorization": f"Bearer {world.keys[name]}"})
        counts[name] = len(answer.json()["items"])
        other = world.http.get("/api/v1/welfare-receipts", headers={"authorization": f"Bearer {world.keys[name]}"})
        assert other.status_code == 403, "what its groups do not open"
    assert counts == {"key": 1, "key of another area": 0}


def test_what_comes_down_is_of_the_area_of_who_asks(world: World) -> None:
    counts = {}
    for name, tablet in world.tablets.items():
        brought: ExchangeReply = tablet.exchange()
        counts[name] = len(tables(brought).get("person", {}).get("id", ()))
    assert {name for name, count in counts.items() if count} == READERS


# A new row of each entity as its form takes it, and who may write it; a mentor in an assigned household alone.
IN_FIELD = {Role.OFFICER, Role.MENTOR, Role.DISTRICT_SUPERVISOR}
SOMEBODY = "01890000-0000-7000-8000-000000000001"
WRITTEN: dict[str, tuple[dict[str, Scalar], set[Role]]] = {
    "household": ({"village_code": VILLAGE, "house_no": "9"}, {Role.OFFICER, Role.DISTRICT_SUPERVISOR}),
    "person": ({"given_name": "คำแสน"}, IN_FIELD),
    "mpi_assessment": ({"survey_year": 2566, "health": True}, IN_FIELD),
    "problem": ({"words": "หลังคารั่ว", "found_on": "2026-11-03"}, IN_FIELD),
    "visit": ({"officer_id": SOMEBODY, "started_at": "2026-11-03T02:00:00.000+00:00"}, IN_FIELD),
    "four_t": ({"attitude": "อยากทำงาน", "analysed_on": "2026-11-03"}, IN_FIELD),
    "plan": ({"words": "ซ่อมหลังคา", "decided_on": "2026-11-03"}, IN_FIELD),
    "assistance": ({"item": "สังกะสี", "given_on": "2026-11-03"}, IN_FIELD),
    "stage_decision": (
        {"programme_year": 2570, "stage": "1", "reason": "พออยู่ได้", "decided_on": "2026-11-03"},
        IN_FIELD,
    ),
    "welfare_receipt": ({"programme": "เบี้ยยังชีพ"}, IN_FIELD),
    "assignment": ({"officer_id": SOMEBODY, "since": "2026-11-03"}, {Role.DISTRICT_SUPERVISOR}),
    "conflict": ({"status": "open"}, set()),
    "finding": ({"status": "open"}, set()),
}


def test_every_entity_is_in_the_table() -> None:
    assert list(WRITTEN) == list(ENTITIES)


class District(NamedTuple):
    """A server, its supervisor's tablet, and a household inside and one outside of SUBDISTRICT, by village."""

    database: Database
    supervisor: Sender
    homes: dict[str, Operation]


@pytest.fixture
def district(database_url: str) -> Iterator[District]:
    with a_server(database_url) as database:
        supervisor = a_sender(database, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
        homes = {village: supervisor.household(village, members=0)[0] for village in (VILLAGE, OTHER_VILLAGE)}
        supervisor.send(*homes.values())
        yield District(database, supervisor, homes)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_writes_what_it_may_in_its_area_and_nothing_outside(district: District, role: Role) -> None:
    database, supervisor, homes = district
    sender = a_sender(database, SUBDISTRICT, role=role)
    assign(supervisor, homes[VILLAGE], sender.officer_id)
    for entity, (values, roles) in WRITTEN.items():
        for village, home in homes.items():
            row_id, is_home = new_id(), entity == "household"
            written = {**values, "village_code": village} if is_home else values
            new = sender.operation(entity, row_id, row_id if is_home else home.row_id, written, kind=Kind.CREATE)
            expected = "stored" if role in roles and village == VILLAGE else "access"
            assert sender.send(new) == [expected], (entity, village)
