"""What all server-only tables have: their own MetaData."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel


class ServerTable(SQLModel):
    metadata = MetaData()
