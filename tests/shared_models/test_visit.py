"""Visit: begun and finished are two edits; a finished one has its result."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel, select

from shared_models.errors import InvalidChange
from shared_models.visit import Visit, VisitResult

BANGKOK = timezone(timedelta(hours=7))
BEGUN = datetime(2026, 11, 3, 9, 30, 0, 123_000, tzinfo=BANGKOK)


def a_visit(**changes: Any) -> Visit:
    values = {"id": UUID(int=1), "household_id": UUID(int=47), "officer_id": UUID(int=5), "started_at": BEGUN}
    return Visit.model_validate({**values, **changes})


def test_a_visit_begun_needs_no_result_and_a_finished_one_does() -> None:
    a_visit().check(None)
    with pytest.raises(InvalidChange):
        a_visit(finished_at=BEGUN).check(a_visit())
    a_visit(finished_at=BEGUN, result=VisitResult.MET, note="ยายแข็งแรงดี").check(a_visit())


def test_the_confirmed_members_are_read_from_their_ids() -> None:
    members = {UUID(int=8), UUID(int=9)}
    assert a_visit(confirmed=" ".join(map(str, members))).confirmed_ids() == members
    assert a_visit().confirmed_ids() == set()


def test_a_time_is_stored_in_utc_and_comes_back_as_the_same_moment() -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.tables["visit"].create(engine)
    with Session(engine) as session:
        session.add(a_visit())
        session.commit()
        assert session.connection().exec_driver_sql("SELECT started_at FROM visit").scalar() == (
            "2026-11-03T02:30:00.123+00:00"
        )
        found = session.exec(select(Visit)).one().started_at
    engine.dispose()
    assert (found, found.tzinfo) == (BEGUN, UTC)
