"""Tables one below the other on A4, each under its heading, for what is no report: the file of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.fonts import FontFace

from server.services.reporting.pdf import FACE, FONTS, FOOT, HEAD_PT, LINE, MARGIN, PAD, SMALL_PT, TEXT_PT


@dataclass(frozen=True)
class Section:
    """A table: its heading, a sentence about it, the heads of its columns, and its rows as people read them."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Sheet:
    """What is printed. `page` has {number} and {count}, `foot` says who printed it, when and what for."""

    title: str
    about: Sequence[str]
    sections: Sequence[Section]
    foot: str
    page: str


def sheet_pdf(sheet: Sheet) -> bytes:
    """A4 upright. A section without rows says so by its note."""
    paper = _Paper(sheet)
    paper.add_page()
    for section in sheet.sections:
        paper.put(section)
    return bytes(paper.output())


class _Paper(FPDF):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4", unit="mm")
        self.sheet = sheet
        for style, name in FONTS.items():
            with as_file(files("server") / "fonts" / name) as path:
                self.add_font(FACE, style, path)
        self.set_text_shaping(True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.set_title(sheet.title)
        self.set_lang("th")

    def header(self) -> None:
        is_first = self.page_no() == 1
        self._line(self.sheet.title, size=HEAD_PT if is_first else TEXT_PT, bold=True)
        for text in self.sheet.about if is_first else ():
            self._line(text, size=SMALL_PT)
        self.ln(2)

    def footer(self) -> None:
        self.set_y(-FOOT + 4)
        self.set_font(FACE, "", SMALL_PT)
        self.cell(self.epw - 34, LINE, self.sheet.foot)
        self.cell(34, LINE, self.sheet.page.format(number=self.page_no(), count="{nb}"), align="R")

    def put(self, section: Section) -> None:
        if self.get_y() > self.h - FOOT - 6 * LINE:
            self.add_page()
        self._line(section.title, size=TEXT_PT + 1, bold=True)
        if section.note:
            self._line(section.note, size=SMALL_PT)
        if section.rows:
            self._table(section)
        self.ln(3)

    def _table(self, section: Section) -> None:
        self.set_font(FACE, "", SMALL_PT + 0.5)
        headings = FontFace(emphasis="BOLD")
        with self.table(line_height=LINE, padding=PAD / 2, text_align="LEFT", headings_style=headings) as table:
            for cells in (section.head, *section.rows):
                row = table.row()
                for text in cells:
                    row.cell(text)

    def _line(self, text: str, *, size: float, bold: bool = False) -> None:
        self.set_font(FACE, "B" if bold else "", size)
        self.multi_cell(0, LINE * size / TEXT_PT, text, align="L", new_x="LMARGIN", new_y="NEXT")
