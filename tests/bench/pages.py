"""The office's pages over 20,000 households: what the server needs for each, and how large it is."""

import time
from collections import defaultdict
from statistics import median

import httpx
from sqlmodel import select

from server.services.people import console_sessions
from shared_models.household import Household
from shared_models.officer import Role
from tests.bench.office import Office
from tests.bench.tablet import Measured
from tests.builders import DISTRICT, PASSWORD, SUBDISTRICT
from tests.server.console.browsing import mark
from tests.server.sender import a_sender, add_officer

TIMES = 7
NAME = "ใจ"  # of many
PAGES = {
    "overview": "/",
    "villages": f"/progress/{SUBDISTRICT}",
    "review": "/review/conflicts",
    "findings": "/review/findings",
    "households": "/households",
    "narrowed": f"/households?area={SUBDISTRICT}&failed=living&visited=no",
    "sorted": "/households?sort=-head&page=300",
    "file": "/households/{household}",
    "history": "/households/{household}/history",
    "assign": "/assign",
    "meeting": "/meeting",
    "reports": "/reports/target_groups",
    "pivot": "/reports/pivot?rows=village&columns=target_group",
    "heat": "/reports/pivot?rows=subdistrict&view=heat",
    "import": "/import",
    "hand_on": "/hand-on",
    "tablets": "/tablets",
    "officers": "/officers",
    "audit": "/audit",
    "settings": "/settings",
}
AFTER_A_CHANGE = ("overview", "households", "meeting", "reports", "pivot", "heat")


def measure(office: Office) -> Measured:
    """`seconds` is the slowest page's, `bytes_down` the largest's; `…_ms` each one's median, `first_…` at first.

    `changed_…` are those of pages that count, each time after a tablet sent a household.
    """
    with office.database.writing() as session:
        officer_id = add_officer(session, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
        console_sessions.give_account(session, officer_id, username="bench", password=PASSWORD)
        household = session.exec(select(Household.id).limit(1)).one()
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=120) as browser:
        browser.post("/sign-in", data={"username": "bench", "password": PASSWORD}).raise_for_status()
        while browser.get("/households").url.path.startswith("/jobs/"):
            time.sleep(0.5)
        figure: Measured = {"seconds": 0.0, "bytes_down": 0, "requests": 1}
        for name, path in PAGES.items():
            _note(figure, name, [_page(browser, path.format(household=household)) for _ in range(TIMES)])
        fields = {"csrf": mark(browser.get("/households")), "text": NAME}
        _note(figure, "search", [_page(browser, "/households", fields) for _ in range(TIMES)])
        figure |= _after_changes(office, browser)
    return figure


def _after_changes(office: Office, browser: httpx.Client) -> Measured:
    tablet, times = a_sender(office.database, SUBDISTRICT), defaultdict[str, list[float]](list)
    for name in AFTER_A_CHANGE * TIMES:
        tablet.send(*tablet.household(members=3))
        times[name].append(_page(browser, PAGES[name])[0])
    return {f"changed_{name}_ms": median(times[name]) * 1000 for name in AFTER_A_CHANGE}


def _note(figure: Measured, name: str, times: list[tuple[float, int]]) -> None:
    seconds, size = zip(*times, strict=True)
    figure |= {f"first_{name}_ms": seconds[0] * 1000, f"{name}_ms": median(seconds) * 1000}
    figure["seconds"] = max(figure["seconds"], median(seconds))
    figure["bytes_down"] = max(figure["bytes_down"], size[-1])


def _page(browser: httpx.Client, path: str, fields: dict[str, str] | None = None) -> tuple[float, int]:
    """Seconds, and bytes as the browser reads them, unpacked. With fields, the form that is sent."""
    began = time.perf_counter()
    answer = browser.post(path, data=fields) if fields else browser.get(path)
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took, len(answer.content)
