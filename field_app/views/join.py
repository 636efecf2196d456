"""Members of this household live in another one now: some of them, or all, and then this file is closed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, household_changes, households, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.households import HouseholdFile, HouseholdLine, UnknownHousehold
from field_app.services.visits import AtHouse
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import use_form
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.join_parts import INTO, QUERY, Joining, others, relation_fields, which
from field_app.views.move import chosen, who
from field_app.views.person_words import be_code
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen
from field_app.views.succession import Succession, head_consequences, succession_blocks
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.person import Person


@ft.component
def JoinScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != household_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, opened = loaded.value
    if not house.file.living:
        return missing_screen(look, desk, say("join_nobody", look.language), back=back)
    return JoinForm(house, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None) -> Any:
    """The household and the form: everybody goes, unless the officer says otherwise."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    everybody = " ".join(str(person.id) for person in house.file.living)
    fresh = FormDraft({"who": everybody, INTO: None})
    return household_id, house, await drafts.resume(desk.opened, f"join:{household_id}", fresh)


async def look_for(desk: Desk, query: str, into: UUID | None, own: UUID) -> tuple[list[HouseholdLine] | None, Any]:
    """What the box finds, None without a question; and the household that was chosen if it is on the tablet still."""
    if into is None:
        return await others(desk.opened, query, own) if query else None, None
    try:
        return None, await households.open_file(desk.opened, into)
    except UnknownHousehold:
        return None, None


@ft.component
def JoinForm(house: AtHouse, opened: Opened) -> ft.Control:
    """One record for both households."""
    look, desk = use_look(), use_desk()
    page = ft.context.page
    here = house.file
    form = use_form(f"join:{here.household.id}", opened, texts=(QUERY,), household_id=here.household.id)
    form.after_pause = form.redraw
    into, query = id_of(str(form.value(INTO))), form.get(QUERY)
    looked = use_loaded(lambda: look_for(desk, query, into, here.household.id), query, into)
    found, there = looked.value or (None, None)
    if there is not None and there.household.id != into:
        there = None  # of the choice before
    arriving = chosen(form, house)
    whole = len(arriving) == len(here.living)
    left = Succession(here, {person.id for person in arriving}, form, prefix="left:")
    joining = Joining(here, there, arriving, form) if there is not None and arriving else None

    async def record() -> None:
        if there is None or joining is None:
            return
        if whole:
            await household_changes.record_merge(
                form.tablet, there, here, joining.arriving, joining.relations, draft=form.key
            )
            return
        await household_changes.record_join(
            form.tablet,
            there,
            joining.arriving,
            joining.relations,
            left=here,
            staying_head=left.head if left.needed else None,
            staying_relations=left.relations if left.needed else None,
            on=be_code(clock.today()),
            draft=form.key,
        )

    async def save() -> None:
        missing = {} if there is not None else {INTO: say("join_missing", look.language)}
        missing |= {} if arriving else {"who": say("moved_who_missing", look.language)}
        missing |= {**(joining.missing(look) if joining else {}), **left.missing(look)}
        if await form.save(record, missing=missing) and there is not None:
            page.navigate(f"/households/{there.household.id}")

    side: list[ft.Control] = []
    if there is not None and joining is not None:
        follows = after(look, here, there, arriving, left)
        side = [*relation_fields(look, joining), *succession_blocks(look, left)]
        side.append(consequences(look, say("moved_after", look.language), follows))
    return form_screen(
        look,
        house,
        form,
        [which(look, form, found, there), who(look, form, house, "join_who")],
        title=say("join_title", look.language),
        note=say("join_note", look.language),
        side=side,
        save_label=say("join_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def after(
    look: Look, here: HouseholdFile, there: HouseholdFile, arriving: Sequence[Person], left: Succession
) -> list[Consequence]:
    """Both households as they will be, and who will see it."""
    language, number = look.language, there.household.house_no or "–"
    count = len(there.living) + len(arriving)
    more = say("join_there", language, number=number, n=len(arriving), count=count)
    facts = [Consequence(more, say("join_there_note", language), ft.Icons.GROUPS_ROUNDED)]
    stay = len(here.living) - len(arriving)
    if stay:
        kept = say("join_stay", language, n=stay)
        facts.append(Consequence(kept, say("split_stay_note", language), ft.Icons.HOME_OUTLINED))
        return facts + head_consequences(look, left)
    closed = say("join_closed", language, number=number)
    facts.append(Consequence(closed, say("join_closed_note", language), ft.Icons.INVENTORY_2_OUTLINED))
    return facts
