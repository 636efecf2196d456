"""How a story can end badly."""

from collections.abc import Iterable
from uuid import UUID


class Lost(AssertionError):
    """An edit that was acknowledged is not in the log, or twice."""


class Diverged(AssertionError):
    """Tablets and server do not agree, or not on what they should. `about`: the households in question."""

    def __init__(self, words: str, about: Iterable[UUID] = ()) -> None:
        super().__init__(words)
        self.about = frozenset(about)


def need(is_so: object, words: str, *about: UUID) -> None:
    """Raise Diverged unless it is so."""
    if not is_so:
        raise Diverged(words, about)
