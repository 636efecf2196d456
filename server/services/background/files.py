"""Files that come in over the office's pages or go out by them, kept in the database for a while and then forgotten.

All workers of a server see them there, and none of them lies readable in a folder.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlmodel import Session, col, delete, select

from server.database import Database
from server.services import reference
from server.tables import StoredFile, StoredFilePart
from shared_models.errors import DomainError
from shared_models.retention import Kept

PART_BYTES = 1 << 20


class UnknownFile(DomainError):
    """It is not kept any more, or never was."""

    code = "unknown_file"


def kept_for(database: Database, district: str, kept: Kept) -> timedelta:
    """How long the office keeps files of this kind."""
    with database.reading() as session:
        return reference.read(session, district).retention[kept]


def until_ms(database: Database, district: str, kept: Kept, *, now: datetime) -> int:
    """Until when a file of this kind is kept that is stored now."""
    return int((now + kept_for(database, district, kept)).timestamp() * 1000)


def store(
    database: Database, district: str, file_id: UUID, source: BinaryIO, *, name: str, media_type: str, until_ms: int
) -> StoredFile:
    """Keep what `source` has from where it stands to its end, whole or not at all."""
    digest, size, place = sha256(), 0, 0
    with database.writing() as session:
        while blob := source.read(PART_BYTES):
            digest.update(blob)
            session.add(StoredFilePart(district_code=district, file_id=file_id, place=place, blob=blob))
            session.flush()
            session.expunge_all()
            size, place = size + len(blob), place + 1
        kept = StoredFile(
            district_code=district,
            id=file_id,
            name=name,
            media_type=media_type,
            size=size,
            hash=digest.hexdigest(),
            kept_until_ms=until_ms,
        )
        session.add(kept)
        session.flush()
        session.expunge(kept)
    return kept


def find(session: Session, district: str, file_id: UUID) -> StoredFile:
    """Raises UnknownFile."""
    kept = session.get(StoredFile, (district, file_id))
    if kept is None:
        raise UnknownFile()
    session.expunge(kept)
    return kept


def parts(database: Database, district: str, file_id: UUID) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time, each in a transaction of its own."""
    place = 0
    while True:
        with database.reading() as session:
            part = session.get(StoredFilePart, (district, file_id, place))
            blob = part.blob if part else None
        if blob is None:
            return
        yield blob
        place += 1


@contextmanager
def on_disk(database: Database, district: str, file_id: UUID) -> Iterator[Path]:
    """The file under its own name in a folder that nobody else can open, gone afterwards. Raises UnknownFile."""
    with database.reading() as session:
        kept = find(session, district, file_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(kept.name).name
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            for blob in parts(database, district, file_id):
                file.write(blob)
        yield path


def forget(session: Session, district: str, file_id: UUID) -> None:
    """Take a file away before its time."""
    of_file = StoredFilePart.district_code == district, StoredFilePart.file_id == file_id
    session.execute(delete(StoredFilePart).where(*of_file))
    session.execute(delete(StoredFile).where(StoredFile.district_code == district, StoredFile.id == file_id))


def forget_old(session: Session, *, now_ms: int) -> None:
    """Take away what is kept no longer, in every district."""
    old = select(StoredFile.district_code, StoredFile.id).where(col(StoredFile.kept_until_ms) < now_ms)
    for district, file_id in session.exec(old).all():
        forget(session, district, file_id)
