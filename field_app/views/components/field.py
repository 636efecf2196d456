"""Text fields and the draft behind them.

The pattern of every screen: `draft = use_text_draft({"note": ""}, on_change=keep)`, then
`field(look, "บันทึก", draft, "note")`. A draft reads what the live control holds, so a re-render between two
keystrokes never puts an older value back.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.views.components.guard import handler
from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.text import text, text_style
from field_app.views.text import say
from field_app.views.theme import Look

Changed = Callable[[str, str], Any]
FILTERS = {"number": r"^[0-9๐-๙]*$", "phone": r"^[0-9๐-๙\-\s+]*$"}
Kind = Literal["text", "number", "phone"]


class TextDraft:
    """What the text fields of one screen hold, by key. Typing never re-renders; `put` shows at the next render."""

    def __init__(self, initial: Mapping[str, str]) -> None:
        self._values = dict(initial)
        self._controls: dict[str, ft.TextField] = {}
        self.on_change: Changed | None = None
        self.on_blur: Changed | None = None

    def get(self, key: str) -> str:
        """The newest value: the field's own while it is shown, else the last one known, else ""."""
        control = self._controls.get(key)
        return control.value or "" if control is not None else self._values.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Replace a value from the program (clear, ready phrase). Re-render the screen to show it."""
        self._values[key] = value
        self._controls.pop(key, None)

    def values(self) -> dict[str, str]:
        """All values by key, for saving the draft."""
        return {key: self.get(key) for key in {**self._values, **self._controls}}

    def attach(self, key: str, control: ft.TextField) -> None:
        """Make `control` the one that shows `key`; its events reach the draft's callbacks."""
        self._controls[key] = control
        control.on_change = handler(self._tell, "on_change", key)
        control.on_blur = handler(self._tell, "on_blur", key)

    async def focus(self, key: str) -> None:
        """Bring the cursor into a field that is shown."""
        control = self._controls.get(key)
        if control is not None:
            await control.focus()

    def _tell(self, event: str, key: str) -> Any:
        callback: Changed | None = getattr(self, event)
        self._values[key] = self.get(key)
        return callback(key, self._values[key]) if callback else None


def use_text_draft(
    initial: Mapping[str, str] | None = None, *, on_change: Changed | None = None, on_blur: Changed | None = None
) -> TextDraft:
    """A draft that lives as long as the component. `initial` counts at the first render only; the callbacks get key and
    value: `on_change` at every keystroke, `on_blur` when the field is left."""
    ref: MutableRef[TextDraft] = ft.use_ref()
    if ref.current is None:
        ref.current = TextDraft(initial or {})
    draft = ref.current
    draft.on_change, draft.on_blur = on_change, on_blur
    return draft


def field(
    look: Look,
    label: str,
    draft: TextDraft,
    key: str,
    *,
    kind: Kind = "text",
    optional: bool = False,
    error: str = "",
    hint: str = "",
    placeholder: str = "",
    lines: int = 1,
    mark: ft.Control | None = None,
    autofocus: bool = False,
    max_length: int | None = None,
    expand: bool | int | None = None,
    secret: bool = False,
    on_submit: Changed | None = None,
) -> ft.Column:
    """A labelled text field, 56 px, or `lines` high. `error` is a sentence that says what to do; it hides `hint`.

    `mark` sits at the right of the label (`แก้แล้ว`). Digits may be typed in Thai: read them with `views.text.arabic`.
    `secret` shows dots. `on_submit` gets key and value when Enter is pressed, on the screen's own keyboard too.
    """
    control = text_control(
        look, draft, key, kind=kind, error=bool(error), placeholder=placeholder, lines=lines, autofocus=autofocus,
        max_length=max_length, secret=secret,
    )  # fmt: skip
    if on_submit is not None:
        control.on_submit = handler(lambda: on_submit(key, draft.get(key)))
    return labelled(
        look, label, named(label, control), optional=optional, error=error, hint=hint, mark=mark, expand=expand
    )


