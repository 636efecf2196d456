"""The oracle itself is tried: known mistakes are put into the real code, and stories find each of them.

The sixth, a feed without its lock, shows only where transactions really run at once: see test_concurrency.py.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from field_app.store import container, reception
from field_app.store.tables import OutboxEntry, SendState
from field_app.sync import engine
from field_app.sync.errors import Offline
from server.services.exchanging import intake
from shared_models import rows
from shared_models.exchange import ExchangeReply, ExchangeRequest
from shared_models.merge import Version
from tests.simulation.officer import ACTIONS, Officer
from tests.simulation.play import play
from tests.simulation.stage import a_stage
from tests.simulation.story import HAPPENINGS, Story

STORIES = 60  # at most; each mistake shows in more than every seventh, so most are found within ten
ask: Callable[..., Awaitable[ExchangeReply]] = engine.Exchange._ask
append: Callable[..., None] = container.Container.append
drop_outside: Callable[..., None] = reception._Intake._drop_outside


async def takes_a_lost_reply_for_a_receipt(self: engine.Exchange, request: ExchangeRequest) -> ExchangeReply:
    try:
        return await ask(self, request)
    except Offline:
        sent = [signed.stamp for run in request.runs for signed in run.operations]

        def settle(transaction: Any) -> None:
            for stamp in sent:
                transaction.session.get(OutboxEntry, stamp).state = SendState.STORED

        await self.database.write(settle)
        raise


def shows_the_latest_stamp(heads: Any) -> Version:
    return max(heads, key=lambda head: head.stamp)


def forgets_the_bases(_self: object, operation: Any) -> dict[str, set[str]]:
    return {name: set() for name in rows.given(operation)}


def does_not_wait_for_the_disk(self: container.Container, record: bytes, **others: Any) -> None:
    append(self, record, **{**others, "lasting": False})


def keeps_what_did_not_come_again(self: Any) -> None:
    whole = self.reply
    self.reply = whole.model_copy(update={"zero": ()})
    drop_outside(self)
    self.reply = whole


class Mistake(NamedTuple):
    """Where the mistake is put; `often` happens more in its stories than elsewhere."""

    place: object
    name: str
    wrong: object
    often: Mapping[Any, int] = MappingProxyType({})


MISTAKES = {
    "a receipt is dropped": Mistake(engine.Exchange, "_ask", takes_a_lost_reply_for_a_receipt),
    "the wrong value shows": Mistake(
        rows, "shown", shows_the_latest_stamp, {Officer._changes_the_house: 400, Story._edits: 150}
    ),
    "bases are forgotten": Mistake(intake.Intake, "_read_bases", forgets_the_bases),
    "saved is said before the disk has it": Mistake(
        container.Container, "append", does_not_wait_for_the_disk, {Story._breaks: 20, Story._edits: 120}
    ),
    "a pull from zero removes nothing": Mistake(
        reception._Intake, "_drop_outside", keeps_what_did_not_come_again, {Story._is_upgraded: 30}
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_stories_find_a_mistake(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(MISTAKES[mistake], range(STORIES), monkeypatch) is not None


def find(planted: Mistake, seeds: Iterable[int], patch: pytest.MonkeyPatch) -> int | None:
    """The first of these seeds whose story shows the mistake."""
    for happening, weight in planted.often.items():
        patch.setitem(ACTIONS if happening in ACTIONS else HAPPENINGS, happening, weight)
    with a_stage() as stage:
        patch.setattr(planted.place, planted.name, planted.wrong)
        return next((seed for seed in seeds if play(stage, seed).words), None)
