"""The file of a first download: frames are read as they were written, and a damaged one is refused."""

from uuid import UUID

import pytest

from shared_models.columns import IdTable, pack
from shared_models.snapshot import Header, frame_end, read_header, read_rows, rows_frame

HEADER = Header("560102", 812, 3, {"56010204": "3:00000000000000ff"})


def a_frame() -> bytes:
    ids = IdTable()
    columns = {"id": [UUID(int=1), UUID(int=2)], "given_name": ["บุญมี", "สายใจ"], "seq": [7, 9]}
    tables = {"person": pack(columns, id_names={"id"}, ids=ids)}
    later = {"of_a_later_version": {"rows": "อื่น"}}
    return rows_frame(ids.to_bytes(), {**tables, **later})


def test_a_file_is_read_frame_by_frame() -> None:
    file = HEADER.to_frame() + a_frame()
    end = frame_end(0, file[:4])
    assert read_header(file[:end]) == HEADER
    assert frame_end(end, file[end : end + 4]) == len(file)
    columns = {"id": [UUID(int=1).hex, UUID(int=2).hex], "given_name": ["บุญมี", "สายใจ"], "seq": [7, 9]}
    assert read_rows(file[end:]) == {"person": columns}


@pytest.mark.parametrize("cut", [0, 3, 4, 5, 20, -1])
def test_a_cut_frame_is_refused(cut: int) -> None:
    for frame, read in ((HEADER.to_frame(), read_header), (a_frame(), read_rows)):
        with pytest.raises(ValueError, match=r"frame"):
            read(frame[:cut])


def test_one_is_not_the_other() -> None:
    with pytest.raises(ValueError, match="frame of rows"):
        read_rows(HEADER.to_frame())
    with pytest.raises(ValueError, match="header"):
        read_header(rows_frame(b"", {"person": {}}))
