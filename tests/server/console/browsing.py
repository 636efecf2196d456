"""What a browser does at the console, without one: sign in, and send a form back."""

import re
from uuid import UUID

import httpx

from server.services.people import console_sessions
from shared_models.officer import Role
from shared_models.operation import Operation
from tests.builders import DISTRICT, PASSWORD, Office
from tests.server.sender import a_sender, assign

USERNAME = f"supervisor{DISTRICT}"


def sign_in(browser: httpx.Client, username: str = USERNAME, password: str = PASSWORD, **others: str) -> httpx.Response:
    return browser.post("/sign-in", data={"username": username, "password": password, **others})


def mark(page: httpx.Response) -> str:
    """The mark that forms of this session carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]


def an_account(office: Office, role: Role, area: str = DISTRICT) -> UUID:
    """An officer who may sign in under the name of the role."""
    officer_id = office.officer(area, role=role)
    with office.database() as database, database.writing() as session:
        console_sessions.give_account(session, officer_id, username=role.value, password=PASSWORD)
    return officer_id


def assign_a_household(office: Office, officer_id: UUID) -> Operation:
    """A new household of VILLAGE, given to an officer by a supervisor's tablet."""
    with office.database() as database:
        supervisor = a_sender(database, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
        (home,) = supervisor.household(members=0)
        supervisor.send(home)
        assign(supervisor, home, officer_id)
    return home
