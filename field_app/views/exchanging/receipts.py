"""Household by household: what waits, what the office has, what it asks back."""

from collections.abc import Sequence

import flet as ft

from field_app.services.exchange import HouseholdReceipts
from field_app.views.components.chip import Status
from field_app.views.components.group import group
from field_app.views.components.household_row import HouseholdLine, household_row, row_inset
from field_app.views.components.section import section
from field_app.views.navigation import go
from field_app.views.text import WORDS, say
from field_app.views.theme import Language, Look
from shared_models.labels import label


def receipts_section(look: Look, receipts: Sequence[HouseholdReceipts]) -> list[ft.Control]:
    """Rows that open the household; nothing where nothing was recorded here lately."""
    if not receipts:
        return []
    waiting = any(item.waiting for item in receipts)
    title = say("exchange_waiting_households" if waiting else "exchange_households", look.language)
    note = say("work_households", look.language, n=f"{len(receipts):,}")
    ordered = sorted(receipts, key=lambda item: (not item.refused, not item.split, not item.waiting))
    rows = [receipt_row(look, item) for item in ordered]
    return [section(look, title, note=note), group(look, rows, inset=row_inset(look))]


def receipt_row(look: Look, item: HouseholdReceipts) -> ft.Control:
    """A household, what was recorded there, and how it fared."""
    line = HouseholdLine(
        number=item.line.household.house_no,
        head=item.line.name or say("find_no_head", look.language),
        detail=" · ".join(row_words(entity, count, look.language) for entity, count in item.rows.items()),
        state=fared(item, look.language),
    )
    return household_row(look, line, lambda: go(path_of(item)))


def path_of(item: HouseholdReceipts) -> str:
    """Where the state that matters most is dealt with."""
    household = f"/households/{item.line.household.id}"
    if item.refused:
        return "/attention"
    return f"{household}/conflicts" if item.split else household


def row_words(entity: str, count: int, language: Language) -> str:
    """`เยี่ยม 1`; a kind of row without short words is called as everywhere."""
    key = f"exchange_row_{entity}"
    return say(key, language, n=count) if key in WORDS else f"{label(entity, language)} {count}"


def fared(item: HouseholdReceipts, language: Language) -> Status:
    """The state that matters most."""
    if item.refused:
        words = say("exchange_to_mend", language, n=item.refused)
        return Status(words, "attention", ft.Icons.REPORT_GMAILERRORRED_ROUNDED)
    if item.split:
        words = say("exchange_to_choose", language, n=item.stored)
        return Status(words, "attention", ft.Icons.CALL_SPLIT_ROUNDED)
    if item.waiting:
        return Status(say("exchange_waits", language, n=item.waiting), "quiet", ft.Icons.CLOUD_QUEUE_ROUNDED)
    words = say("exchange_stored_of", language, n=item.stored, count=item.operations)
    return Status(words, "good", ft.Icons.DONE_ALL_ROUNDED)
