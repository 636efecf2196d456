"""Exchanging with an office that has no network: a sealed file there, and its reply back."""

import asyncio
from pathlib import Path

from field_app.services.exchange import lock_out_withdrawn
from field_app.services.tablet import Tablet
from field_app.store import bundle_file
from field_app.sync.bundle import Exported, FileExchange, Taken
from shared_models.bundle import BUNDLE_SUFFIX, FileKind


async def export(tablet: Tablet, path: Path) -> tuple[Exported, Path]:
    """Write all unsent work into a file; in a folder, under a name of its own. Nothing counts as sent by that.

    An earlier bundle there is replaced, any other file stays. Raises UnwritableFile, StorageFull.
    """
    exported = await to_bytes(tablet)
    place = path / file_name(tablet, exported) if path.is_dir() else path
    return exported, await save(exported, place)


async def save(exported: Exported, path: Path) -> Path:
    """Write a bundle to where an officer said. Raises UnwritableFile."""
    await asyncio.to_thread(bundle_file.write, path, FileKind.BUNDLE, exported.data)
    return path


async def take_in(tablet: Tablet, path: Path) -> Taken:
    """Take in the office's reply; late or twice does no harm. Raises FileMissing, UnreadableBundle, StorageFull."""
    return await from_bytes(tablet, await asyncio.to_thread(bundle_file.read, path))


async def to_bytes(tablet: Tablet) -> Exported:
    """The bundle itself, where the file is written by somebody else: a browser, a tablet's file dialogue."""
    return await _by_file(tablet).export()


async def from_bytes(tablet: Tablet, data: bytes) -> Taken:
    """As take_in, of a file that somebody else has read."""
    taken = await _by_file(tablet).take_in(data)
    await lock_out_withdrawn(tablet)
    return taken


def file_name(tablet: Tablet, exported: Exported) -> str:
    """A name that tells the office's bundles apart and nobody's name."""
    return f"visit-{tablet.key_file.device_id.hex[-8:]}-{exported.number}{BUNDLE_SUFFIX}"


def _by_file(tablet: Tablet) -> FileExchange:
    return FileExchange(
        database=tablet.database,
        keys=tablet.key_file,
        author=tablet.author,
        app_version=tablet.settings.app_version,
        now_ms=lambda: tablet.moment().wall_ms,
    )
