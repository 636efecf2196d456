"""What the last exchange came to: green only with receipts, grey while something waits, amber for a decision."""

from typing import Any

import flet as ft

from field_app.services import clock
from field_app.services.exchange import Standing
from field_app.services.household_filter import Narrowing, Only
from field_app.store.errors import StorageFull
from field_app.sync.errors import Offline
from field_app.views.components.banner import banner
from field_app.views.components.button import quiet_button
from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.text import text
from field_app.views.desk import Desk
from field_app.views.navigation import PATHS, go
from field_app.views.text import say, sentence
from field_app.views.theme import Look, Tone
from shared_models.labels.moment import moment_words


def outcome(look: Look, desk: Desk) -> ft.Control:
    """The block in the running one's place once nothing runs."""
    standing = desk.standing
    if desk.failure is not None:
        return stopped(look, desk.failure, standing)
    if standing is None or not standing.log:
        expected = standing.expected_households if standing else 0
        words = "exchange_never_note" if expected else "exchange_never_unknown"
        note = say(words, look.language, n=f"{expected:,}")
        return banner(
            look,
            say("exchange_never", look.language),
            tone="quiet",
            icon=ft.Icons.CLOUD_DOWNLOAD_OUTLINED,
            detail=note,
        )
    return finished(look, standing.log[0], standing)


def stopped(look: Look, problem: Exception, standing: Standing | None) -> ft.Control:
    """Why it stopped. Being offline is no fault: grey."""
    language = look.language
    if isinstance(problem, Offline):
        last: dict[str, Any] = standing.log[0] if standing and standing.log else {}
        waiting = standing.unsent if standing else 0
        sent = int(last.get("sent", 0))
        note = say("exchange_offline_note", language, n=f"{sent:,}", count=f"{sent + waiting:,}")
        if not waiting:
            note = say("exchange_offline_nothing", language)
        title = say("exchange_offline", language)
        return banner(look, title, tone="quiet", icon=ft.Icons.CLOUD_OFF_ROUNDED, detail=note)
    tone: Tone = "danger" if isinstance(problem, StorageFull) else "attention"
    title = say("exchange_stopped", language)
    return banner(
        look, title, tone=tone, icon=ft.Icons.REPORT_GMAILERRORRED_ROUNDED, detail=sentence(problem, language)
    )


