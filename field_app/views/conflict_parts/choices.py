"""What was chosen on the whole screen, and using it: one action for all fields that are decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import flet as ft

from field_app.services import conflicts
from field_app.services.conflicts import OpenConflict, Settled
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components.draft import Form
from field_app.views.components.entity_form import Unreadable
from field_app.views.components.pane import scroll_to
from field_app.views.conflict_parts.pick import ERROR, PICK, Pick
from field_app.views.conflict_parts.told import who
from field_app.views.desk import Desk
from field_app.views.text import say, sentence
from field_app.views.theme import Language
from shared_models.errors import DomainError


@dataclass(frozen=True)
class Shown:
    """What the screen was opened on; `opened` are the drafts of choices, by conflict."""

    house: AtHouse
    found: Sequence[OpenConflict]
    opened: dict[UUID, Opened]


class Choices:
    """Holds the forms of the cards, which keep the choices. `language` is the screen's."""

    def __init__(self, desk: Desk, shown: Shown) -> None:
        self.desk, self.shown = desk, shown
        self.language: Language = "th"
        self.scroller: ft.Ref[ft.Column] = ft.Ref()
        self._forms: dict[UUID, Form] = {}

    def remember(self, conflict: OpenConflict, form: Form) -> None:
        self._forms[conflict.id] = form

    @property
    def picks(self) -> list[Pick]:
        """One for each card that has been drawn."""
        return [Pick(one, self._forms[one.id]) for one in self.shown.found if one.id in self._forms]

    @property
    def decided(self) -> int:
        """Before the cards are drawn, the drafts tell."""
        if not self._forms:
            return sum(bool(opened.draft.values.get(PICK)) for opened in self.shown.opened.values())
        return sum(pick.decided for pick in self.picks)

    @property
    def givers(self) -> list[str]:
        """Whose values can be taken at once: those who gave one of each of several fields."""
        if len(self.shown.found) < 2:
            return []
        names = [{who(told, self.language) for told in one.told} for one in self.shown.found]
        return sorted(set.intersection(*names), key=lambda name: name != say("conflict_me", self.language))

    def take_all(self, name: str) -> None:
        """Choose what one of them gave in every field."""
        for pick in self.picks:
            pick.take(next(told for told in pick.conflict.told if who(told, self.language) == name))

    async def use(self) -> bool:
        """Settle what is decided. False: a sentence stands where something is missing."""
        made = [pick for pick in self.picks if pick.decided]
        if not made:
            return await self._refuse(self.picks[0], ERROR, say("conflict_choose", self.language))
        choices = []
        for pick in made:
            try:
                choices.append(Settled(pick.conflict, pick.value()))
            except Unreadable as unreadable:
                return await self._refuse(pick, unreadable.name, say(unreadable.words, self.language))
        try:
            await conflicts.settle(self.desk.opened, *choices)
        except DomainError as problem:
            blamed = [pick for pick in made if pick.conflict.field.name == problem.details.get("field")]
            return await self._refuse((blamed or made)[0], ERROR, sentence(problem, self.language))
        for pick in made:
            await pick.form.discard()
        await self.desk.saved()
        return True

    async def _refuse(self, pick: Pick, name: str, words: str) -> bool:
        await pick.form.refuse({name: words})
        await scroll_to(self.scroller, str(pick.conflict.id))
        return False
