"""The campaign's calendar on My work: each step, when it is due, how far it is. Late is said and locks nothing."""

import flet as ft

from field_app.services import campaign
from field_app.services.campaign import StepStanding
from field_app.views.components.group import block
from field_app.views.components.pressable import spoken
from field_app.views.components.progress_bar import progress_bar
from field_app.views.components.section import section
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.desk import use_desk, use_loaded
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.campaign import Due, Step
from shared_models.labels import choice
from shared_models.labels.moment import date_words

SOON_DAYS = 14


@ft.component
def CampaignPanel() -> ft.Control:
    """Nothing where this year has no dates yet."""
    look, desk = use_look(), use_desk()
    loaded = use_loaded(lambda: campaign.standing(desk.opened))
    steps: list[StepStanding] = loaded.value or []
    if not steps:
        return ft.Container()
    title = section(look, say("work_calendar", look.language, year=steps[0].window.programme_year))
    rows = [step_row(look, number, standing) for number, standing in enumerate(steps, start=1)]
    listed = ft.Column(rows, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    parts: list[ft.Control] = [title, block(look, listed, padding=16)]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def step_row(look: Look, number: int, standing: StepStanding) -> ft.Control:
    """Number, name, when, and a bar; the activities are only counted."""
    name = choice(standing.window.step, Step, look.language)
    when, warns = due_words(look, standing)
    color = look.tokens.attention_text if warns else look.tokens.text_muted
    due = say("work_due_on", look.language, day=date_words(standing.window.due_on, look.language))
    second = [Part(due, 400, look.tokens.text_muted), *([Part(f" · {when}", 500, color)] if when else [])]
    lines: list[ft.Control] = [text(look, name, weight=600, line_height=1.4), rich(look, second, size=14)]
    lines.append(how_far(look, standing, name))
    column = ft.Column(lines, spacing=2, expand=True, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    said = spoken(str(number), name, due, when, share_words(look, standing))
    row = ft.Row([badge(look, number, warns), column], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)
    return ft.Semantics(label=said, exclude_semantics=True, content=row)


def due_words(look: Look, standing: StepStanding) -> tuple[str, bool]:
    """`เหลือ 6 วัน`, `เลยมา 9 วัน ยังบันทึกได้`, and whether it asks for attention."""
    language = look.language
    if standing.due is Due.NOT_OPEN:
        return choice(Due.NOT_OPEN, Due, language), False
    if standing.due is Due.LATE:
        return say("work_late", language, n=-standing.days_left), True
    if standing.days_left <= SOON_DAYS:
        return say("work_days_left", language, n=standing.days_left), True
    return "", False


def how_far(look: Look, standing: StepStanding, name: str) -> ft.Control:
    """A bar with its two numbers."""
    words = share_words(look, standing)
    if standing.window.step is Step.RECORD or not standing.households:
        return muted(look, words, size=14)
    color = look.tokens.attention_signal if standing.due is Due.LATE else None
    bar = progress_bar(look, standing.done / standing.households, name=spoken(name, words), color=color)
    numbers = muted(look, f"{standing.done:,}/{standing.households:,}", size=14)
    return ft.Row([ft.Container(bar, expand=True), numbers], spacing=12)


def share_words(look: Look, standing: StepStanding) -> str:
    if standing.window.step is Step.RECORD:
        return say("work_recorded", look.language, n=f"{standing.done:,}")
    return say("share_of", look.language, n=f"{standing.done:,}", count=f"{standing.households:,}")


def badge(look: Look, number: int, warns: bool) -> ft.Control:
    """The step's number in a circle, amber where it is late or soon due."""
    color, fill = look.tokens.tone("attention" if warns else "quiet")
    words = text(look, str(number), size=14, weight=700, color=color, align=ft.TextAlign.CENTER)
    size = look.px(28)
    return ft.Container(
        words, width=size, height=size, border_radius=size / 2, bgcolor=fill, alignment=ft.Alignment.CENTER
    )
