"""The file of a first download: all rows of an area at one seq, in frames that can be loaded one by one.

Each frame is 4 bytes of length (big-endian) and as many of a zlib stream of MessagePack. The first is the Header. Every
other one is `{"ids": planes, "tables": {entity: packed}}` as columns.py has it, with the rows of some households whole.
"""

import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgpack

from shared_models.columns import Columns, Packed, id_texts, unpack
from shared_models.entities import ENTITIES

HOUSEHOLDS = 1000  # of a frame: fewer compress worse, more take longer to read
LENGTH_BYTES = 4
MAX_FRAME_BYTES = 1 << 28  # unpacked; no frame of our own comes near
LEVEL = 9  # written once, sent often


class Header(NamedTuple):
    """What the file holds: `seq` is where the cursor goes on, `villages` the digests of the rows as text."""

    code: str
    seq: int
    rows: int
    villages: dict[str, str]

    def to_frame(self) -> bytes:
        """The first frame of a file."""
        return _frame(list(self))


def rows_frame(ids: bytes, tables: Mapping[str, Packed]) -> bytes:
    """A frame of rows."""
    return _frame({"ids": ids, "tables": dict(tables)})


def frame_end(start: int, length: bytes) -> int:
    """Where the frame ends that begins at `start` with these 4 bytes."""
    return start + LENGTH_BYTES + int.from_bytes(length, "big")


def read_header(frame: bytes) -> Header:
    """The reverse of Header.to_frame. Raises ValueError."""
    given = _read(frame)
    try:
        code, seq, rows, villages = given
        return Header(str(code), int(seq), int(rows), {str(village): str(text) for village, text in villages.items()})
    except (AttributeError, OverflowError, TypeError, ValueError) as problem:
        raise ValueError("not the header of a snapshot") from problem


def read_rows(frame: bytes) -> dict[str, Columns]:
    """The columns of each entity in a frame of rows, of those that this version knows. Raises ValueError."""
    message = _read(frame)
    try:
        ids = id_texts(message["ids"])
        return {entity: unpack(packed, ids) for entity, packed in message["tables"].items() if entity in ENTITIES}
    except (AttributeError, KeyError, TypeError) as problem:
        raise ValueError("not a frame of rows") from problem


def _frame(message: object) -> bytes:
    body = zlib.compress(msgpack.packb(message), LEVEL)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def _read(frame: bytes) -> Any:
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(frame[LENGTH_BYTES:], MAX_FRAME_BYTES)
        if not unpacker.eof:
            raise ValueError("a frame of a snapshot is cut")
        return msgpack.unpackb(plain, strict_map_key=False)
    except (zlib.error, msgpack.UnpackException, TypeError) as problem:
        raise ValueError("not a frame of a snapshot") from problem
