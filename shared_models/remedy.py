"""เมนูแก้จน: the catalogue of known remedies, which each office edits. What is shipped is a start and not official."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from shared_models.mpi import Dimension
from shared_models.reference_table import UnreadableTable, shipped_text, table_rows

COLUMNS = ("code", "dimension", "name_th", "name_en?", "agency?", "retired?")


@dataclass(frozen=True, slots=True)
class Remedy:
    """`dimension` None: for any. `agency` has the mandate, where that is known. A retired one stays for old plans."""

    code: str
    dimension: Dimension | None
    name_th: str
    name_en: str
    agency: str
    retired: bool

    def name(self, language: str = "th") -> str:
        """Thai, or with `en` English."""
        return self.name_en if language == "en" else self.name_th


def read_remedies(text: str) -> dict[str, Remedy]:
    """The catalogue by code, in its order. Raises UnreadableTable."""
    remedies: dict[str, Remedy] = {}
    for line, row in table_rows(text, COLUMNS):
        if not row["code"] or len(row["code"]) > 40:
            raise UnreadableTable(reason="code", line=line)
        if row["code"] in remedies:
            raise UnreadableTable(reason="twice", line=line)
        if row["dimension"] and row["dimension"] not in set(Dimension):
            raise UnreadableTable(reason="dimension", line=line)
        if not row["name_th"]:
            raise UnreadableTable(reason="name_th", line=line)
        remedies[row["code"]] = Remedy(
            row["code"],
            Dimension(row["dimension"]) if row["dimension"] else None,
            row["name_th"],
            row["name_en"] or row["name_th"],
            row["agency"],
            row["retired"].casefold() in {"1", "yes", "true", "ใช่"},
        )
    return remedies


@cache
def shipped_remedies() -> dict[str, Remedy]:
    """The start of a catalogue that comes with the product."""
    return read_remedies(shipped_text("remedies.csv"))


def offered(remedies: Iterable[Remedy], dimensions: Iterable[Dimension] = ()) -> list[Remedy]:
    """What can be chosen now: those of these dimensions first, then the rest, each in the catalogue's order."""
    wanted = set(dimensions)
    current = [remedy for remedy in remedies if not remedy.retired]
    return sorted(current, key=lambda remedy: remedy.dimension not in wanted)
