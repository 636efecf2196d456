"""Reference data over HTTP: what an office edits reaches the tablet with its next exchange, and decides there too."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from field_app.services import assigned, households, reference
from field_app.services.tablet import Tablet
from server.services import reference as at_the_office
from shared_models.edit import Edit
from shared_models.officer import Role
from tests.builders import DISTRICT, Office, a_household, new_id, synchronise

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def edit(office: Office, name: str, text: str) -> None:
    with office.database() as database, database.writing() as session:
        at_the_office.edit(session, DISTRICT, name, text, changed_by="หัวหน้า", now=NOW)


async def test_villages_and_a_new_indicator_set_reach_the_tablet(office: Office, tmp_path: Path) -> None:
    tablet = await office.tablet(tmp_path)
    try:
        before = await reference.read(tablet)
        edit(office, "villages", "code,name_th\n56010204,บ้านสันกลาง\n")
        edit(
            office,
            "indicators/2565-2569",
            "code,dimension,unit,age_min,age_max,only,except,name_th\n1,health,person,,,,,ตรวจสุขภาพ\n",
        )
        await synchronise(tablet)
        after = await reference.read(tablet)
        assert before.villages == {}
        assert after.place("56010204").startswith("หมู่ 4 บ้านสันกลาง ต.")
        assert set(after.indicator_sets) == {"2560-2564", "2565-2569"}
        assert "อรทัย คำมูล" in after.officers.values()
        edit(office, "villages", "code,name_th\n56010204,บ้านสันกลางใหม่\n")
        await synchronise(tablet)
        assert (await reference.read(tablet)).villages == {"56010204": "บ้านสันกลางใหม่"}
    finally:
        await tablet.close()


async def test_a_mentor_is_told_before_typing_what_the_office_would_send_back(office: Office, tmp_path: Path) -> None:
    """Also after the assignment ended; and other officers are told nothing."""
    supervisor = await office.tablet(tmp_path / "supervisor", DISTRICT, officer_id=supervising(office))
    mentor_id = office.officer(DISTRICT, name="บัวผัน ศรีสุข", role=Role.MENTOR)
    mentor = await office.tablet(tmp_path / "mentor", officer_id=mentor_id)
    own, other = a_household(house_no="47"), a_household(house_no="48", citizen_id=None, id_kind="none")
    given = Edit("assignment", new_id(), own[0].row_id, {"officer_id": str(mentor_id), "since": "2026-11-01"})
    await supervisor.record([*own, given])
    await supervisor.record(other)
    for tablet in (supervisor, mentor):
        await synchronise(tablet)

    async def warned(tablet: Tablet) -> list[bool]:
        return [(await households.open_file(tablet, home[0].row_id)).is_anothers for home in (own, other)]

    assert (await warned(mentor), await assigned.is_bound(mentor)) == ([False, True], True)
    assert (await warned(supervisor), await assigned.is_bound(supervisor)) == ([False, False], False)
    await supervisor.record([Edit("assignment", given.row_id, own[0].row_id, {"until": "2026-11-02"})])
    await supervisor.record(
        [Edit("assignment", new_id(), other[0].row_id, {"officer_id": str(mentor_id), "since": "2026-11-01"})]
    )
    for tablet in (supervisor, mentor):
        await synchronise(tablet)
    assert await warned(mentor) == [True, False]
    for tablet in (supervisor, mentor):
        await tablet.close()


def supervising(office: Office) -> UUID:
    return office.officer(DISTRICT, name="สมพร แก้วมูล", role=Role.DISTRICT_SUPERVISOR)
