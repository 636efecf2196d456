"""Server-only tables, on their own MetaData. Every one that grows carries the district first in its key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, LargeBinary, MetaData, String, text
from sqlmodel import Field, SQLModel

from shared_models.officer import Role
from shared_models.synced import coded

IS_LEFT = text("left_to IS NOT NULL")


class ServerTable(SQLModel):
    metadata = MetaData()


class ServerState(ServerTable, table=True):
    """One row: the database's epoch and the server's keys."""

    __tablename__ = "server_state"

    id: int = Field(default=1, primary_key=True)
    epoch: str
    signing_key: bytes = Field(sa_type=LargeBinary)
    sealing_key: bytes = Field(sa_type=LargeBinary)


class District(ServerTable, table=True):
    """A district that works with this server."""

    district_code: str = Field(primary_key=True)
    recovery_public: bytes = Field(sa_type=LargeBinary)
    recovery_wrapped: bytes = Field(sa_type=LargeBinary)  # the private half, under the first supervisor's password


class FeedHead(ServerTable, table=True):
    """The last seq handed out in a district, and the server's time then; the row every writer locks first."""

    __tablename__ = "feed_head"

    district_code: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    last_ms: int = Field(default=0, sa_type=BigInteger)


class FeedEntry(ServerTable, table=True):
    """Where a row stands in its district's feed.

    `left_to` marks a household that left `village`, or a single row that did so by itself, and for where. Left entries
    are looked for in all districts at once, so they have an index without the district.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (
        Index("feed_entry_row", "district_code", "row_id"),
        Index("feed_entry_village", "district_code", "village", "seq"),
        Index("feed_entry_left", "row_id", sqlite_where=IS_LEFT, postgresql_where=IS_LEFT),
    )

    district_code: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    village: str
    entity: str
    row_id: UUID
    left_to: str | None = None


class VillageDigest(ServerTable, table=True):
    """The digest of a village's rows, kept up to date with them; `digest` as digest.Digest writes it."""

    __tablename__ = "village_digest"

    district_code: str = Field(primary_key=True)
    village: str = Field(primary_key=True)
    digest: str


class StoredSnapshot(ServerTable, table=True):
    """An area's rows at one seq, made for first downloads: SHA-256, bytes and rows of the file (snapshot.py)."""

    __tablename__ = "snapshot"

    district_code: str = Field(primary_key=True)
    hash: str = Field(primary_key=True, max_length=64)
    scope_code: str = Field(max_length=8)
    seq: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    rows: int
    built_ms: int = Field(sa_type=BigInteger)


class SnapshotPart(ServerTable, table=True):
    """A piece of a snapshot's file; all but the last have snapshots.PART_BYTES."""

    __tablename__ = "snapshot_part"

    district_code: str = Field(primary_key=True)
    hash: str = Field(primary_key=True, max_length=64)
    place: int = Field(primary_key=True)
    blob: bytes = Field(sa_type=LargeBinary)


class LoggedOperation(ServerTable, table=True):
    """Every operation a tablet sent, for ever, under the district of the tablet; `receipt` says what became of it."""

    __tablename__ = "logged_operation"
    __table_args__ = (
        Index("logged_operation_row", "district_code", "row_id"),
        Index("logged_operation_household", "district_code", "household_id"),
    )

    district_code: str = Field(primary_key=True)
    stamp: str = Field(primary_key=True, max_length=32)
    run_id: UUID
    action_id: UUID
    entity: str
    row_id: UUID
    household_id: UUID
    officer_id: UUID
    device_id: UUID
    body: bytes = Field(sa_type=LargeBinary)
    salt: bytes = Field(sa_type=LargeBinary)
    at: int = Field(sa_type=BigInteger)
    received_ms: int = Field(sa_type=BigInteger)
    receipt: str
    refusal: str | None = None
    detail: str | None = None
    late: bool = False
    handed_ms: int | None = Field(default=None, sa_type=BigInteger)  # the tablet's clock when it was left to the office
    handed_note: str | None = None


class LoggedRun(ServerTable, table=True):
    """A signed run as it came. `forked`: it did not continue the last hash known of that officer on that tablet."""

    __tablename__ = "logged_run"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    officer_id: UUID
    device_id: UUID
    continues: bytes = Field(sa_type=LargeBinary)
    ends: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)
    received_ms: int = Field(sa_type=BigInteger)
    forked: bool = False


