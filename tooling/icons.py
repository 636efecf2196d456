"""Draws the app's icon and splash screens into assets/ from icon/plate.svg, with the Chromium of the browser tests."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DRAWING = Path(__file__).parent / "icon" / "plate.svg"
ASSETS = Path(__file__).parent.parent / "assets"
# Android cuts a circle, square or drop out of its layer: the plate fills what it may show, line and house what it must.
WITHIN_ANY_CUT = ".plate { transform: scale(.69) } .mark { transform: scale(.58) }"
TO_THE_EDGE = ".plate { x: 0; y: 0; width: 1024px; height: 1024px; rx: 0 }"
SPLASH = "svg { scale: .5 }"
DARK = """
    .plate { fill: #6ED7C6 } .tick { stroke: #6ED7C6 }
    .line { stroke: #00382F } .house { fill: #00382F; stroke: #00382F }
"""
# The names are those that `flet build` looks for, and the web client for the favicon: side in px, and what differs.
PICTURES = {
    "icon.png": (1024, ""),
    "icon_android.png": (512, WITHIN_ANY_CUT),
    "icon_ios.png": (1024, TO_THE_EDGE),
    "splash.png": (1152, SPLASH),
    "splash_dark.png": (1152, SPLASH + DARK),
    "favicon.png": (48, ""),
}


def draw(page: Page, name: str) -> None:
    """Write one of the pictures; what the drawing leaves free stays transparent."""
    side, differing = PICTURES[name]
    style = (
        f"body {{ margin: 0 }} svg {{ display: block }} .plate, .mark {{ transform-origin: 512px 512px }} {differing}"
    )
    page.set_viewport_size({"width": side, "height": side})
    page.set_content(f"<style>{style}</style>{DRAWING.read_text(encoding='utf-8')}")
    page.screenshot(path=ASSETS / name, omit_background=True)


def main() -> None:
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for name in PICTURES:
            draw(page, name)
        browser.close()


if __name__ == "__main__":
    main()
