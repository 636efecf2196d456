"""Villages of a district: no open list of names exists, so offices enter or import them."""

from shared_models import area
from shared_models.reference_table import UnreadableTable, table_rows

COLUMNS = ("code", "name_th", "name_en?")


def read_villages(text: str) -> dict[str, str]:
    """Village names by their 8-digit code. Raises UnreadableTable: a code twice, or in a subdistrict nobody knows."""
    villages: dict[str, str] = {}
    for line, row in table_rows(text, COLUMNS):
        code = row["code"]
        if len(code) != area.Level.VILLAGE or not area.known(code):
            raise UnreadableTable(reason="code", line=line)
        if code in villages:
            raise UnreadableTable(reason="twice", line=line)
        if not row["name_th"]:
            raise UnreadableTable(reason="name_th", line=line)
        villages[code] = row["name_th"]
    return villages
