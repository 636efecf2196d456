"""Welfare that the household and its members have, as the agencies' lists brought it: a line for each kind."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.chip import Status
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.household_file.dates import day_order, partial_order
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.labels import choice
from shared_models.labels.moment import date_words, partial_words
from shared_models.labels.value import baht
from shared_models.person import LifeState
from shared_models.welfare_receipt import WelfareKind, WelfareReceipt


class Benefit(NamedTuple):
    """The same payment or right of one subject, however often it came; `latest` is the newest receipt of it."""

    latest: WelfareReceipt
    times: int


def welfare_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """By person, the household's own first; where there is none, where it would come from."""
    head = section(look, say("file_welfare", look.language))
    if not file.receipts:
        return [head, quiet_line(look, say("file_no_welfare", look.language))]
    found = by_subject(file)
    places = {None: -1, **{person.id: place for place, person in enumerate(file.members)}}
    blocks: list[ft.Control] = [head]
    for whose in sorted(found, key=lambda each: places.get(each, len(places))):
        rows = [benefit_row(look, benefit) for benefit in found[whose]]
        blocks += [muted(look, subject(file, whose, look.language)), group(look, rows, inset=INSET)]
    return blocks


def by_subject(file: HouseholdFile) -> dict[UUID | None, list[Benefit]]:
    """What each member has, by id; the household's own under None."""
    receipts: defaultdict[UUID | None, list[WelfareReceipt]] = defaultdict(list)
    for receipt in file.receipts:
        receipts[receipt.person_id].append(receipt)
    return {whose: benefits(mine) for whose, mine in receipts.items()}


def benefits(receipts: Iterable[WelfareReceipt]) -> list[Benefit]:
    """Equal payments as one, the newest on top."""
    equal: defaultdict[tuple[object, ...], list[WelfareReceipt]] = defaultdict(list)
    for receipt in sorted(receipts, key=receipt_order, reverse=True):
        key = receipt.programme, receipt.measure, receipt.agency, str(receipt.kind), receipt.amount_satang
        equal[key].append(receipt)
    return [Benefit(same[0], len(same)) for same in equal.values()]


def receipt_order(receipt: WelfareReceipt) -> tuple[int, int, int]:
    """By the day it was paid, else by its period."""
    return day_order(receipt.paid_on) if receipt.paid_on else partial_order(receipt.period_from or receipt.period_to)


def subject(file: HouseholdFile, whose: UUID | None, language: Language) -> str:
    """A member's name, with what became of them where they left; the household; or somebody who is not here."""
    if whose is None:
        return say("file_whole_household", language)
    person = next((member for member in file.members if member.id == whose), None)
    if person is None:
        return say("file_welfare_away", language)
    if person.life_state == LifeState.ALIVE:
        return person.full_name()
    state = choice(person.life_state, LifeState, language)
    return say("file_welfare_person", language, name=person.full_name(), state=state)


def benefit_row(look: Look, benefit: Benefit) -> ft.Control:
    """Programme, then agency, amount and when; whether it is a payment or a right."""
    language, receipt = look.language, benefit.latest
    title = " · ".join(part for part in (receipt.programme, receipt.measure or "") if part)
    times = say("file_welfare_times", language, n=benefit.times) if benefit.times > 1 else ""
    when = receipt_words(receipt, language)
    if times and when:
        when = say("file_welfare_latest", language, when=when)
    parts = (receipt.agency or "", baht(receipt.amount_satang, language), when, times)
    mark = ft.Icons.PAYMENTS_OUTLINED if receipt.kind == WelfareKind.PAYMENT else ft.Icons.VERIFIED_USER_OUTLINED
    kind = Status(choice(receipt.kind, WelfareKind, language), "quiet", mark)
    detail = " · ".join(part for part in parts if part)
    return record_row(look, title, detail, ft.Icons.ACCOUNT_BALANCE_WALLET_OUTLINED, state=kind)


def receipt_words(receipt: WelfareReceipt, language: Language) -> str:
    """The day of payment, else the period as far as it is known."""
    if receipt.paid_on:
        return date_words(receipt.paid_on, language)
    first, last = (partial_words(code, language) for code in (receipt.period_from, receipt.period_to))
    if first and last:
        return first if first == last else say("file_welfare_period", language, first=first, last=last)
    if last:
        return say("file_welfare_until", language, last=last)
    return say("file_welfare_from", language, first=first) if first else ""
