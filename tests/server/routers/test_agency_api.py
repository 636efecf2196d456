"""What agencies' programs read: only what the key's scope says, page by page, each page on record."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services.tablet import Tablet
from server.routers.agency_api import router
from server.services.handing_on import agency_keys, hand_on_rows
from server.services.handing_on.agency_keys import WantedKey
from server.services.pace import PER_MINUTE, Kind, Pace, TooManyRequests
from server.services.privacy import subject_requests
from server.services.privacy.subject_requests import Asked
from server.services.proving import audit
from server.tables import AgencyKey, AuditEntry
from shared_models.agency_resource import KEY_GROUPS, RESOURCES
from shared_models.edit import Edit
from shared_models.fiscal_year import thai_day
from shared_models.hand_on import FieldGroup, ListKind, Purpose
from shared_models.person import Person
from tests.builders import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    SUBDISTRICT,
    VILLAGE,
    Office,
    a_household,
    an_office,
    new_id,
    synchronise,
)

NUMBER = "3560100123458"
NOW = datetime.now(UTC)
ALL = frozenset(KEY_GROUPS)
TARGETS = ("person.citizen_id", "household.house_no", "household.survey_year")
PAID = ("person.citizen_id", "welfare_receipt.programme")


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with an_office(database_url) as found:
        yield found


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> Tablet:
    """Of the whole district, with three households in two subdistricts; everything is sent."""
    tablet = await office.tablet(tmp_path / "tablet", DISTRICT)
    for number, village in enumerate((VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE)):
        home = a_household(village, f"{number}/1", members=2, citizen_id=NUMBER if number == 0 else None)
        about_head = {"person_id": str(home[1].row_id)}
        results = Edit("mpi_assessment", new_id(), home[0].row_id, {**about_head, "survey_year": 2566, "health": True})
        paid = {**about_head, "programme": "เบี้ยยังชีพผู้สูงอายุ", "amount_satang": 60000}
        await tablet.record([*home, results, Edit("welfare_receipt", new_id(), home[0].row_id, paid)])
    await synchronise(tablet)
    return tablet


@pytest.fixture
def api(office: Office, tablet: Tablet) -> Iterator[httpx.Client]:  # noqa: ARG001 -- the district is filled first
    with httpx.Client(base_url=f"{office.url}/api/v1", timeout=60) as found:
        yield found


def a_key(
    office: Office, *groups: FieldGroup, area: str = DISTRICT, now: datetime = NOW, everything: bool = False
) -> str:
    """A key as the page makes it; good for 30 days from `now`."""
    scope = ALL if everything else frozenset(groups)
    wanted = WantedKey("สำนักงานสาธารณสุขอำเภอ", Purpose.HELP, "เยี่ยมผู้ป่วย", area, scope, 30)
    with office.database() as database, database.writing() as session:
        return agency_keys.make(session, DISTRICT, wanted, by=new_id(), now=now)


def with_key(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def items(api: httpx.Client, token: str, resource: str, **asked: str | int) -> list[dict[str, object]]:
    """Everything there is, page by page."""
    found: list[dict[str, object]] = []
    while True:
        page = api.get(f"/{resource}", params=asked, headers=with_key(token)).json()
        found += page["items"]
        if not page["more"]:
            return found
        asked = {**asked, "cursor": page["next"]}


def readings(office: Office) -> list[str]:
    with office.database() as database, database.reading() as session:
        wanted = select(AuditEntry.subject).where(AuditEntry.action == "agency_read").order_by(AuditEntry.number)
        assert audit.verify(session, DISTRICT).broken_at is None
        return list(session.exec(wanted).all())


async def test_pages_bring_every_row_once_and_the_last_cursor_brings_only_what_changed(
    api: httpx.Client, office: Office, tablet: Tablet
) -> None:
    token = a_key(office, FieldGroup.NAME)
    people = items(api, token, "persons", limit=2)
    assert len(people) == len({person["id"] for person in people}) == 6
    last = api.get("/persons", headers=with_key(token)).json()
    assert (last["more"], last["gone"]) == (False, [])
    nothing_new = api.get("/persons", params={"cursor": last["next"]}, headers=with_key(token)).json()
    assert (nothing_new["items"], nothing_new["more"]) == ([], False)
    someone = people[0]
    changed = Edit("person", UUID(str(someone["id"])), UUID(str(someone["household_id"])), {"given_name": "คำแสน"})
    await tablet.record([changed])
    await synchronise(tablet)
    after = api.get("/persons", params={"cursor": nothing_new["next"]}, headers=with_key(token)).json()
    assert [(one["id"], one["given_name"]) for one in after["items"]] == [(someone["id"], "คำแสน")]


async def test_a_key_sees_its_area_and_its_groups_and_nothing_else(api: httpx.Client, office: Office) -> None:
    narrow = a_key(office, area=SUBDISTRICT)
    people = items(api, narrow, "persons")
    assert len(people) == 4
    assert all(set(person) == {"id", "household_id", "life_state"} for person in people)
    homes = items(api, narrow, "households")
    assert {str(home["village_code"])[:6] for home in homes} == {SUBDISTRICT}
    whole = items(api, a_key(office, FieldGroup.NUMBER), "persons")
    assert [person["citizen_id"] for person in whole].count(NUMBER) == 1
    assert all("given_name" not in person for person in whole)
    for resource, needed in (("assessments", "dimensions"), ("welfare-receipts", "welfare")):
        refused = api.get(f"/{resource}", headers=with_key(narrow))
        assert refused.status_code == 403
        assert refused.json() == {"code": "outside_scope", "details": {"scope": needed}}


async def test_a_key_with_every_group_reads_everything_that_is_described(api: httpx.Client, office: Office) -> None:
    token = a_key(office, everything=True)
    described = api.get("/openapi.json").json()
    assert set(described["paths"]) == {f"/api/v1/{name}" for name in (*RESOURCES, "key")}
    for resource in RESOURCES:
        found = items(api, token, resource)
        assert found, resource
        assert all(set(item) == set(described["components"]["schemas"][resource]["properties"]) for item in found)
    (amount,) = {receipt["amount_satang"] for receipt in items(api, token, "welfare-receipts")}
    assert amount == 60000
    assert all(row["health"] is True and row["income"] is None for row in items(api, token, "assessments"))


async def test_target_groups_are_those_of_the_rule_of_this_year(api: httpx.Client, office: Office) -> None:
    found = items(api, a_key(office, FieldGroup.TARGET_GROUPS, area=SUBDISTRICT), "target-groups")
    by_household = {item["id"]: item["groups"] for item in found}
    homes = {home["id"] for home in items(api, a_key(office, area=SUBDISTRICT), "households")}
    assert set(by_household) == homes
    for groups in by_household.values():
        assert "2" in {group["group"] for group in groups}, "an aged member makes a household vulnerable"


async def test_what_leaves_the_area_is_told_as_gone_and_what_moves_within_is_not(
    api: httpx.Client, office: Office, tablet: Tablet
) -> None:
    token = a_key(office, area=SUBDISTRICT)
    page = api.get("/households", headers=with_key(token)).json()
    first, second = (UUID(home["id"]) for home in page["items"])
    await tablet.record([Edit("household", first, first, {"village_code": OTHER_VILLAGE})])
    await tablet.record([Edit("household", second, second, {"village_code": f"{SUBDISTRICT}09"})])
    await synchronise(tablet)
    after = api.get("/households", params={"cursor": page["next"]}, headers=with_key(token)).json()
    assert after["gone"] == [str(first)]
    assert [home["id"] for home in after["items"]] == [str(second)]


def told_of(api: httpx.Client, office: Office, token: str, person_id: UUID) -> set[str]:
    """Where another agency would meet this person."""
    with office.database() as database, database.reading() as session:
        of_district = DISTRICT, DISTRICT
        lines = list(hand_on_rows.lines(session, ListKind.TARGETS, *of_district, year=2566, keys=TARGETS))
        paid = list(hand_on_rows.lines(session, ListKind.WELFARE, *of_district, year=2566, keys=PAID))
    found = {
        "file": any(line["person"].id == person_id for line in lines),
        "welfare file": any(line["person"].id == person_id for line in paid),
        "persons": any(row["id"] == str(person_id) for row in items(api, token, "persons")),
        "receipts": any(row["person_id"] == str(person_id) for row in items(api, token, "welfare-receipts")),
    }
    return {name for name, is_there in found.items() if is_there}


async def test_who_objects_is_left_out_of_files_and_of_what_agencies_read_until_it_is_declined(
    api: httpx.Client, office: Office
) -> None:
    token, everywhere = a_key(office, everything=True), {"file", "welfare file", "persons", "receipts"}
    with office.database() as database:
        with database.reading() as session:
            her = session.exec(select(Person).where(Person.citizen_id == NUMBER)).one()
            of = her.id, her.household_id
        assert told_of(api, office, token, of[0]) == everywhere
        for kind, told in (("correction", everywhere), ("objection", set())):
            with database.writing() as session:
                asked = Asked(kind, "เจ้าตัว", thai_day(NOW), "")
                one = subject_requests.note(session, DISTRICT, asked, of=of, by=of[0], now=NOW).id
            assert told_of(api, office, token, of[0]) == told
        with database.writing() as session:
            objection = subject_requests.find(session, DISTRICT, one)
            subject_requests.answer(session, objection, "declined", "มีเหตุตามกฎหมาย", by=of[0], now=NOW)
        assert told_of(api, office, token, of[0]) == everywhere


WRONG = {
    "secret": lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
    "district": lambda token: token.replace(f"hv_{DISTRICT}_", "hv_5602_"),
    "lookup": lambda token: re.sub(r"_[0-9a-f]{10}_", "_0000000000_", token),
    "no secret": lambda token: token.rsplit("_", 1)[0] + "_",
    "nothing": lambda _token: "-",
    "short": lambda _token: "hv_a_b",
    "letters": lambda _token: f"hv_{DISTRICT}_\u00e9_x",
}


async def test_a_wrong_key_is_refused_the_same_whatever_is_wrong(api: httpx.Client, office: Office) -> None:
    token = a_key(office, everything=True)
    for what, mended in WRONG.items():
        answer = api.get("/persons", headers={"authorization": f"Bearer {mended(token)}".encode("latin-1")})
        assert (answer.status_code, answer.json()) == (401, {"code": "invalid_key", "details": {}}), what
    assert readings(office) == []


async def test_a_key_that_ended_opens_nothing_and_only_its_holder_learns_why(api: httpx.Client, office: Office) -> None:
    expired = a_key(office, everything=True, now=NOW - timedelta(days=30, seconds=1))
    assert api.get("/persons", headers=with_key(expired)).json()["code"] == "key_expired"
    token = a_key(office, everything=True)
    with office.database() as database, database.writing() as session:
        key = agency_keys.find(session, DISTRICT, token.split("_")[2])
        agency_keys.revoke(session, key, by=new_id(), now=NOW)
    assert api.get("/persons", headers=with_key(token)).json()["code"] == "key_revoked"
    for ended in (expired, token):
        guessed = ended[:-1] + ("0" if ended[-1] != "0" else "1")
        assert api.get("/persons", headers=with_key(guessed)).json()["code"] == "invalid_key"
    assert readings(office) == []


async def test_a_key_in_the_address_is_no_key(api: httpx.Client, office: Office) -> None:
    token = a_key(office, everything=True)
    for name in ("key", "api_key", "token", "authorization"):
        assert api.get("/persons", params={name: token}).status_code == 401


async def test_a_cursor_is_good_for_its_key_and_resource_alone(api: httpx.Client, office: Office) -> None:
    token, other = a_key(office, everything=True), a_key(office, everything=True)
    cursor = api.get("/persons", params={"limit": 1}, headers=with_key(token)).json()["next"]
    flipped = cursor[:-1] + ("A" if cursor[-1] != "A" else "Q")
    refused = [
        ("/persons", token, flipped),
        ("/persons", token, "x"),
        ("/persons", token, "ไทย"),
        ("/persons", token, cursor + "AAAA"),
        ("/persons", other, cursor),
        ("/households", token, cursor),
    ]
    for path, key, given in refused:
        answer = api.get(path, params={"cursor": given}, headers=with_key(key))
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor"), given
    assert api.get("/persons", params={"cursor": cursor}, headers=with_key(token)).status_code == 200


async def test_a_wrong_limit_is_told(api: httpx.Client, office: Office) -> None:
    token = a_key(office)
    for limit in ("0", "501", "-1", "a", "๑", "9" * 5000):
        answer = api.get("/persons", params={"limit": limit}, headers=with_key(token))
        assert (answer.status_code, answer.json()) == (422, {"code": "malformed", "details": {"reason": "limit"}}), (
            limit
        )


async def test_errors_are_json_also_where_there_is_nothing(api: httpx.Client, office: Office) -> None:
    token = a_key(office, everything=True)
    for method, path in (("GET", "/officers"), ("GET", "/persons/1"), ("POST", "/persons"), ("DELETE", "/households")):
        answer = api.request(method, path, headers=with_key(token))
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_resource"), path


async def test_each_page_is_on_record_by_key_and_count_and_the_key_knows_when_it_was_used(
    api: httpx.Client, office: Office
) -> None:
    token = a_key(office, area=SUBDISTRICT)
    lookup = token.split("_")[2]
    api.get("/persons", params={"limit": 3}, headers=with_key(token))
    api.get("/households", headers=with_key(token))
    assert readings(office) == [f"{lookup} persons {SUBDISTRICT} n=3", f"{lookup} households {SUBDISTRICT} n=2"]
    with office.database() as database, database.reading() as session:
        key = session.exec(select(AgencyKey)).one()
        assert key.used_ms > 0
        assert token.split("_")[3] not in repr(key), "only its hash is kept"


async def test_a_key_tells_what_it_covers(api: httpx.Client, office: Office) -> None:
    told = api.get("/key", headers=with_key(a_key(office, FieldGroup.WELFARE, area=SUBDISTRICT))).json()
    assert (told["area"], told["groups"]) == (SUBDISTRICT, ["welfare"])
    assert told["resources"] == ["households", "persons", "welfare-receipts"]


async def test_nothing_that_is_read_stays_in_a_cache(api: httpx.Client, office: Office) -> None:
    answer = api.get("/persons", headers=with_key(a_key(office)))
    assert answer.headers["cache-control"] == "no-store"


async def test_who_asks_too_often_is_told_how_long_to_wait(api: httpx.Client, office: Office) -> None:
    token = a_key(office)
    answers = [api.get("/key", headers=with_key(token)) for _ in range(PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [200] * PER_MINUTE + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    assert api.get("/key", headers=with_key(a_key(office))).status_code == 200, "another key has a pace of its own"


def test_after_a_minute_a_key_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [6000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    pace = Pace()
    for _ in range(PER_MINUTE):
        pace.count(Kind.AGENCY_KEY, "5601 a")
    clock[0] += 59
    with pytest.raises(TooManyRequests):
        pace.count(Kind.AGENCY_KEY, "5601 a")
    clock[0] += 1.5
    pace.count(Kind.AGENCY_KEY, "5601 a")


async def test_the_description_is_whole_and_names_nobody(api: httpx.Client) -> None:
    text = api.get("/openapi.json").text
    described = json.loads(text)
    assert described["openapi"].startswith("3.1")
    references = set(re.findall(r'"#/components/schemas/([\w-]+)"', text))
    assert references == set(described["components"]["schemas"])
    assert NUMBER not in text
    documented = {route.path for route in router.routes if route.include_in_schema}  # type: ignore[attr-defined]
    assert documented == {"/api/v1/openapi.json", "/api/v1/key", "/api/v1/{resource}"}
