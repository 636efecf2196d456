"""What an officer waits for on a full tablet: the real app in a browser, from the tap until the words are there.

The page itself takes the time, from the tap or the letter to the first change of the accessibility tree that has the
words: that is the frame in which they are drawn.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from field_app.store.vault import unwrap, wrap
from field_app.views.text import say
from tests.bench.tablet import Enrolled, Measured, key_file, spread, stopwatch
from tests.browser.driver import Screen, chromium, screen, serve_module
from tests.builders import PIN

PHONE = (390, 844)  # a list and the household it leads to are two screens there
# From the latest event of a kind, the seconds until these words are on the page, which does not show them yet.
WATCH = """([kind, words]) => {
    const host = document.querySelector("flt-semantics-host");
    const shown = () => host.innerText.includes(words) || host.querySelector(`[aria-label*="${words}"]`) !== null;
    if (shown()) throw new Error("it is there already");
    let began;
    const begin = () => { began = performance.now(); };
    document.addEventListener(kind, begin, {capture: true});
    window.waited = new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${words} after a ${kind}`)), 30_000);
        const look = new MutationObserver(() => {
            if (began === undefined || !shown()) return;
            resolve((performance.now() - began) / 1000);
            look.disconnect();
            clearTimeout(late);
            document.removeEventListener(kind, begin, {capture: true});
        });
        look.observe(host, {subtree: true, childList: true, characterData: true, attributes: true});
    });
}"""


def measure(enrolled: Enrolled, found: Sequence[tuple[str, int]]) -> dict[str, Measured]:
    """The times of one tablet by figure; `stretching_seconds` of the PIN are no part of the first screen's."""
    wrapped = wrap(enrolled.ring, PIN)
    key_file(enrolled, wrapped).save(enrolled.folder / "tablet.json")
    took = stopwatch()
    unwrap(wrapped, PIN)
    stretching = took()["seconds"]
    searched, opening = [], []
    with served(enrolled) as seen:
        first = unlock(seen) - stretching
        seen.tap(say("search", "th"), exact=True)
        for text, total in found:
            searched.append({"seconds": search(seen, text, total)})
            opening.append({"seconds": open_first(seen)})
    return {
        "first_screen_20000": {"seconds": first, "stretching_seconds": stretching},
        "search_on_screen_20000": spread(searched),
        "open_household_20000": spread(opening),
    }


@contextmanager
def served(enrolled: Enrolled) -> Iterator[Screen]:
    """The app as it starts."""
    app = ["field_app.cli", "--data-dir", str(enrolled.folder), "--web", "--port", "{port}"]
    width, height = PHONE
    with (
        serve_module(app) as address,
        chromium() as browser,
        screen(browser, address, width=width, height=height) as seen,
    ):
        yield seen


def unlock(seen: Screen) -> float:
    """From the last digit to the day's work."""
    *others, last = (say("digit", "th", n=digit) for digit in PIN)
    for key in others:
        seen.tap(key, exact=True)
    return timed(seen, "pointerup", say("work_villages", "th"), lambda: seen.tap(last, exact=True))


def search(seen: Screen, text: str, total: int) -> float:
    """From the letters, which come at once, to the count of what is found."""
    words = say("find_count", "th", n=f"{total:,}")
    return timed(seen, "input", words, lambda: seen.enter_text(say("search", "th"), text))


def open_first(seen: Screen) -> float:
    """From a tap on the first line to the household's file; then back to the list."""
    line = seen.page.get_by_role("button", name=re.compile(rf"^{say('house', 'th', number='').strip()}\s")).first
    took = timed(seen, "pointerup", say("file_add_help", "th"), lambda: seen.tap_at(line))
    seen.tap(say("back", "th"))
    seen.textbox(say("search", "th")).wait_for(state="visible")
    return took


def timed(seen: Screen, kind: str, words: str, act: Callable[[], object]) -> float:
    """The seconds from the event that the act makes to the words."""
    seen.page.evaluate(WATCH, [kind, words])
    act()
    return float(seen.page.evaluate("window.waited"))
