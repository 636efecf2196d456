"""Visits on a real vault: begun once, resumed, confirmed without losing a tap, and what belongs to them."""

import asyncio
from pathlib import Path

import pytest

from field_app.services import analyses, assistances, problems, visit_files, visits
from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.errors import InvalidChange, InvalidTransition
from shared_models.problem import ProblemStatus
from shared_models.visit import VisitResult
from tests.builders import a_household, a_tablet, new_id


async def a_visit(tablet: Tablet, members: int = 3) -> visit_files.VisitFile:
    house = a_household(members=members)
    await tablet.record(house)
    return await visit_files.open_file(tablet, await visits.begin(tablet, house[0].row_id))


async def test_beginning_again_resumes_the_open_visit(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet)
        assert await visits.begin(tablet, here.file.household.id) == here.visit.id
        assert [visit.id for visit in await visits.unfinished(tablet)] == [here.visit.id]
        await visits.set_result(tablet, here.visit, VisitResult.NOT_HOME, notice_read=False)
        await visits.finish(tablet, here.visit)
        assert await visits.open_at(tablet, here.file.household.id) is None
        assert await visits.begin(tablet, here.file.household.id) != here.visit.id


async def test_a_visit_without_a_result_does_not_finish(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet)
        with pytest.raises(InvalidChange):
            await visits.finish(tablet, here.visit)


async def test_confirmations_given_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet)
        await asyncio.gather(*(visits.confirm(tablet, here.visit, [person.id]) for person in here.roster))
        again = await visit_files.open_file(tablet, here.visit.id)
        assert again.visit.confirmed_ids() == {person.id for person in here.roster}
        await visits.unconfirm(tablet, here.visit, here.roster[0].id)
        last = await visit_files.open_file(tablet, here.visit.id)
    assert [person.id for person in last.undecided] == [here.roster[0].id]


async def test_only_who_left_at_this_visit_is_on_its_roster(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household(members=3)
        await tablet.record(house)
        earlier, now = house[2], house[3]
        await tablet.record([left(earlier)])
        visit_id = await visits.begin(tablet, house[0].row_id)
        await tablet.record([left(now)])
        here = await visit_files.open_file(tablet, visit_id)
    assert [person.id for person in here.left] == [now.row_id]
    assert earlier.row_id not in {person.id for person in here.roster}


def left(member: Edit) -> Edit:
    return Edit("person", member.row_id, member.household_id, {"life_state": "moved"})


async def test_new_and_corrected_members_of_a_visit_are_told_apart(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet, members=2)
        home, child = here.file.household.id, here.roster[1]
        await tablet.record([Edit("person", new_id(), home, {"given_name": "ฟ้าใส"})])
        await tablet.record([Edit("person", child.id, home, {"phone": "081"})])
        after = await visit_files.open_file(tablet, here.visit.id)
    assert [person.given_name for person in after.new_members] == ["ฟ้าใส"]
    assert [person.id for person in after.edited_members] == [child.id]


async def test_what_is_found_given_and_written_belongs_to_the_open_visit(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet)
        home = here.file.household.id
        await problems.add(tablet, home, {"words": "หลังคารั่ว"})
        await assistances.give(tablet, home, {"item": "ข้าวสาร"})
        assert await analyses.write(tablet, home, {"triage": "relief"}) is None, "a triage alone is no analysis"
        await analyses.write(tablet, home, {"attitude": "อยากเปลี่ยน"})
        await analyses.write(tablet, home, {"skills": "ทอผ้า"})
        after = await visit_files.open_file(tablet, here.visit.id)
    assert len(after.found_problems) == len(after.assistance) == 1
    assert after.analysis is not None
    assert (after.analysis.attitude, after.analysis.skills) == ("อยากเปลี่ยน", "ทอผ้า")
    assert after.earlier_analysis is None


async def test_a_problem_closes_with_a_reason_and_opens_again(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here = await a_visit(tablet)
        await problems.add(tablet, here.file.household.id, {"words": "หลังคารั่ว"})
        problem = (await visit_files.open_file(tablet, here.visit.id)).open_problems[0]
        with pytest.raises(InvalidChange):
            await problems.close(tablet, problem, ProblemStatus.RESOLVED, "  ")
        await problems.close(tablet, problem, ProblemStatus.RESOLVED, "ซ่อมแล้ว")
        with pytest.raises(InvalidTransition):
            await problems.close(tablet, problem, ProblemStatus.DECLINED, "เปลี่ยนใจ")
        closed = await visit_files.open_file(tablet, here.visit.id)
        assert [item.id for item in closed.closed_problems] == [problem.id]
        await problems.reopen(tablet, problem)
        assert (await visit_files.open_file(tablet, here.visit.id)).open_problems[0].status_reason is None
