"""Drives the real app in headless Chromium: serve it, open it with semantics on, tap, type, look."""

import asyncio
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    FloatRect,
    Geolocation,
    Locator,
    Page,
    WebSocket,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as NotShown

from tests import warm

T = TypeVar("T")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--liftoff-only",  # what is drawn with is compiled once and not twice: a test is over before that pays
)
# The stock client asks for these two even with no_cdn: an animation script and a fallback font. Both are unused here.
KNOWN_FAILURES = ("@rive-app/", "/assets/fonts/notosans")
# The client's own waiting page has words too, so "something is shown" would be true too early.
LOADED = """() => {
    const host = document.querySelector("flt-semantics-host");
    return host && host.innerText.trim() && !host.innerText.includes("Working...");
}"""
# Whether a pane that scrolls hides the middle of a node.
HIDDEN = """node => {
    const box = node.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    for (let pane = node.parentElement; pane !== document.body; pane = pane.parentElement) {
        const style = getComputedStyle(pane), frame = pane.getBoundingClientRect();
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        if (x < frame.left + 8 || x > frame.right - 8 || y < frame.top + 8 || y > frame.bottom - 8) return true;
    }
    return false;
}"""
REACHED = "node => node.matches('input, textarea') ? node.focus({preventScroll: true}) : node.click()"
HERE: Geolocation = {"latitude": 19.1643, "longitude": 99.9018, "accuracy": 12}  # a yard in the sample district
EMPTY_BYTES = 9_000  # a picture this small is blank or the client's waiting page; a screen of ours is twice that
SCREENS = Path("build/screens")
START_SECONDS = 120
PATIENCE_SECONDS = 60  # how long a busy machine may take to show what was asked for
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
SETTLE_MS = 150
STILL_MS = 60  # a node found twice in one place this far apart stands still
TAP_TRIES = 5
TAP_MS = 4000
CLICK = b"click"  # the name of the event in the message to the server
HEARD_MS = 5000  # longer than the busiest machine takes to send a tap on
POLL_MS = 20
SHOWN_MS = 15_000
SETTLE_TRIES = 60


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end what cannot run in a thread that belongs to the browser's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve_app(
    *arguments: object, complaints: Path | None = None, start: Callable[..., warm.Program] = warm.start
) -> Iterator[str]:
    """`field-app` with these arguments and a port of its own, once it answers.

    Yields its address without a final slash. What it says of errors goes to `complaints`, unless that is None.
    """
    port = free_port()
    command = ["field-app", *map(str, arguments), "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    process = start(command, env={**os.environ, "FLET_FORCE_WEB_SERVER": "1"}, err=complaints)
    try:
        wait_until_answering(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_until_answering(address: str, process: warm.Program) -> None:
    """Returns when the address answers over HTTP with any status; raises if the process ends or time runs out."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.poll()}")
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def chromium_path() -> str:
    """The system Chromium: the CHROMIUM variable, else `chromium-headless-shell` or `chromium` on the path."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found is None:
        raise FileNotFoundError("chromium: install it or set CHROMIUM")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """One headless Chromium; open a new Screen in it for each test, since a reload resumes the same session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


class Screen:
    """One open app: what an officer sees, taps and types. `errors` collects the browser console's errors."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.errors: list[str] = []
        self._clicks = 0
        self.taps = 0  # that the app heard of; typing is none
        page.on("websocket", self._follow)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(known in text for known in KNOWN_FAILURES):
            self.errors.append(text)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count)

    def _count(self, frame: str | bytes) -> None:
        self._clicks += isinstance(frame, bytes) and CLICK in frame

    def open(self, address: str) -> None:
        """Load the address and switch the accessibility tree on, which is how everything is found."""
        self.page.goto(address)
        self.page.wait_for_selector("flt-semantics-placeholder", state="attached", timeout=START_SECONDS * 1000)
        self.page.evaluate("document.querySelector('flt-semantics-placeholder').click()")
        self.page.wait_for_function(LOADED, timeout=START_SECONDS * 1000)

    def goes_to(self, path: str) -> None:
        """As a link inside the app would: to open an address anew would begin another session."""
        self.page.evaluate(
            "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path
        )

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """The buttons of this name; without `exact` a part of the name is enough."""
        return self.page.get_by_role("button", name=name, exact=exact)

    def textbox(self, label: str) -> Locator:
        """The text field of exactly this name; while it is empty, its placeholder follows in the name's second line."""
        return self.page.locator(f'[aria-label="{label}"]:read-write, [aria-label^="{label}\\a "]:read-write')

    def tap(self, name: str, *, exact: bool = False) -> None:
        """Tap the first button of this name."""
        self.tap_at(self.button(name, exact=exact).first)

    def tap_for(self, name: str, shown: Locator) -> None:
        """Tap until it shows something: a page that scrolls by itself can begin to while the mouse is on its way."""
        for _ in range(TAP_TRIES):
            self.tap(name)
            with suppress(NotShown):
                shown.wait_for(state="visible", timeout=SHOWN_MS)
                return
        raise AssertionError(f"{name} did not show what it should")

    def tap_at(self, target: Locator) -> None:
        """Tap a node until the app hears of it: on a busy machine its place on the canvas lags the node's."""
        for _ in range(TAP_TRIES):
            clicks = self._clicks
            self._click(target)
            if self._heard(clicks):
                self.taps += 1
                return
        raise AssertionError(f"{target} does not answer a tap")

    def focus(self, label: str) -> Locator:
        """Tap a text field until it has the focus."""
        box = self.textbox(label)
        for _ in range(TAP_TRIES):
            self._click(box)
            with suppress(AssertionError):
                expect(box).to_be_focused(timeout=HEARD_MS)
                self.taps += 1
                return box
        raise AssertionError(f"{label} does not take the focus")

    def _heard(self, clicks: int) -> bool:
        """Whether the app told its server of one more click than these."""
        for _ in range(HEARD_MS // POLL_MS):
            if self._clicks > clicks:
                return True
            self.page.wait_for_timeout(POLL_MS)
        return False

    def _click(self, target: Locator) -> None:
        """Click a node's centre with the real mouse: overlays hide nodes from `click()`.

        Each render may replace a node's element, so a node that vanished while it was looked at is looked for again.
        What a pane hides is reached as a screen reader does: the browser's own scrolling moves the nodes alone, and
        once in a while the canvas and the app stay where they were.
        """
        target.wait_for(state="visible")
        for attempt in range(TAP_TRIES):
            try:
                box = self._still(target)
                if target.evaluate(HIDDEN, timeout=TAP_MS):
                    target.evaluate(REACHED, timeout=TAP_MS)
                else:
                    self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                return
            except Error:
                if attempt == TAP_TRIES - 1:
                    raise

    def _still(self, target: Locator) -> FloatRect:
        """The place of a node once it keeps it: a pane that scrolls by itself moves it for a while."""
        return self.still(lambda: target.bounding_box(timeout=TAP_MS))

    def still(self, look: Callable[[], T | None]) -> T:
        """What is found on the page once it is found the same twice."""
        before = None
        for _ in range(SETTLE_TRIES):
            found = look()
            if found is not None and found == before:
                return found
            before = found
            self.page.wait_for_timeout(STILL_MS)
        raise Error("what is looked at does not stand still")

    def enter_text(self, label: str, value: str) -> None:
        """Replace what a text field holds, and make sure the field holds it."""
        for _ in range(3):
            box = self.focus(label)
            self.page.keyboard.press("Control+A")
            if value:
                self.page.keyboard.insert_text(value)
            else:
                self.page.keyboard.press("Delete")
            self.page.wait_for_timeout(SETTLE_MS)
            if box.input_value() == value:
                return
        raise AssertionError(f"{label}: {box.input_value()!r}")

    def wait_for(self, words: str, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Until some node shows or is named by these words."""
        named = f'flt-semantics[aria-label*="{words}"]'
        shown = self.page.get_by_text(words).or_(self.page.locator(named))
        expect(shown.first).to_be_attached(timeout=seconds * 1000)

    def until(self, true: Callable[[], bool]) -> None:
        """Until something is true that the page itself does not show."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():
            if time.monotonic() > deadline:
                raise NotShown("what should come true does not")
            self.page.wait_for_timeout(POLL_MS)

    def settled(self) -> bytes:
        """A picture taken once the canvas has stopped changing: it lags the accessibility tree by up to seconds.

        That is when it was seen before: a cursor goes on blinking.
        """
        taken: list[bytes] = []
        for _ in range(SETTLE_TRIES):
            taken.append(self.page.screenshot())
            if taken[-1] in taken[:-1] and len(taken[-1]) > EMPTY_BYTES:
                break
            self.page.wait_for_timeout(SETTLE_MS)
        return taken[-1]

    def screenshot(self, name: str) -> Path:
        """Write the settled picture to build/screens/<name>.png."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        path.write_bytes(self.settled())
        return path


@contextmanager
def screen(browser: Browser, address: str, *, width: int = 1280, height: int = 800) -> Iterator[Screen]:
    """The app at `address` in a context of its own, in Bangkok time and Thai, that may know where it is."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        timezone_id="Asia/Bangkok",
        locale="th-TH",
        reduced_motion="reduce",  # each frame of a movement is drawn without a graphics card
        geolocation=HERE,
        permissions=["geolocation"],
    )
    try:
        opened = Screen(context.new_page())
        opened.open(address)
        yield opened
    finally:
        context.close()
