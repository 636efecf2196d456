"""My work: opens on what to do next."""

from collections.abc import Callable, Sequence

import flet as ft

from field_app.services import clock, worklist
from field_app.services.household_filter import Narrowing, Only
from field_app.services.household_lines import HouseholdLine
from field_app.services.worklist import ResumableVisit, VillageWork, Worklist
from field_app.views.campaign_panel import CampaignPanel
from field_app.views.components.button import primary_button, quiet_button
from field_app.views.components.empty import empty
from field_app.views.components.group import group
from field_app.views.components.pane import pane
from field_app.views.components.resume_card import Door, OpenVisit, door_card, resume_card
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.components.tiles import Tile, tiles
from field_app.views.components.top_bar import page_head
from field_app.views.components.village_row import village_row
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.finding.list_pane import add_household
from field_app.views.lease import lease_banner
from field_app.views.load_failure import load_failure
from field_app.views.navigation import PATHS, desk_badge, go, loading, main_screen, start_exchange
from field_app.views.newcomers import Newcomers, newcomer_rows, newcomers
from field_app.views.text import WEEKDAYS, in_language, say
from field_app.views.theme import Look, Tone, use_look
from field_app.views.visiting import begin_visit
from shared_models.area_words import place_name, subdistrict_name, village_name
from shared_models.labels import choice
from shared_models.labels.moment import date_words, moment_words
from shared_models.visit import VisitResult

CALENDAR_WIDTH = 416
CALENDAR_PADDING = ft.Padding.only(right=24, top=16, bottom=16)


@ft.component
def WorkScreen() -> ft.Control:
    """Visits to resume, counts of what waits, the villages."""
    look, desk = use_look(), use_desk()
    every_visit, show_every_visit = ft.use_state(False)
    loaded = use_loaded(lambda: worklist.worklist(desk.opened))
    arrived = use_loaded(lambda: newcomers(desk))
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    elif not (loaded.value.households or loaded.value.resumable or newcomer_rows(look, arrived.value)):
        body = nothing_here(look, desk, loaded.value)
    else:
        body = work_pane(
            look, desk, loaded.value, every_visit, lambda: show_every_visit(not every_visit), arrived.value
        )
    today = clock.today()
    weekday = "" if look.phone else in_language(WEEKDAYS[today.weekday()], look.language)
    day = f"{weekday} {date_words(today, look.language)}".strip()
    head = page_head(
        look,
        say("work", look.language),
        badge=desk_badge(look, desk),
        note=f"{day} · {desk.opened.officer.name}",
    )
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="work")


