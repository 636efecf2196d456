"""The reply's file is there whole or not at all, and a place that cannot be written is known before any work."""

from pathlib import Path

import pytest

from server.services.exchanging import bundle_file
from shared_models.bundle import MAX_FILE_BYTES, FileKind, UnreadableBundle, UnwritableFile, first_line

LINE = first_line(FileKind.REPLY)


class PowerCut(Exception):
    pass


def test_a_reply_takes_the_place_of_an_earlier_one_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "a.hvreply"
    for data in (LINE + b"1", LINE + b"22"):
        with bundle_file.replacing(path, FileKind.REPLY) as file:
            file.write(data)
            assert not path.exists() or path.read_bytes() != data
        assert bundle_file.read(path) == data
    with pytest.raises(PowerCut):
        write_half(path)
    assert path.read_bytes() == LINE + b"22"
    assert list(tmp_path.iterdir()) == [path]


def write_half(path: Path) -> None:
    with bundle_file.replacing(path, FileKind.REPLY) as file:
        file.write(LINE)
        raise PowerCut


@pytest.mark.parametrize(("name", "reason"), [("none/a", "folder"), ("photo", "other_file")])
def test_a_place_that_cannot_be_written_is_known_first(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "photo").write_bytes(b"\xff\xd8")
    worked = []
    with pytest.raises(UnwritableFile) as problem, bundle_file.replacing(tmp_path / name, FileKind.REPLY):
        worked.append(name)
    assert (problem.value.details["reason"], worked) == (reason, [])


def test_far_too_long_a_file_and_a_folder_are_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "film.mp4"
    with huge.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableBundle, match="form"):
        bundle_file.read(huge)
    with pytest.raises(UnreadableBundle, match="damaged"):
        bundle_file.read(tmp_path)
