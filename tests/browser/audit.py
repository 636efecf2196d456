"""What every screen must keep: a name on all that can be tapped, targets a thumb can hit, room for the words."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from tests.browser.driver import Screen, screen, serve_app
from tests.browser.walk import SIZES, Walk

LEAST_PX = 48
TOLERANCE_PX = 0.5  # a browser rounds
OVERLAP_PX = 3  # lines of Thai keep room for stacked marks, so boxes of text may touch

# Every node that takes a tap or text, and every word that is read, with its box and where it meets a pane's edge.
FOUND = """() => {
    const panes = node => {
        const found = [];
        for (let outer = node.parentElement; outer; outer = outer.parentElement) {
            const style = getComputedStyle(outer);
            const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
            if (clips) found.push(outer.getBoundingClientRect());
        }
        return found;
    };
    const host = document.querySelector("flt-semantics-host");
    const roles = ["button", "checkbox", "radio", "switch"].map(role => `flt-semantics[role=${role}]`);
    const controls = [...roles, "flt-semantics[flt-tappable]", "input", "textarea"].join();
    return [...host.querySelectorAll(`${controls}, flt-semantics:has(> span)`)].map(node => {
        const box = node.getBoundingClientRect();
        const screen = document.body.getBoundingClientRect(), around = [...panes(node), screen];
        const left = Math.max(...around.map(frame => frame.left));
        const right = Math.min(...around.map(frame => frame.right));
        return {
            name: (node.getAttribute("aria-label") || node.innerText || "").trim(),
            role: node.matches(controls) ? node.getAttribute("role") || node.tagName.toLowerCase() : "text",
            left: box.left, top: box.top, right: box.right, bottom: box.bottom,
            cut: around.some(frame => box.left < frame.left + 1 || box.right > frame.right - 1
                || box.top < frame.top + 1 || box.bottom > frame.bottom - 1),
            over: box.left < screen.left + 1 && left < screen.left + 1
                || box.right > screen.right - 1 && right > screen.right - 1};
    });
}"""


class Node(NamedTuple):
    """A place that takes a tap or text, or words, in px of the page. `cut`: it reaches an edge of a pane or the screen,
    which may hide a part of it; `over`: this is the right or left edge of the screen, and no pane ends before it."""

    name: str
    role: str
    left: float
    top: float
    right: float
    bottom: float
    cut: bool
    over: bool


@contextmanager
def audited(
    browser: Browser, data: Path, size: str, paths: Mapping[str, str] | None = None, **preferences: Any
) -> Iterator[Walk]:
    """An officer before the tablet whose files are in `data`. At the end no stop had a fault, the browser saw no error
    and the app had none to tell of."""
    data.mkdir(exist_ok=True)
    (data / "preferences.json").write_text(json.dumps(preferences))
    complaints, found = data / "complaints", list[str]()
    width, height = SIZES[size]
    with (
        serve_app("--web", "--data-dir", data, complaints=complaints) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):

        def at(stop: str) -> None:
            found.extend(f"{stop}: {fault}" for fault in faults(seen))

        yield Walk(seen, size == "phone", preferences.get("language", "th"), at, paths or {})
        assert found == [], "\n".join(found)
        assert seen.errors == []
        assert complaints.read_text() == ""


def faults(seen: Screen) -> list[str]:
    """A sentence for each fault of the screen that is shown now."""
    nodes = [Node(**found) for found in seen.still(lambda: seen.page.evaluate(FOUND))]
    shown = [node for node in nodes if node.right > node.left and node.bottom > node.top]
    controls, words = [[node for node in shown if (node.role == "text") == kind] for kind in (False, True)]
    assert any(not node.cut for node in controls), "nothing to look at"
    found = [fault for node in controls for fault in faults_of(node)]
    found += [f"{node.name}: wider than its place" for node in words if node.over]
    whole = [node for node in words if not node.cut]
    return found + [f"{one.name} lies on {other.name}" for one, other in combinations(whole, 2) if overlap(one, other)]


def faults_of(node: Node) -> list[str]:
    """What is wrong with one control."""
    found = [] if node.name else [f"a {node.role} without a name at {node.left:.0f},{node.top:.0f}"]
    if node.cut:
        return found
    if node.right - node.left < LEAST_PX - TOLERANCE_PX or node.bottom - node.top < LEAST_PX - TOLERANCE_PX:
        found.append(f"{node.name}: {node.right - node.left:.0f} × {node.bottom - node.top:.0f} px")
    return found


def overlap(one: Node, other: Node) -> bool:
    """Whether two texts are drawn into one another."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return min(across, down) > OVERLAP_PX