def work_pane(
    look: Look,
    desk: Desk,
    work: Worklist,
    every_visit: bool,
    on_more: Callable[[], None],
    arrived: Newcomers | None,
) -> ft.Control:
    """What there is to do, from top to bottom; the campaign's calendar beside it where there is room."""
    blocks: list[ft.Control] = [*lease_banner(look, desk), *resume_cards(look, work.resumable, every_visit, on_more)]
    if work.next_house is not None:
        blocks.append(next_card(look, desk, work.next_house, main=not work.resumable))
    blocks += [section(look, say("work_waiting", look.language)), tiles(look, work_tiles(look, desk, work))]
    blocks += newcomer_rows(look, arrived)
    count = say("work_households", look.language, n=f"{work.households:,}")
    blocks.append(section(look, say("work_villages", look.language), note=count))
    blocks.append(group(look, [village(look, desk, item) for item in work.villages]))
    blocks.append(ft.Row([add_household(look)]))
    if not look.wide:
        return pane(look, [*blocks, CampaignPanel()])
    side = ft.Container(pane(look, [CampaignPanel()], padding=CALENDAR_PADDING), width=CALENDAR_WIDTH)
    return ft.Row(
        [ft.Container(pane(look, blocks), expand=True), side],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def resume_cards(
    look: Look, visits: Sequence[ResumableVisit], every: bool, on_more: Callable[[], None]
) -> list[ft.Control]:
    """The latest visit left open; the others behind one tap."""
    shown = visits if every else visits[:1]
    cards: list[ft.Control] = [
        resume_card(
            look,
            open_visit(look, item),
            say("work_resume", look.language),
            lambda item=item: go(f"/visits/{item.visit.id}"),
            main=index == 0,
        )
        for index, item in enumerate(shown)
    ]
    if len(visits) > 1:
        key = "work_resume_less" if every else "work_resume_all"
        more = quiet_button(look, say(key, look.language), on_more)
        others = say("work_resume_more", look.language, n=len(visits) - 1)
        cards.append(ft.Row([muted(look, "" if every else others, expand=True), more]))
    return cards


def next_card(look: Look, desk: Desk, line: HouseholdLine, *, main: bool) -> ft.Control:
    """The house to knock at next: one tap begins the visit."""
    house = line.household
    door = Door(
        number=house.house_no,
        why=say("work_next", look.language),
        head=line.name or say("find_no_head", look.language),
        place=place_name(house.village_code, look.language),
    )
    action = say("file_begin", look.language)
    return door_card(look, door, action, lambda: begin_visit(desk, house.id), main=main)


def open_visit(look: Look, item: ResumableVisit) -> OpenVisit:
    """The card's words for a visit."""
    visit, line = item.visit, item.line
    confirmed = len(visit.confirmed_ids())
    when = moment_words(int(visit.started_at.timestamp() * 1000), now=clock.now(), language=look.language)
    if visit.result is None:
        fact = say("work_no_result", look.language)
    elif visit.result == VisitResult.MET:
        fact = say("work_confirmed", look.language, n=min(confirmed, line.members), count=line.members)
    else:
        fact = choice(visit.result, VisitResult, look.language)
    return OpenVisit(
        number=line.household.house_no,
        head=line.name or say("find_no_head", look.language),
        place=place_name(line.household.village_code, look.language),
        since=say("work_resume_since", look.language, when=when),
        fact=fact,
        share=confirmed / line.members if line.members else 0,
    )


def work_tiles(look: Look, desk: Desk, work: Worklist) -> list[Tile]:
    """Five counts of households; each opens its list, what was refused the tray."""

    def opens(narrowing: Narrowing) -> Callable[[], None]:
        def show() -> None:
            desk.finder.start_over(narrowing)
            go(PATHS["search"])

        return show

    icons, language = ft.Icons, look.language

    def tile(key: str, count: int, icon: ft.IconData, wanted: Narrowing, tone: Tone = "quiet") -> Tile:
        return Tile(say(key, language), count, icon, opens(wanted), tone)

    tray = Tile(
        say("work_attention", language),
        work.needs_attention,
        icons.REPORT_GMAILERRORRED_ROUNDED,
        lambda: go("/attention"),
        "danger",
    )

    unvisited, plain = Narrowing(visited=False), Narrowing(only=Only.NO_ANALYSIS)
    split = Narrowing(only=Only.CONFLICT)
    return [
        tile("work_not_visited", work.not_visited, icons.DOOR_FRONT_DOOR_OUTLINED, unvisited),
        tile("work_no_analysis", work.no_analysis, icons.EDIT_NOTE_ROUNDED, plain),
        tile("work_help_due", work.help_due, icons.EVENT_OUTLINED, Narrowing(only=Only.HELP_DUE), "attention"),
        tile("work_conflicts", work.conflicts, icons.CALL_SPLIT_ROUNDED, split, "attention"),
        tray,
    ]


def village(look: Look, desk: Desk, item: VillageWork) -> ft.Control:
    """A village; opens its households."""

    def show() -> None:
        desk.finder.start_over(Narrowing(area=item.village_code))
        go(PATHS["search"])

    return village_row(
        look,
        village_name(item.village_code, look.language),
        subdistrict_name(item.village_code, look.language),
        visited=item.visited,
        households=item.households,
        on_click=show,
    )


def nothing_here(look: Look, desk: Desk, work: Worklist) -> ft.Control:
    """Before the first exchange, or when the office has nothing for this officer."""
    language = look.language
    first = desk.standing is None or desk.standing.last_exchange_ms is None
    note = (
        say("work_first_note", language, n=f"{work.expected_households:,}")
        if first
        else say("work_none_note", language)
    )
    label = say("work_first_action" if first else "work_none_action", language)
    action = primary_button(look, label, lambda: start_exchange(desk), icon=ft.Icons.DOWNLOAD_ROUNDED)
    told = empty(look, say("work_first_title", language), detail=note, actions=[action], mark="–")
    return ft.Container(told, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)
