"""Narrowing the list: each filter alone, all together, with the text, and after rows changed under it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from field_app.services import clock, households, visits
from field_app.services.household_filter import EVERYTHING, UNDECIDED, Narrowing, Only
from field_app.services.household_traits import Target
from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.edit import Edit
from shared_models.failing import Question
from shared_models.fiscal_year import fiscal_year
from shared_models.mpi import Dimension
from shared_models.person import WelfareCard
from shared_models.stage_decision import Stage
from shared_models.target_group import Group
from shared_models.visit import VisitResult
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE, a_household, a_person, a_tablet, new_id
from tests.field_app.office import a_row, receive, reply_to

D = Dimension
VERSION = "2560-2564"
YEAR = fiscal_year(clock.today())
Home = list[Edit]


def a_home(number: str, village: str = VILLAGE, **head: Any) -> Home:
    return a_household(village, number, **{"citizen_id": None, "id_kind": "none", "birth": "2515", **head})


def about(home: Home, entity: str, **values: Any) -> Edit:
    return Edit(entity, new_id(), home[0].row_id, values)


def assessed(home: Home, member: int | None = 1, year: int = 2566, **values: Any) -> Edit:
    """An assessment of the head, of another member, or (None) of the household as a whole."""
    whose = {} if member is None else {"person_id": str(home[member].row_id)}
    return about(home, "mpi_assessment", survey_year=year, **whose, **values)


@asynccontextmanager
async def holding(folder: Path, *actions: list[Edit]) -> AsyncIterator[Tablet]:
    async with a_tablet(folder) as tablet:
        for action in actions:
            await tablet.record(action)
        yield tablet


async def left(tablet: Tablet, narrowing: Narrowing, text: str = "") -> list[str]:
    """The house numbers of what passes."""
    listing = await households.find(tablet, text, narrowing)
    assert listing.total == len(listing.lines)
    return [line.household.house_no for line in listing.lines]


async def test_an_area_of_any_level_holds_the_villages_in_it(tmp_path: Path) -> None:
    homes = [a_home("1"), a_home("2", NEXT_VILLAGE), a_home("3", OTHER_VILLAGE)]
    async with holding(tmp_path, *homes) as tablet:
        for area, numbers in {
            "56": ["1", "2", "3"],
            "5601": ["1", "2", "3"],
            "560102": ["1", "2"],
            VILLAGE: ["1"],
            "5602": [],
        }.items():
            assert await left(tablet, Narrowing(area=area)) == numbers, area
        assert await households.villages(tablet) == [VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE]


async def test_one_ticked_dimension_is_enough_and_counts_leave_the_ticks_out(tmp_path: Path) -> None:
    sick, poor, both, well = (a_home(number) for number in "1234")
    rows = [
        assessed(sick, health=True, income=False),
        assessed(poor, None, income=True),
        assessed(both, health=True, answers="4.1=fail", version=VERSION),
        assessed(well, health=False, income=False),
    ]
    async with holding(tmp_path, sick, poor, both, well, rows) as tablet:
        assert await left(tablet, Narrowing(failed=frozenset({D.HEALTH}))) == ["1", "3"]
        assert await left(tablet, Narrowing(failed=frozenset({D.INCOME}))) == ["2", "3"]
        assert await left(tablet, Narrowing(failed=frozenset({D.HEALTH, D.INCOME}))) == ["1", "2", "3"]
        assert await left(tablet, Narrowing(failed=frozenset({D.ACCESS}))) == []
        listing = await households.find(tablet, "", Narrowing(failed=frozenset({D.INCOME})))
        assert listing.failing == {D.HEALTH: 2, D.LIVING: 0, D.EDUCATION: 0, D.INCOME: 2, D.ACCESS: 0}
        for line in listing.lines:
            assert D.INCOME in line.deprived


async def test_counts_are_of_what_the_text_and_the_other_filters_leave(tmp_path: Path) -> None:
    homes = [a_home("1", given_name="คำแสน"), a_home("2"), a_home("3", NEXT_VILLAGE)]
    async with holding(tmp_path, *homes, [assessed(home, living=True) for home in homes]) as tablet:
        assert (await households.find(tablet, "")).failing is None, "nobody has asked for them"
        await tablet.traits.refresh(tablet.database)
        for text, area, count in (("", "", 3), ("บุญมี", "", 2), ("บุญมี", VILLAGE, 1), ("", VILLAGE, 2)):
            failing = (await households.find(tablet, text, Narrowing(area=area))).failing
            assert failing is not None
            assert failing[D.LIVING] == count, (text, area)


async def test_an_indicator_fails_by_its_code_and_version(tmp_path: Path) -> None:
    first, second = a_home("1"), a_home("2")
    rows = [
        assessed(first, answers="4.1=fail 1.4=pass", version=VERSION),
        assessed(second, answers="4.1=fail", version="2570"),
    ]
    async with holding(tmp_path, first, second, rows) as tablet:
        assert await left(tablet, Narrowing(indicator=Question(VERSION, "4.1"))) == ["1"]
        assert await left(tablet, Narrowing(indicator=Question("2570", "4.1"))) == ["2"]
        assert await left(tablet, Narrowing(indicator=Question(VERSION, "1.4"))) == []
        listing = await households.find(tablet, "")
        assert listing.indicators == [Question("2570", "4.1"), Question(VERSION, "4.1")]


async def test_who_died_or_moved_no_longer_marks_the_house_in_filter_and_chip(tmp_path: Path) -> None:
    home, other = a_home("1"), a_home("2")
    son = a_person(home[0].row_id, given_name="สมชาย", relation="child", citizen_id=None)
    home = [*home, son]
    rows = [assessed(home, 1, health=True), assessed(home, 2, income=True)]
    sick, poor = Narrowing(failed=frozenset({D.HEALTH})), Narrowing(failed=frozenset({D.INCOME}))
    async with holding(tmp_path, home, other, rows) as tablet:
        assert (await left(tablet, sick), await left(tablet, poor)) == (["1"], ["1"])
        await tablet.record([Edit("person", home[1].row_id, home[0].row_id, {"life_state": "deceased"})])
        assert (await left(tablet, sick), await left(tablet, poor)) == ([], ["1"])
        await tablet.record([Edit("person", son.row_id, home[0].row_id, {"household_id": str(other[0].row_id)})])
        assert (await left(tablet, sick), await left(tablet, poor)) == ([], [])
        assert [line.deprived for line in (await households.find(tablet, "")).lines] == [(), ()]


async def test_of_each_person_the_latest_year_counts(tmp_path: Path) -> None:
    home = [*a_home("1"), a_person(new_id(), given_name="สมชาย", citizen_id=None)]
    home[2] = Edit("person", home[2].row_id, home[0].row_id, home[2].changes)
    rows = [assessed(home, 1, 2565, health=True), assessed(home, 1, 2566, health=False)]
    async with holding(tmp_path, home, [*rows, assessed(home, 2, 2565, access=True)]) as tablet:
        assert await left(tablet, Narrowing(failed=frozenset({D.HEALTH}))) == []
        assert await left(tablet, Narrowing(failed=frozenset({D.ACCESS}))) == ["1"]


async def test_target_groups_follow_the_rule_of_the_year(tmp_path: Path) -> None:
    listed = {"source": "tpmap"}
    with_card, without, found, old = (
        a_home("1", welfare_card="yes"),
        a_home("2", welfare_card="no"),
        a_home("3"),
        a_home("4"),
    )
    old[1] = Edit("person", old[1].row_id, old[0].row_id, {**old[1].changes, "birth": "2480"})
    for home in (with_card, without, old):
        home[0] = Edit("household", home[0].row_id, home[0].row_id, {**home[0].changes, **listed})
    rows = [assessed(with_card, income=True), assessed(without, income=True), assessed(old, income=False)]
    async with holding(tmp_path, with_card, without, found, old, rows) as tablet:
        assert await left(tablet, Narrowing(target=Target(Group.URGENT))) == ["1", "2"]
        assert await left(tablet, Narrowing(target=Target(Group.URGENT, WelfareCard.YES))) == ["1"]
        assert await left(tablet, Narrowing(target=Target(Group.URGENT, WelfareCard.NO))) == ["2"]
        assert await left(tablet, Narrowing(target=Target(Group.VULNERABLE))) == ["4"]
        assert await left(tablet, Narrowing(target=Target(Group.LEFT_OUT))) == ["3"]


async def test_visited_and_still_to_be_visited_this_year(tmp_path: Path) -> None:
    done, waiting, moved = a_home("1"), a_home("2"), a_home("3")
    async with holding(tmp_path, done, waiting, moved) as tablet:
        visit = await visits.get(tablet, await visits.begin(tablet, done[0].row_id))
        await visits.set_result(tablet, visit, VisitResult.MET, notice_read=True)
        await visits.finish(tablet, await visits.get(tablet, visit.id))
        await tablet.record([Edit("household", moved[0].row_id, moved[0].row_id, {"status": "moved"})])
        assert await left(tablet, Narrowing(visited=True)) == ["1"]
        assert await left(tablet, Narrowing(visited=False)) == ["2"], "no visit waits at one that moved away"


async def test_the_stage_is_that_of_the_last_decision(tmp_path: Path) -> None:
    first, second, third = a_home("1"), a_home("2"), a_home("3")

    def decided(home: Home, year: int, day: str, stage: Stage) -> Edit:
        return about(home, "stage_decision", programme_year=year, decided_on=day, stage=stage, reason="เห็นเอง")

    rows = [
        decided(first, YEAR, "2026-01-05", Stage.SUFFICIENT),
        decided(first, YEAR - 1, "2026-02-05", Stage.SURVIVE),  # entered late, of the year before
        decided(second, YEAR, "2026-03-05", Stage.SUSTAINABLE),
        decided(second, YEAR, "2026-01-05", Stage.SUFFICIENT),
    ]
    async with holding(tmp_path, first, second, third, rows) as tablet:
        assert await left(tablet, Narrowing(stage=Stage.SURVIVE)) == []
        assert await left(tablet, Narrowing(stage=Stage.SUFFICIENT)) == ["1"]
        assert await left(tablet, Narrowing(stage=Stage.SUSTAINABLE)) == ["2"]
        assert await left(tablet, Narrowing(stage=UNDECIDED)) == ["3"]


async def test_an_open_problem_counts_until_it_is_closed(tmp_path: Path) -> None:
    first, second = a_home("1"), a_home("2")
    problem = about(first, "problem", words="หลังคารั่ว", found_on="2023-02-03")
    async with holding(tmp_path, first, second, [problem]) as tablet:
        assert await left(tablet, Narrowing(open_problem=True)) == ["1"]
        closed = {"status": "resolved", "status_reason": "ซ่อมแล้ว", "status_on": "2023-03-01"}
        await tablet.record([Edit("problem", problem.row_id, first[0].row_id, closed)])
        assert await left(tablet, Narrowing(open_problem=True)) == []


async def test_filters_hold_together_and_with_the_text(tmp_path: Path) -> None:
    homes = [a_home("1"), a_home("2"), a_home("3", NEXT_VILLAGE), a_home("4", given_name="คำแสน"), a_home("5")]
    failing = [assessed(home, income=True) for home in homes[:4]]
    troubled = [about(home, "problem", words="หลังคารั่ว", found_on="2023-02-03") for home in homes if home != homes[1]]
    narrowing = Narrowing(
        area=VILLAGE,
        failed=frozenset({D.INCOME, D.HEALTH}),
        target=Target(Group.URGENT),
        visited=False,
        stage=UNDECIDED,
        open_problem=True,
        only=Only.NO_ANALYSIS,
    )
    listed = [Edit("household", home[0].row_id, home[0].row_id, {"source": "tpmap"}) for home in homes]
    async with holding(tmp_path, *homes, failing, troubled, listed) as tablet:
        assert await left(tablet, narrowing) == ["1", "4"]
        assert await left(tablet, narrowing, "บุญมี") == ["1"]
        none = await households.find(tablet, "บุญแม", narrowing)
        assert (none.total, none.searched) == (0, 2)
        assert none.near is not None
        assert [line.household.house_no for line in none.near.lines] == ["1"], (
            "what comes close passes the filters, too"
        )
        assert narrowing.count == 8
        await tablet.record([about(homes[0], "four_t", attitude="ตั้งใจ", analysed_on="2026-01-05")])
        assert await left(tablet, narrowing) == ["4"]
        assert len(await left(tablet, EVERYTHING)) == 5


async def test_the_letters_inside_a_word_count_where_no_word_that_passes_begins_with_them(tmp_path: Path) -> None:
    homes = [a_home("1", given_name="คำแสน"), a_home("2", NEXT_VILLAGE, given_name="บุญคำ", family_name="มั่นคง")]
    homes[0][1].changes["family_name"] = "มั่นคง"
    async with holding(tmp_path, *homes) as tablet:
        assert await left(tablet, EVERYTHING, "คำ") == ["1"]
        assert await left(tablet, Narrowing(area=NEXT_VILLAGE), "คำ") == ["2"]


async def test_codes_of_a_newer_office_are_kept_and_fit_no_filter_they_are_not_of(tmp_path: Path) -> None:
    home = a_home("1", welfare_card="yes")
    problem = about(home, "problem", words="หลังคารั่ว", found_on="2023-02-03")
    stage = about(home, "stage_decision", programme_year=YEAR, decided_on="2026-01-05", stage="1", reason="เห็นเอง")
    mpi = assessed(home, income=True, answers="4.1=fail", version="2599")
    rows = [a_row(edit, n) for n, edit in enumerate([*home, problem, stage, mpi], 1)]
    for row, name, code in ((rows[1], "welfare_card", "gold"), (rows[2], "status", "waiting"), (rows[3], "stage", "9")):
        setattr(row, name, code)
    rows[4].answers = "4.1=almost 9.9=fail"
    async with a_tablet(tmp_path) as tablet:
        await receive(tablet, await reply_to(tablet, rows))
        assert await left(tablet, Narrowing(failed=frozenset({D.INCOME}))) == ["1"]
        assert await left(tablet, Narrowing(indicator=Question("2599", "9.9"))) == ["1"]
        assert await left(tablet, Narrowing(indicator=Question("2599", "4.1"))) == []
        assert await left(tablet, Narrowing(open_problem=True)) == []
        assert [await left(tablet, Narrowing(stage=stage)) for stage in (*Stage, UNDECIDED)] == [[], [], [], []]
        assert await left(tablet, Narrowing(target=Target(Group.URGENT, WelfareCard.UNKNOWN))) == ["1"]
        assert await left(tablet, Narrowing(target=Target(Group.URGENT, WelfareCard.YES))) == []


async def test_what_an_exchange_brings_is_in_the_filters_at_once(tmp_path: Path) -> None:
    home = a_home("1")
    mpi = assessed(home, income=True)
    poor = Narrowing(failed=frozenset({D.INCOME}))
    async with a_tablet(tmp_path) as tablet:
        await receive(tablet, await reply_to(tablet, [a_row(edit, n) for n, edit in enumerate(home, 1)]))
        assert await left(tablet, poor) == []
        await receive(tablet, await reply_to(tablet, [a_row(mpi, 5)]))
        assert await left(tablet, poor) == ["1"]
        await receive(tablet, await reply_to(tablet, [a_row(mpi, 6, income=False)]))
        assert await left(tablet, poor) == []


async def test_nothing_is_worked_out_again_while_nothing_changes(tmp_path: Path) -> None:
    homes = [a_home(str(number)) for number in range(3)]
    async with holding(tmp_path, *homes, [assessed(homes[0], income=True)]) as tablet:
        first = await tablet.traits.refresh(tablet.database)
        await tablet.record([about(homes[0], "four_t", attitude="ตั้งใจ", analysed_on="2026-01-05")])
        assert await tablet.traits.refresh(tablet.database) == first
        await tablet.record([assessed(homes[1], health=True)])
        assert await tablet.traits.refresh(tablet.database) == first + 1


async def test_what_nobody_waits_for_yet_gives_way_to_the_officer_until_somebody_does(tmp_path: Path) -> None:
    homes = [a_home(str(number)) for number in range(130)]
    async with holding(tmp_path, *homes, [assessed(homes[0], income=True)]) as tablet:
        prepared = asyncio.create_task(tablet.traits.prepare(tablet.database))
        for _ in range(50):  # an officer who uses the tablet all the time
            await households.villages(tablet)
        assert not prepared.done()
        assert not tablet.traits.ready
        assert await left(tablet, Narrowing(failed=frozenset({D.INCOME}))) == ["0"]
        assert await prepared == tablet.traits.version


async def test_a_tablet_left_alone_prepares_by_itself(tmp_path: Path) -> None:
    homes = [a_home(str(number)) for number in range(130)]
    async with holding(tmp_path, *homes) as tablet:
        await tablet.traits.prepare(tablet.database)
        assert tablet.traits.ready


@pytest.mark.parametrize(
    ("narrowing", "count"),
    [
        (EVERYTHING, 0),
        (Narrowing(area=VILLAGE), 1),
        (Narrowing(visited=False), 1),
        (Narrowing(failed=frozenset({D.INCOME, D.HEALTH}), stage=UNDECIDED), 3),
    ],
)
def test_each_dimension_is_a_filter_of_its_own(narrowing: Narrowing, count: int) -> None:
    assert narrowing.count == count


async def test_a_table_of_the_office_decides_from_the_moment_it_comes(tmp_path: Path) -> None:
    old = a_home("1", birth="2500")
    columns = "rule,first_year,household_income_limit_baht,minor_under,aged_from"
    rules = f"{columns}\n2566,2566,30000,18,90\n"
    async with holding(tmp_path, old) as tablet:
        assert await left(tablet, Narrowing(target=Target(Group.VULNERABLE))) == ["1"]
        document = {"version": "2", "tables": {"target_rules": rules}}
        await tablet.database.write(lambda work: state.write(work.session, "reference", document))
        assert await left(tablet, Narrowing(target=Target(Group.VULNERABLE))) == []


async def test_chips_and_filters_say_the_same_of_every_household(tmp_path: Path) -> None:
    homes = [a_home(str(number)) for number in range(12)]
    rows = [
        assessed(home, member, year, **{dimension: (number >> place) % 2 == 0})
        for number, home in enumerate(homes)
        for place, dimension in enumerate(D)
        for member, year in ((1, 2565 + number % 2), (None, 2566))
    ]
    async with holding(tmp_path, *homes, rows) as tablet:
        lines = (await households.find(tablet, "")).lines
        for dimension in D:
            failing = [line.household.house_no for line in lines if dimension in line.deprived]
            assert await left(tablet, Narrowing(failed=frozenset({dimension}))) == failing
            assert failing, dimension
