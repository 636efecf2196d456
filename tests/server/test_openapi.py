"""The server answers as its OpenAPI descriptions say, also to who signs or has a key: no 5xx, nothing undescribed."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgpack
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from server.config import Settings
from server.main import create_app
from server.services.exchanging import snapshots
from server.services.handing_on import agency_keys
from server.services.handing_on.agency_keys import WantedKey
from shared_models.agency_resource import KEY_GROUPS
from shared_models.exchange import CONTENT_TYPE, authorization, signed_text
from shared_models.hand_on import Purpose
from tests.builders import served
from tests.databases import sqlite_url
from tests.server.sender import DISTRICT, PATIENT, SUBDISTRICT, Sender, a_sender, a_server, new_id

EXAMPLES = 100 if os.environ.get("PROVE") else 8  # of each operation, of each kind of caller, fitting and not
NAMES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
load_all_checks()
RULES = CHECKS.get_by_names(list(NAMES))


@schemathesis.serializer(CONTENT_TYPE)
def packed(_context: Any, value: Any) -> bytes:
    try:
        return msgpack.packb(value, default=str)
    except (OverflowError, ValueError):  # what MessagePack has no form for
        return repr(value).encode(errors="replace")


Caller = Callable[["World", Case], dict[str, str]]


@dataclass
class World:
    """A server with households, a tablet that signs for its officer, and an agency's key."""

    url: str
    tablet: Sender
    key: str
    snapshot: str

    def signed(self, case: Case) -> dict[str, str]:
        """As the tablet sends it, with its next number; the same path and body as the case has."""
        if case.path == "/v1/snapshots/{file_hash}" and len(case.path_parameters["file_hash"]) > 2:
            case.path_parameters["file_hash"] = self.snapshot
        self.tablet.number += 1
        if isinstance(case.body, dict) and case.path == "/v1/sync":
            case.body |= {"number": self.tablet.number, "epoch": self.tablet.epoch}
        sent = requests.Request(**case.as_transport_kwargs(base_url=self.url)).prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        path = unquote(urlsplit(str(sent.url)).path)
        text = signed_text(self.tablet.caller, method=str(sent.method), path=path, body=body)
        return {"authorization": authorization(self.tablet.caller, self.tablet.key.sign(text))}

    def with_key(self, _case: Case) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key}"}

    def unknown(self, case: Case) -> dict[str, str]:
        if isinstance(case.body, dict) and case.path == "/v1/enrolments":  # a schema cannot ask for so many bytes
            case.body |= {"signing_public": bytes(32), "sealing_public": bytes(32)}
        return {}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = sqlite_url(tmp_path_factory.mktemp("openapi"))
    with a_server(url) as database:
        tablet = a_sender(database)
        tablet.send(*tablet.household(members=3))
        now = datetime.now(UTC)
        wanted = WantedKey("สำนักงานสาธารณสุขอำเภอ", Purpose.HELP, "เยี่ยมผู้ป่วย", DISTRICT, frozenset(KEY_GROUPS), 30)
        with database.writing() as session:
            key = agency_keys.make(session, DISTRICT, wanted, by=new_id(), now=now)
        offer = snapshots.offer(database, SUBDISTRICT, now_ms=int(now.timestamp() * 1000))
        app = create_app(Settings(data_dir=Path(), database_url=url, limits=PATIENT))
        with served(app) as address:
            yield World(address, tablet, key, offer.hash)


@pytest.mark.parametrize(
    ("document", "caller", "heard"),
    [
        ("/openapi.json", World.unknown, {("/v1/sync", 401), ("/v1/enrolments", 403), ("/health", 200)}),
        ("/openapi.json", World.signed, {("/v1/sync", 200), ("/v1/snapshots/{file_hash}", 206)}),
        ("/api/v1/openapi.json", World.with_key, {("/api/v1/persons", 200), ("/api/v1/key", 200)}),
    ],
    ids=["unknown", "signed", "with a key"],
)
def test_every_answer_is_one_that_the_description_has(world: World, document: str, caller: Caller, heard: Any) -> None:
    described = schemathesis.openapi.from_url(world.url + document)
    found = {answer for each in described.get_all_operations() for answer in answers(world, each.ok(), caller)}
    assert heard <= found, "so that it is not the door alone that was tried"


def answers(world: World, operation: Any, caller: Caller) -> set[tuple[str, int]]:
    """Call the operation with values that fit its description, and with others; returns the statuses that came."""
    found: set[tuple[str, int]] = set()
    for mode in GenerationMode:
        wanted = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )

        @wanted
        @given(case=operation.as_strategy(generation_mode=mode))
        def tried(case: Case) -> None:
            response = case.call(base_url=world.url, headers=caller(world, case))
            found.add((operation.path, response.status_code))
            case.validate_response(response, checks=RULES)

        with suppress(Unsatisfiable):  # where nothing is asked for, nothing of it can be wrong
            tried()
    return found
