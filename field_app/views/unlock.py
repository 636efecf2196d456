"""The lock: who uses the tablet, the PIN pad, and what can stand in the way."""

import time
from asyncio import sleep
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import places, unlock
from field_app.services.tablet import Tablet
from field_app.store.errors import (
    KeyStoreGone,
    PinDelayed,
    PinLocked,
    VaultBusy,
    VaultDamaged,
    VaultMissing,
    WrongPin,
)
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.views.components.banner import banner
from field_app.views.components.button import tonal_button
from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.officer_row import officer_row
from field_app.views.components.phrase import PhraseEntry
from field_app.views.components.pin_pad import PinPad
from field_app.views.components.text import heading, muted
from field_app.views.desk import use_desk
from field_app.views.entry_frame import Fact, entry_frame, usual_facts
from field_app.views.navigation import PATHS, go
from field_app.views.recovery import Recovery
from field_app.views.text import say, sentence
from field_app.views.theme import Language, Look, use_look
from shared_models.area import find

COLUMN = 344
KEPT_SECONDS = 60  # how long a PIN that was right may be used for "try again" and "repair"
NOTHING: Any = None


@dataclass
class KeptPin:
    """A PIN that opened the ring while the vault could not be opened; forgotten soon."""

    pin: str
    at: float

    @property
    def fresh(self) -> bool:
        return time.monotonic() - self.at < KEPT_SECONDS


@ft.component
def UnlockScreen() -> ft.Control:
    """Opens the vault and hands it to the desk, which then shows the officer's work."""
    look, desk = use_look(), use_desk()
    key_file = unlock.find_key_file(desk.settings)
    chosen, set_chosen = ft.use_state(0)
    busy, set_busy = ft.use_state(False)
    problem, set_problem = ft.use_state(NOTHING)
    recovers, set_recovers = ft.use_state(False)
    kept: MutableRef[KeptPin] = ft.use_ref()
    if key_file is None:
        raise VaultMissing()
    officer = key_file.officers[min(chosen, len(key_file.officers) - 1)]
    wait = use_countdown(officer)

    async def attempt(pin: str, opener: Callable[..., Any] = unlock.unlock) -> None:
        set_busy(True)
        set_problem(None)
        try:
            tablet = await opener(desk.settings, pin, officer.officer_id)
            await desk.take(tablet)
            await go_on(tablet)
        except (VaultBusy, VaultDamaged) as stopped:
            kept.current = KeptPin(pin, time.monotonic())
            set_problem(stopped)
        except Exception as refused:
            set_problem(refused)
        finally:
            set_busy(False)

    async def again(opener: Callable[..., Any]) -> None:
        remembered, kept.current = kept.current, None
        if remembered is not None and remembered.fresh:
            await attempt(remembered.pin, opener)
        else:
            set_problem(None)  # the officer enters the PIN once more

    def choose(index: int) -> None:
        kept.current = None
        set_problem(None)
        set_chosen(index)

    async def recovered(pin: str) -> None:
        set_recovers(False)
        await attempt(pin)

    if recovers:
        way = Recovery(officer, on_recovered=recovered, on_back=lambda: set_recovers(False))
        return entry_frame(look, [way], facts=facts(look, key_file), note=whose(look, key_file))
    pad = entry(
        look,
        officer,
        attempt,
        message=message(problem, wait, look.language),
        tries_left=problem.details.get("tries_left") if isinstance(problem, WrongPin) else None,
        on_forgot=lambda: set_recovers(True),
        busy=busy,
        key=str(officer.officer_id),  # every component takes one
    )
    told = notice(look, officer, problem, again, recover=lambda: set_recovers(True))
    people = officers(look, key_file, officer.officer_id, choose)
    parts = arranged(look, told, people, [] if is_shut(officer, problem) else [pad])
    return entry_frame(look, parts, facts=facts(look, key_file), note=whose(look, key_file))


def is_shut(officer: OfficerKeys, problem: Any) -> bool:
    """No PIN opens it: it was tried too often, or the office has ended the officer's work here."""
    return officer.locked or isinstance(problem, PinLocked)


def entry(look: Look, officer: OfficerKeys, attempt: Callable[[str], Any], **told: Any) -> ft.Control:
    """The pad, or the box of who chose a passphrase."""
    language = look.language
    if not officer.pin_digits:
        title, action = say("unlock_phrase", language), say("phrase_open", language)
        return PhraseEntry(attempt, title=title, action=action, **told)
    title = say("unlock_pin", language, n=officer.pin_digits)
    return PinPad(attempt, title=title, length=officer.pin_digits, **told)


