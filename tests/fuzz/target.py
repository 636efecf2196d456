"""What is fuzzed: samples made by the real code, and a reader that takes any bytes."""

from collections.abc import Callable
from typing import NamedTuple

from shared_models.errors import DomainError

Take = Callable[[bytes], object]
Layer = Callable[[bytes], bytes]  # wraps what is inside


class Opened(NamedTuple):
    """A target ready to be fuzzed: `take` lets only a fault through."""

    seeds: tuple[bytes, ...]
    take: Take


def opened(*seeds: bytes, take: Take, refused: tuple[type[Exception], ...] = (DomainError,)) -> Opened:
    """`refused` are the errors that the reader is documented to raise for what it cannot read."""

    def tried(data: bytes) -> None:
        try:
            take(data)
        except refused:
            return

    return Opened(seeds, tried)


def by_first_byte(*ways: Take) -> Take:
    """Several readers in one target: the first byte of an input says which, so that samples begin with their place."""

    def chosen(data: bytes) -> object:
        return ways[data[0] % len(ways)](data[1:]) if data else None

    return chosen


def for_way(place: int, *samples: bytes) -> list[bytes]:
    """Samples for one of the readers of `by_first_byte`."""
    return [bytes([place]) + sample for sample in samples]
