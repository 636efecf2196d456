"""The server's own state, its districts, and where every row stands in a district's feed."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field

from server.tables.base import ServerTable

IS_LEFT = text("left_to IS NOT NULL")


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