class OfficerAccount(ServerTable, table=True):
    __tablename__ = "officer"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    role: Role = coded(default=Role.OFFICER)
    revoked: bool = False
    password: str | None = None  # Argon2id, for the office console only
    username: str | None = Field(default=None, index=True)
    wrong_passwords: int = 0  # since the last right one
    wait_until_ms: int = Field(default=0, sa_type=BigInteger)


class ConsoleSession(ServerTable, table=True):
    """A browser that somebody has signed in with, by the hash of what it keeps. `csrf` comes back with every form."""

    __tablename__ = "console_session"

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    district_code: str
    officer_id: UUID
    csrf: str
    began_ms: int = Field(sa_type=BigInteger)
    seen_ms: int = Field(sa_type=BigInteger)


class OfficerArea(ServerTable, table=True):
    """An area an officer holds or has held: what was ever held is kept, so that late work is still judged by it."""

    __tablename__ = "officer_area"

    district_code: str = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    area_code: str = Field(primary_key=True, max_length=8)
    since: datetime = Field(sa_type=DateTime(timezone=True))
    until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Device(ServerTable, table=True):
    """A tablet. `number` is the highest request number seen from it."""

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    sealing_public: bytes = Field(sa_type=LargeBinary)
    number: int = Field(default=0, sa_type=BigInteger)
    revoked: bool = False
    app_version: str = ""
    seen_ms: int = Field(default=0, sa_type=BigInteger)
    skew_ms: int = Field(default=0, sa_type=BigInteger)


class DeviceKey(ServerTable, table=True):
    """An officer's signing key on a tablet, and the running hash of what that officer recorded there."""

    __tablename__ = "device_key"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    chain: bytes = Field(sa_type=LargeBinary)


class AuditHead(ServerTable, table=True):
    """The last entry of a district's audit log; the row that whoever writes one locks first."""

    __tablename__ = "audit_head"

    district_code: str = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)
    hash: bytes = Field(sa_type=LargeBinary)


class AuditEntry(ServerTable, table=True):
    """Something that was done with people's data (audit.py): by whom, None for a command, and about what."""

    __tablename__ = "audit_entry"

    district_code: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    at_ms: int = Field(sa_type=BigInteger)
    officer_id: UUID | None = None
    action: str = Field(max_length=40)
    subject: str
    hash: bytes = Field(sa_type=LargeBinary)


class RecoveryEscrow(ServerTable, table=True):
    """An officer's recovery codes on a tablet, sealed to the district's recovery key. A challenge names the `tag`."""

    __tablename__ = "recovery_escrow"
    __table_args__ = (Index("recovery_escrow_tag", "tag"),)

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    tag: str = Field(max_length=9)
    sealed: bytes = Field(sa_type=LargeBinary)


class EnrolmentCode(ServerTable, table=True):
    """A one-time code by its first letters. `used_by` is the key that used it: its retry gets the same answer."""

    __tablename__ = "enrolment_code"

    lookup: str = Field(primary_key=True, max_length=4)
    district_code: str
    officer_id: UUID
    key: bytes = Field(sa_type=LargeBinary)  # the stretched secret part
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    tries_left: int = 5
    used_by: bytes | None = Field(default=None, sa_type=LargeBinary)
    device_id: UUID | None = None


class EditedTable(ServerTable, table=True):
    """A table of reference data that an office has edited, as CSV: reference.READERS reads it."""

    __tablename__ = "edited_table"

    district_code: str = Field(primary_key=True)
    name: str = Field(primary_key=True, max_length=80)
    body: str = Field(sa_type=String)
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_by: str


class ImportBatch(ServerTable, table=True):
    """One committed import: which file (by hash), by whom, and its counts as JSON."""

    __tablename__ = "import_batch"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    file_hash: str
    dictionary_hash: str
    imported_by: str
    finished_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    counts: str = Field(default="{}", sa_type=String)


class StoredDataset(ServerTable, table=True):
    """What an agency said of a welfare dataset, as dataset.Dataset has it, from the latest import.

    `first_year` (BE) is of the first import and never changes: the ids of receipts carry its time.
    """

    __tablename__ = "dataset"

    district_code: str = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=80)
    agency: str
    programme: str
    kind: str
    year: int
    first_year: int
    fund: str | None = None
    measure: str | None = None
    stored_as: str | None = None
    limits: str | None = None
    contact: str | None = None
