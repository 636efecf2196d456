"""A short history of one tablet, and how tests look into it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from server.database import Database
from server.services.proving import checksum, log_proof
from server.services.proving.log_proof import Proof
from server.tables import DeviceKey, LoggedOperation, LoggedRun
from tests.server.sender import DISTRICT, Sender, a_sender, read


@pytest.fixture
def tablet(server: Database) -> Sender:
    """Three runs of one officer: of three operations, of two, and of one."""
    sender = a_sender(server)
    home, *members = sender.household(members=2)
    sender.send(home, *members)
    sender.send(sender.change(home, {"house_no": "48"}, home), sender.change(members[0], {"given_name": "คำปัน"}))
    sender.send(sender.change(home, {"address": "ซอย ๒"}))
    return sender


def proven(server: Database) -> Proof:
    return read(server, lambda session: log_proof.prove(session, DISTRICT))


def lines(session: Session) -> list[LoggedOperation]:
    """In the order in which they were recorded."""
    return list(session.exec(select(LoggedOperation).order_by(col(LoggedOperation.stamp))))


def run(session: Session, number: int) -> LoggedRun:
    return session.exec(select(LoggedRun).where(LoggedRun.number == number)).one()


def key_of(session: Session) -> DeviceKey:
    return session.exec(select(DeviceKey)).one()


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


def of_today(server: Database) -> checksum.Checksum:
    now = tomorrow()
    return read(server, lambda session: checksum.of_day(session, DISTRICT, checksum.yesterday(now), now=now))
