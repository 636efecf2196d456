"""The frame of every form at a household: whose house it is on top, the save button below, and the way back."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock
from field_app.services.households import HouseholdFile
from field_app.services.visits import AtHouse
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.badge import sync_badge
from field_app.views.components.banner import banner
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.draft import WHOLE_FORM, Form, Save
from field_app.views.components.pane import TEXT_WIDTH, pane, target
from field_app.views.components.shell import focus_shell, frame
from field_app.views.components.text import heading, muted
from field_app.views.components.top_bar import household_bar, page_head
from field_app.views.desk import Desk, Loaded
from field_app.views.person_words import place_words
from field_app.views.text import say, sentence
from field_app.views.theme import Look
from shared_models.labels.moment import moment_words

PEOPLE, PROBLEMS, FOUR_T, HELP = 2, 3, 4, 5  # the steps of a visit that the forms belong to
SIDE_GAP = 40


def id_of(text: str | None) -> UUID | None:
    """An id from a path; None for "new" and for anything else that is no id."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def way_back(house: AtHouse, step: int) -> str:
    """To the officer's open visit here, at the step the form belongs to; else to the household's file."""
    if house.visit is not None:
        return f"/visits/{house.visit.id}/{step}"
    return f"/households/{house.file.household.id}"


def go(path: str) -> Callable[[], Any]:
    """A callback that opens a path."""
    page = ft.context.page
    return lambda: page.navigate(path)


def badge(look: Look, desk: Desk) -> ft.Container:
    """The exchange's badge beside a household's name."""
    return sync_badge(look, desk.badge, go("/exchange"), size="number" if look.phone else None)


def house_bar(
    look: Look, desk: Desk, file: HouseholdFile, *, task: str, on_back: Callable[[], Any], closes: bool = False
) -> ft.Container:
    """Whose data this is: house number, head, village, task."""
    return household_bar(
        look,
        number=file.household.house_no,
        head=file.head.full_name() if file.head else say("record_nobody", look.language),
        place=place_words(file.household, look.language),
        task=task,
        badge=badge(look, desk),
        on_back=on_back,
        closes=closes,
    )


def waiting_screen(look: Look, desk: Desk, loaded: Loaded, *, back: str) -> ft.Control:
    """While the rows are read, and when they are not there."""
    words = sentence(loaded.problem, look.language) if loaded.problem else say("record_loading", look.language)
    return missing_screen(look, desk, words, back=back)


def missing_screen(look: Look, desk: Desk, words: str, *, back: str) -> ft.Control:
    """A calm sentence and the way back."""
    head = page_head(look, words, badge=badge(look, desk), on_back=go(back))
    return frame(look, ft.Column([head], expand=True))


def form_screen(
    look: Look,
    house: AtHouse,
    form: Form,
    blocks: Sequence[ft.Control],
    *,
    title: str,
    note: str = "",
    side: Sequence[ft.Control] = (),
    save_label: str,
    on_save: Save,
    step: int = PEOPLE,
    back: str | None = None,
) -> ft.Control:
    """A form at a household with one save button. On wide screens `side` stands in a second column.

    It leads back to the step of the visit that it belongs to, or to `back` where it was opened from elsewhere.
    """
    back = back or way_back(house, step)
    bar = house_bar(look, form.desk, house.file, task=title, on_back=go(back), closes=True)
    return form_frame(
        look,
        form,
        blocks,
        bar=bar,
        back=back,
        title=title,
        note=note,
        side=side,
        save_label=save_label,
        on_save=on_save,
    )


def form_frame(
    look: Look,
    form: Form,
    blocks: Sequence[ft.Control],
    *,
    bar: ft.Control,
    back: str,
    title: str,
    note: str = "",
    side: Sequence[ft.Control] = (),
    save_label: str,
    on_save: Save,
) -> ft.Control:
    """A form under a bar that says whose it is; closing it and dropping the draft lead to `back`."""
    page = ft.context.page

    async def save() -> None:
        await on_save()

    async def discard() -> None:
        await form.discard()
        page.navigate(back)

    content = form_pane(look, form, blocks, side, title=title, note=note, on_discard=discard)
    drop = quiet_button(look, say("record_discard", look.language), discard, main=True)
    left = [ft.Row([kept_word(look), drop], spacing=12, tight=True, visible=form.kept)]  # its place stays: see draft.py
    later = quiet_button(look, say("record_later", look.language), go(back), main=True)
    bottom = action_bar(look, main_action(look, save_label, save), left=left, beside=[] if look.phone else [later])
    return focus_shell(look, bar, content, bottom=bottom)


def form_pane(
    look: Look,
    form: Form,
    blocks: Sequence[ft.Control],
    side: Sequence[ft.Control],
    *,
    title: str,
    note: str,
    on_discard: Save,
) -> ft.Control:
    """Title, the reason nothing was saved if there is one, then the blocks in one column or two."""
    head: list[ft.Control] = [heading(look, title)]
    if note:
        head.append(muted(look, note))
    top: list[ft.Control] = [ft.Column(head, spacing=0, tight=True), *begun_by(look, form)]
    refused = banner(look, form.error(WHOLE_FORM), tone="danger", icon=ft.Icons.ERROR_ROUNDED)
    place = target(WHOLE_FORM, refused)
    place.visible = bool(form.error(WHOLE_FORM))
    top.append(place)
    if look.wide:
        columns: list[ft.Control] = (
            [column(blocks), column(side)] if side else [ft.Container(column(blocks), width=TEXT_WIDTH)]
        )
        row = ft.Row(columns, spacing=SIDE_GAP, vertical_alignment=ft.CrossAxisAlignment.START)
        padding = ft.Padding.symmetric(horizontal=SIDE_GAP, vertical=16)
        return pane(look, [*top, row], padding=padding, scroller=form.scroller)
    rows = [*top, *blocks, *side]
    if look.phone:
        drop = quiet_button(look, say("record_discard", look.language), on_discard)
        rows.append(ft.Row([kept_word(look), drop], wrap=True, spacing=8, visible=form.kept))
    return pane(look, rows, scroller=form.scroller)


def begun_by(look: Look, form: Form) -> list[ft.Control]:
    """Whose draft the form goes on with, and from when."""
    if form.written is None:
        return []
    when = moment_words(form.written.at_ms, now=clock.now(), language=look.language)
    words = say("passed_begun", look.language, name=form.written.by, when=when)
    return [banner(look, words, tone="info", icon=ft.Icons.EDIT_NOTE_ROUNDED)]


def column(blocks: Sequence[ft.Control]) -> ft.Column:
    """Blocks under each other, as wide as their column."""
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column(list(blocks), spacing=16, expand=True, tight=True, horizontal_alignment=stretch)


def kept_word(look: Look) -> ft.Control:
    """`เก็บร่างไว้ในเครื่องแล้ว`."""
    words = Status(say("record_kept", look.language), "quiet", ft.Icons.CHECK_ROUNDED)
    return ft.Semantics(live_region=True, content=state_word(look, words))
