"""What an officer waits for on a full tablet: the real app in a browser, from the tap until the words are there.

The page itself takes the time, from the tap or the letter to the first change of the accessibility tree that has the
words: that is the frame in which they are drawn.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from field_app.store.vault import unwrap, wrap
from tests.bench.tablet import Enrolled, Measured, key_file, spread, stopwatch
from tests.browser.driver import Screen, chromium, screen, serve_app
from tests.browser.walk import SIZES, Walk
from tests.builders import PIN

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
        walk = Walk(seen, phone=True, language="th")
        first = unlock(walk) - stretching
        walk.tap("search")
        for text, total in found:
            searched.append({"seconds": search(walk, text, total)})
            opening.append({"seconds": open_first(walk)})
    return {
        "first_screen_20000": {"seconds": first, "stretching_seconds": stretching},
        "search_on_screen_20000": spread(searched),
        "open_household_20000": spread(opening),
    }


@contextmanager
def served(enrolled: Enrolled) -> Iterator[Screen]:
    """The app as it starts."""
    width, height = SIZES["phone"]  # a list and the household it leads to are two screens there
    with (
        serve_app("--web", "--data-dir", enrolled.folder, start=installed) as address,
        chromium() as browser,
        screen(browser, address, width=width, height=height) as seen,
    ):
        yield seen


def installed(command: Sequence[str], *, env: Mapping[str, str], err: Path | None) -> subprocess.Popen[bytes]:
    """By the script of the program, which loads what it needs as it does at home."""
    name, *arguments = command
    assert err is None, "what it complains of is seen"
    return subprocess.Popen([str(Path(sys.executable).parent / name), *arguments], env=env, stdout=subprocess.DEVNULL)


def unlock(walk: Walk) -> float:
    """From the last digit to the day's work."""
    *others, last = PIN
    for digit in others:
        walk.tap("digit", n=digit)
    return timed(walk.seen, "pointerup", walk.words("work_villages"), lambda: walk.tap("digit", n=last))


def search(walk: Walk, text: str, total: int) -> float:
    """From the letters, which come at once, to the count of what is found."""
    words = walk.words("find_count", n=f"{total:,}")
    return timed(walk.seen, "input", words, lambda: walk.enters("search", text))


def open_first(walk: Walk) -> float:
    """From a tap on the first line to the household's file; then back to the list."""
    words = walk.words("file_add_help")
    took = timed(walk.seen, "pointerup", words, lambda: walk.seen.tap_at(walk.house))
    walk.back()
    walk.seen.textbox(walk.words("search")).wait_for(state="visible")
    return took


def timed(seen: Screen, kind: str, words: str, act: Callable[[], object]) -> float:
    """The seconds from the event that the act makes to the words."""
    seen.page.evaluate(WATCH, [kind, words])
    act()
    return float(seen.page.evaluate("window.waited"))
