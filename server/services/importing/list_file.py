"""Files that come from agencies: a list, read a line at a time and as often as needed, and what describes it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from shared_models.data_dictionary import UnreadableList
from shared_models.target_encoding import guess_encoding, text_lines

LINE_BYTES = 1 << 20  # no line of a list is as long
DESCRIPTION_BYTES = 1 << 22


class ListFile:
    """The bytes of a list. After a whole reading `hash` is the SHA-256 of what was read.

    Beside the reasons of UnreadableList there are missing_file and unreadable_file (the disk or the rights do not let
    it be read).
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise UnreadableList(reason="missing_file")
        self.path = path
        self._digest, self._tail = sha256(), b""

    def lines(self) -> Iterator[bytes]:
        """Raises UnreadableList."""
        self._digest, self._tail = sha256(), b""
        try:
            with self.path.open("rb") as file:
                while line := file.readline(LINE_BYTES):
                    if len(line) == LINE_BYTES:
                        raise UnreadableList(reason="not_text")
                    self._digest.update(line)
                    self._tail = (self._tail + line)[-4:]
                    yield line
        except OSError as problem:
            raise UnreadableList(reason="unreadable_file") from problem

    @property
    def hash(self) -> str:
        return self._digest.hexdigest()

    @property
    def ended(self) -> bool:
        """Whether the last line has its end, in whichever encoding."""
        return self._tail.rstrip(b"\x00\x1a").endswith((b"\n", b"\r"))


class Description(NamedTuple):
    """The text of a small file that describes a list, and the SHA-256 of its bytes."""

    text: str
    hash: str


def description(path: Path) -> Description:
    """A data dictionary, or what is said of a dataset. Raises UnreadableList.

    Its reasons: missing_dictionary (it cannot be read), no_dictionary (empty or far too long) and not_text.
    """
    if not path.is_file():
        raise UnreadableList(reason="missing_dictionary")
    try:
        with path.open("rb") as file:
            content = file.read(DESCRIPTION_BYTES)
    except OSError as problem:
        raise UnreadableList(reason="missing_dictionary") from problem
    if not content.strip() or len(content) == DESCRIPTION_BYTES:
        raise UnreadableList(reason="no_dictionary")
    return Description("\n".join(text_lines([content], guess_encoding(content))), sha256(content).hexdigest())