def text_control(
    look: Look,
    draft: TextDraft,
    key: str,
    *,
    kind: Kind = "text",
    error: bool = False,
    placeholder: str = "",
    lines: int = 1,
    autofocus: bool = False,
    max_length: int | None = None,
    secret: bool = False,
) -> ft.TextField:
    """The bare box, without label or name. Screens want `field`. `secret`: dots, and no keyboard learns it."""
    tokens = look.tokens
    filters = ft.InputFilter(FILTERS[kind]) if kind in FILTERS else None
    keyboards = {"number": ft.KeyboardType.NUMBER, "phone": ft.KeyboardType.PHONE, "text": ft.KeyboardType.TEXT}
    control = ft.TextField(
        value=draft.get(key),
        keyboard_type=ft.KeyboardType.MULTILINE if lines > 1 else keyboards[kind],
        input_filter=filters,
        max_length=max_length,
        counter="" if max_length else None,
        multiline=lines > 1,
        min_lines=lines if lines > 1 else None,
        max_lines=lines + 4 if lines > 1 else None,
        autofocus=autofocus,
        password=secret,
        autocorrect=not secret,
        enable_suggestions=not secret,
        text_style=text_style(look, 18, line_height=1.4),
        hint_text=placeholder or None,
        hint_style=text_style(look, 18, color=tokens.text_muted, line_height=1.4),
        filled=True,
        fill_color=tokens.raised,
        border=edges(look, error=error),
        cursor_color=tokens.primary,
        content_padding=ft.Padding.symmetric(horizontal=16, vertical=16 if lines > 1 else 20),
    )
    draft.attach(key, control)
    return control


def edges(look: Look, *, error: bool) -> dict[ft.ControlState, ft.InputBorder]:
    """The box's edge: strong at rest, 2 px teal with the focus, 2 px red with an error."""

    def edge(width: int, color: str) -> ft.OutlineInputBorder:
        return ft.OutlineInputBorder(side=ft.BorderSide(width, color), border_radius=12)

    tokens = look.tokens
    rest = edge(2, tokens.danger_text) if error else edge(1, tokens.outline_strong)
    focused = edge(2, tokens.danger_text if error else tokens.primary)
    return {ft.ControlState.FOCUSED: focused, ft.ControlState.DEFAULT: rest}


def named(name: str, control: ft.Control, *, expand: bool | int | None = None) -> ft.MergeSemantics:
    """Gives a text field its name for screen readers without a floating label."""
    return ft.MergeSemantics(ft.Semantics(label=name, content=control), expand=expand)


def labelled(
    look: Look,
    label: str,
    control: ft.Control,
    *,
    optional: bool = False,
    error: str = "",
    hint: str = "",
    mark: ft.Control | None = None,
    expand: bool | int | None = None,
    width: float | None = None,
) -> ft.Column:
    """Label above, control, and one line below: the error if there is one, else the hint."""
    below = under_line(look, error=error, hint=hint)
    parts: list[ft.Control] = [label_line(look, label, optional=optional, mark=mark)] if label else []
    parts += [control] if below is None else [control, below]
    return ft.Column(
        parts, spacing=6, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, expand=expand, width=width, tight=True
    )


def label_line(look: Look, label: str, *, optional: bool = False, mark: ft.Control | None = None) -> ft.Row:
    """`ไม่บังคับ` is the exception worth a word; required is the rule."""
    words = text(look, label, weight=600)
    parts: list[ft.Control] = [ft.Semantics(exclude_semantics=True, content=words)]
    if optional:
        parts.append(text(look, say("optional", look.language), color=look.tokens.text_muted))
    if mark is not None:
        parts += [ft.Container(expand=True), mark]
    return ft.Row(parts, spacing=6, wrap=mark is None)


def under_line(look: Look, *, error: str = "", hint: str = "") -> ft.Control | None:
    """The line under a field."""
    if error:
        color = look.tokens.danger_text
        words = text(look, error, weight=500, color=color, expand=True)
        row = ft.Row(
            [drawn_icon(look, ft.Icons.ERROR_ROUNDED, size=20, color=color), words],
            spacing=6,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        return ft.Semantics(live_region=True, content=row)
    return text(look, hint, color=look.tokens.text_muted) if hint else None
