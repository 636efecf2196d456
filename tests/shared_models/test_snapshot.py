"""The file of a first download: frames are read as they were written, and a damaged one is refused."""

import zlib
from uuid import UUID

import msgpack
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


def packed(message: object) -> bytes:
    body = zlib.compress(msgpack.packb(message))
    return len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    "message",
    [
        b"\x81\x90\x01",  # a list for a name
        {"ids": bytes(16), "tables": {"person": {"count": 1 << 40, "same": {"given_name": "บุญมี"}}}},
        ["560102", "ก", 3, {}],
        ["560102", 812, 3, ["56010204"]],
        ["560102", 812, 3],
    ],
    ids=["no name", "rows without end", "no number", "no digests", "too short"],
)
def test_a_frame_of_another_shape_is_refused(message: object) -> None:
    body = zlib.compress(message) if isinstance(message, bytes) else b""
    frame = len(body).to_bytes(4, "big") + body if body else packed(message)
    for read in (read_header, read_rows):
        with pytest.raises(ValueError):  # noqa: PT011 -- whichever comes first
            read(frame)


def test_one_is_not_the_other() -> None:
    with pytest.raises(ValueError, match="frame of rows"):
        read_rows(HEADER.to_frame())
    with pytest.raises(ValueError, match="header"):
        read_header(rows_frame(b"", {"person": {}}))
