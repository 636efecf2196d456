"""The file on the stick: whole or not there, and no other file is touched."""

import resource
from pathlib import Path

import pytest

from field_app.store import bundle_file
from field_app.store.bundle_file import FileMissing
from shared_models.bundle import MAX_FILE_BYTES, FileKind, UnreadableBundle, UnwritableFile, first_line

LINE = first_line(FileKind.BUNDLE)


def reason(path: Path, data: bytes = LINE) -> object:
    with pytest.raises(UnwritableFile) as problem:
        bundle_file.write(path, FileKind.BUNDLE, data)
    return problem.value.details["reason"]


def test_a_bundle_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "งาน.hvbundle"
    for data in (LINE + b"1", LINE + b"22"):
        bundle_file.write(path, FileKind.BUNDLE, data)
        assert bundle_file.read(path) == data
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_may_be_written_over_and_any_other_stays(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    bundle_file.write(path, FileKind.BUNDLE, LINE)
    for other in (b"\xff\xd8", first_line(FileKind.REPLY)):
        path.write_bytes(other)
        assert reason(path) == "other_file"
        assert path.read_bytes() == other


def test_a_full_disk_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(LINE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        assert reason(path, LINE + bytes(5000)) == "full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == LINE
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_a_file_for_a_folder_are_told(tmp_path: Path) -> None:
    assert reason(tmp_path / "none" / "a") == "folder"
    (tmp_path / "file").touch()
    assert reason(tmp_path / "file" / "a") == "folder"


def test_a_folder_no_file_and_far_too_long_a_file_are_not_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(FileMissing):
            bundle_file.read(path)
    huge = tmp_path / "film.mp4"
    with huge.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(UnreadableBundle, match="form"):
        bundle_file.read(huge)
