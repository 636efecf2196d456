"""Who gave a value, where and when; and the box that chooses it."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services import clock
from field_app.services.conflicts import OpenConflict, Origin, Told
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.text import Part, rich, text
from field_app.views.reader import reader
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.labels import label
from shared_models.labels.moment import moment_words
from shared_models.labels.value import value_words


def who(told: Told, language: Language) -> str:
    """`ฉัน`, a name, two names where they share a tablet, the office, or the list that brought it."""
    if told.mine:
        return say("conflict_me", language)
    if told.origin is Origin.LIST:
        return say("conflict_list", language)
    if not told.officers:
        return say("conflict_office" if told.origin is Origin.OFFICE else "conflict_other", language)
    names = told.officers[0]
    for name in told.officers[1:]:
        names = say("conflict_or", language, one=names, other=name)
    return names


def where_and_when(told: Told, language: Language) -> str:
    """`เครื่องอื่น · เมื่อวาน 15.24 น.`; a list's value has only its date."""
    places = {
        Origin.HERE: "" if told.mine else say("conflict_here", language),
        Origin.TABLET: say("conflict_there", language),
        Origin.OFFICE: say("conflict_office", language),
        Origin.LIST: "",
    }
    when = moment_words(told.at_ms, now=clock.now(), language=language)
    return " · ".join(part for part in (places[told.origin], when) if part)


def value_box(
    look: Look, conflict: OpenConflict, told: Told, *, chosen: bool, several: bool, on_click: Callable[[], Any]
) -> ft.Control:
    """A ring for one value of many, a tick where values can stand beside each other."""
    tokens, language = look.tokens, look.language
    words, name, when = (
        value_words(conflict.field, told.value, reader(language, conflict.referred)),
        who(told, language),
        where_and_when(told, language),
    )
    marks = {
        (False, False): ft.Icons.RADIO_BUTTON_UNCHECKED_ROUNDED,
        (False, True): ft.Icons.RADIO_BUTTON_CHECKED_ROUNDED,
        (True, False): ft.Icons.CHECK_BOX_OUTLINE_BLANK_ROUNDED,
        (True, True): ft.Icons.CHECK_BOX_ROUNDED,
    }
    mark = icon(look, marks[several, chosen], size=26, color=tokens.primary if chosen else tokens.outline_strong)
    given = rich(look, [Part(name, 600), Part(f"  {when}", 400, tokens.text_muted)], size=14, line_height=1.4)
    value = text(look, words, size=18, line_height=1.4)
    lines = ft.Column([given, value], spacing=0, tight=True, expand=True)
    return pressable(
        look,
        ft.Row([mark, lines], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START),
        name=spoken(label(conflict.field.key, language), words, name, when),
        on_click=on_click,
        selected=None if several else chosen,
        checked=chosen if several else None,
        padding=ft.Padding.symmetric(horizontal=14, vertical=10),
        bgcolor=tokens.primary_soft if chosen else tokens.raised,
        border=ft.Border.all(2 if chosen else 1, tokens.primary if chosen else tokens.outline_strong),
        expand=not look.phone or None,
    )
