"""The four cards of 4ท: question, free text without a box, phrases to add, and what was agreed as the way out.

They save by themselves: a draft after each pause, a record whenever a card is left.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import analyses, clock, drafts
from field_app.services.analyses import Analyses
from field_app.services.drafts import FormDraft, Opened
from field_app.services.tablet import Tablet
from field_app.views.components.chip import Status, state_word
from field_app.views.components.date_field import DateField
from field_app.views.components.draft import Form
from field_app.views.components.field import field, named
from field_app.views.components.icon import icon
from field_app.views.components.pane import target
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.text import heading, muted, text, text_style
from field_app.views.person_words import be_code, read_partial
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.four_t import HEADINGS, FourTAnalysis, Triage
from shared_models.labels import choice, label
from shared_models.merge import Scalar

TEXTS = (*HEADINGS, "way_out_who")
NAMES = (*TEXTS, "way_out_by", "triage")
LATEST_YEARS = 10
ICONS = {
    "attitude": ft.Icons.FAVORITE_BORDER_ROUNDED,
    "skills": ft.Icons.HANDYMAN_OUTLINED,
    "resources": ft.Icons.LANDSCAPE_OUTLINED,
    "way_out": ft.Icons.ROUTE_ROUNDED,
}
PHRASES = {
    "attitude": ("fourt_ready", "fourt_unsure", "fourt_debts"),
    "skills": ("fourt_cooking", "fourt_craft", "fourt_weaving"),
    "resources": ("fourt_land", "fourt_loans", "fourt_savings"),
    "way_out": (),
}


def draft_key(household_id: UUID) -> str:
    return f"four_t:{household_id}"


def fresh(analysis: FourTAnalysis | None) -> FormDraft:
    """The cards as they were last recorded."""
    values: dict[str, Scalar] = {name: getattr(analysis, name, None) for name in TEXTS}
    by = analysis.way_out_by if analysis else None
    values["way_out_by"] = be_code(by) if by else None
    values["triage"] = str(analysis.triage) if analysis and analysis.triage else None
    return drafts.opened(analysis, NAMES, values)


async def opened(tablet: Tablet, household_id: UUID) -> tuple[Analyses, Opened]:
    """The analysis the officer writes on now, as its form opens."""
    found = await analyses.open_here(tablet, household_id)
    return found, await drafts.resume(tablet, draft_key(household_id), fresh(found.current))


async def record(form: Form, household_id: UUID) -> None:
    """Save what stands on the cards; a way out without a readable day stays in the draft."""
    changes = form.changes()
    if "way_out_by" in changes:
        by = read_partial(str(changes["way_out_by"] or ""))
        day = by.to_ce() if by else None
        changes["way_out_by"] = day.isoformat() if day else None
    bases = {name: form.bases[name] for name in changes if name in form.bases}
    row = await analyses.write(form.tablet, household_id, changes, bases=bases, draft=form.key)
    if row is not None:
        form.taken(fresh(row))
        await form.desk.saved()


def triage(look: Look, form: Form) -> ft.Control:
    """Can be developed, or needs relief."""
    options = [Option(item.value, choice(item, Triage, look.language)) for item in Triage]
    chosen = str(form.value("triage")) if form.value("triage") else None
    question = say("fourt_house", look.language)
    return segmented(look, question, options, chosen, lambda code: form.put("triage", code))


def cards(look: Look, form: Form, earlier: FourTAnalysis | None, *, shown: str, on_show: Any) -> Sequence[ft.Control]:
    """Two by two on tablets; on phones one open card, the others one line each. `shown` is the open one."""
    if look.phone:
        return [
            card(look, form, name, earlier) if name == shown else folded(look, form, name, on_show) for name in HEADINGS
        ]
    every = [card(look, form, name, earlier) for name in HEADINGS]
    stretch = ft.CrossAxisAlignment.STRETCH
    return [
        ft.Row(list(pair), spacing=16, intrinsic_height=True, vertical_alignment=stretch)
        for pair in (every[:2], every[2:])
    ]


def card(look: Look, form: Form, name: str, earlier: FourTAnalysis | None) -> ft.Control:
    """Heading and question, then what is written or agreed."""
    body = way_out(look, form) if name == "way_out" else free_text(look, form, name)
    rows: list[ft.Control] = [card_head(look, name), *body, *phrases(look, form, name, earlier)]
    column = ft.Column(rows, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    box = ft.Container(
        column,
        bgcolor=look.tokens.raised,
        border=ft.Border.all(1, look.tokens.outline),
        border_radius=16,
        padding=16,
        expand=None if look.phone else True,
    )
    return target(name, box) if look.phone else box


def card_head(look: Look, name: str) -> ft.Control:
    """Icon, heading and question; the question takes a line of its own where there is no room beside."""
    words = label(f"four_t.{name}", look.language)
    question = muted(look, say(f"fourt_{name}", look.language), size=16 if look.phone else 14, expand=not look.phone)
    title: list[ft.Control] = [icon(look, ICONS[name], color=look.tokens.primary), heading(look, words, size=20)]
    if look.phone:
        return ft.Column([ft.Row(title, spacing=10, tight=True), question], spacing=2, tight=True)
    return ft.Row([*title, question], spacing=10)


def free_text(look: Look, form: Form, name: str) -> list[ft.Control]:
    """Writing on the card itself, without a box."""
    control = ft.TextField(
        value=form.text.get(name),
        multiline=True,
        min_lines=4 if look.phone else 3,
        max_lines=14,
        max_length=8000,
        counter="",
        border=ft.NoInputBorder(),
        dense=True,
        content_padding=0,
        text_style=text_style(look, 18, line_height=1.55),
        hint_text=say("fourt_placeholder", look.language),
        hint_style=text_style(look, 18, color=look.tokens.text_muted, line_height=1.55),
        cursor_color=look.tokens.primary,
    )
    form.text.attach(name, control)
    return [named(label(f"four_t.{name}", look.language), control)]


def phrases(look: Look, form: Form, name: str, earlier: FourTAnalysis | None) -> list[ft.Control]:
    """Ready phrases that add to the text, and what was written last time while this card is empty."""
    chips = [phrase_chip(look, form, name, say(key, look.language)) for key in PHRASES[name]]
    before = (getattr(earlier, name, None) or "").strip() if earlier else ""
    if before and not form.get(name):
        title = say("fourt_earlier", look.language)
        chips.insert(0, phrase_chip(look, form, name, before, title=title))
    return [ft.Row(chips, spacing=8, run_spacing=8, wrap=True)] if chips else []


def phrase_chip(look: Look, form: Form, name: str, phrase: str, *, title: str = "") -> ft.Control:
    async def add() -> None:
        written = form.get(name)
        form.text.put(name, f"{written} {phrase}" if written else phrase)
        form.touched()
        form.redraw()
        await form.settle()

    shown = title or phrase
    ink = look.tokens.primary_ink
    words = text(look, shown, weight=500, color=ink, max_lines=1)
    return pressable(
        look,
        ft.Row([icon(look, ft.Icons.ADD_ROUNDED, size=20, color=ink), words], spacing=4, tight=True),
        name=spoken(label(f"four_t.{name}", look.language), say("fourt_add", look.language, phrase=shown)),
        on_click=add,
        padding=ft.Padding.only(left=12, right=16),
        bgcolor=look.tokens.surface,
        radius=look.px(24),
        height=look.px(48),
    )


def way_out(look: Look, form: Form) -> list[ft.Control]:
    """What, who, by when."""
    today = clock.today()
    what = field(look, say("fourt_what", look.language), form.text, "way_out", lines=2)
    who = field(look, say("fourt_who", look.language), form.text, "way_out_who", optional=True, max_length=400)
    by = DateField(
        label=say("fourt_by", look.language),
        value=read_partial(str(form.value("way_out_by") or "")),
        on_change=form.date("way_out_by"),
        today=today,
        latest=today.replace(year=today.year + LATEST_YEARS, day=1),
        optional=True,
        hint=say("record_day_needed", look.language),
    )
    return [what, who, by]


def folded(look: Look, form: Form, name: str, on_show: Any) -> ft.Control:
    """A card in one line: its name, whether it is written, how it begins."""
    words = label(f"four_t.{name}", look.language)
    written = form.get(name)
    first: list[ft.Control] = [text(look, words, size=18, weight=600)]
    if written:
        done = Status(say("fourt_written", look.language), "good", ft.Icons.CHECK_CIRCLE_ROUNDED)
        first.append(state_word(look, done, size=14))
    second = muted(look, written or say(f"fourt_{name}", look.language), max_lines=1)
    lines = ft.Column([ft.Row(first, spacing=12, wrap=True), second], spacing=0, expand=True, tight=True)
    mark = icon(look, ICONS[name], color=look.tokens.primary)
    return pressable(
        look,
        ft.Row([mark, lines, icon(look, ft.Icons.EXPAND_MORE_ROUNDED)], spacing=12),
        name=spoken(say("fourt_open", look.language, name=words), written and say("fourt_written", look.language)),
        on_click=lambda: on_show(name),
        padding=ft.Padding.symmetric(horizontal=16, vertical=10),
        bgcolor=look.tokens.raised,
        border=ft.Border.all(1, look.tokens.outline),
        radius=16,
    )
