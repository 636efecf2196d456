"""Hybrid logical clock stamps: the identity and order of every edit, whatever the tablet's clock says.

As text a stamp is 32 hexadecimal digits (12 of milliseconds, 4 of a counter, 16 of the tablet): texts sort like stamps.
Source: Kulkarni, Demirbas et al. (2014), Logical Physical Clocks, OPODIS; the counter takes the place of their c.
"""

from typing import NamedTuple
from uuid import UUID

COUNTER_MAX = 0xFFFF
IMPORT_NODE = "0000"  # how the node of an import's stamp begins; a tablet's begins with 8, 9, a or b (RFC 9562 variant)


class Hlc(NamedTuple):
    """`ms` since 1970 (UTC), `counter` among stamps of the same ms, `node` the tablet's 16 hexadecimal digits."""

    ms: int
    counter: int
    node: str

    def to_text(self) -> str:
        """32 hexadecimal digits that sort like the stamps."""
        return f"{self.ms:012x}{self.counter:04x}{self.node}"

    @classmethod
    def from_text(cls, text: str) -> "Hlc":
        """The reverse of to_text. Raises ValueError."""
        if len(text) != 32:
            raise ValueError("a stamp has 32 hexadecimal digits")
        int(text, 16)
        return cls(int(text[:12], 16), int(text[12:16], 16), text[16:])


def node_of(stamp: str) -> str:
    """The 16 hexadecimal digits of the tablet that gave a stamp."""
    return stamp[16:]


def node_id(device_id: UUID) -> str:
    """The node of a tablet's stamps."""
    return device_id.hex[16:]


def is_import(stamp: str) -> bool:
    """Whether a list brought the value, and no officer."""
    return node_of(stamp).startswith(IMPORT_NODE)


def tick(last: Hlc, *, wall_ms: int, seen_ms: int) -> Hlc:
    """The stamp after `last`: never behind it, the tablet's clock, or the last server time seen."""
    ms = max(wall_ms, seen_ms, 0)
    if ms > last.ms:
        return Hlc(ms, 0, last.node)
    if last.counter == COUNTER_MAX:
        return Hlc(last.ms + 1, 0, last.node)
    return Hlc(last.ms, last.counter + 1, last.node)
