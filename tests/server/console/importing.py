"""Lists that a supervisor brings to the office's pages."""

import re
import time
from pathlib import Path

import httpx

from tests.server.console.browsing import mark
from tests.server.services.lists import HEADER

SAMPLE = Path(__file__).parents[2] / "samples" / "targets_5601"
WAIT_SECONDS = 600.0
LOOK_SECONDS = 0.1


def a_file(*lines: str, encoding: str = "cp874") -> bytes:
    return "".join(f"{line}\r\n" for line in (HEADER, *lines)).encode(encoding)


def upload(
    browser: httpx.Client,
    content: bytes,
    *,
    name: str = "เป้าหมาย.txt",
    dictionary: bytes | None = None,
    **fields: str,
) -> httpx.Response:
    files = {"file": (name, content)}
    if dictionary is not None:
        files["dictionary"] = ("พจนานุกรม.csv", dictionary)
    return browser.post("/import", data={"csrf": mark(browser.get("/import")), **fields}, files=files)


def shown_fields(page: httpx.Response) -> dict[str, str]:
    """What the form of a page would send as it is."""
    fields = dict(re.findall(r'<input class="in" id="[^"]+" name="([^"]+)" value="([^"]*)"', page.text))
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.text, re.S):
        values = re.findall(r'<option value="([^"]*)"( selected)?', options)
        fields[name] = next((value for value, selected in values if selected), values[0][0])
    return fields | {"csrf": mark(page)}


def press(browser: httpx.Client, page: httpx.Response, then: str, **changed: str) -> httpx.Response:
    """Send the form of the preview; after `trial`, the page that the work leads to."""
    answer = browser.post(page.url.path, data=shown_fields(page) | changed | {"then": then})
    return finished(browser, answer)


def finished(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """The page that long work leads to, or the one that says why it leads nowhere."""
    until = time.monotonic() + WAIT_SECONDS
    while answer.url.path.startswith("/jobs/") and 'hx-trigger="every' in answer.text:
        assert time.monotonic() < until, answer.text
        time.sleep(LOOK_SECONDS)  # as the page itself, which would not leave the work much of the processor else
        answer = browser.get(answer.url.path)
    return answer


def commit(browser: httpx.Client, page: httpx.Response) -> httpx.Response:
    where = page.url.path.replace("/trial", "") + "/commit"
    return finished(browser, browser.post(where, data={"csrf": mark(page)}))


def bring(browser: httpx.Client, content: bytes, **options: str) -> httpx.Response:
    """All the way from the file to the result."""
    return commit(browser, press(browser, upload(browser, content, **options), "trial"))


def undo(browser: httpx.Client, result: httpx.Response) -> httpx.Response:
    found = re.search(r'href="(/import/past/[^"]+)"', result.text)
    assert found
    past = browser.get(found[1])
    return finished(browser, browser.post(found[1] + "/undo", data={"csrf": mark(past)}))
