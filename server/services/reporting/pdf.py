"""A report's table on A4: Thai letters from a typeface inside the file, the heading on each page, who printed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue

from shared_models.reports.named import Line, Named

SHORT, LONG, MARGIN, FOOT = 210, 297, 15, 18  # mm
FACE, HEAD_PT, TEXT_PT, SMALL_PT = "Sarabun", 15, 10.5, 9
GREY = 136
ROW, LINE, PAD = 6.6, 5.4, 1.6  # mm: a row's height, each further line in it, the air beside a text
LEAST_NUMBER, MOST_NUMBER, LEAST_NAME, MOST_NAME = 16.0, 36.0, 42.0, 96.0
FONTS = {"": "Sarabun_400Regular.ttf", "B": "Sarabun_700Bold.ttf"}


@dataclass(frozen=True)
class Paper:
    """What stands around the table. `page` has {number} and {count}, `foot` says who printed it and when."""

    title: str
    about: Sequence[str]
    foot: str
    page: str


def pdf(named: Named, paper: Paper) -> bytes:
    """A4, portrait where the columns fit; columns that no page is wide enough for follow on pages of their own."""
    sheet = _Sheet(paper)
    lines = named.lines()
    numbers = [sheet.room(head, [line.numbers[at] for line in lines]) for at, head in enumerate(named.headings)]
    name = sheet.name_room([named.title, *(_name(line) for line in lines)])
    across = name + sum(numbers) > SHORT - 2 * MARGIN
    room = (LONG if across else SHORT) - 2 * MARGIN
    for places in _bands(numbers, room - name):
        widths = [name, *(numbers[at] for at in places)]
        sheet.begin(_Columns(named, places, _spread(widths, room)), across=across)
        for line in lines:
            sheet.put(line)
    return bytes(sheet.output())


@dataclass(frozen=True)
class _Columns:
    """The columns of a band: their places among the numbers, and how wide they are, that of the names first."""

    named: Named
    places: Sequence[int]
    widths: Sequence[float]

    def heads(self) -> list[str]:
        return [self.named.title, *(self.named.headings[at] for at in self.places)]

    def cells(self, line: Line) -> list[str]:
        return [_name(line), *(line.numbers[at] for at in self.places)]


class _Sheet(FPDF):
    """Pages with the heading and the foot of a report."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4", unit="mm")
        self.paper = paper
        self.columns: _Columns | None = None
        self.counted: dict[tuple[str, float, str], int] = {}  # lines of a text in a width
        for style, name in FONTS.items():
            with as_file(files("server") / "fonts" / name) as path:
                self.add_font(FACE, style, path)
        self.set_text_shaping(True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.set_title(paper.title)
        self.set_lang("th")

    def room(self, head: str, texts: Sequence[str]) -> float:
        """How wide a column of numbers is: its widest number, its heading over several lines, no word of it parted."""
        self.set_font(FACE, "B", TEXT_PT)
        widest = max((self.get_string_width(text) for text in set(texts)), default=0)
        words = max(self.get_string_width(word) for word in head.split())
        return max(LEAST_NUMBER, widest + 2 * PAD, min(MOST_NUMBER, words + 2 * PAD + 0.5))

    def name_room(self, texts: Sequence[str]) -> float:
        self.set_font(FACE, "B", TEXT_PT)
        widest = max(self.get_string_width(text) for text in texts)
        return min(MOST_NAME, max(LEAST_NAME, widest + 3 * PAD))

    def begin(self, columns: _Columns, *, across: bool) -> None:
        """A page for these columns, and their heading."""
        self.columns = columns
        self.add_page(orientation="L" if across else "P")

    def header(self) -> None:
        self.set_font(FACE, "B", HEAD_PT if self.page_no() == 1 else TEXT_PT)
        self.multi_cell(
            0, LINE * (1.5 if self.page_no() == 1 else 1), self.paper.title, align="L", new_x="LMARGIN", new_y="NEXT"
        )
        self.c_margin = PAD
        self.set_font(FACE, "", SMALL_PT)
        for text in self.paper.about if self.page_no() == 1 else self.paper.about[:1]:
            self.multi_cell(0, LINE * 0.95, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(2)
        self._heads()

    def footer(self) -> None:
        self.set_y(-FOOT + 4)
        self.set_font(FACE, "", SMALL_PT)
        page = self.paper.page.format(number=self.page_no(), count="{nb}")
        self.cell(self.epw - 34, LINE, self.paper.foot)
        self.cell(34, LINE, page, align="R")

    def _heads(self) -> None:
        assert self.columns
        self.set_font(FACE, "B", TEXT_PT)
        self._row(self.columns.heads(), thick=True)

    def put(self, line: Line) -> None:
        """A row of the table, on a new page where this one is full."""
        assert self.columns
        cells = self.columns.cells(line)
        self.set_font(FACE, "B" if line.total else "", TEXT_PT)
        if self.get_y() + self._height(cells) > self.h - FOOT:
            self.add_page(orientation=self.cur_orientation)
            self.set_font(FACE, "B" if line.total else "", TEXT_PT)
        self._row(cells, thick=line.total, above=line.total)

    def _row(self, cells: Sequence[str], *, thick: bool = False, above: bool = False) -> None:
        assert self.columns
        height, top, left = self._height(cells), self.get_y(), self.l_margin
        for place, (text, width) in enumerate(zip(cells, self.columns.widths, strict=True)):
            self.set_xy(left, top + (ROW - LINE) / 2)
            self._write(text, width, Align.R if place else Align.L)
            left += width
        self.set_line_width(0.35 if thick else 0.1)
        self.set_draw_color(0 if thick else GREY)
        edge = top if above else top + height
        self.line(self.l_margin, edge, left, edge)
        self.set_y(top + height)

    def _write(self, text: str, width: float, align: Align) -> None:
        """Shaping takes long, and numbers need none."""
        self.set_text_shaping(not text.isascii())
        if self._lines(text, width) == 1:
            self.c_margin = PAD
            self.cell(width, LINE, text, align=align)
        else:
            self.multi_cell(width, LINE, text, align=align, padding=(0, PAD))
        self.set_text_shaping(True)

    def _height(self, cells: Sequence[str]) -> float:
        assert self.columns
        most = max(self._lines(text, width) for text, width in zip(cells, self.columns.widths, strict=True))
        return ROW + LINE * (most - 1)

    def _lines(self, text: str, width: float) -> int:
        asked = text, width, self.font_style
        if asked not in self.counted:
            self.counted[asked] = self._count_lines(text, width)
        return self.counted[asked]

    def _count_lines(self, text: str, width: float) -> int:
        if self.get_string_width(text) <= width - 2 * PAD:
            return 1
        lines = self.multi_cell(width, LINE, text, padding=(0, PAD), dry_run=True, output=MethodReturnValue.LINES)
        return len(lines)


def _bands(widths: Sequence[float], room: float) -> list[list[int]]:
    """The places of columns, as many together as there is room for."""
    bands: list[list[int]] = [[]]
    taken = 0.0
    for place, width in enumerate(widths):
        if bands[-1] and taken + width > room:
            bands.append([])
            taken = 0.0
        bands[-1].append(place)
        taken += width
    return bands


def _spread(widths: Sequence[float], room: float) -> list[float]:
    """What is left of the page goes to the columns, by their widths."""
    return [width * max(1.0, room / sum(widths)) for width in widths]


def _name(line: Line) -> str:
    return f"{line.name}  {line.around}".strip()
