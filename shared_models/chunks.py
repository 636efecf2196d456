"""How many values one query names: databases bound it, and a statement of one length is compiled once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
LENGTH = 500


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in their order, LENGTH at a time."""
    return (values[at : at + LENGTH] for at in range(0, len(values), LENGTH))
