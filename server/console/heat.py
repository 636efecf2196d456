"""The heat map of a pivot: a table of rates in five classes, and a tile for each subdistrict."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from server.console.chart import full_name, name_room, shortened
from server.console.pivot_choice import Choice
from server.console.pivot_words import Wording, group_words
from server.console.words import Language, say
from server.services.reporting.pivots import Counting
from shared_models.area import Level, choices
from shared_models.reference import Reference
from shared_models.reports.named import Named
from shared_models.reports.pivot_share import Shown, by_total
from shared_models.reports.table import Table

CLASSES = 5
STEPS = (0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 10, 15, 20)  # per cent between the limits of classes
MOST_ROWS, MOST_COLUMNS = 40, 12
CELL_HEIGHT, LEGEND = 32, 64
WIDEST, LEAST_CELL, MOST_CELL = 610, 84, 100  # what fits beside the tiles without shrinking its letters
TILE_WIDTH, TILE_HEIGHT, TILES_ACROSS, TILE_GAP = 112, 72, 3, 8
MOST_TILES = 60


class Cell(NamedTuple):
    """A coloured box with its middle; `words` is the rate, `grade` its class, None where there is nothing to share."""

    x: float
    y: float
    words: str
    grade: int | None
    name: str = ""


class LegendPart(NamedTuple):
    x: float
    grade: int
    words: str


class Picture(NamedTuple):
    """`heads` and `names` are words with their place across or down."""

    title: str
    about: str
    cells: list[Cell]
    heads: list[tuple[float, str]]
    names: list[tuple[float, str, str]]
    start: float
    cell: float
    width: float
    height: float
    legend: list[LegendPart]
    legend_width: float
    left: int


class Heat(NamedTuple):
    """`tiles` is None where no subdistricts are to be seen; `maps` are the columns that can be mapped instead."""

    rate: str
    table: Picture
    tiles: Picture | None
    is_wide: bool


def heat(counting: Counting, choice: Choice, known: Reference, language: Language) -> Heat:
    """Always of a rate: the one that was chosen, else the one that fits what was chosen."""
    rate = rate_of(choice)
    words = say(f"shown_{rate}", language)
    table = by_total_number(counting, choice, rate)
    named = Named(table, language, known)
    picture = heat_table(named, choice, words, language)
    tiles = tile_map(counting, choice, language) if len(choice.area) <= Level.DISTRICT else None
    return Heat(words, picture, tiles, picture.width > WIDEST)


def rate_of(choice: Choice) -> Shown:
    """A bare number is no rate: of all before the conditions, of the row, or of the district's total."""
    if choice.shown is not Shown.NUMBER:
        return choice.shown
    if choice.where:
        return Shown.OF_ALL
    return Shown.OF_ROW if choice.columns else Shown.OF_COLUMN


def by_total_number(counting: Counting, choice: Choice, rate: Shown) -> Table:
    """The rates, in the order of the numbers behind them."""
    order = [row.cells[0] for row in by_total(counting.table(choice.spec)).rows]
    table = counting.shown(choice.spec, rate)
    rows = sorted(table.rows, key=lambda row: (row.total, order.index(row.cells[0])))
    return replace(table, rows=tuple(rows))


def heat_table(named: Named, choice: Choice, rate: str, language: Language) -> Picture:
    """Rows by columns; without columns, the rows alone."""
    lines = [line for line in named.lines() if not line.total]
    places = named.places if len(named.places) == 1 else named.places[:-1]
    headings = named.headings[: len(places)][:MOST_COLUMNS]
    places, drawn = places[:MOST_COLUMNS], lines[:MOST_ROWS]
    names = [full_name(line) for line in drawn]
    rates = [[per_cent(line.row.cells[place]) for place in places] for line in drawn]
    limits = class_limits([rate for row in rates for rate in row])
    start, top = name_room(names), 48
    cell = min(MOST_CELL, max(LEAST_CELL, (WIDEST - start) / max(1, len(places))))
    cells = [
        Cell(start + cell * across, top + CELL_HEIGHT * down, rate_words(rate), grade_of(rate, limits))
        for down, row in enumerate(rates)
        for across, rate in enumerate(row)
    ]
    words = Wording(choice, language)
    key = "heat_table" if choice.columns else "heat_rows"
    by_rows, by_columns = words.named(choice.rows), words.named(choice.columns)
    width = max(start + cell * len(places), start + 400)
    spots = [
        (f"{name} {heading}".strip(), rate)
        for name, row in zip(names, rates, strict=True)
        for heading, rate in zip(headings if choice.columns else [""], row, strict=True)
    ]
    return Picture(
        title=say(key, language, rows=by_rows, columns=by_columns, rate=rate),
        about=said("heat_about", spots, rate=rate, title=words.title, language=language),
        cells=cells,
        heads=[
            (start + cell * (at + 0.5), shortened(heading, cell * 1.15 + 12))
            for at, heading in enumerate(headings if choice.columns else [])
        ],
        names=[(top + CELL_HEIGHT * at, shortened(name, start), name) for at, name in enumerate(names)],
        start=start,
        cell=cell,
        width=width,
        height=top + CELL_HEIGHT * len(drawn) + LEGEND,
        legend=legend(limits, start, min(96, (width - start) / CLASSES - 4), language),
        legend_width=min(96, (width - start) / CLASSES - 4),
        left=len(lines) if len(lines) > MOST_ROWS else 0,
    )


