"""The draft hook of every form: what is typed or chosen is kept on the tablet, and saved once.

The pattern of a form screen:

    opened = use_loaded(lambda: drafts.resume(desk.opened, key, drafts.opened(row, NAMES, values)))
    …                                                  # once loaded, in a component of its own, with key=…:
    form = use_form(key, opened.value, texts=("given_name",), household_id=household.id)
    field(look, "ชื่อ", form.text, "given_name", error=form.error("given_name"))
    saved = await form.save(lambda: change_person(…, draft=form.key), missing={"given_name": "ใส่ชื่อก่อน"})

A draft is kept while a finger is on its way to a button, and keeping it may render the form again. What comes and goes
with it must keep its place (`visible=False`, an empty column): a control that moves in its list is made anew, and the
tap that was meant for the old one is lost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import drafts
from field_app.services.drafts import FormDraft, Opened
from field_app.views.components.field import TextDraft, use_text_draft
from field_app.views.components.guard import handler
from field_app.views.components.pane import scroll_to
from field_app.views.desk import Desk, use_desk
from field_app.views.text import sentence
from field_app.views.theme import Language, use_look
from shared_models.errors import DomainError
from shared_models.merge import Scalar

PAUSE_SECONDS = 0.3  # after the last key
WHOLE_FORM = ""  # the place of an error that belongs to no field

Save = Callable[[], Awaitable[Any]]


class Form:
    """One open form. Text lives in `text`; choices and dates in `chosen`, by field name.

    `bases` are the heads each field was opened with, to be handed to the service that saves with `changes()`. `kept`
    says that a draft is on the tablet, `written` which other officer began it. `errors` holds the sentence under each
    field; `refuse` and `save` fill it. `after_pause` runs whenever a draft was kept, for what a screen looks up while
    somebody types.
    """

    def __init__(self, desk: Desk, key: str, opened: Opened, texts: Collection[str], household_id: UUID | None) -> None:
        self.desk, self.key, self.household_id = desk, key, household_id
        self.tablet = desk.opened
        values = opened.draft.values
        self.initial_texts = {name: str(values.get(name) or "") for name in texts}
        self.chosen: dict[str, Scalar] = {name: value for name, value in values.items() if name not in texts}
        self.origin = opened.origin
        self.bases = dict(opened.draft.bases)
        self.kept = opened.kept
        self.written = opened.written
        self.errors: dict[str, str] = {}
        self.unreadable: set[str] = set()
        self.scroller: ft.Ref[ft.Column] = ft.Ref()
        self.language: Language = "th"
        self.text: TextDraft = TextDraft({})
        self.commit: Save | None = None
        self.after_pause: Callable[[], Any] | None = None
        self.redraw: Callable[[], Any] = lambda: None
        self._timer: asyncio.TimerHandle | None = None
        self._unsaved = False
        self._running: set[asyncio.Future[None]] = set()
        self._settling = asyncio.Lock()
        self._busy = False
        self._closed = False

    def get(self, name: str) -> str:
        """A text as it stands in its box, without outer spaces."""
        return self.text.get(name).strip()

    def value(self, name: str) -> Scalar:
        """A choice or date; None while nothing is chosen."""
        return self.chosen.get(name)

    def put(self, name: str, value: Scalar) -> None:
        """Choose: shown at once, kept at once."""
        self._choose(name, value)

    def date(self, name: str) -> Callable[[Any, bool], None]:
        """The `on_change` of a DateField: keeps the partial date's code under `name`."""

        def changed(value: Any, readable: bool) -> None:
            self.unreadable = self.unreadable - {name} if readable else self.unreadable | {name}
            self._choose(name, value.code if value else None)

        return changed

    def _choose(self, name: str, value: Scalar) -> None:
        self.chosen[name] = value
        self.errors.pop(name, None)
        self.touched()
        if self.commit is not None:
            self._start(self.settle)
        self.redraw()

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def values(self) -> dict[str, Scalar]:
        """Everything as it stands now; an empty text is None."""
        return {**self.chosen, **{name: self.get(name) or None for name in self.initial_texts}}

    def changes(self) -> dict[str, Scalar]:
        """What differs from the row the form was opened on: the only fields that should be saved."""
        return {name: value for name, value in self.values().items() if value != self.origin.get(name)}

    def touched(self) -> None:
        """Something changed: keep it after a short pause."""
        if self._closed:
            return
        self._unsaved = True
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(PAUSE_SECONDS, self._start, self.keep)

    def _start(self, work: Save) -> None:
        task = asyncio.ensure_future(handler(work)())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def keep(self) -> None:
        """Write the draft now, if anything changed since the last time."""
        if self._timer is not None:
            self._timer.cancel()
        if not self._unsaved or self._busy or not self._open:
            return
        self._unsaved = False
        await drafts.save(self.tablet, self.key, FormDraft(self.changes(), self.bases), self.household_id)
        if not self.kept:
            self.kept = True
            self.redraw()
        if self.after_pause is not None:
            self.after_pause()

    @property
    def _open(self) -> bool:
        return not self._closed and self.desk.tablet is self.tablet

    async def settle(self) -> None:
        """A field or the form is left: keep the draft, and record it where the form saves by itself."""
        async with self._settling:
            await self.keep()
            if self.commit is None or not self._open or not self.changes():
                return
            try:
                await self.commit()
            except DomainError as error:
                await self.refuse({str(error.details.get("field") or WHOLE_FORM): sentence(error, self.language)})

    def taken(self, row: FormDraft) -> None:
        """What stood here was recorded and its draft dropped: the form goes on from the row as it is now."""
        self.origin, self.bases = dict(row.values), dict(row.bases)
        self.kept = self._unsaved

    async def refuse(self, errors: Mapping[str, str]) -> None:
        """Show these sentences and bring the first field into view."""
        self.errors = dict(errors)
        self.redraw()
        await scroll_to(self.scroller, next(iter(errors)))

    async def save(self, work: Save, *, missing: Mapping[str, str] | None = None) -> bool:
        """Run `work` once, however often the button is tapped. False: the reason stands under a field, all is kept.

        `work` must drop the draft `key` in the same breath. `missing` are sentences for fields that need an answer, in
        the order they stand on the screen.
        """
        if self._busy or self._closed:
            return False
        if missing:
            await self.refuse(missing)
            return False
        self._busy = True
        try:
            await work()
        except DomainError as error:
            self.touched()
            await self.refuse({str(error.details.get("field") or WHOLE_FORM): sentence(error, self.language)})
            return False
        finally:
            self._busy = False
        self.close()
        await self.desk.saved()
        return True

    async def discard(self) -> None:
        """Drop the draft: the officer does not want it."""
        self.close()
        await drafts.drop(self.tablet, self.key)

    def close(self) -> None:
        """From now on nothing is kept any more."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()


def use_form(
    key: str, opened: Opened, *, texts: Collection[str], household_id: UUID | None = None, commit: Save | None = None
) -> Form:
    """A form that keeps itself: 300 ms after the last key, when a field is left, and when the screen goes away.

    `opened` counts at the first render, `texts` are the fields that are typed. `commit` records what stands there
    whenever a field is left (a form without a save button); it should end with `form.taken(…)`.
    """
    desk, look = use_desk(), use_look()
    _, redraw = ft.use_state(0)
    ref: MutableRef[Form] = ft.use_ref()
    if ref.current is None:
        ref.current = Form(desk, key, opened, texts, household_id)
    form = ref.current

    def typed(name: str, _value: str) -> None:
        form.errors.pop(name, None)
        form.touched()

    form.text = use_text_draft(form.initial_texts, on_change=typed, on_blur=lambda _name, _value: form.settle())
    form.language, form.commit = look.language, commit
    form.redraw = lambda: redraw(lambda count: count + 1)
    ft.use_effect(lambda: desk.keepers.add(form.keep), dependencies=[], cleanup=lambda: desk.keepers.discard(form.keep))
    ft.use_effect(lambda: None, dependencies=[], cleanup=handler(form.settle))
    return form
