"""A member in "who lives here": still here, moved out, died, edit; once decided, the same column says so."""

from dataclasses import dataclass

import flet as ft

from field_app.views.components.button import icon_button, quiet_button, tonal_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.person_row import AGE_WIDTH, age_pill
from field_app.views.components.pressable import Callback, spoken
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.text import say
from field_app.views.theme import Look

STAY = ft.Icons.CHECK_ROUNDED
STAYED = ft.Icons.CHECK_CIRCLE_ROUNDED
MOVED = ft.Icons.LOGOUT_ROUNDED
DIED = ft.Icons.LOCAL_FLORIST_OUTLINED  # a flower, never a skull, a cross or red
TAIL_WIDTH = 428


@dataclass(frozen=True)
class RosterLine:
    """`decided` is None while nobody has asked; else its words, icon and tone (`stayed`, or `ย้ายออก มี.ค. 2566`)."""

    age: str
    name: str
    relation: str
    detail: str
    decided: Status | None = None


@dataclass(frozen=True)
class RosterAnswers:
    """What each button does; `change` reopens a decided row."""

    stay: Callback
    moved: Callback
    died: Callback
    edit: Callback
    change: Callback


def stayed(look: Look) -> Status:
    """The state of a person confirmed as still here."""
    return Status(say("still_here", look.language), "good", STAYED)


def roster_row(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Container:
    """One member. Tablets answer at the right, phones under the name, large text in two lines."""
    return phone_row(look, line, answers) if look.phone else wide_row(look, line, answers)


def roster_inset(look: Look) -> int:
    """Where the hairlines of a group of roster rows begin."""
    if look.phone:
        return 16 if look.large else AGE_WIDTH + 22
    return look.px(AGE_WIDTH) + 30


def wide_row(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Container:
    """Age, name and relation at the left, the answer in one column at the right."""
    names = ft.Column(
        [
            text(look, line.name, size=18, weight=600, line_height=1.4, max_lines=1),
            muted(look, line.detail, max_lines=1),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    tail = decided_tail(look, line, line.decided, answers) if line.decided else open_tail(look, line, answers)
    return ft.Container(
        ft.Row([age_pill(look, line.age), names, ft.Container(tail, width=look.px(TAIL_WIDTH))], spacing=14),
        padding=ft.Padding.only(left=16, right=8, top=10, bottom=10),
    )


def decided_tail(look: Look, line: RosterLine, decided: Status, answers: RosterAnswers) -> ft.Row:
    """Icon and word where the buttons were, and the way back."""
    state = ft.Container(state_word(look, decided), padding=ft.Padding.only(left=16), expand=True)
    return ft.Row([state, change_button(look, line, answers)], spacing=0)


def open_tail(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Row:
    """The four answers."""
    parts: list[ft.Control] = [
        stay_button(look, line, answers),
        answer_button(look, line, "moved_out", MOVED, answers.moved),
        answer_button(look, line, "died", DIED, answers.died),
        answer_button(look, line, "edit", ft.Icons.EDIT_OUTLINED, answers.edit),
    ]
    return ft.Row(parts, spacing=0)


def phone_row(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Container:
    """Name on top, state in line two, the answers below as long as they are open."""
    lines: list[ft.Control] = [text(look, line.name, size=18, weight=600, line_height=1.4, max_lines=look.lines(1))]
    lines += second_lines(look, line)
    edit = say("edit", look.language)
    muted_color = look.tokens.text_muted
    at_right = (
        change_button(look, line, answers)
        if line.decided
        else icon_button(look, ft.Icons.EDIT_OUTLINED, spoken(edit, line.name), answers.edit, color=muted_color)
    )
    parts: list[ft.Control] = [] if look.large else [age_pill(look, line.age)]
    parts += [ft.Column(lines, spacing=0, expand=True, tight=True), at_right]
    rows: list[ft.Control] = [ft.Row(parts, spacing=10)]
    if not line.decided:
        rows.append(phone_answers(look, line, answers))
    return ft.Container(
        ft.Column(rows, spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True),
        padding=ft.Padding.only(left=16 if look.large else 12, right=6, top=6, bottom=6 if line.decided else 8),
    )


def second_lines(look: Look, line: RosterLine) -> list[ft.Control]:
    """State and relation in one line, or in two under large text, where the age joins them."""
    if look.large:
        aged = muted(look, spoken(line.age, "·" if line.age else None, line.relation))
        return [aged, state_word(look, line.decided)] if line.decided else [aged]
    if line.decided is None:
        return [muted(look, line.detail, max_lines=1)]
    color, _ = look.tokens.tone(line.decided.tone)
    words = [Part(line.decided.label, 500, color)]
    if line.decided.tone == "good":  # a longer state ("moved out, March 2566") needs the line for itself
        words.append(Part(f" · {line.relation}", 400, look.tokens.text_muted))
    mark = ft.Icon(line.decided.icon, size=20, color=color)
    return [ft.Row([mark, rich(look, words, line_height=1.4, max_lines=1, expand=True)], spacing=4)]


def phone_answers(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Control:
    """Three answers in one line; under large text one and two."""
    stay = stay_button(look, line, answers, expand=True)
    moved = answer_button(look, line, "moved_out", MOVED, answers.moved)
    died = answer_button(look, line, "died", DIED, answers.died)
    if look.large:
        return ft.Column([ft.Row([stay]), ft.Row([moved, died], spacing=4, wrap=True)], spacing=4, tight=True)
    return ft.Row([stay, moved, died], spacing=2)


def stay_button(look: Look, line: RosterLine, answers: RosterAnswers, *, expand: bool | None = None) -> ft.Container:
    """The likely answer, tonal."""
    label = say("still_here", look.language)
    return tonal_button(look, label, answers.stay, icon=STAY, name=spoken(label, line.name), expand=expand)


def answer_button(look: Look, line: RosterLine, key: str, icon: ft.IconData, on_click: Callback) -> ft.Container:
    """A rarer answer, plain; named with the person it is about."""
    label = say(key, look.language)
    return quiet_button(look, label, on_click, icon=icon, name=spoken(label, line.name), color=look.tokens.text)


def change_button(look: Look, line: RosterLine, answers: RosterAnswers) -> ft.Container:
    """The way back from a decision."""
    label = say("change", look.language)
    return quiet_button(look, label, answers.change, name=spoken(label, line.name))
