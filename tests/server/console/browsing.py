"""What a browser does at the console, without one: sign in, and send a form back."""

import re

import httpx

from tests.builders import DISTRICT, PASSWORD

USERNAME = f"supervisor{DISTRICT}"


def sign_in(browser: httpx.Client, username: str = USERNAME, password: str = PASSWORD, **others: str) -> httpx.Response:
    return browser.post("/sign-in", data={"username": username, "password": password, **others})


def mark(page: httpx.Response) -> str:
    """The mark that forms of this session carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found[1]