def tile_map(counting: Counting, choice: Choice, language: Language) -> Picture | None:
    """The rate of each subdistrict: of the largest column, where there are columns."""
    by_place = replace(choice, rows="subdistrict")
    table = counting.shown(by_place.spec, rate_of(by_place))
    column, what = mapped(counting.table(by_place.spec), by_place, language)
    found = {str(row.cells[0]): per_cent(row.cells[column]) for row in table.rows if not row.total}
    areas = choices(counting.area, language)[:MOST_TILES]
    if not areas:
        return None
    limits = class_limits(list(found.values()))
    names = [area.name_en if language == "en" else area.name_th for area in areas]
    cells = [
        Cell(*tile_place(at), rate_words(found.get(area.code)), grade_of(found.get(area.code), limits), name)
        for at, (area, name) in enumerate(zip(areas, names, strict=True))
    ]
    spots = [(name, found.get(area.code)) for area, name in zip(areas, names, strict=True)]
    rate = say(f"shown_{rate_of(by_place)}", language)
    width = TILES_ACROSS * (TILE_WIDTH + TILE_GAP)
    return Picture(
        title=say("heat_tiles", language, what=what),
        about=said("tiles_about", spots, rate=rate, title=what, language=language),
        cells=cells,
        heads=[],
        names=[],
        start=0,
        cell=TILE_WIDTH,
        width=width,
        height=tile_place(len(areas) - 1)[1] + TILE_HEIGHT + LEGEND,
        legend=legend(limits, 4, width / CLASSES - 6, language),
        legend_width=width / CLASSES - 6,
        left=0,
    )


def mapped(numbers: Table, choice: Choice, language: Language) -> tuple[int, str]:
    """The place of the column that is mapped, and its words: the largest of those with a name, else the total."""
    last, totals = len(numbers.columns) - 1, numbers.rows[-1].cells
    named = [place for place in range(1, last) if numbers.columns[place].value not in (None, "none")]
    if not choice.columns or not named:
        return last, Wording(choice, language).what
    place = max(named, key=lambda at: float(totals[at] or 0))
    found = choice.spec.field(choice.spec.columns_by or "")
    return place, group_words(found, numbers.columns[place].value, language)


def tile_place(at: int) -> tuple[float, float]:
    """Side by side in reading order: where a subdistrict lies is not known here."""
    down, across = divmod(at, TILES_ACROSS)
    return 4 + across * (TILE_WIDTH + TILE_GAP), 28 + down * (TILE_HEIGHT + 6)


def class_limits(rates: Sequence[float | None]) -> list[float]:
    """Four limits between five classes of equal width, in round numbers that all rates fit into."""
    known = [rate for rate in rates if rate is not None] or [0.0]
    low, high = min(known), max(known)
    step = next((step for step in STEPS if _classes(low, high, step) <= CLASSES), STEPS[-1])
    first = math.floor(round(low / step, 6)) * step
    return [round(first + step * at, 1) for at in range(1, CLASSES)]


def _classes(low: float, high: float, step: float) -> int:
    return math.floor(round(high / step, 6)) - math.floor(round(low / step, 6)) + 1


def grade_of(rate: float | None, limits: Sequence[float]) -> int | None:
    return None if rate is None else sum(rate >= limit for limit in limits)


def per_cent(share: object) -> float | None:
    """To one decimal, as it is printed: the class is that of the printed number."""
    return round(100 * share, 1) if isinstance(share, int | float) else None


def rate_words(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.1f}"


def legend(limits: Sequence[float], start: float, width: float, language: Language) -> list[LegendPart]:
    """The classes with their limits."""
    words = [say("heat_below", language, limit=f"{limits[0]:g}")]
    words += [say("heat_between", language, low=f"{low:g}", high=f"{high - 0.1:.1f}") for low, high in pairwise(limits)]
    words.append(say("heat_above", language, limit=f"{limits[-1]:g}"))
    return [LegendPart(start + at * (width + 4), at, each) for at, each in enumerate(words)]


def said(key: str, spots: Sequence[tuple[str, float | None]], *, rate: str, title: str, language: Language) -> str:
    """The picture in a sentence: highest and lowest."""
    known = [(value, name) for name, value in spots if value is not None]
    if not known:
        return title
    most, least = max(known), min(known)
    ends = {"most": most[1], "most_value": f"{most[0]:.1f}", "least": least[1], "least_value": f"{least[0]:.1f}"}
    return say(key, language, rate=rate, title=title, **ends)
