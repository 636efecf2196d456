"""make demo, from nothing to the app's first page."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

DEMO = Path(__file__).parent.parent / "tooling" / "demo.py"


def test_the_demo_ends_with_the_app_served_and_its_address_and_pin_printed(tmp_path: Path) -> None:
    environment = {**os.environ, "DEMO_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1", "DISPLAY": ""}
    with subprocess.Popen([sys.executable, DEMO], env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            printed = until_ready(demo)
            address = re.search(r"เปิด (http://127\.0\.0\.1:\d+)", printed)
            assert address, printed
            assert "PIN 482913" in printed
            assert "Imported 2,000 households, 7,007 persons" in printed
            with urllib.request.urlopen(address[1], timeout=10) as page:
                assert page.status == 200
        finally:
            demo.terminate()
            ended = wait_or_kill(demo)
        assert ended == 0


def until_ready(demo: subprocess.Popen[str]) -> str:
    """What the demo prints up to its last line, or all of it if it ends early."""
    printed = ""
    for line in demo.stdout or ():
        printed += line
        if "Ctrl-C" in line:
            break
    return printed


def wait_or_kill(demo: subprocess.Popen[str]) -> int:
    """Its exit status; a demo that does not end is killed, so that the test fails and never hangs."""
    try:
        return demo.wait(30)
    except subprocess.TimeoutExpired:
        demo.kill()
        raise
