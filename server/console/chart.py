"""Bars of a table: where everything stands in the picture. The template draws it."""

import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from server.console.words import Language, say
from shared_models.reports.named import Line, Named
from shared_models.reports.table import Column, ColumnKind, Row, Table
from shared_models.reports.wording import cell_text

MOST_BARS = 40
LETTER, LEAST_NAME, MOST_NAME = 8.6, 60, 300  # px
WIDTH, ROW, BAR, VALUE_ROOM, AXIS = 1040, 38, 24, 110, 34
MOST_TICKS = 5


class Bar(NamedTuple):
    """One bar: `y` is the top of its row, `width` of the bar in px."""

    name: str
    full_name: str
    value: str
    y: float
    width: float


class Tick(NamedTuple):
    x: float
    words: str


class Bars(NamedTuple):
    """`about` says the picture in a sentence; `left` is how many rows there are when not all are drawn, else 0."""

    bars: list[Bar]
    ticks: list[Tick]
    start: float
    width: float
    height: float
    about: str
    left: int


def bars(named: Named, title: str, language: Language) -> Bars:
    """The rows' totals, in the order of the table."""
    rows = [line for line in named.lines() if not line.total]
    lines, place = rows[:MOST_BARS], named.place_of("total")
    values = [float(line.row.cells[place] or 0) for line in lines]
    names = [full_name(line) for line in lines]
    start = name_room(names)
    step = nice_step(max(values, default=0), named.column(place))
    top = max(step, step * math.ceil(max(values, default=0) / step))
    scale = (WIDTH - VALUE_ROOM - start) / top
    drawn = [
        Bar(shortened(name, start), name, line.numbers[-1], 6 + ROW * at, round(value * scale, 1))
        for at, (name, line, value) in enumerate(zip(names, lines, values, strict=True))
    ]
    ticks = [
        Tick(round(start + scale * step * at, 1), number_words(step * at, named.column(place), language))
        for at in range(round(top / step) + 1)
    ]
    height = 6 + ROW * len(lines) + AXIS
    about = say("bars_about", language, title=title, **ends_of(drawn, values)) if drawn else title
    return Bars(drawn, ticks, start, WIDTH, height, about, len(rows) if len(rows) > MOST_BARS else 0)


def ends_of(drawn: Sequence[Bar], values: Sequence[float]) -> dict[str, str]:
    """The highest and the lowest by name and value."""
    most = max(range(len(values)), key=values.__getitem__)
    least = min(range(len(values)), key=values.__getitem__)
    return {
        "most": drawn[most].full_name,
        "most_value": drawn[most].value,
        "least": drawn[least].full_name,
        "least_value": drawn[least].value,
    }


def full_name(line: Line) -> str:
    return f"{line.name} {line.around}".strip()


def nice_step(highest: float, column: Column) -> float:
    """Between the lines of an axis: 1, 2 or 5 of a power of ten, at most MOST_TICKS of them, whole for counts."""
    least = {ColumnKind.SHARE: 0.001, ColumnKind.MONEY: 100.0}.get(column.kind, 1.0)
    wanted = max(highest / MOST_TICKS, least)
    power = 10 ** math.floor(math.log10(wanted))
    return float(next(times * power for times in (1, 2, 5, 10) if times * power >= wanted * (1 - 1e-9)))


def number_words(value: float, column: Column, language: Language) -> str:
    """A number as the table words it."""
    exact: float = round(value, 6) if column.kind is ColumnKind.SHARE else round(value)
    return cell_text(Table((column,), ()), Row((exact,)), 0, language)


def name_room(names: Sequence[str]) -> float:
    """Where the bars start: beside the longest name, within limits."""
    longest = max((letters(name) for name in names), default=0)
    return 12 + min(MOST_NAME, max(LEAST_NAME, longest * LETTER))


def shortened(name: str, room: float) -> str:
    """What of a name there is room for."""
    most = int((room - 12) / LETTER)
    if letters(name) <= most:
        return name
    while letters(name) >= most:
        name = name[:-1]
    return f"{name.rstrip()}…"


def letters(text: str) -> int:
    """Places that a text takes: marks over and under a letter take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
