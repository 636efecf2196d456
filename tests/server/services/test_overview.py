"""The overview: by area, and what is kept of it until something changes."""

from datetime import date
from functools import partial

from sqlmodel import Session

from server.services.reporting.kept import MOST, Kept
from server.services.reporting.overview import Progress, progress
from server.services.reviewing.review import queues
from shared_models.campaign import Step
from tests.builders import DISTRICT, SUBDISTRICT
from tests.server.sender import a_sender, a_server

TODAY = date(2026, 11, 30)


def of(kept: Kept, session: Session, area: str, today: date = TODAY) -> Progress:
    return kept.of(session, DISTRICT, area, today, partial(progress, session, area, today=today))


def test_progress_is_counted_again_after_every_change_and_never_without_one(database_url: str) -> None:
    with a_server(database_url) as server:
        tablet, kept = a_sender(server), Kept()
        with server.reading() as session:
            empty = of(kept, session, DISTRICT)
            assert of(kept, session, DISTRICT) is empty
            assert (empty.whole.households, empty.lines) == (0, ())
        tablet.send(*tablet.household())
        with server.reading() as session:
            now = of(kept, session, DISTRICT)
            assert now == progress(session, DISTRICT, today=TODAY)
            assert [(line.code, line.households) for line in now.lines] == [(SUBDISTRICT, 1)]
            assert now.whole.households == 1
            assert [count.step for count in now.whole.steps] == list(Step)
            tomorrow = of(kept, session, DISTRICT, date(2026, 12, 1))
            assert tomorrow is not now
            assert [len(line.code) for line in of(kept, session, SUBDISTRICT).lines] == [8]


def test_what_was_not_asked_for_longest_is_forgotten(database_url: str) -> None:
    with a_server(database_url) as server, server.reading() as session:
        kept, made = Kept(), list[int]()
        for number in [*range(MOST + 1), 0, MOST]:
            kept.of(session, DISTRICT, number, TODAY, partial(made.append, number))
        assert made == [*range(MOST + 1), 0]


def test_nothing_waits_in_a_new_district(database_url: str) -> None:
    with a_server(database_url) as server, server.reading() as session:
        assert {queue.count for queue in queues(session, DISTRICT)} == {0}
