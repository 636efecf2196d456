"""The migrations give exactly the schema of the models, on both databases, and run again without harm."""

from datetime import UTC, datetime

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Uuid, bindparam, insert, inspect, text
from sqlmodel import Session, SQLModel, select

from server.database import Database
from server.services.proving import log_proof
from server.tables import Device, DeviceArea, OfficerArea, ServerTable
from shared_models.entities import ENTITIES
from shared_models.identity import uuid7
from tests.builders import new_id
from tests.server.schema import before, go

OLD_DEVICE = text(
    "INSERT INTO device (district_code, id, sealing_public, number, revoked, app_version, seen_ms, skew_ms)"
    " VALUES ('5601', :id, :key, 0, FALSE, '', :seen, 0)"
).bindparams(bindparam("id", type_=Uuid()))
OLD_KEY = text(
    "INSERT INTO device_key (district_code, device_id, officer_id, public_key, chain)"
    " VALUES ('5601', :id, :officer, :key, :key)"
).bindparams(bindparam("id", type_=Uuid()), bindparam("officer", type_=Uuid()))


def test_migrations_give_the_models_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        both = [SQLModel.metadata, ServerTable.metadata]
        assert compare_metadata(context, both) == []
        tables = set(inspect(connection).get_table_names())
    assert {str(model.__tablename__) for model in ENTITIES.values()} < tables


def test_migrating_again_changes_nothing_and_keeps_the_rows(database: Database) -> None:
    from tests.server.sender import a_sender, a_server

    with a_server(database.url) as server:
        tablet = a_sender(server)
        tablet.send(*tablet.household())
        server.migrate()
        assert len(a_sender(server).pull()["person"]["id"]) == 1


def test_what_tablets_held_before_it_was_kept_is_reckoned_from_their_officers(database: Database) -> None:
    enrolled_ms, tablet, office = 1_700_000_000_000, uuid7(1_700_000_000_000, bytes(10)), new_id()
    long_ago, later = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)
    go(database, command.downgrade, before("0017"))
    with database.engine.begin() as connection:
        for device, seen_ms in ((tablet, 5), (office, 0)):
            values = {"id": device, "key": bytes(32), "seen": seen_ms}
            connection.execute(OLD_DEVICE, values)
        held = [("560102", long_ago, later), ("560103", long_ago, None), ("560104", later, None)]
        for area, since, until in held:
            values = {"area_code": area, "since": since, "until": until}
            connection.execute(insert(OfficerArea), {"district_code": "5601", "officer_id": office, **values})
        connection.execute(
            OLD_KEY, [{"officer": office, "key": bytes(32), "id": device} for device in (tablet, office)]
        )
    database.migrate()
    with Session(database.engine) as session:
        rows = session.exec(select(DeviceArea).order_by(DeviceArea.area_code)).all()
        spans = [(row.device_id, row.area_code, row.since_ms, row.until_ms, row.reckoned) for row in rows]
        scope = session.exec(select(Device.scope).where(Device.id == tablet)).one()
    later_ms = int(later.timestamp() * 1000)
    assert spans == [
        (tablet, "560102", enrolled_ms, later_ms, True),
        (tablet, "560103", enrolled_ms, None, True),
        (tablet, "560104", later_ms, None, True),
    ]
    assert scope == "560103 560104"


def test_a_log_from_before_its_proof_is_proven_afterwards(database: Database) -> None:
    from tests.server.sender import DISTRICT, a_sender, a_server

    with a_server(database.url) as server:
        tablet = a_sender(server)
        home, *members = tablet.household(members=2)
        tablet.send(home, *members)
        tablet.exchange(tablet.run([tablet.change(home, {"house_no": "48"}, home)]), tablet.run(tablet.household()))
    go(database, command.downgrade, before("0018"))
    database.migrate()
    with Session(database.engine) as session:
        proof = log_proof.prove(session, DISTRICT)
    assert (proof.broken, proof.operations, proof.runs, proof.entries.count) == ([], 6, 3, 2)
