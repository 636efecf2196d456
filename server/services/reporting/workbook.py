"""A report's table as a spreadsheet: real numbers, the heading held in place, a Thai typeface."""

from io import BytesIO

import xlsxwriter

from shared_models.reports.table import ColumnKind, Table
from shared_models.reports.wording import cell_text, heading

FONT = {"font_name": "TH SarabunPSK", "font_size": 16}  # on every Thai office PC; elsewhere another takes its place
NUMBERS = {ColumnKind.COUNT: "#,##0", ColumnKind.MONEY: "#,##0.00", ColumnKind.SHARE: "0.0%", ColumnKind.YEAR: "0"}
LEAST_WIDTH, MOST_WIDTH = 9, 60  # characters
SHEET_LETTERS = 31


def workbook(table: Table, title: str, language: str = "th") -> bytes:
    """An XLSX file. Texts are never formulas, money is in baht, a share is a percentage of real value."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(sheet_name(title))
    bold = book.add_format({**FONT, "bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        (kind, total): book.add_format({**FONT, "bold": total, "num_format": NUMBERS.get(kind, "@")})
        for kind in ColumnKind
        for total in (False, True)
    }
    for place, column in enumerate(table.columns):
        head = heading(column, language)
        sheet.write_string(0, place, head, bold)
        width = max(LEAST_WIDTH, len(head) // 2)
        for line, row in enumerate(table.rows, start=1):
            value, words = row.cells[place], cell_text(table, row, place, language)
            form = formats[column.kind, row.total]
            if isinstance(value, int | float):
                sheet.write_number(line, place, value / 100 if column.kind is ColumnKind.MONEY else value, form)
            elif value is None and not (row.total and place == 0):
                sheet.write_blank(line, place, None, form)
            else:
                sheet.write_string(line, place, words, form)
            width = max(width, len(words))
        sheet.set_column(place, place, min(MOST_WIDTH, width + 2))
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def sheet_name(title: str) -> str:
    """The title without what a sheet's name may not hold."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:SHEET_LETTERS]
