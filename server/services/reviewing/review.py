"""What waits in the office for a person, counted: by the queues' own rules where those need more than a count."""

from typing import NamedTuple

from sqlmodel import Session

from server.services.reviewing import arrivals, conflict_cases, duplicates, finding_cases, refusal_cases


class Queue(NamedTuple):
    """What waits for a decision."""

    name: str
    count: int


def queues(session: Session, district: str) -> list[Queue]:
    """In the order of the tabs. What was left to the officer at the house does not count."""
    return [
        Queue("conflicts", sum(not one.is_asked for one in conflict_cases.waiting(session, district))),
        Queue("duplicates", duplicates.count(session, district)),
        Queue("refused", refusal_cases.count(session, district)),
        Queue("findings", finding_cases.count(session, district)),
        Queue("arrivals", arrivals.count(session, district)),
    ]
