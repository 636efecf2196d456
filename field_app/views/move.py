"""Moving out: one or several members, or the whole household; where to, as far as anybody knows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, life_events, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views.components.area_cascade import ABROAD, UNKNOWN, AreaCascade
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block
from field_app.views.components.pane import target
from field_app.views.components.radio_list import checkbox_row
from field_app.views.components.section import section
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.person_words import age_words, be_code, detail_words, short_place
from field_app.views.place_fields import children
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.succession import Succession, head_consequences, succession_blocks
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.area import Level
from shared_models.life_event import Place
from shared_models.person import Person

TEXTS = ("moved_to", "life_state_note")
SUMMARY = 6


@ft.component
def MoveScreen() -> ft.Control:
    """`…/members/P/moved` begins with one person, `…/moved` with everybody."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, person_id = id_of(params.get("household_id")), id_of(params.get("person_id"))
    loaded = use_loaded(lambda: load(desk, household_id, person_id), household_id, person_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != (household_id, person_id):
        return waiting_screen(look, desk, loaded, back=back)
    _, house, opened = loaded.value
    if person_id and not any(person.id == person_id for person in house.file.living):
        return missing_screen(look, desk, say("member_missing", look.language), back=back)
    return MoveForm(house, person_id, opened, key=f"{household_id} {person_id}")  # type: ignore[call-arg]  # flet's key


async def load(desk: Desk, household_id: UUID | None, person_id: UUID | None) -> Any:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    fresh = FormDraft({"who": str(person_id or ""), "life_state_on": be_code(clock.today()), "to": ""})
    opened = await drafts.resume(desk.opened, f"moved:{person_id or household_id}", fresh)
    return (household_id, person_id), house, opened


@ft.component
def MoveForm(house: AtHouse, person_id: UUID | None, opened: Opened) -> ft.Control:
    """Everybody chosen is the whole household: its file is moved or closed, in one event."""
    look = use_look()
    page = ft.context.page
    household = house.file.household
    form = use_form(f"moved:{person_id or household.id}", opened, texts=TEXTS, household_id=household.id)
    leaving = house.file.living if person_id is None else chosen(form, house)
    whole = len(leaving) == len(house.file.living)
    succession = Succession(house.file, {person.id for person in leaving}, form)
    form.after_pause = form.redraw

    async def record() -> None:
        to = place(look, form)  # as typed now: typing does not render
        on = str(form.value("life_state_on") or "") or None
        if whole:
            await life_events.record_household_move(form.tablet, house.file, to=to, on=on, draft=form.key)
            return
        await life_events.record_move(
            form.tablet,
            house.file,
            leaving,
            to=to,
            on=on,
            note=form.get("life_state_note") or None,
            head=succession.head if succession.needed else None,
            relations=succession.relations,
            draft=form.key,
        )

    async def save() -> None:
        missing = {} if leaving else {"who": say("moved_who_missing", look.language)}
        missing |= {name: say("record_date_unreadable", look.language) for name in form.unreadable}
        if await form.save(record, missing={**missing, **succession.missing(look)}):
            page.navigate(way_back(house, SUMMARY if whole else PEOPLE))

    follows = consequences(
        look,
        say("moved_after", look.language),
        [*gone(look, house, leaving, succession), *seen(look, place(look, form), whole=whole)],
    )
    blocks: list[ft.Control] = [moved_on(look, form), *where(look, form, whole=whole)]
    side: list[ft.Control] = [follows]
    if person_id is not None:
        blocks, side = [who(look, form, house), *succession_blocks(look, succession)], [*blocks, follows]
    title = say("moved_house_title" if whole else "moved_title", look.language)
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=title,
        note=say("moved_house_note" if whole else "moved_note", look.language),
        side=side,
        save_label=say("moved_save_house" if whole else "moved_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def chosen(form: Form, house: AtHouse) -> list[Person]:
    """The members that are ticked."""
    ids = str(form.value("who") or "").split()
    return [person for person in house.file.living if str(person.id) in ids]


def who(look: Look, form: Form, house: AtHouse, words: str = "moved_who") -> ft.Control:
    """Who went; everybody who lives here can be ticked. `words` is the key of the question."""
    ids = str(form.value("who") or "").split()
    today = clock.today()

    def toggle(person: Person) -> None:
        mine = str(person.id)
        form.put("who", " ".join([item for item in ids if item != mine] if mine in ids else [*ids, mine]))

    def row(person: Person) -> ft.Control:
        age, detail = age_words(person.birth, today, look.language), detail_words(person, look.language)
        second = " · ".join(part for part in (age, detail) if part)
        return checkbox_row(look, person.full_name(), str(person.id) in ids, lambda: toggle(person), detail=second)

    stretch = ft.CrossAxisAlignment.STRETCH
    rows = ft.Column([row(person) for person in house.file.living], spacing=0, tight=True, horizontal_alignment=stretch)
    label = say(words, look.language)
    return target("who", labelled(look, label, block(look, rows, padding=8), error=form.error("who")))


def moved_on(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "life_state_on", "moved_when")


def where(look: Look, form: Form, *, whole: bool) -> list[ft.Control]:
    """As far as it is known: an area, own words, abroad, or not known."""
    to = str(form.value("to") or "")
    district = form.tablet.key_file.district_code
    cascade = AreaCascade(
        to,
        lambda code: form.put("to", code),
        children=lambda code: children(code, district),
        elsewhere=True,
        errors={"village": form.error("moved_to_code")},
    )
    hint = say("moved_abroad_hint" if to == ABROAD else "moved_words_hint", look.language)
    label = say("moved_words", look.language)
    words = field(look, label, form.text, "moved_to", optional=True, hint=hint, max_length=200)
    rows: list[ft.Control] = [section(look, say("moved_to", look.language)), target("moved_to_code", cascade), words]
    if not whole:
        note = say("moved_note_field", look.language)
        rows.append(field(look, note, form.text, "life_state_note", optional=True, max_length=2000))
    return rows


def place(look: Look, form: Form) -> Place:
    to, words = str(form.value("to") or ""), form.get("moved_to") or None
    if to == ABROAD:
        return Place(words=words or say("abroad", look.language))
    return Place(code=to or None if to != UNKNOWN else None, words=words)


def gone(look: Look, house: AtHouse, leaving: Sequence[Person], succession: Succession) -> list[Consequence]:
    """How many leave and stay, and under whose name the house goes."""
    left = len(house.file.living) - len(leaving)
    stay = say("moved_left", look.language, n=left) if left else say("head_none", look.language)
    fact = say("moved_gone", look.language, n=len(leaving))
    return [Consequence(fact, stay, ft.Icons.LOGOUT_ROUNDED), *head_consequences(look, succession)]


def seen(look: Look, to: Place, *, whole: bool) -> list[Consequence]:
    """What the office at the other end sees, and how it is taken back."""
    language = look.language
    where_to = short_place(to.code, language) if to.code else ""
    facts = []
    if whole and to.code and len(to.code) == Level.VILLAGE:
        goes = say("moved_file_goes", language, place=where_to)
        facts.append(Consequence(goes, say("moved_file_goes_note", language), ft.Icons.DRIVE_FILE_MOVE_OUTLINE))
        facts.append(
            Consequence(
                say("moved_office_takes", language), say("moved_house_number", language), ft.Icons.SEND_OUTLINED
            )
        )
        return facts
    if whole:
        closed = say("moved_closed_here", language)
        facts.append(Consequence(closed, say("moved_closed_note", language), ft.Icons.INVENTORY_2_OUTLINED))
    if to.code:
        sees = say("moved_office_sees", language, place=where_to)
        facts.append(Consequence(sees, say("moved_office_note", language), ft.Icons.SEND_OUTLINED))
    elif to.words:
        facts.append(Consequence(say("moved_office_abroad", language), to.words, ft.Icons.PUBLIC_ROUNDED))
    else:
        facts.append(Consequence(say("moved_office_none", language), "", ft.Icons.PUBLIC_ROUNDED))
    if not whole:
        facts.append(Consequence(say("moved_undo", language), "", ft.Icons.UNDO_ROUNDED))
    return facts
