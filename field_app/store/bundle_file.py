"""The file that carries a bundle or its reply, on a USB stick or in any folder: there whole, or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from field_app.store.durable import replace_file
from shared_models.bundle import MAX_FILE_BYTES, FileKind, UnreadableBundle, UnwritableFile, is_kind
from shared_models.errors import DomainError


class FileMissing(DomainError):
    code = "file_missing"


def write(path: Path, kind: FileKind, data: bytes) -> None:
    """Put the file there, in the place of an earlier one of its kind; any other file stays. Raises UnwritableFile."""
    fresh = path.with_name(path.name + ".new")
    try:
        if path.exists() and not is_kind(kind, beginning(path)):
            raise UnwritableFile(reason="other_file")
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace_file(fresh, path)
    except OSError as problem:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise UnwritableFile.because(problem) from problem


def beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)


def read(path: Path) -> bytes:
    """The file's bytes. Raises FileMissing, and UnreadableBundle for what is far too long or cannot be read whole."""
    if not path.is_file():
        raise FileMissing(name=path.name)
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableBundle(reason="form")
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableBundle(reason="damaged") from problem
