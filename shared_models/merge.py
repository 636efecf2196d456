"""The only merge in the project: an edit replaces what it saw, and what it did not see stands beside it."""

from collections.abc import Iterable
from typing import NamedTuple

Scalar = str | int | float | bool | None


class Version(NamedTuple):
    """One value that a field was given: its stamp, and `at`, the server's estimate in ms of when it was made."""

    stamp: str
    value: Scalar
    at: int


class FieldState(NamedTuple):
    """`named`: every stamp that some version of the field saw. `heads`: the versions that none has seen."""

    named: frozenset[str] = frozenset()
    heads: frozenset[Version] = frozenset()


def merge_field(field: FieldState, incoming: Version, bases: Iterable[str]) -> FieldState:
    """The field after `incoming`, which saw `bases`, arrives. Any order of arrival gives the same result."""
    named = field.named.union(bases)
    others = frozenset(head for head in field.heads if head.stamp != incoming.stamp)  # it may come with another `at`
    return FieldState(named, frozenset(head for head in others | {incoming} if head.stamp not in named))


def shown(heads: Iterable[Version]) -> Version:
    """The head that people see: the latest by the server's estimate of when it was made."""
    return max(heads, key=lambda head: (head.at, head.stamp))


def in_conflict(heads: Iterable[Version]) -> bool:
    """Two or more different values, none of which saw the other."""
    return len({(type(head.value), head.value) for head in heads}) > 1
