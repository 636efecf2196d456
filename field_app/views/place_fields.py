"""Where a household lives, as forms ask it: an area as deep as it is known, a village of the officer's own area."""

from collections.abc import Sequence

import flet as ft

from field_app.views.components.area_cascade import LEVELS, AreaCascade, Children
from field_app.views.components.draft import Form
from field_app.views.components.field import field
from field_app.views.components.pane import target
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.text import arabic, say, sentence
from field_app.views.theme import Look
from shared_models import area
from shared_models.area import Level
from shared_models.area_words import subdistrict_name
from shared_models.errors import InvalidChange
from shared_models.labels import help_text, label

MOST_VILLAGES = 25  # no open list of villages exists; hardly any subdistrict has more


def children(code: str, district: str) -> Sequence[tuple[str, str]]:
    """The areas under a code; villages by their number, and only in the district whose files this tablet can move."""
    if len(code) == Level.SUBDISTRICT:
        if not code.startswith(district):
            return []
        villages = [area.find(f"{code}{number:02}") for number in range(1, MOST_VILLAGES + 1)]
        return [(village.code, village.name_th) for village in villages if village]
    found = area.provinces() if code == "" else area.children(code)
    return [(item.code, item.name_th) for item in found]


def within(areas: Sequence[str]) -> Children:
    """The areas under a code that lie in one of these, or around one."""

    def listed(code: str) -> Sequence[tuple[str, str]]:
        return [
            (below, name)
            for below, name in children(code, code[: Level.DISTRICT])
            if any(area.contains(held, below) or area.contains(below, held) for held in areas)
        ]

    return listed


def around(areas: Sequence[str]) -> str:
    """The smallest area that holds all of these; "" for those of several provinces."""
    sizes = range(len(min(areas, key=len, default="")), 0, -2)
    return next((areas[0][:size] for size in sizes if len({code[:size] for code in areas}) == 1), "")


def village_field(look: Look, form: Form, name: str, areas: Sequence[str]) -> ft.Control:
    """A village of these areas. Where they are of one subdistrict only the village is asked."""
    fixed = around(areas)
    chosen, listed = str(form.value(name) or ""), within(areas)
    if len(fixed) >= Level.SUBDISTRICT:
        tambon = fixed[: Level.SUBDISTRICT]
        options = [Option(*found) for found in listed(tambon)]
        select = Select(
            label=say("village", look.language),
            options=options,
            value=chosen or None,
            on_change=lambda code: form.put(name, code),
            error=form.error(name),
            placeholder=say("place_choose_in", look.language, place=subdistrict_name(tambon, look.language)),
        )
        return target(name, select)
    cascade = AreaCascade(
        chosen if chosen.startswith(fixed) else fixed,
        lambda code: form.put(name, code),
        children=listed,
        fixed=fixed,
        errors=at_level(chosen if chosen.startswith(fixed) else fixed, form.error(name)),
    )
    return target(name, cascade)


def at_level(code: str, words: str) -> dict[str, str]:
    """A sentence about an area under the first level that is not answered yet, else under the village."""
    return {next((name for name, digits in LEVELS if len(code) < digits), "village"): words}


def is_village_in(code: str, areas: Sequence[str]) -> bool:
    """Whether it is a whole village code within one of these areas."""
    return len(code) == Level.VILLAGE and any(area.contains(held, code) for held in areas)


def village_missing(look: Look, code: str, areas: Sequence[str]) -> str:
    """What has to be said about a village; "" where it is one of these areas."""
    if len(code) != Level.VILLAGE:
        return say("place_village_missing", look.language)
    if not is_village_in(code, areas):
        return sentence(InvalidChange(field="village_code", reason="outside_area"), look.language)
    return ""


def household_text(
    look: Look, form: Form, name: str, *, limit: int = 40, optional: bool = True, hint: str | None = None
) -> ft.Control:
    """A text of the household by its own name and help."""
    told = help_text(f"household.{name}", look.language) if hint is None else hint
    words = label(f"household.{name}", look.language)
    return target(
        name,
        field(
            look, words, form.text, name, optional=optional, hint=told, error=form.error(name), max_length=limit
        ),
    )  # fmt: skip


def number_typed(form: Form, name: str = "house_no") -> str:
    """A house number with digits 0–9."""
    return arabic(form.get(name))
