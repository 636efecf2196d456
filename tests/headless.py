"""Runs components on Flet's real Session without a client: render, find what is shown, press it, type.

It leans on Flet's internals, so all of that stays in this file and flet is pinned.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import flet as ft
import msgpack
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from field_app.views import flet_speed
from field_app.views.theme import Look, LookContext, apply_theme, look_for

C = TypeVar("C", bound=ft.BaseControl)
TURNS = 30  # of the event loop: enough for an event, its state change, the render and the effects after it
flet_speed.install()  # as bootstrap does
encode = configure_encode_object_for_msgpack(ft.BaseControl)


class ClientlessConnection(Connection):
    """Takes messages as a client would. It must encode them: Flet takes its snapshots while encoding."""

    def __init__(self, owner: "Headless") -> None:
        super().__init__()
        self.owner = owner
        self.crashes: list[Any] = []
        self.pubsubhub, self.loop, self.page_url = PubSubHub(), asyncio.get_running_loop(), "http://test"
        self.answers: set[asyncio.Task[None]] = set()

    def send_message(self, message: Any) -> None:
        msgpack.packb([message.action, message.body], default=encode)
        if message.action == MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body)
        if message.action == MessageAction.INVOKE_METHOD:
            answer = asyncio.create_task(self.owner.answer(message.body))
            self.answers.add(answer)
            answer.add_done_callback(self.answers.discard)


class Headless:
    """One session. Build it through `headless()`; `page.route` follows navigation like in the browser."""

    def __init__(self, *, width: float, height: float, route: str) -> None:
        self.connection = ClientlessConnection(self)
        self.session = Session(self.connection)
        self.page = self.session.page
        self.page.width, self.page.height, self.page.route = width, height, route
        self.replies: dict[str, Any] = {}  # client method name -> what it answers
        self._token = _context_page.set(self.page)
        msgpack.packb(self.session.get_page_patch(), default=encode)

    async def render(self, component: Callable[..., Any], *values: Any, look: Look | None = None) -> "Headless":
        """Mount a component inside the look (made from the page's width unless given), as the app does."""
        chosen = look or look_for(self.page.width or 1280)
        apply_theme(self.page, chosen)

        @ft.component
        def Root() -> ft.Control:
            return LookContext(chosen, lambda: component(*values))

        self.page.render(Root)
        return await self.settle()

    async def settle(self) -> "Headless":
        """Let events, renders and effects run, and dismiss what was closed; a crashed session raises."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert not self.connection.crashes, self.connection.crashes[0]
        for dialog in [item for item in self.page._dialogs.controls if not item.open]:
            await self.fire(dialog, "dismiss")  # as the client does when its closing animation has ended
        return self

    def all(self, kind: type[C]) -> list[C]:
        """The live controls of a class, dialogs included."""
        return [control for control in self.session.index.values() if isinstance(control, kind)]

    def texts(self) -> list[str]:
        """Every text shown, with no-break spaces made plain for easy comparing."""
        joined = [text.value or "".join(span.text or "" for span in text.spans or []) for text in self.all(ft.Text)]
        return [words.replace("\u00a0", " ") for words in joined]

    def names(self) -> list[str]:
        """What a screen reader would say: all labels, no-break spaces made plain."""
        return [item.label.replace("\u00a0", " ") for item in self.all(ft.Semantics) if item.label]

    def dialogs(self) -> list[Any]:
        """The open dialogs, sheets and bars."""
        return [dialog for dialog in self.page._dialogs.controls if dialog.open]

    def pressable(self, name: str) -> ft.Container:
        """The one tappable box of exactly this name."""
        found = [box for box in self.all(ft.Container) if box.on_click and label_of(box) == name]
        assert len(found) == 1, (name, len(found), self.names())
        return found[0]

    async def press(self, name: str) -> None:
        """Tap the box of this name."""
        await self.fire(self.pressable(name), "click")

    def textbox(self, name: str) -> ft.TextField:
        """The one text field of this name."""
        named = [item for item in self.all(ft.Semantics) if (item.label or "").replace("\u00a0", " ") == name]
        found = [item.content for item in named if isinstance(item.content, ft.TextField)]
        assert len(found) == 1, (name, len(found), self.names())
        return found[0]

    async def type(self, name: str, value: str) -> None:
        """Replace a field's text: the client first patches the value, then tells of the change."""
        box = self.textbox(name)
        self.session.apply_patch(box._i, {"value": value})
        await self.fire(box, "change", value)

    async def leave(self, name: str) -> None:
        """Move the focus out of a field."""
        await self.fire(self.textbox(name), "blur")

    async def fire(self, control: ft.BaseControl, event: str, data: Any = None) -> None:
        """Deliver a client event to a control."""
        await self.session.dispatch_event(control._i, event, data)
        await self.settle()

    async def navigate(self, route: str) -> None:
        """Go to a route as the browser's address bar would."""
        self.session.apply_page_patch({"route": route})
        await self.fire(self.page, "route_change", {"route": route})

    async def answer(self, call: Any) -> None:
        """Answer a method call on the client."""
        if call.name == "push_route":
            await self.navigate(call.args["route"])
        self.session.handle_invoke_method_results(call.control_id, call.call_id, self.replies.get(call.name), None)

    def close(self) -> None:
        """End the session."""
        self.session.close()
        _context_page.reset(self._token)


def label_of(box: ft.Container) -> str:
    """The screen reader's name of a box, no-break spaces made plain."""
    label = box.content.label if isinstance(box.content, ft.Semantics) else None
    return (label or "").replace("\u00a0", " ")


@contextmanager
def headless(*, width: float = 1280, height: float = 800, route: str = "/") -> Iterator[Headless]:
    """A session without a client, for use inside an async test."""
    opened = Headless(width=width, height=height, route=route)
    try:
        yield opened
    finally:
        opened.close()