def finished(look: Look, last: dict[str, Any], standing: Standing) -> ft.Control:
    """The three figures of an exchange."""
    language = look.language
    done = bool(last["finished"])
    good = done and not standing.unsent
    when = moment_words(last["at_ms"], now=clock.now(), language=language)
    color, fill = look.tokens.tone("good" if good else "quiet")
    stored = last["stored"] + last["known"] + last["held"]
    title = say("exchange_done" if done else "exchange_paused", language, when=when)
    parts = [say("exchange_done_note", language, n=max(1, round(last["seconds"])))]
    if done and last["sent"] and stored >= last["sent"]:
        parts.append(say("exchange_receipts_all", language))
    note = " · ".join(parts) if done else say("exchange_paused_note", language, n=f"{standing.unsent:,}")
    mark = ft.Icons.CHECK_CIRCLE_ROUNDED if done else ft.Icons.PAUSE_CIRCLE_FILLED_ROUNDED
    words = ft.Column(
        [text(look, title, size=20, weight=700, color=color), text(look, note, color=color)],
        spacing=0,
        expand=True,
        tight=True,
    )
    head = ft.Row([icon(look, mark, size=32, color=color), words], spacing=14)
    figures = [
        figure(look, last["sent"], "exchange_recorded", ft.Icons.TABLET_ANDROID_ROUNDED),
        figure(look, stored, "exchange_stored", ft.Icons.CLOUD_DONE_OUTLINED),
        figure(look, last["received"], "exchange_came", ft.Icons.DOWNLOAD_DONE_ROUNDED),
    ]
    column = ft.Column(
        [head, in_white(look, figures)], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    box = ft.Container(column, bgcolor=fill, border_radius=16, padding=14)
    return ft.Semantics(live_region=True, content=box)


def in_white(look: Look, figures: list[ft.Control]) -> ft.Control:
    """Side by side with an arrow from tablet to office; under each other on phones."""
    if look.phone:
        inner: ft.Control = ft.Column(figures, spacing=4, tight=True)
    else:
        arrow = icon(look, ft.Icons.ARROW_FORWARD_ROUNDED)
        line = ft.Container(width=1, height=72, bgcolor=look.tokens.outline)
        inner = ft.Row([figures[0], arrow, figures[1], line, figures[2]], spacing=16)
    return ft.Container(inner, bgcolor=look.tokens.raised, border_radius=12, padding=16)


def figure(look: Look, number: int, key: str, mark: ft.IconData) -> ft.Control:
    """A count with its words."""
    words = say(key, look.language)
    if look.phone:
        parts: list[ft.Control] = [
            icon(look, mark),
            text(look, words, expand=True),
            text(look, f"{number:,}", size=18, weight=700),
        ]
        return ft.Row(parts, spacing=12)
    lines: list[ft.Control] = [
        icon(look, mark),
        text(look, f"{number:,}", size=28, weight=700, line_height=1.25),
        text(look, words, weight=500, line_height=1.4),
        text(look, say(f"{key}_note", look.language), size=14, color=look.tokens.text_muted),
    ]
    return ft.Column(lines, spacing=2, tight=True, expand=True)


def decision(look: Look, desk: Desk) -> ft.Control | None:
    """The one thing that asks for the officer: what was refused, what differs, or a clock that is off."""
    standing = desk.standing
    if standing is None:
        return None
    if standing.needs_attention:
        show = quiet_button(look, say("attention_open", look.language), lambda: go("/attention"))
        mark = ft.Icons.REPORT_GMAILERRORRED_ROUNDED
        return amber(look, "exchange_refused", mark, standing.needs_attention, show)
    if standing.conflicts:
        show = quiet_button(look, say("attention_open", look.language), lambda: list_conflicts(desk))
        return amber(look, "exchange_split", ft.Icons.CALL_SPLIT_ROUNDED, standing.conflicts, show)
    if standing.clock_off:
        key = "exchange_clock_fast" if standing.skew_ms > 0 else "exchange_clock_slow"
        title = say(key, look.language, n=f"{abs(standing.skew_ms) // 60_000:,}")
        note = say("exchange_clock_note", look.language)
        return banner(look, title, tone="attention", icon=ft.Icons.SCHEDULE_ROUNDED, detail=note)
    return None


def list_conflicts(desk: Desk) -> None:
    """The households with fields to choose."""
    desk.finder.start_over(Narrowing(only=Only.CONFLICT))
    go(PATHS["search"])


def amber(look: Look, key: str, mark: ft.IconData, number: int, action: ft.Control) -> ft.Control:
    """A banner with its count, and the way to what it counts."""
    title, note = say(key, look.language, n=f"{number:,}"), say(f"{key}_note", look.language)
    return banner(look, title, tone="attention", icon=mark, detail=note, action=action)


def log_block(look: Look, standing: Standing | None) -> ft.Control | None:
    """The last exchanges, newest first."""
    if standing is None or not standing.log:
        return None
    return group(look, [log_row(look, entry) for entry in standing.log], inset=48)


def log_row(look: Look, entry: dict[str, Any]) -> ft.Control:
    """When, and what went each way."""
    done = bool(entry["finished"])
    when = moment_words(entry["at_ms"], now=clock.now(), language=look.language)
    key = "exchange_log_line" if done else "exchange_log_paused"
    words = say(key, look.language, n=f"{entry['sent']:,}", m=f"{entry['received']:,}")
    mark = icon(
        look,
        ft.Icons.CHECK_ROUNDED if done else ft.Icons.PAUSE_ROUNDED,
        size=20,
        color=look.tokens.good_text if done else None,
    )
    parts: list[ft.Control] = [mark, text(look, when, expand=True), text(look, words, color=look.tokens.text_muted)]
    return ft.Container(ft.Row(parts, spacing=12), padding=ft.Padding.symmetric(horizontal=16, vertical=11))
