"""What every screen must keep: a name on all that can be tapped, targets a thumb can hit, nothing off the side."""

from typing import NamedTuple

from tests.browser.driver import Screen

LEAST_PX = 48
TOLERANCE_PX = 0.5  # a browser rounds

# Every node that takes a tap or text, with its box, cut to what the scrolling panes around it show.
FOUND = """() => {
    const reaches = (box, frame) => box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top + 1 || box.bottom > frame.bottom - 1;
    const isCut = (node, box) => {
        for (let outer = node.parentElement; outer; outer = outer.parentElement) {
            const style = getComputedStyle(outer);
            const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
            if (clips && reaches(box, outer.getBoundingClientRect())) return true;
        }
        return false;
    };
    const roles = ["button", "checkbox", "radio", "switch"].map(role => `flt-semantics[role=${role}]`);
    const fields = ["flt-semantics[flt-tappable]", "flt-semantics-host input", "flt-semantics-host textarea"];
    return [...document.querySelectorAll([...roles, ...fields].join())].map(node => {
        const box = node.getBoundingClientRect();
        return {
            name: (node.getAttribute("aria-label") || node.innerText || "").trim(),
            role: node.getAttribute("role") || node.tagName.toLowerCase(),
            left: box.left, top: box.top, right: box.right, bottom: box.bottom, cut: isCut(node, box)};
    });
}"""


class Node(NamedTuple):
    """A place that takes a tap or text, in px of the page. `cut`: it reaches the edge of a scrolling pane, which may
    hide a part of it."""

    name: str
    role: str
    left: float
    top: float
    right: float
    bottom: float
    cut: bool


def faults(seen: Screen) -> list[str]:
    """A sentence for each fault of the screen that is shown now."""
    size = seen.page.viewport_size
    assert size is not None
    nodes = [Node(**found) for found in seen.page.evaluate(FOUND)]
    shown = [node for node in nodes if node.right > node.left and node.bottom > node.top]
    assert any(not node.cut for node in shown), "nothing to look at"
    return [fault for node in shown for fault in faults_of(node, size["width"], size["height"])]


def faults_of(node: Node, width: float, height: float) -> list[str]:
    """What is wrong with one node."""
    found = [] if node.name else [f"a {node.role} without a name at {node.left:.0f},{node.top:.0f}"]
    outside = node.left < -1 or node.right > width + 1 or node.top < -1 or node.bottom > height + 1
    if node.cut or outside:
        return found
    if node.right - node.left < LEAST_PX - TOLERANCE_PX or node.bottom - node.top < LEAST_PX - TOLERANCE_PX:
        found.append(f"{node.name}: {node.right - node.left:.0f} × {node.bottom - node.top:.0f} px")
    return found
