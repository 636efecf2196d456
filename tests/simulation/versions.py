"""Servers older and newer than the tablets: an old one does not know a field, a new one sends what nobody knows yet."""

from random import Random

from server.services.exchanging import verdict
from shared_models.entities import changeable
from shared_models.exchange import ExchangeReply
from tests.simulation.office import Office
from tests.simulation.officer import NEW_FIELD
from tests.simulation.stage import Stage


def choose(_stage: Stage, office: Office, chance: Random) -> None:
    """What version the office begins with."""
    upgrade(office)
    age = chance.random()
    if age < 0.2:
        verdict.changeable = without_new_field
    elif age < 0.4:
        office.worded = newer


def upgrade(_office: Office) -> None:
    """The office has today's version."""
    verdict.changeable = changeable


def without_new_field(entity: str) -> frozenset[str]:
    return changeable(entity) - {NEW_FIELD}


def newer(reply: ExchangeReply) -> ExchangeReply:
    """The reply with a column and an entity that tablets do not know."""
    tables = {
        entity: {**packed, "same": {**packed["same"], "a_field_of_tomorrow": 1}}
        for entity, packed in reply.tables.items()
    }
    if tables:
        tables["an_entity_of_tomorrow"] = next(iter(tables.values()))
    return reply.model_copy(update={"tables": tables})
