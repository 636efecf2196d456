"""Keeps an exception in a handler from replacing the whole screen: logged without personal data, said kindly."""

import functools
import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar, cast

import flet as ft

from field_app.services.clock import running_seconds
from field_app.views.text import sentence
from field_app.views.theme import Language
from shared_models.errors import DomainError

logger = logging.getLogger("field_app.views")
TOUCHED = "touched"
P = ParamSpec("P")
R = TypeVar("R")


def guard(handler: Callable[P, R]) -> Callable[P, R]:
    """Decorates an event handler, sync or async. A failing handler answers None and the officer reads a sentence."""
    if inspect.iscoroutinefunction(handler):

        @functools.wraps(handler)
        async def guarded_async(*args: P.args, **kwargs: P.kwargs) -> Any:
            try:
                return await cast(Awaitable[Any], handler(*args, **kwargs))
            except Exception as error:
                report(error)
                return None

        return cast(Callable[P, R], guarded_async)

    @functools.wraps(handler)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return handler(*args, **kwargs)
        except Exception as error:
            report(error)
            return None

    return cast(Callable[P, R], guarded)


def handler(callback: Callable[..., Any], *values: object) -> Callable[[], Awaitable[None]]:
    """An event handler that calls `callback(*values)`, waits for it if it is async, and is guarded.

    That it ran is noted: the tablet locks when nothing is touched for a while.
    """

    @guard
    async def handle() -> None:
        touched(ft.context.page)
        result = callback(*values)
        if inspect.isawaitable(result):
            await result

    return handle


def touched(page: ft.Page) -> None:
    """Somebody is using the tablet at this moment."""
    page.session.store.set(TOUCHED, running_seconds())


def idle_seconds(page: ft.Page) -> float:
    """Since the last tap or key; the first question counts as one."""
    if page.session.store.get(TOUCHED) is None:
        touched(page)
    return running_seconds() - float(page.session.store.get(TOUCHED))


def report(error: Exception) -> None:
    """Log where it happened, never the message (it may hold a name), and show the sentence for it."""
    if isinstance(error, DomainError):
        logger.info("refused: %s", error.code)
    else:
        logger.error("a handler failed: %s at %s", type(error).__name__, places(error))
    page = ft.context.page
    page.show_dialog(failure_bar(page, sentence(error, language_of(page))))


def places(error: Exception) -> str:
    """The frames an error came through, innermost last, as file:line in function."""
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)


def language_of(page: ft.Page) -> Language:
    """The language apply_theme gave the page."""
    current = page.locale_configuration.current_locale if page.locale_configuration else None
    return "en" if current is not None and current.language_code == "en" else "th"


def failure_bar(page: ft.Page, words: str) -> ft.SnackBar:
    """A floating bar above the bottom navigation; it stays long enough to be read twice."""
    scheme = page.theme.color_scheme if page.theme else None
    ink = scheme.on_inverse_surface if scheme else None
    style = ft.TextStyle(size=16, font_family="Sarabun500", color=ink, height=1.5)
    return ft.SnackBar(
        ft.Semantics(live_region=True, content=ft.Text(words, style=style)),
        behavior=ft.SnackBarBehavior.FLOATING,
        margin=ft.Margin.only(left=16, right=16, bottom=96),
        shape=ft.RoundedRectangleBorder(radius=12),
        duration=ft.Duration(seconds=8),
    )
