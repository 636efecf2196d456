"""The area of a list: from the province down, but only the levels that leave a choice on this tablet."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import flet as ft

from field_app.views.components.area_cascade import LEVELS
from field_app.views.components.field import labelled
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.finder import Finder
from field_app.views.finding.filter_words import EVERY, area_name
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.area import Level
from shared_models.area_words import place_name
from shared_models.thai_text import sort_key


class Step(NamedTuple):
    """One level: what there is to choose, and the code that "every" stands for."""

    level: str
    options: list[Option]
    chosen: str
    every: str


def area_filter(look: Look, finder: Finder, villages: Sequence[str]) -> list[ft.Control]:
    """A box for each level with a choice, under one heading; nothing on a tablet of one village."""
    steps = area_steps(villages, finder.narrowing.area, look.language)
    if not steps:
        return []
    boxes = [step_box(look, finder, step) for step in steps]
    column = ft.Column(boxes, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    return [labelled(look, say("filter_area", look.language), column)]


def step_box(look: Look, finder: Finder, step: Step) -> ft.Control:
    """The box of one level."""

    def choose(code: str) -> Any:
        finder.narrow(area=step.every if code == EVERY else code)

    return Select(
        label=say(step.level, look.language),
        options=step.options,
        value=step.chosen,
        on_change=choose,
        shows_label=False,
    )


def area_steps(villages: Sequence[str], area: str, language: Language) -> list[Step]:
    """The levels at which `villages`, codes of 8 digits, differ; those below what is chosen offer what lies in it."""
    steps: list[Step] = []
    above = ""  # what is chosen of the levels that are offered
    for level, digits in LEVELS:
        if len({code[:digits] for code in villages}) < 2:
            continue
        codes = {code[:digits] for code in villages if code.startswith(above)}
        several = len({code[: Level.SUBDISTRICT] for code in codes}) > 1
        options = sorted((Option(code, _name(code, language, several=several)) for code in codes), key=_order)
        every = Option(EVERY, say(f"filter_every_{level}", language, n=len(codes)))
        chosen = area[:digits] if len(area) >= digits else EVERY
        steps.append(Step(level, [every, *options], chosen, above))
        above = above if chosen == EVERY else chosen
    return steps


def _name(code: str, language: Language, *, several: bool) -> str:
    """Of a village its number, with its subdistrict where those of several stand together."""
    return place_name(code, language) if several and len(code) == Level.VILLAGE else area_name(code, language)


def _order(option: Option) -> tuple[str, str]:
    """Villages by their numbers, others by their names."""
    return ("" if len(option.code) == Level.VILLAGE else sort_key(option.name)), option.code
