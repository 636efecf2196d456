"""Reference data over HTTP: what an office edits reaches the tablet with its next exchange, and decides there too."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from field_app.services import reference
from server.services import reference as at_the_office
from tests.builders import DISTRICT, Office, an_office, synchronise

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with an_office(database_url) as found:
        yield found


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
