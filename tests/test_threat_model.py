"""What the threat model and the tables of standards claim: each names tests, and each named test is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
STANDARDS = (ROOT / "docs" / "security-standards.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`(test_\w+)`", MODEL))
ITEMS = [line for line in STANDARDS.splitlines() if re.match(r"\| (MASVS|\d)", line)]
# How many controls each group of MASVS 2.1.0 has.
MASVS = {"STORAGE": 2, "CRYPTO": 2, "AUTH": 3, "NETWORK": 2, "PLATFORM": 3, "CODE": 4, "RESILIENCE": 4, "PRIVACY": 4}
# How many items of levels 1 and 2 each section of ASVS 5.0.0 has: they are always its first ones.
ASVS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1
5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1
8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3
12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
17.1:1 17.2:4 17.3:2
"""


def test_every_named_test_is_there() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert (NAMED | set(re.findall(r"`(test_\w+)`", STANDARDS))) - written == set()


def test_every_claim_names_a_test() -> None:
    claims = [line for line in MODEL.splitlines() if line.startswith("| ") and "shown by" not in line]
    shown = [line for line in claims if not line.startswith(("| who |", "|---")) and "`test_" in line]
    actors = MODEL.split("## From whom")[1].split("Trusted:")[0]
    assert len(NAMED) >= len(shown) > 30
    assert [line for line in claims if line not in shown and line not in actors] == []


def test_every_item_of_both_standards_has_one_row_and_a_state() -> None:
    sections = dict(part.split(":") for part in ASVS.split())
    wanted = [f"{section}.{item}" for section, count in sections.items() for item in range(1, int(count) + 1)]
    wanted += [f"MASVS-{group}-{item}" for group, count in MASVS.items() for item in range(1, count + 1)]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in ITEMS]
    assert sorted(item for row in cells for item in row[0].split(", ")) == sorted(wanted)
    assert {row[2] for row in cells} == {"met", "not met", "n/a"}
    assert all(row[3] for row in cells), "by what, what is missing, or why it is nothing to be met"


def test_every_file_that_a_standard_names_is_there() -> None:
    named = re.findall(r"`((?:server|shared_models|field_app|docs|tooling)/[\w/.-]*)`", STANDARDS)
    assert [name for name in named if not (ROOT / name).exists()] == []
