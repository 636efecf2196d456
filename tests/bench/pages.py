"""The office's pages over 20,000 households: what the server needs for each, and how large it is."""

import time
from statistics import median

import httpx

from server.services import console_sessions
from shared_models.officer import Role
from tests.bench.office import Office
from tests.bench.tablet import Measured
from tests.builders import DISTRICT, PASSWORD, SUBDISTRICT
from tests.server.sender import add_officer

TIMES = 7
PAGES = {
    "overview": "/",
    "villages": f"/progress/{SUBDISTRICT}",
    "reports": "/reports/target_groups",
    "tablets": "/tablets",
    "officers": "/officers",
    "audit": "/audit",
}


def measure(office: Office) -> Measured:
    """`seconds` is the slowest page's, `bytes_down` the largest's; `…_ms` each one's median, `first_…` at first."""
    with office.database.writing() as session:
        officer_id = add_officer(session, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
        console_sessions.give_account(session, officer_id, username="bench", password=PASSWORD)
    figure: Measured = {"seconds": 0.0, "bytes_down": 0, "requests": 1}
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as browser:
        browser.post("/sign-in", data={"username": "bench", "password": PASSWORD}).raise_for_status()
        for name, path in PAGES.items():
            seconds, size = zip(*(_page(browser, path) for _ in range(TIMES)), strict=True)
            figure |= {f"first_{name}_ms": seconds[0] * 1000, f"{name}_ms": median(seconds) * 1000}
            figure["seconds"] = max(figure["seconds"], median(seconds))
            figure["bytes_down"] = max(figure["bytes_down"], size[-1])
    return figure


def _page(browser: httpx.Client, path: str) -> tuple[float, int]:
    """Seconds, and bytes as the browser reads them, unpacked."""
    began = time.perf_counter()
    answer = browser.get(path)
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took, len(answer.content)