async def go_on(tablet: Tablet) -> None:
    """To the visit or form that was open when the tablet was closed; an address that was asked for comes first."""
    place = await places.last(tablet)
    if place is not None and ft.context.page.route in ("", PATHS["work"]):
        go(place)


def use_countdown(officer: OfficerKeys) -> int:
    """Seconds until the next try, counted down on the screen."""
    left, set_left = ft.use_state(unlock.wait_seconds(officer))

    async def count() -> None:
        while (seconds := unlock.wait_seconds(officer)) > 0:
            set_left(seconds)
            await sleep(1)
        set_left(0)

    ft.use_effect(count, dependencies=[officer.officer_id, officer.wait_until_ms])
    return left


def message(problem: Any, wait: int, language: Language) -> str:
    """The line over the keys; "" leaves it to the tries that are left."""
    if wait:
        key = "unlock_minutes" if wait >= 60 else "unlock_seconds"
        return say("unlock_wait", language, wait=say(key, language, m=wait // 60, s=wait % 60))
    if isinstance(problem, WrongPin | PinDelayed | KeyStoreGone | VaultBusy | VaultDamaged) or not isinstance(
        problem, Exception
    ):
        return ""
    return sentence(problem, language)


def notice(
    look: Look,
    officer: OfficerKeys,
    problem: Any,
    again: Callable[[Callable[..., Any]], Any],
    recover: Callable[[], Any],
) -> ft.Control | None:
    """What stands in the way, with what to do about it."""
    language = look.language
    if is_shut(officer, problem):
        way = tonal_button(look, say("unlock_recover", language), recover)
        key = "unlock_withdrawn" if officer.ring is None else "unlock_locked"
        return told(look, key, ft.Icons.LOCK_CLOCK_OUTLINED, way)
    if isinstance(problem, KeyStoreGone):
        way = tonal_button(look, say("unlock_recover", language), recover)
        return told(look, "unlock_gone", ft.Icons.KEY_OFF_OUTLINED, way)
    if isinstance(problem, VaultBusy):
        retry = tonal_button(look, say("unlock_again", language), lambda: again(unlock.unlock))
        return told(look, "unlock_busy", ft.Icons.TAB_UNSELECTED_ROUNDED, retry)
    if isinstance(problem, VaultDamaged):
        mend = tonal_button(look, say("unlock_repair", language), lambda: again(unlock.repair))
        return told(look, "unlock_damaged", ft.Icons.HEALING_ROUNDED, mend)
    return None


def told(look: Look, key: str, mark: ft.IconData, action: ft.Control) -> ft.Control:
    """An amber banner, its action under the words: the column is narrow."""
    title, note = say(f"{key}_title", look.language), say(f"{key}_note", look.language)
    lines: list[ft.Control] = [banner(look, title, tone="attention", icon=mark, detail=note), ft.Row([action])]
    return ft.Column(lines, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def officers(look: Look, key_file: KeyFile, chosen: UUID, choose: Callable[[int], Any]) -> ft.Control:
    """Who can open this tablet."""
    rows = [
        officer_row(look, item.name, lambda index=index: choose(index), selected=item.officer_id == chosen)
        for index, item in enumerate(key_file.officers)
    ]
    return group(look, rows, inset=72)


def arranged(look: Look, told: ft.Control | None, people: ft.Control, pad: list[ft.Control]) -> list[ft.Control]:
    """Officers and pad, where there is one, side by side on wide screens, else one above the other; a notice first."""
    above = [told] if told is not None else []
    if not look.wide:
        column = ft.Column([*above, people], spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
        return [ft.Container(column, width=480), *pad]
    sealed = ft.Row(
        [
            icon(look, ft.Icons.LOCK_OUTLINE_ROUNDED, size=20),
            muted(look, say("unlock_only_you", look.language), expand=True),
        ],
        spacing=10,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    left = ft.Column(
        [*above, heading(look, say("unlock_who", look.language), size=22, weight=600), people, sealed],
        spacing=14,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        tight=True,
    )
    row = [ft.Container(left, width=COLUMN), *pad]
    return [
        ft.Row(row, spacing=56, alignment=ft.MainAxisAlignment.CENTER, vertical_alignment=ft.CrossAxisAlignment.START)
    ]


def whose(look: Look, key_file: KeyFile) -> str:
    """The district of this tablet."""
    district = find(key_file.district_code)
    if district is None:
        return ""
    name = district.name_en if look.language == "en" else district.name_th
    return say("entry_district", look.language, name=name)


def facts(look: Look, key_file: KeyFile) -> list[Fact]:
    """What the panel says about this tablet without opening it."""
    names = ", ".join(officer.name for officer in key_file.officers)
    where = Fact(whose(look, key_file), names, ft.Icons.LOCATION_ON_OUTLINED)
    return [where, *usual_facts(look)]
