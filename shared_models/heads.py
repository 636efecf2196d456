"""The heads behind each stored value of a row, as one JSON text in the row.

`{"*": [stamp, at]}` says that every field with a value and no entry of its own has that one head: a new or imported
row needs nothing more. A field that was edited has `{"h": [[stamp, at, value], …], "n": [named stamp, …]}`.
`"@"` lists the households of a row that was ever given another one; only the server needs it.
"""

from collections.abc import Iterable, Mapping

from pydantic_core import from_json, to_json

from shared_models.merge import FieldState, Scalar, Version

WHOLE, HOMES = "*", "@"


class RowHeads:
    """The FieldState of each field of one row, read from and written to the row's `heads` text."""

    def __init__(self, text: str = "{}") -> None:
        self._entries: dict[str, object] = from_json(text)

    @classmethod
    def created(cls, stamp: str, at: int) -> "RowHeads":
        """The heads of a row whose every value comes from one version."""
        heads = cls()
        heads._entries[WHOLE] = [stamp, at]
        return heads

    def state(self, name: str, value: Scalar) -> FieldState:
        """The state of field `name`, whose stored value is `value` in its wire form."""
        entry = self._entries.get(name)
        if isinstance(entry, Mapping):
            heads = frozenset(Version(stamp, head, at) for stamp, at, head in entry["h"])
            return FieldState(frozenset(entry.get("n", ())), heads)
        whole = self._entries.get(WHOLE)
        if isinstance(whole, list) and value is not None:
            return FieldState(heads=frozenset({Version(whole[0], value, whole[1])}))
        return FieldState()

    def put(self, name: str, state: FieldState) -> None:
        """Keep the state of a field."""
        heads = [[head.stamp, head.at, head.value] for head in sorted(state.heads)]
        self._entries[name] = {"h": heads, "n": sorted(state.named)} if state.named else {"h": heads}

    def stamps(self, name: str, value: Scalar) -> tuple[str, ...]:
        """What an edit of `name` names as its bases."""
        return tuple(sorted(head.stamp for head in self.state(name, value).heads))

    def edited(self) -> tuple[str, ...]:
        """The fields that have an entry of their own."""
        return tuple(name for name in self._entries if name not in (WHOLE, HOMES))

    def homes(self) -> frozenset[str]:
        """The households that the row was ever given; empty where it never changed household."""
        homes = self._entries.get(HOMES)
        return frozenset(homes) if isinstance(homes, list) else frozenset()

    def note_homes(self, household_ids: Iterable[str]) -> None:
        """Remember that the row was given these households."""
        self._entries[HOMES] = sorted(self.homes().union(household_ids))

    def to_text(self) -> str:
        """As it is stored."""
        return to_json(self._entries).decode()


def without_named(text: str) -> str:
    """The heads as they are sent to tablets, which need neither the named stamps nor a row's earlier households."""
    if '"n":' not in text and f'"{HOMES}":' not in text:
        return text
    heads = RowHeads()
    heads._entries = {
        name: {"h": entry["h"]} if isinstance(entry, Mapping) else entry
        for name, entry in from_json(text).items()
        if name != HOMES
    }
    return heads.to_text()
