"""Who asks too often is told to wait, by address, tablet or key; nobody else is, and nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from server.config import Settings
from server.database import Database
from server.main import create_app
from server.services import districts
from server.services.pace import InvalidLimit, Kind, Pace, TooManyRequests, neighbourhood
from shared_models.errors import DomainError
from shared_models.household import Household
from shared_models.labels import error_text
from tests.builders import DISTRICT, PASSWORD, a_household, served
from tests.databases import sqlite_url
from tests.migrated import migrated
from tests.round_trip.district import a_quick_tablet, connect

LIMITS = "stranger=6/hour, enrolment=3/hour, sign_in=2/hour, tablet=2/second, agency_address=3/hour"
TOO_MANY = 429


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Database]:
    database = migrated(sqlite_url(tmp_path))
    with database.writing() as session:
        districts.set_up(session, DISTRICT, password=PASSWORD, name="", now=datetime.now(UTC))
    yield database
    database.close()


@pytest.fixture
def app(server: Database, tmp_path: Path) -> object:
    return create_app(Settings(data_dir=tmp_path, database_url=str(server.engine.url), limits=LIMITS))


@pytest.fixture
def url(app: object) -> Iterator[str]:
    with served(app) as url:
        yield url


def at(number: int) -> dict[str, str]:
    """As a request comes from one of the office's proxies, for an address of its own."""
    return {"x-forwarded-for": f"10.0.0.{number}"}


def asked(url: str, path: str, times: int, *, headers: dict[str, str], **sent: object) -> list[httpx.Response]:
    with httpx.Client(base_url=url, headers=headers) as line:
        method = "POST" if sent else "GET"
        return [line.request(method, path, **sent) for _ in range(times)]  # type: ignore[arg-type]


def statuses(answers: list[httpx.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_each_address_is_counted_for_what_it_asks_without_a_key(url: str) -> None:
    answers = asked(url, "/health", 7, headers=at(1))
    assert statuses(answers) == [200] * 6 + [TOO_MANY]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 3600
    page = asked(url, "/sign-in", 1, headers=at(1))[0]
    assert (page.status_code, "วินาที" in page.text, "seconds" in page.text) == (TOO_MANY, True, True)
    assert statuses(asked(url, "/static/office.css", 2, headers=at(1))) == [200] * 2, "files that a browser keeps"
    assert statuses(asked(url, "/health", 1, headers=at(2))) == [200], "the neighbour is not"


def test_false_keys_false_sessions_and_false_signatures_are_a_strangers(url: str) -> None:
    bearer = asked(url, "/api/v1/key", 4, headers=at(3) | {"authorization": "Bearer hv_5601_a_b"})
    assert statuses(bearer) == [401] * 3 + [TOO_MANY], "what an agency's address may ask"
    cookie = asked(url, "/", 7, headers=at(4) | {"cookie": "home_visit_session=false"})
    assert statuses(cookie) == [303] * 6 + [TOO_MANY]
    signed = asked(url, "/v1/sync", 7, headers=at(5) | {"authorization": "HomeVisit false"}, content=b"x")
    assert statuses(signed) == [401] * 6 + [TOO_MANY]


def test_codes_and_wrong_passwords_are_tried_a_few_times_from_an_address(url: str) -> None:
    assert statuses(asked(url, "/v1/enrolments", 4, headers=at(6), content=b"x")) == [422] * 3 + [TOO_MANY]
    wrong = {"username": "somebody", "password": "wrong"}
    right = {"username": "supervisor5601", "password": PASSWORD}
    assert statuses(asked(url, "/sign-in", 3, headers=at(7), data=wrong)) == [403, 403, TOO_MANY]
    refused = asked(url, "/sign-in", 1, headers=at(7), data=right)[0]
    assert (refused.status_code, "วินาที" in refused.text) == (TOO_MANY, True)
    assert int(refused.headers["retry-after"]) >= 1
    assert statuses(asked(url, "/sign-in", 3, headers=at(8), data=right)) == [303] * 3, "right ones do not count"


def test_no_more_passwords_are_tried_at_once_than_one_after_the_other() -> None:
    pace, here, there = Pace("sign_in=2/minute"), "192.0.2.1", "192.0.2.2"
    with pace.trying(Kind.SIGN_IN, here), pace.trying(Kind.SIGN_IN, here):
        with pytest.raises(TooManyRequests), pace.trying(Kind.SIGN_IN, here):
            pass
        with pace.trying(Kind.SIGN_IN, there):
            pace.count(Kind.SIGN_IN, here)
    with pace.trying(Kind.SIGN_IN, here), pytest.raises(TooManyRequests), pace.trying(Kind.SIGN_IN, here):
        pass


async def test_a_tablet_that_is_told_to_wait_goes_on_by_itself_and_loses_nothing(
    server: Database, url: str, tmp_path: Path
) -> None:
    tablet = await a_quick_tablet(server, tmp_path, url)
    for number in range(6):
        await tablet.record(a_household(house_no=f"๑/{number}"))
    waits: list[int] = []

    async def note(answer: httpx.Response) -> None:
        waits.append(answer.status_code)

    async with httpx.AsyncClient(event_hooks={"response": [note]}) as http:
        summary = await connect(tablet, http, limit=2, attempts=5)
    assert TOO_MANY in waits
    assert (summary.finished, summary.stored) == (True, 12)
    with server.reading() as session:
        assert len(session.exec(select(Household)).all()) == 6
    await tablet.close()


def test_a_word_on_where_a_request_comes_from_is_taken_from_the_offices_proxies_alone(app: object) -> None:
    with served(app, proxies="10.9.9.9") as url:
        answers = [asked(url, "/health", 1, headers=at(number))[0] for number in range(7)]
    assert statuses(answers) == [200] * 6 + [TOO_MANY]


def test_one_house_is_one_address_and_a_wrong_limit_is_told() -> None:
    assert neighbourhood("2001:db8:1:2:3::4") == neighbourhood("2001:db8:1:2::9") != neighbourhood("2001:db8:1:3::4")
    for text in ("tablet", "tablet=often", "cat=3/minute", "enrolment=10/minute,=2/hour"):
        with pytest.raises(InvalidLimit) as refused:
            Pace(text)
        assert "FIELD_SERVER_LIMITS" in words(refused.value)


def words(problem: DomainError) -> str:
    return error_text(problem.code, problem.details)
