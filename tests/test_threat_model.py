"""The threat model's claims: each names tests, and each named test is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+)`", MODEL))


def test_every_named_test_is_there() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert NAMED - written == set()


def test_every_claim_names_a_test() -> None:
    claims = [line for line in MODEL.splitlines() if line.startswith("| ") and "shown by" not in line]
    shown = [line for line in claims if not line.startswith(("| who |", "|---")) and "`test_" in line]
    actors = MODEL.split("## From whom")[1].split("Trusted:")[0]
    assert len(NAMED) >= len(shown) > 30
    assert [line for line in claims if line not in shown and line not in actors] == []
