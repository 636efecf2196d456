"""The parts of joining households: finding the other one, and what everybody will be to its head."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from field_app.services import households
from field_app.services.households import HouseholdFile, HouseholdLine
from field_app.services.tablet import Tablet
from field_app.views.components.button import quiet_button
from field_app.views.components.draft import Form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block, group
from field_app.views.components.household_row import HouseholdLine as Row
from field_app.views.components.household_row import household_row, row_inset
from field_app.views.components.pane import target
from field_app.views.components.plate import plate
from field_app.views.components.select import Select
from field_app.views.components.text import muted, text
from field_app.views.person_words import place_words
from field_app.views.succession import RELATION, relation_options
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.household import HouseholdStatus
from shared_models.person import Person, Relation
from shared_models.succession import heads_empty, relations_through

INTO = "into"  # in the form: the id of the household they join
QUERY = "query"
SHOWN = 6


async def others(tablet: Tablet, query: str, own: UUID) -> list[HouseholdLine]:
    """Households that can be joined: those that live in their village, but for this one."""
    found = (await households.find(tablet, query, shown=2 * SHOWN)).lines
    return [
        line for line in found if line.household.id != own and line.household.status == HouseholdStatus.ACTIVE
    ][:SHOWN]  # fmt: skip


def which(look: Look, form: Form, found: Sequence[HouseholdLine] | None, there: HouseholdFile | None) -> ft.Control:
    """The box and what it finds; once one is chosen, that one and the way to another."""
    language = look.language
    if there is not None:
        return target(INTO, labelled(look, say("join_chosen", language), chosen_house(look, form, there)))
    label, hint = say("join_find", language), say("join_find_hint", language)
    parts: list[ft.Control] = [field(look, label, form.text, QUERY, hint=hint, error=form.error(INTO), max_length=80)]
    rows: list[ft.Control] = [found_row(look, form, line) for line in found or ()]
    if rows:
        parts.append(labelled(look, say("join_choose", language), group(look, rows, inset=row_inset(look))))
    elif found is not None:
        parts.append(muted(look, say("join_none", language)))
    stretch = ft.CrossAxisAlignment.STRETCH
    return target(INTO, ft.Column(parts, spacing=12, tight=True, horizontal_alignment=stretch))


def found_row(look: Look, form: Form, line: HouseholdLine) -> ft.Control:
    """A household; a tap chooses it."""
    told = (place_words(line.household, look.language), say("people", look.language, n=line.members))
    head = line.name or say("find_no_head", look.language)
    shown = Row(number=line.household.house_no, head=head, detail=" · ".join(told))
    return household_row(look, shown, lambda: form.put(INTO, str(line.household.id)))


def chosen_house(look: Look, form: Form, there: HouseholdFile) -> ft.Control:
    head = there.head.full_name() if there.head else say("find_no_head", look.language)
    names = ft.Column(
        [
            text(look, head, size=18, weight=600, line_height=1.4),
            muted(look, place_words(there.household, look.language)),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    change = quiet_button(look, say("change", look.language), lambda: form.put(INTO, None))
    row = ft.Row([plate(look, there.household.house_no, size="s"), names, change], spacing=14)
    return block(look, row, padding=ft.Padding.only(left=16, right=6, top=8, bottom=8))


class Joining:
    """What those who arrive will be to the head of `there`.

    Once it is said what the head of `here` is to that head, what the others are is proposed. `first` is who becomes the
    head of a household that has none.
    """

    def __init__(self, here: HouseholdFile, there: HouseholdFile, arriving: Sequence[Person], form: Form) -> None:
        head_id = here.household.head_id
        self.arriving = sorted(arriving, key=lambda person: person.id != head_id)
        self.first = heads_empty(there.household, there.members, self.arriving)
        self.form, self.head = form, there.head
        self.asked = [person for person in self.arriving if person is not self.first]
        self.relations = {person.id: self._said(person) for person in self.asked}
        came_as = self.relations.get(head_id) if head_id else None
        proposed = relations_through(self.asked, came_as) if came_as else self._kept(head_id)
        self.relations = {i: said or proposed.get(i) for i, said in self.relations.items()}

    def _said(self, person: Person) -> Relation | None:
        code = self.form.value(f"{RELATION}{person.id}")
        return Relation(str(code)) if code in set(Relation) else None

    def _kept(self, head_id: UUID | None) -> dict[UUID, Relation | None]:
        """Where the head goes on as head, everybody stays what they were."""
        if self.first is None or self.first.id != head_id:
            return {}
        return {p.id: Relation(p.relation) for p in self.asked if p.relation in set(Relation)}

    def missing(self, look: Look) -> dict[str, str]:
        """Whose relation has to be chosen still."""
        return {
            f"{RELATION}{person.id}": say("head_relation_missing", look.language, name=person.full_name())
            for person in self.asked
            if self.relations[person.id] is None
        }


def relation_fields(look: Look, joining: Joining) -> list[ft.Control]:
    """One choice for each who arrives."""
    language = look.language
    if joining.first is not None:
        note = say("join_no_head", language, name=joining.first.full_name())
    else:
        note = say("join_relations_note", language, name=joining.head.full_name() if joining.head else "–")
    if not joining.asked:
        return [muted(look, note)]
    rows: list[ft.Control] = [ft.Container(relation_field(look, joining, p), padding=16) for p in joining.asked]
    return [labelled(look, say("join_relations", language), group(look, rows), hint=note)]


def relation_field(look: Look, joining: Joining, person: Person) -> ft.Control:
    name, relation = f"{RELATION}{person.id}", joining.relations[person.id]
    select = Select(
        label=say("join_relation_of", look.language, name=person.full_name()),
        options=relation_options(look),
        value=relation.value if relation else None,
        on_change=lambda code: joining.form.put(name, code),
        error=joining.form.error(name),
    )
    return target(name, select)
