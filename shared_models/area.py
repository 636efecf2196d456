"""Area: province (2 digits), district (4), subdistrict (6), village (8). A code starts with its parent's code.

Codes are those of the Department of Provincial Administration. They are texts, never numbers, and names are never
keys: 795 names are used more than once. Sources and licence of the tables: data/LICENCE.txt.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from shared_models.errors import DomainError
from shared_models.thai_text import normalise, sort_key

_BANGKOK = "10"


class UnknownArea(DomainError):
    """`area` is the code that is not one."""

    code = "unknown_area"


class Level(IntEnum):
    """The count of digits, so that a wider area is a smaller level."""

    PROVINCE = 2
    DISTRICT = 4
    SUBDISTRICT = 6
    VILLAGE = 8


@dataclass(frozen=True, slots=True)
class Area:
    """An area in force has `abolished_on` None; the `successors` of an abolished one may be unknown (empty)."""

    code: str
    name_th: str
    name_en: str
    abolished_on: date | None = None
    successors: tuple[str, ...] = ()


def level(code: str) -> Level:
    """Raises UnknownArea when the code does not have the shape of one."""
    if len(code) not in (2, 4, 6, 8) or not (code.isascii() and code.isdigit()):
        raise UnknownArea(area=code)
    return Level(len(code))


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer` or is it. A code that has not the shape of one contains nothing."""
    return len(outer) in (2, 4, 6, 8) and len(inner) in (2, 4, 6, 8) and inner.startswith(outer)


def parent(code: str) -> str | None:
    """The area around this one; None for a province."""
    return None if level(code) is Level.PROVINCE else code[:-2]


def find(code: str) -> Area | None:
    """The area, also one that has been abolished. A village has its number for a name: no open list of names exists."""
    if len(code) != Level.VILLAGE:
        return _areas().get(code)
    if not (code.isascii() and code.isdigit()) or code[:6] not in _areas():
        return None
    return Area(code, f"หมู่ {int(code[6:])}", f"Moo {int(code[6:])}")


def known(code: str) -> bool:
    """Whether the area is in force; of a village, whether its subdistrict is."""
    area = _areas().get(code[:6] if len(code) == Level.VILLAGE and code.isascii() and code.isdigit() else code)
    return area is not None and area.abolished_on is None


def successors(code: str) -> tuple[str, ...]:
    """The codes that took the place of an abolished one; empty when it is in force or nobody knows."""
    area = _areas().get(code)
    return area.successors if area else ()


def every() -> list[Area]:
    """All areas of the tables, abolished ones too: 77 provinces, 928 districts, and their subdistricts."""
    return list(_areas().values())


def provinces() -> list[Area]:
    """The 77 provinces, by code."""
    return [area for area in _areas().values() if len(area.code) == Level.PROVINCE]


def children(code: str) -> list[Area]:
    """The areas in force one level below, by code; none below a subdistrict."""
    return _children().get(code, [])[:]


def choices(code: str = "", language: str = "th") -> list[Area]:
    """What a list of areas offers one level below, provinces below "": in force, in the order of the dictionary.

    `language` is "th" for Thai order, "en" for the alphabet. Areas of one name stand by their code.
    """
    return list(_choices(code, language))


def display_name(code: str, language: str = "th", villages: Mapping[str, str] | None = None) -> str:
    """The full name from the smallest part up, "th" or "en". An unknown code is shown as it is.

    `villages` are the names a district has entered, by code of 8 digits, as they are to be shown: หมู่ 4 บ้านสันกลาง.
    They have no English form. A town's 00, which is no village number, shows as its name alone, or not at all.
    """
    steps = [find(code[:size]) for size in range(len(code), 0, -2)]
    if not steps or steps[0] is None:
        return code
    english = language == "en"
    named = [_entered(code, english, villages or {})] if len(code) == Level.VILLAGE else []
    named += [(area.name_en if english else _with_kind(area)) for area in steps[len(named) :] if area]
    return (", " if english else " ").join(part for part in named if part)


def _entered(code: str, english: bool, villages: Mapping[str, str]) -> str:
    number = "" if code.endswith("00") else f"{'Moo' if english else 'หมู่'} {int(code[6:])}"
    return f"{number} {villages.get(code, '').strip()}".strip()


def _with_kind(area: Area) -> str:
    """ต. อ. จ., or in Bangkok แขวง; its districts carry their เขต in the name."""
    prefixes = {6: "แขวง"} if area.code.startswith(_BANGKOK) else {2: "จ.", 4: "อ.", 6: "ต."}
    return prefixes.get(len(area.code), "") + area.name_th


@cache
def _areas() -> dict[str, Area]:
    areas = {row["code"]: _abolished(row) for row in _rows("subdistricts_abolished.csv")}
    for name in ("provinces.csv", "districts.csv", "subdistricts.csv"):
        areas |= {row["code"]: Area(row["code"], normalise(row["name_th"]), row["name_en"]) for row in _rows(name)}
    return areas


def _abolished(row: dict[str, str]) -> Area:
    return Area(
        row["code"],
        normalise(row["name_th"]),
        row["name_en"],
        abolished_on=date.fromisoformat(row["abolished_on"]),
        successors=tuple(row["successors"].split()),
    )


@cache
def _children() -> dict[str, list[Area]]:
    below: dict[str, list[Area]] = {}
    for code, area in sorted(_areas().items()):
        if area.abolished_on is None:
            below.setdefault(code[:-2], []).append(area)
    return below


@lru_cache(maxsize=2048)
def _choices(code: str, language: str) -> tuple[Area, ...]:
    areas = children(code) if code else provinces()
    if language == "en":
        return tuple(sorted(areas, key=lambda area: (area.name_en.casefold(), area.code)))
    return tuple(sorted(areas, key=lambda area: (sort_key(area.name_th), area.code)))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("shared_models") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
