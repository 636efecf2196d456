"""What officers of revoked tablets had typed and not saved."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable


class HeldDraft(ServerTable, table=True):
    """A draft as the tablet had it, by the mark of its text; `form` names the form, `body` its values as JSON."""

    __tablename__ = "held_draft"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    mark: bytes = Field(sa_type=LargeBinary, primary_key=True)
    officer_id: UUID
    household_id: UUID | None = None
    form: str
    body: str
    saved_ms: int = Field(sa_type=BigInteger)  # the tablet's clock
    received_ms: int = Field(sa_type=BigInteger)
