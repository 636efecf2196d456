"""Some members found a household of their own: who goes, where to, who heads each side, and what will follow."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, household_changes, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views.components.area_cascade import AreaCascade
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.pane import target
from field_app.views.components.section import section
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.move import chosen, who
from field_app.views.person_words import be_code, short_place
from field_app.views.place_fields import at_level, children, household_text, number_typed
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen
from field_app.views.succession import Succession, head_consequences, heir_list, relation_list, succession_blocks
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.area import Level
from shared_models.household_event import NewHousehold, destination
from shared_models.life_event import Place
from shared_models.person import Person, Relation

TEXTS = ("house_no",)
NEW_HOUSE = "new:"  # before the fields about the new household's head and relations
LEAST = 2  # one goes, one stays


@ft.component
def SplitScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != household_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, opened = loaded.value
    if len(house.file.living) < LEAST:
        return missing_screen(look, desk, say("split_too_few", look.language), back=back)
    return SplitForm(house, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None) -> Any:
    """The household and the form: today, in the same village, nobody chosen."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    fresh = FormDraft({"who": "", "to": house.file.household.village_code, "since": be_code(clock.today())})
    return household_id, house, await drafts.resume(desk.opened, f"split:{household_id}", fresh)


class Founders(Succession):
    """Who heads the new household, among those who go: always asked; the old head goes on as head if they go, too."""

    def _heirs(self, leaving: set[UUID]) -> list[Person]:
        """`leaving`, seen from the new household, are those who stay behind."""
        found = super()._heirs(leaving)
        return sorted(found, key=lambda person: person.id != self.file.household.head_id)

    def _must_choose(self, leaving: set[UUID]) -> bool:
        return True

    def _proposed(self, head: Person) -> dict[UUID, Relation | None]:
        if head.id != self.file.household.head_id:
            return super()._proposed(head)
        others = [person for person in self.heirs if person.id != head.id]
        return {p.id: Relation(str(p.relation)) if p.relation in set(Relation) else None for p in others}


@ft.component
def SplitForm(house: AtHouse, opened: Opened) -> ft.Control:
    """One record for both sides."""
    look = use_look()
    page = ft.context.page
    household = house.file.household
    form = use_form(f"split:{household.id}", opened, texts=TEXTS, household_id=household.id)
    form.after_pause = form.redraw
    leaving = chosen(form, house)
    staying = [person for person in house.file.living if person not in leaving]
    founders = Founders(house.file, {person.id for person in staying}, form, prefix=NEW_HOUSE)
    left = Succession(house.file, {person.id for person in leaving}, form)
    founded: list[UUID] = []

    async def record() -> None:
        into = NewHousehold(form.tablet.moment().new_id(), village_of(form) or "", number_typed(form))
        if founders.head is not None:  # not None: `missing` has asked for somebody to go
            await household_changes.record_split(
                form.tablet,
                house.file,
                leaving,
                into=into,
                head=founders.head,
                relations=founders.relations,
                staying_head=left.head if left.needed else None,
                staying_relations=left.relations if left.needed else None,
                on=str(form.value("since") or "") or None,
                draft=form.key,
            )
            founded.append(into.id)

    async def save() -> None:
        missing = missing_in(look, form, leaving, staying)
        if leaving and staying:
            missing |= {**founders.missing(look), **left.missing(look)}
        if await form.save(record, missing=missing):
            page.navigate(f"/households/{founded[0]}")

    blocks: list[ft.Control] = [who(look, form, house, "split_who"), *place(look, form), since(look, form)]
    side: list[ft.Control] = []
    if leaving and staying:
        side = [heir_list(look, founders, "split_new_head"), *relation_list(look, founders)]
        side += succession_blocks(look, left)
        follows = after(look, form, leaving, staying, founders, left)
        side.append(consequences(look, say("moved_after", look.language), follows))
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=say("split_title", look.language),
        note=say("split_note", look.language),
        side=side,
        save_label=say("split_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def village_of(form: Form) -> str | None:
    """Where the new household is filed: a village, or the subdistrict whose office finds out which."""
    return destination(Place(str(form.value("to") or "") or None))


def missing_in(look: Look, form: Form, leaving: Sequence[Person], staying: Sequence[Person]) -> dict[str, str]:
    """Somebody goes, somebody stays, and the place is known well enough for its office to take over."""
    errors = {}
    if not leaving:
        errors["who"] = say("moved_who_missing", look.language)
    elif not staying:
        errors["who"] = say("split_all", look.language)
    to = str(form.value("to") or "")
    if village_of(form) is None or (len(to) < Level.VILLAGE and children(to, form.tablet.key_file.district_code)):
        errors["to"] = say("split_place_missing", look.language)
    return errors | {name: say("record_date_unreadable", look.language) for name in form.unreadable}


def place(look: Look, form: Form) -> list[ft.Control]:
    """The village, and the number on the new house."""
    district, to = form.tablet.key_file.district_code, str(form.value("to") or "")
    cascade = AreaCascade(
        to,
        lambda code: form.put("to", code),
        children=lambda code: children(code, district),
        errors=at_level(to, form.error("to")),
    )
    number = household_text(look, form, "house_no", hint=say("arrival_number_hint", look.language))
    return [section(look, say("split_where", look.language)), target("to", cascade), number]


def since(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "since", "split_when")


def after(
    look: Look,
    form: Form,
    leaving: Sequence[Person],
    staying: Sequence[Person],
    founders: Succession,
    left: Succession,
) -> list[Consequence]:
    """Both households as they will be, and who will see it."""
    language, to = look.language, str(form.value("to") or "")
    there = short_place(to, language) if to else "–"
    head = founders.head.full_name() if founders.head else ""
    new = say("split_founded_head", language, name=head, n=len(leaving))
    old = say("split_stay", language, n=len(staying))
    return [
        Consequence(say("split_founded", language, place=there), new, ft.Icons.ADD_HOME_OUTLINED),
        Consequence(old, say("split_stay_note", language), ft.Icons.HOME_OUTLINED),
        *head_consequences(look, left)[:1],
        Consequence(say("split_seen", language, place=there), "", ft.Icons.SEND_OUTLINED),
    ]
