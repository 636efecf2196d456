"""The name of a file that somebody chose, as the office's disk takes it."""

import pytest

from server.services.files import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("รายชื่อ.txt", "รายชื่อ.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\รายชื่อ.xlsx", "รายชื่อ.xlsx"),
        ("C:\\lists\\a.csv", "a.csv"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", "file"),
        ("/", "file"),
        ("", "file"),
    ],
    ids=["as it is", "up", "up on Windows", "a drive", "what no name holds", "the folder above", "a root", "nothing"],
)
def test_a_name_stays_within_its_folder(given: str, taken: str) -> None:
    assert safe_name(given) == taken


def test_a_name_too_long_for_a_disk_keeps_its_ending() -> None:
    taken = safe_name("ก" * 200 + ".xlsx")
    assert taken.endswith("ก.xlsx")
    assert len(taken.encode()) <= LONGEST_NAME + len(".xlsx")
