"""Settings: how the app shows itself, what this tablet is and holds, and two things to do with it."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.services import clock
from field_app.store.cache import IntegrityReport
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button
from field_app.views.components.field import labelled
from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.pane import TEXT_WIDTH, pane
from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.text import muted, text
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk
from field_app.views.navigation import PATHS, desk_badge, go, main_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.area_words import area_names
from shared_models.labels.moment import clock_words

NOT_YET: Any = None
LOCK_MINUTES = (2, 5, 10, 30)


@ft.component
def SettingsScreen() -> ft.Control:
    """Changes take effect at once and are kept for the next start."""
    look, desk = use_look(), use_desk()
    checked, set_checked = ft.use_state(NOT_YET)
    checking, set_checking = ft.use_state(False)

    async def check() -> None:
        set_checking(True)
        try:
            set_checked((await desk.opened.database.check(), clock.now()))
        finally:
            set_checking(False)

    async def lock() -> None:
        go(PATHS["work"])
        await desk.lock()

    language = look.language
    lock_button = outline_button(
        look, say("settings_lock", language), lock, icon=ft.Icons.LOCK_OUTLINE_ROUNDED, main=True
    )
    words = say("settings_checking" if checking else "settings_check", language)
    check_button = outline_button(look, words, check, icon=ft.Icons.HEALTH_AND_SAFETY_OUTLINED, main=True)
    display = [section(look, say("settings_show", language)), *choices(look, desk)]
    tablet: list[ft.Control] = [section(look, say("settings_tablet", language)), tablet_facts(look, desk)]
    tablet += [check_result(look, *checked)] if checked else []
    pin_button = outline_button(
        look, say("settings_pin", language), lambda: go("/settings/pin"), icon=ft.Icons.PASSWORD_ROUNDED, main=True
    )
    join_button = outline_button(
        look,
        say("settings_join", language),
        lambda: go("/settings/officer"),
        icon=ft.Icons.PERSON_ADD_ALT_OUTLINED,
        main=True,
    )
    tablet.append(ft.Row([lock_button, pin_button, join_button, check_button], spacing=12, run_spacing=12, wrap=True))
    head = page_head(look, say("settings", language), badge=desk_badge(look, desk))
    body = arranged(look, display, tablet)
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="settings")


def arranged(look: Look, display: Sequence[ft.Control], tablet: Sequence[ft.Control]) -> ft.Control:
    """Two columns on wide screens."""
    if not look.wide:
        return pane(look, [*display, ft.Container(height=4), *tablet])
    columns: list[ft.Control] = [
        ft.Container(ft.Column(list(part), spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
                     expand=True)
        for part in (display, tablet)
    ]  # fmt: skip
    row = ft.Row(columns, spacing=40, vertical_alignment=ft.CrossAxisAlignment.START)
    return pane(look, [ft.Container(row, width=TEXT_WIDTH * 2)])


def choices(look: Look, desk: Desk) -> list[ft.Control]:
    """Language, text size, theme, digits, and when the tablet locks by itself."""
    language = look.language

    def choice(key: str, options: Sequence[Option], value: str, choose: Callable[[str], Any]) -> ft.Control:
        name = say(key, language)
        return labelled(look, name, segmented(look, name, options, value, choose))

    minutes = [Option(str(n), say("settings_minutes", language, n=n)) for n in LOCK_MINUTES]
    sizes = [Option(str(percent), f"{percent} %") for percent in (100, 125, 150)]
    return [
        choice(
            "settings_language",
            [Option("th", say("settings_thai", language)), Option("en", say("settings_english", language))],
            desk.language,
            lambda code: desk.prefer(language=code),
        ),
        choice(
            "settings_size",
            sizes,
            str(round(desk.scale * 100)),
            lambda code: desk.prefer(scale=int(code) / 100),
        ),
        choice(
            "settings_theme",
            [Option("light", say("settings_light", language)), Option("dark", say("settings_dark", language))],
            "dark" if desk.dark else "light",
            lambda code: desk.prefer(dark=code == "dark"),
        ),
        choice(
            "settings_digits",
            [
                Option("arabic", say("settings_arabic_digits", language)),
                Option("thai", say("settings_thai_digits", language)),
            ],
            "thai" if desk.thai_digits else "arabic",
            lambda code: desk.prefer(thai_digits=code == "thai"),
        ),
        choice("settings_idle", minutes, str(desk.lock_minutes), lambda code: desk.prefer(lock_minutes=int(code))),
    ]


def tablet_facts(look: Look, desk: Desk) -> ft.Control:
    """Whose tablet this is, and what is on it."""
    language, tablet, standing = look.language, desk.opened, desk.standing
    scope = standing.scope if standing else ()
    area = area_names(scope, language) or say("settings_area_unknown", language)
    people, homes = (standing.persons, standing.households) if standing else (0, 0)
    holds = say("settings_holds_of", language, n=f"{homes:,}", m=f"{people:,}")
    unsent = say("settings_unsent", language, n=f"{standing.unsent if standing else 0:,}")
    rows = [
        fact_row(look, "settings_officer", tablet.officer.name, ft.Icons.PERSON_OUTLINE_ROUNDED),
        fact_row(look, "settings_area", area, ft.Icons.LOCATION_ON_OUTLINED),
        fact_row(look, "settings_holds", f"{holds} · {unsent}", ft.Icons.HOME_OUTLINED),
        fact_row(look, "settings_server", tablet.key_file.server_url, ft.Icons.ACCOUNT_BALANCE_OUTLINED),
        fact_row(look, "settings_version", tablet.settings.app_version, ft.Icons.INFO_OUTLINE_ROUNDED),
    ]
    return group(look, rows, inset=56)


def fact_row(look: Look, key: str, value: str, mark: ft.IconData) -> ft.Control:
    """A small caption and the fact."""
    lines: list[ft.Control] = [muted(look, say(key, look.language), size=14), text(look, value)]
    row: list[ft.Control] = [icon(look, mark), ft.Column(lines, spacing=0, expand=True, tight=True)]
    return ft.Container(ft.Row(row, spacing=16), padding=ft.Padding.symmetric(horizontal=16, vertical=9))


def check_result(look: Look, report: IntegrityReport, at: Any) -> ft.Control:
    """Sound or not, and how much was read."""
    language = look.language
    if not report.sound:
        title, note = say("settings_damaged", language), say("settings_damaged_note", language)
        return banner(look, title, tone="danger", icon=ft.Icons.HEALING_ROUNDED, detail=note)
    title = say("settings_sound", language, when=clock_words(at, language))
    note = say("settings_sound_note", language, n=f"{report.rescue_entries:,}")
    return banner(look, title, tone="good", icon=ft.Icons.VERIFIED_USER_OUTLINED, detail=note)
