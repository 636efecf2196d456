"""What the rules make of each household: what is brought up to date is what would be worked out anew."""

from datetime import date
from random import Random

import pytest

from server.database import Database
from server.services.households import household_traits
from server.services.households.household_traits import District
from server.services.reporting.kept import Kept
from shared_models.mpi import Dimension
from shared_models.operation import Kind, Operation
from tests.server.sender import (
    DISTRICT,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_DISTRICT,
    VILLAGE,
    Sender,
    a_sender,
    new_id,
    read,
)

DISTRICTS = DISTRICT, OTHER_DISTRICT
VILLAGES = VILLAGE, NEXT_VILLAGE, FAR_VILLAGE
TODAY = date(2026, 6, 1)
STEPS = 60


def traits(server: Database, kept: Kept, district: str) -> District:
    return read(server, lambda session: household_traits.of_district(session, kept, district, today=TODAY))


def an_assessment(tablet: Sender, home: Operation, member: Operation | None, random: Random) -> Operation:
    values = {dimension.value: random.choice([True, False, None]) for dimension in Dimension}
    about = {"survey_year": random.choice([2567, 2568]), "person_id": str(member.row_id) if member else None}
    return tablet.operation("mpi_assessment", new_id(), home.row_id, values | about, kind=Kind.CREATE)


def an_edit(tablet: Sender, homes: list[Operation], members: list[Operation], random: Random) -> list[Operation]:
    """What happens at a house: somebody dies, moves in elsewhere, is assessed; a house is given up or moves village."""
    home, other, member = random.choice(homes), random.choice(homes), random.choice(members)
    created, *people = tablet.household(random.choice(VILLAGES), members=3, house_no=f"{random.randrange(99)}/๑")
    return random.choice(
        [
            [an_assessment(tablet, home, None, random)],
            [an_assessment(tablet, home, member, random)],
            [tablet.change(member, {"life_state": random.choice(["deceased", "alive"])})],
            [tablet.change(member, {"welfare_card": random.choice(["yes", "no"])})],
            [tablet.rehome(member, other.row_id)],
            [tablet.change(home, {"status": random.choice(["moved_away", "active"])})],
            [tablet.change(home, {"village_code": random.choice(VILLAGES)})],
            [created, *people],
        ]
    )


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_district_is_as_worked_out_anew(server: Database, seed: int) -> None:
    tablet, random, kept = a_sender(server, DISTRICT, OTHER_DISTRICT), Random(seed), Kept()
    home, *people = tablet.household(members=3)
    tablet.send(home, *people)
    homes, members, versions = [home], people, set()
    for _ in range(STEPS):
        sent = an_edit(tablet, homes, members, random)
        tablet.send(*sent)
        homes += [one for one in sent if one.entity == "household" and one.kind == Kind.CREATE]
        members += [one for one in sent if one.entity == "person" and one.kind == Kind.CREATE]
        for district in DISTRICTS:
            grown, made = traits(server, kept, district), traits(server, Kept(), district)
            assert list(grown.homes.items()) == list(made.homes.items())
            versions.add((district, grown.version))
    assert len(versions) > STEPS / 2
    assert any(home.failed and home.members for home in grown.homes.values())


def test_what_a_meeting_decides_makes_no_household_be_looked_at_again(server: Database) -> None:
    tablet, kept = a_sender(server), Kept()
    home, head = tablet.household(members=1)
    tablet.send(home, head)
    before = traits(server, kept, DISTRICT)
    plan = {"remedy": "house_repair", "decided_on": "2026-05-01"}
    tablet.send(tablet.operation("plan", new_id(), home.row_id, plan, kind=Kind.CREATE))
    after = traits(server, kept, DISTRICT)
    assert after.place > before.place
    assert (after.version, after.homes) == (before.version, before.homes)
    tablet.send(tablet.change(head, {"life_state": "deceased"}))
    assert traits(server, kept, DISTRICT).version > after.version
