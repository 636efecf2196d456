"""A household's file: a paper file, only faster. On wide screens the list stays beside it."""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import households
from field_app.services.households import HouseholdFile, UnknownHousehold
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.banner import banner
from field_app.views.components.button import icon_button, outline_button, primary_button, quiet_button
from field_app.views.components.pane import pane, scroll_to, target, two_panes
from field_app.views.components.tabs import Tab, tabs
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.finding.box import SearchBox
from field_app.views.finding.list_pane import list_pane, use_listing
from field_app.views.household_file.head import file_head, head_chips, open_visit_of
from field_app.views.household_file.history import history_section
from field_app.views.household_file.members import members_section, split
from field_app.views.household_file.more import HouseholdMore, notices
from field_app.views.household_file.plans import help_section
from field_app.views.household_file.problems import problems_section
from field_app.views.household_file.records import four_t_section, visits_section
from field_app.views.household_file.stages import stage_section
from field_app.views.household_file.welfare import by_subject, welfare_section
from field_app.views.load_failure import load_failure
from field_app.views.navigation import PATHS, desk_badge, go, loading, main_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visiting import begin_visit
from shared_models.problem import OPEN

LIST_WIDTH = 328
ORDER = ("members", "problems", "visits", "four_t", "help", "welfare", "stage", "history")
AT_FIRST = 1  # sections that are drawn at once: a screen has room for few, and to draw all takes a third longer
REST_SECONDS = 0.05


@ft.component
def HouseholdScreen() -> ft.Control:
    """The file alone, or right of the list."""
    look = use_look()
    household_id = known_id(ft.use_route_params().get("household_id", ""))
    opened = FilePane(household_id, key=str(household_id))  # type: ignore[call-arg]  # every component takes one
    if not look.wide:
        return main_screen(look, opened, selected="search", pushed=True)
    content = two_panes(look, BesideList(household_id), opened, left_width=LIST_WIDTH)
    return main_screen(look, content, selected="search")


def known_id(text: str) -> UUID | None:
    """The id in the address; None for an address that holds none."""
    try:
        return UUID(text)
    except ValueError:
        return None


