"""The files of an exchange without network: the bundle that is read, the reply that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from shared_models.bundle import MAX_FILE_BYTES, FileKind, UnreadableBundle, UnwritableFile, is_kind


def read(path: Path) -> bytes:
    """The file's bytes. Raises UnreadableBundle for what is far too long or cannot be read whole."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableBundle(reason="form")
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableBundle(reason="damaged") from problem


@contextmanager
def replacing(path: Path, kind: FileKind) -> Iterator[IO[bytes]]:
    """A file to write, which takes its place when all went well: that of an earlier one of its kind, no other's.

    A place that cannot be written is known before anything else is done. Raises UnwritableFile.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        if path.exists() and not is_kind(kind, _beginning(path)):
            raise UnwritableFile(reason="other_file")
        with fresh.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as problem:
        raise UnwritableFile.because(problem) from problem
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)
