"""Who heads the household next, and what everybody is to the new head: proposed, for the officer to correct."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from field_app.services import clock
from field_app.services.households import HouseholdFile
from field_app.views.components.button import quiet_button
from field_app.views.components.consequences import Consequence
from field_app.views.components.draft import Form
from field_app.views.components.field import labelled
from field_app.views.components.group import group
from field_app.views.components.pane import target
from field_app.views.components.pressable import spoken
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.text import muted, text
from field_app.views.person_words import age_words, relation_words
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.labels import choice
from shared_models.person import Person, Relation
from shared_models.succession import heirs, proposed_relations

HEAD = "head"  # the chosen successor's id, in the form
RELATION = "relation:"  # followed by a member's id: what that member is to the new head
ASKED = "asked:"  # followed by a member's id: the officer wants another relation than the proposed one


class Succession:
    """The household's next head when `leaving` go, or when `fixed` becomes it and everybody stays.

    `needed` is False where the head stays or nobody is left. A form with two of them gives one a `prefix` for its
    fields.
    """

    def __init__(
        self, file: HouseholdFile, leaving: set[UUID], form: Form, *, fixed: Person | None = None, prefix: str = ""
    ) -> None:
        self.file, self.form, self.prefix = file, form, prefix
        self.heirs = self._heirs(leaving)
        self.needed = fixed is not None or (self._must_choose(leaving) and bool(self.heirs))
        self.head = fixed or self._head()
        self.proposed = self._proposed(self.head) if self.head else {}
        self.relations = {person_id: self._relation(person_id) for person_id in self.proposed}

    def _heirs(self, leaving: set[UUID]) -> list[Person]:
        return heirs(self.file.members, leaving)

    def _must_choose(self, leaving: set[UUID]) -> bool:
        return self.file.household.head_id in leaving

    def _proposed(self, head: Person) -> dict[UUID, Relation | None]:
        return proposed_relations(self.heirs, head)

    def _head(self) -> Person | None:
        chosen = self.form.value(self.head_name)
        found = next((person for person in self.heirs if str(person.id) == chosen), None)
        return found or (self.heirs[0] if self.needed else None)

    def _relation(self, person_id: UUID) -> Relation | None:
        chosen = self.form.value(self.relation_name(person_id))
        return Relation(str(chosen)) if chosen in set(Relation) else self.proposed[person_id]

    @property
    def head_name(self) -> str:
        """The form's field of the chosen head."""
        return self.prefix + HEAD

    def relation_name(self, person_id: UUID) -> str:
        """The form's field of what a member is to the new head."""
        return f"{self.prefix}{RELATION}{person_id}"

    def asked_name(self, person_id: UUID) -> str:
        """The form's field that says that the officer wants another relation than the proposed one."""
        return f"{self.prefix}{ASKED}{person_id}"

    @property
    def others(self) -> list[Person]:
        """Everybody who stays, but for the new head."""
        return [person for person in self.heirs if self.head and person.id != self.head.id]

    def missing(self, look: Look) -> dict[str, str]:
        """What still has to be answered, by field."""
        if not self.needed:
            return {}
        if self.head is None:
            return {self.head_name: say("head_missing", look.language)}
        return {
            self.relation_name(person.id): say("head_relation_missing", look.language, name=person.full_name())
            for person in self.others
            if self.relations.get(person.id) is None
        }


def succession_blocks(look: Look, succession: Succession) -> list[ft.Control]:
    """The question and the relations; nothing where no new head is needed."""
    if not succession.needed:
        return []
    return [heir_list(look, succession), *relation_list(look, succession)]


def heir_list(look: Look, succession: Succession, words: str = "head_next") -> ft.Control:
    """Those who stay, the likeliest first and chosen, with the reason in line two. `words` is the question's key."""
    form, today = succession.form, clock.today()
    label, prefix = say(words, look.language), succession.prefix

    def choose(code: str) -> None:
        for name in [name for name in form.chosen if name.startswith((prefix + RELATION, prefix + ASKED))]:
            del form.chosen[name]  # answers about the one chosen before say nothing about this one
        form.put(succession.head_name, code)

    choices = []
    for at, person in enumerate(succession.heirs):
        relation = relation_words(person, look.language)
        detail = say("head_proposed", look.language, relation=relation or "–") if at == 0 else relation
        age = age_words(person.birth, today, look.language)
        choices.append(Choice(str(person.id), person.full_name(), detail, age or "?"))
    chosen = str(succession.head.id) if succession.head else None
    listed = labelled(
        look, label, radio_list(look, label, choices, chosen, choose), error=form.error(succession.head_name)
    )
    return target(succession.head_name, listed)


def relation_list(look: Look, succession: Succession) -> list[ft.Control]:
    """What follows stands in one line each; what does not follow, or is not right, has to be chosen."""
    if not succession.others:
        return []
    rows: list[ft.Control] = [relation_row(look, succession, person) for person in succession.others]
    label, note = say("head_relations", look.language), say("head_relations_note", look.language)
    return [labelled(look, label, group(look, rows), hint=note)]


def relation_row(look: Look, succession: Succession, person: Person) -> ft.Control:
    """A member and what they are to the new head."""
    form, relation = succession.form, succession.relations.get(person.id)
    if succession.proposed.get(person.id) is None or form.value(succession.asked_name(person.id)):
        return ft.Container(relation_select(look, succession, person), padding=16)
    change = say("change", look.language)
    names = ft.Column(
        [
            text(look, person.full_name(), size=18, weight=600, line_height=1.4),
            muted(look, choice(relation, Relation, look.language) if relation else ""),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    again = quiet_button(
        look,
        change,
        lambda: form.put(succession.asked_name(person.id), True),
        name=spoken(change, say("head_relation_of", look.language, name=person.full_name())),
    )
    return ft.Container(ft.Row([names, again], spacing=8), padding=ft.Padding.only(left=16, right=6, top=6, bottom=6))


def relation_select(look: Look, succession: Succession, person: Person) -> ft.Control:
    name = succession.relation_name(person.id)
    form, relation = succession.form, succession.relations.get(person.id)
    select = Select(
        label=say("head_relation_of", look.language, name=person.full_name()),
        options=relation_options(look),
        value=relation.value if relation else None,
        on_change=lambda code: form.put(name, code),
        error=form.error(name),
    )
    return target(name, select)


def relation_options(look: Look) -> Sequence[Option]:
    """Every relation but the head's own."""
    return [Option(item.value, choice(item, Relation, look.language)) for item in Relation if item != Relation.HEAD]


def head_consequences(look: Look, succession: Succession) -> list[Consequence]:
    """Under whose name the house goes, and whose relations change."""
    if not succession.needed or succession.head is None:
        return []
    number = succession.file.household.house_no or "–"
    house = say("head_house", look.language, number=number, name=succession.head.full_name())
    facts = [Consequence(house, say("head_house_note", look.language), ft.Icons.HOME_OUTLINED)]
    others = succession.others
    if others:
        asked = [person for person in others if succession.relations.get(person.id) is None]
        changed = [p for p in others if succession.relations.get(p.id) not in (None, p.relation)]
        key = "head_relations_ask" if asked else "head_relations_new" if changed else "head_relations_kept"
        words = list(dict.fromkeys(relation_of(look, succession, person) for person in others if person not in asked))
        fact = say(key, look.language, n=len(asked or changed or others))
        facts.append(Consequence(fact, " · ".join(words), ft.Icons.GROUPS_ROUNDED))
    return facts


def relation_of(look: Look, succession: Succession, person: Person) -> str:
    relation = succession.relations.get(person.id)
    return choice(relation, Relation, look.language) if relation else "?"
