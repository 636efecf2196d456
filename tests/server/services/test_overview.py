"""The overview counts anew when something changed, and only then."""

from datetime import date

from server.services.overview import KeptProgress, progress, queues
from shared_models.campaign import Step
from tests.builders import DISTRICT, SUBDISTRICT
from tests.server.sender import a_sender, a_server

TODAY = date(2026, 11, 30)


def test_progress_is_counted_again_after_every_change_and_never_without_one(database_url: str) -> None:
    with a_server(database_url) as server:
        tablet, kept = a_sender(server), KeptProgress()
        with server.reading() as session:
            empty = kept.of(session, DISTRICT, today=TODAY)
            assert kept.of(session, DISTRICT, today=TODAY) is empty
            assert (empty.whole.households, empty.lines) == (0, ())
        tablet.send(*tablet.household())
        with server.reading() as session:
            now = kept.of(session, DISTRICT, today=TODAY)
            assert now == progress(session, DISTRICT, today=TODAY)
            assert [(line.code, line.households) for line in now.lines] == [(SUBDISTRICT, 1)]
            assert now.whole.households == 1
            assert [count.step for count in now.whole.steps] == list(Step)
            tomorrow = kept.of(session, DISTRICT, today=date(2026, 12, 1))
            assert tomorrow is not now
            assert [len(line.code) for line in kept.of(session, SUBDISTRICT, today=TODAY).lines] == [8]


def test_nothing_waits_in_a_new_district(database_url: str) -> None:
    with a_server(database_url) as server, server.reading() as session:
        assert {queue.count for queue in queues(session, DISTRICT)} == {0}
