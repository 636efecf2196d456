"""The codes of every coded list as a file, for whoever reads other files of the product."""

import csv
import io

from shared_models.code_lists import code_lists

COLUMNS = ("list", "used_in", "code", "name_th", "name_en")


def code_lists_text() -> str:
    """All of them as CSV, a line for each code; `used_in` names fields as files do, `person.sex`."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in code_lists():
        fields = " ".join(field.key for field in one.fields)
        lines.writerows([one.name, fields, *code] for code in one.codes())
    return written.getvalue()
