"""The digest that both sides keep per area: how many rows, and a sum that depends on each row and its feed seq."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

MODULUS = 1 << 64


class Digest(NamedTuple):
    """`total` is the sum modulo 2⁶⁴ of `part` over the rows."""

    rows: int = 0
    total: int = 0

    def add(self, row_id: UUID, seq: int) -> "Digest":
        """The digest with one row more."""
        return Digest(self.rows + 1, (self.total + part(row_id, seq)) % MODULUS)

    def remove(self, row_id: UUID, seq: int) -> "Digest":
        """The digest with one row less."""
        return Digest(self.rows - 1, (self.total - part(row_id, seq)) % MODULUS)

    def to_text(self) -> str:
        """As it is stored and sent."""
        return f"{self.rows}:{self.total:016x}"

    @classmethod
    def from_text(cls, text: str) -> "Digest":
        """The reverse of to_text. Raises ValueError."""
        rows, total = text.split(":")
        return cls(int(rows), int(total, 16))


def part(row_id: UUID, seq: int) -> int:
    """The first 8 bytes of SHA-256(row id ‖ seq), the seq as 8 bytes big-endian."""
    return int.from_bytes(sha256(row_id.bytes + seq.to_bytes(8, "big")).digest()[:8], "big")


def summed(digests: Iterable[Digest]) -> Digest:
    """The digest of an area from those of its villages."""
    rows = total = 0
    for digest in digests:
        rows, total = rows + digest.rows, (total + digest.total) % MODULUS
    return Digest(rows, total)
