"""Files that appear whole or not at all, also when the power fails."""

import errno
import os
from pathlib import Path

from field_app.store.errors import StorageFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


def write_file(path: Path, content: bytes) -> None:
    """Put the content in place of what was there; readable by this account only. Raises StorageFull."""
    fresh = path.with_name(path.name + ".new")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_file(fresh, path)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageFull() from error


def replace_file(fresh: Path, path: Path) -> None:
    """Rename, and make the rename itself durable where the system can."""
    os.replace(fresh, path)
    if hasattr(os, "O_DIRECTORY"):  # Windows has no way to sync a directory
        directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