@ft.component
def BesideList(household_id: UUID | None) -> ft.Control:
    """The list as the search left it, the open household marked in it."""
    look, desk = use_look(), use_desk()
    loaded = use_listing(desk)
    box = ft.Container(SearchBox(desk.finder, active=False), padding=ft.Padding.only(left=12, right=12, top=16))
    narrowed = desk.finder.narrowing.count
    words = say("find_filters", look.language) + (f" {narrowed}" if narrowed else "")
    filters = quiet_button(look, words, lambda: go(PATHS["search"]), icon=ft.Icons.TUNE_ROUNDED)
    listed = list_pane(look, desk, loaded, selected=household_id, compact=True, action=filters)
    column = ft.Column([box, listed], spacing=8, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    edge = ft.Border.only(right=ft.BorderSide(1, look.tokens.outline))
    return ft.Container(column, bgcolor=look.tokens.raised, border=edge, expand=True)


@ft.component
def FilePane(household_id: UUID | None) -> ft.Control:
    """Everything about one household."""
    look, desk = use_look(), use_desk()
    chosen, set_chosen = ft.use_state("members")
    scroller: MutableRef[ft.Ref[ft.Column]] = ft.use_ref(ft.Ref)
    shown, show = ft.use_state(ORDER[:AT_FIRST])
    loaded = use_loaded(lambda: read(desk, household_id), first=desk.fetched(household_id))

    async def show_rest() -> None:
        await asyncio.sleep(REST_SECONDS)
        show(ORDER)

    ft.use_effect(show_rest, dependencies=[])
    if loaded.problem is not None:
        back = primary_button(look, say("file_to_search", look.language), lambda: go(PATHS["search"]))
        return load_failure(look, loaded.problem, back)
    file: HouseholdFile | None = loaded.value
    if file is None:
        return loading(look)

    async def jump(code: str) -> None:
        set_chosen(code)
        await scroll_to(scroller.current or ft.Ref(), code)

    head = file_top(look, desk, file)
    chips = head_chips(look, desk.opened, file)
    blocks = [*chips, *notices(look, file), *decisions(look, file), *sections(look, desk, file, shown)]
    body = pane(look, blocks, scroller=scroller.current)
    parts = [head, tabs(look, file_tabs(look, file), chosen, jump), body, file_actions(look, desk, file)]
    return ft.Column(parts, spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def read(desk: Desk, household_id: UUID | None) -> HouseholdFile:
    """Raises UnknownHousehold, also for an address that names none."""
    if household_id is None:
        raise UnknownHousehold()
    return await households.open_file(desk.opened, household_id)


def file_top(look: Look, desk: Desk, file: HouseholdFile) -> ft.Control:
    """The head; where the file is a pushed screen, under a bar with the way back."""
    beside = look.wide
    badge = ft.Row([desk_badge(look, desk), HouseholdMore(file)], spacing=4, tight=True)
    named = file_head(look, desk.opened, file, badge=badge if beside else None)
    room = ft.Padding.only(left=look.margin, right=look.margin, top=14 if beside else 0, bottom=8)
    head = ft.Container(named, padding=room)
    if beside:
        return head
    bar = page_head(
        look,
        say("file_title", look.language),
        badge=badge,
        on_back=lambda: go(PATHS["search"]),
    )
    return ft.Column([bar, head], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def file_tabs(look: Look, file: HouseholdFile) -> list[Tab]:
    """The sections with their counts; problems count while they are open."""
    counts = {
        "members": len(split(file)[0]),
        "problems": sum(problem.status == OPEN for problem in file.problems),
        "visits": len(file.visits),
        "help": len(file.plans) + len(file.assistance),
        "welfare": sum(map(len, by_subject(file).values())),
    }
    return [Tab(code, say(f"file_{code}", look.language), counts.get(code)) for code in ORDER]


def sections(look: Look, desk: Desk, file: HouseholdFile, shown: Sequence[str]) -> Sequence[ft.Control]:
    """Sections in one scroll, each a place the tabs can jump to."""
    made: dict[str, Callable[[], Sequence[ft.Control]]] = {
        "members": lambda: members_section(look, file),
        "problems": lambda: problems_section(look, file),
        "visits": lambda: visits_section(look, desk.opened, file),
        "four_t": lambda: four_t_section(look, file),
        "help": lambda: help_section(look, file),
        "welfare": lambda: welfare_section(look, file),
        "stage": lambda: stage_section(look, file),
        "history": lambda: history_section(look, file),
    }
    return [target(code, section_column(look, made[code]())) for code in shown]


def decisions(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """What waits for the officer here: fields to choose, else what the office did not take."""
    if file.conflicts:
        words = say("file_conflicts", look.language, n=len(file.conflicts))
        choose = quiet_button(
            look, say("conflict_open", look.language), lambda: go(f"/households/{file.household.id}/conflicts")
        )
        note = say("exchange_split_note", look.language)
        return [banner(look, words, tone="attention", icon=ft.Icons.CALL_SPLIT_ROUNDED, detail=note, action=choose)]
    if file.refused:
        words = say("attention_count", look.language, n=file.refused)
        show = quiet_button(look, say("attention_open", look.language), lambda: go("/attention"))
        mark, note = ft.Icons.REPORT_GMAILERRORRED_ROUNDED, say("attention_kept", look.language)
        return [banner(look, words, tone="attention", icon=mark, detail=note, action=show)]
    return []


def section_column(look: Look, blocks: Sequence[ft.Control]) -> ft.Control:
    """The blocks of a section under each other."""
    return ft.Column(
        list(blocks),
        spacing=8 if look.phone else 10,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def file_actions(look: Look, desk: Desk, file: HouseholdFile) -> ft.Control:
    """The visit at the right thumb, help beside it."""
    household_id = file.household.id

    def give() -> None:
        go(f"/households/{household_id}/assistance/new")

    going = open_visit_of(desk.opened, file) is not None
    words = say("file_resume" if going else "file_begin", look.language)
    main = main_action(look, words, lambda: begin_visit(desk, household_id), icon=ft.Icons.DOOR_FRONT_DOOR_OUTLINED)
    label, mark = say("file_add_help", look.language), ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
    if look.phone:
        return action_bar(look, main, beside=[icon_button(look, mark, label, give, outlined=True)])
    return action_bar(look, main, beside=[outline_button(look, label, give, icon=mark, main=True)])
