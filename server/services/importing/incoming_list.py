"""A list as it comes from an agency: text, spreadsheet or zip, also with a password. It becomes one text file.

Whatever it was, the importer then reads lines of text: there is one importer. Sizes are limited before anything is
unpacked and while it is, so that a small file cannot fill disk or memory.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from stream_unzip import UnzipError, stream_unzip

from server.services.importing.target_reading import PROGRESS_LINES
from server.services.reporting.workbook_text import WorkbookText
from shared_models.data_dictionary import UnreadableList

MOST_BYTES = 1 << 30  # of a list as text; a million lines have some 200 MB
SOON_READ = 1 << 22  # bytes of a spreadsheet that is read while somebody waits
MOST_STRINGS = 1 << 26  # of the texts that a spreadsheet keeps apart, which are in memory
PIECE = 1 << 16
LISTS = (".txt", ".csv", ".tsv", ".dat", ".xlsx")
_KINDS = (
    (b"%PDF", "is_pdf"),
    (b"\x89PNG", "is_picture"),
    (b"\xff\xd8\xff", "is_picture"),
    (b"GIF8", "is_picture"),
    (b"\xd0\xcf\x11\xe0", "old_workbook"),
    (b"Rar!", "other_archive"),
    (b"7z\xbc\xaf", "other_archive"),
    (b"\x1f\x8b", "other_archive"),
)


def takes_long(source: Path) -> bool:
    """Whether it is a spreadsheet that is better read beside the page. Raises UnreadableList."""
    return source.stat().st_size > SOON_READ and is_archive(source) and _is_workbook(source)


def as_text(source: Path, target: Path, *, password: str = "", progress: Callable[[int], None] | None = None) -> int:
    """Write the list in `source` to `target` as text, as it is or out of its zip and spreadsheet.

    Returns its lines; `progress` is told of those of a spreadsheet now and then. Raises UnreadableList; its reasons
    beside those of lists: is_picture, is_pdf, old_workbook, other_archive, damaged_archive, several_files,
    no_list_in_archive, needs_password, wrong_password, too_large, too_many_texts, damaged_workbook.
    """
    if not source.is_file():
        raise UnreadableList(reason="missing_file")
    unpacked = source
    if is_archive(source) and not _is_workbook(source):
        unpacked = target.with_suffix(".unpacked")
    try:
        if unpacked is not source:
            _unpack(source, unpacked, password=password)
        return _written(unpacked, target, progress)
    finally:
        if unpacked is not source:
            unpacked.unlink(missing_ok=True)


def _written(source: Path, target: Path, progress: Callable[[int], None] | None) -> int:
    if is_archive(source):
        if not _is_workbook(source):
            raise UnreadableList(reason="other_archive")
        return _workbook(source, target, progress)
    with source.open("rb") as file:
        head = file.read(PIECE)
    for mark, reason in _KINDS:
        if head.startswith(mark):
            raise UnreadableList(reason=reason)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x1a\x00 \r\n\t"):
        raise UnreadableList(reason="empty_list")
    if source.stat().st_size > MOST_BYTES:
        raise UnreadableList(reason="too_large")
    shutil.copyfile(source, target)
    return _lines(target)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(1 << 20), b"")
        count, last = 0, b""
        for piece in pieces:
            count, last = count + piece.count(b"\n"), piece
    return count + (not last.rstrip(b"\x00\x1a").endswith(b"\n"))


def is_archive(path: Path) -> bool:
    """Whether it is a zip file, as a spreadsheet is one too."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _is_workbook(path: Path) -> bool:
    """By the parts that every spreadsheet has."""
    return "xl/workbook.xml" in {part.filename for part in _parts(path)}


def _parts(path: Path) -> list[ZipInfo]:
    try:
        with ZipFile(path) as archive:
            return archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as problem:
        raise UnreadableList(reason="damaged_archive") from problem


def _unpack(source: Path, target: Path, *, password: str) -> None:
    """Write the one list of a zip file."""
    wanted = _the_list(source)
    is_locked = bool(wanted.flag_bits & 1)
    if is_locked and not password:
        raise UnreadableList(reason="needs_password")
    key = password.encode() if is_locked else None
    try:
        with source.open("rb") as file, target.open("wb") as unpacked:
            for piece in _content(iter(lambda: file.read(PIECE), b""), wanted, key):
                unpacked.write(piece)
                if unpacked.tell() > MOST_BYTES:
                    raise UnreadableList(reason="too_large")
    except UnzipError as problem:
        raise UnreadableList(reason="wrong_password" if is_locked else "damaged_archive") from problem


def _the_list(source: Path) -> ZipInfo:
    """The only file of an archive that can be a list."""
    named = [part for part in _parts(source) if part.filename]
    parts = [part for part in named if not part.is_dir() and not part.filename.startswith("__MACOSX/")]
    lists = [part for part in parts if part.filename.lower().endswith(LISTS)] if len(parts) > 1 else parts
    if not lists:
        raise UnreadableList(reason="no_list_in_archive")
    if len(lists) > 1:
        raise UnreadableList(reason="several_files", count=len(lists))
    if lists[0].file_size > MOST_BYTES:
        raise UnreadableList(reason="too_large")
    return lists[0]


def _content(source: Iterator[bytes], wanted: ZipInfo, key: bytes | None) -> Iterator[bytes]:
    """The bytes of a part of an archive; those of the others are gone through."""
    for name, _, pieces in stream_unzip(source, password=key, chunk_size=PIECE):
        is_wanted = name in (wanted.orig_filename.encode("utf-8"), _as_stored(wanted))
        for piece in pieces:
            if is_wanted:
                yield piece


def _as_stored(part: ZipInfo) -> bytes:
    """A name that is not marked as UTF-8 was read as CP437."""
    return part.orig_filename.encode("cp437", "replace")


def _workbook(source: Path, target: Path, progress: Callable[[int], None] | None) -> int:
    sizes = {part.filename: part.file_size for part in _parts(source)}
    if sizes.get("xl/sharedStrings.xml", 0) > MOST_STRINGS:
        raise UnreadableList(reason="too_many_texts")
    if sum(sizes.values()) > 4 * MOST_BYTES:
        raise UnreadableList(reason="too_large")
    count = 0
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for line in WorkbookText(source):
            file.write(line + "\n")
            count += 1
            if progress and count % PROGRESS_LINES == 0:
                progress(count)
    if not count:
        raise UnreadableList(reason="empty_list")
    return count
