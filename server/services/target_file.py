"""An agency's target list and its data dictionary as files, read a line at a time and as often as needed."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from shared_models.target_encoding import guess_encoding, text_lines
from shared_models.target_list import (
    SAMPLE_LINES,
    Reason,
    RejectedLine,
    RepeatedLine,
    TargetLine,
    UnreadableList,
    guess,
    parse,
    read_dictionary,
)

LINE_BYTES = 1 << 20  # no line of a list is as long
DICTIONARY_BYTES = 1 << 22

Outcome = TargetLine | RejectedLine | RepeatedLine


class TargetFile:
    """A list and how to read it. After a whole reading `file_hash` is the SHA-256 of what was read.

    `text` is the line that the last outcome came from. Beside the reasons of UnreadableList there are missing_file
    and missing_dictionary, unreadable_file (the disk or the rights do not let it be read) and cut_off (the end of
    the file is missing: its last line breaks off).
    """

    def __init__(self, path: Path, dictionary: Path, *, on: date) -> None:
        if not path.is_file():
            raise UnreadableList(reason="missing_file")
        content = _dictionary_bytes(dictionary)
        self.path, self.on = path, on
        self.dictionary = read_dictionary("\n".join(text_lines([content], guess_encoding(content))))
        self.dictionary_hash = sha256(content).hexdigest()
        self.file_hash = self.text = ""

    def outcomes(self) -> Iterator[Outcome]:
        """One for each line below the header, in the file's order. Raises UnreadableList."""
        self._digest, self._tail = sha256(), b""
        taken, last = False, None
        try:
            with self.path.open("rb") as file:
                for last in self._parsed(file):
                    taken = taken or isinstance(last, TargetLine)
                    yield last
        except OSError as problem:
            raise UnreadableList(reason="unreadable_file") from problem
        if last is None:
            raise UnreadableList(reason="empty_list")
        if taken and isinstance(last, RejectedLine) and last.reason is Reason.TOO_FEW_COLUMNS and not self._ended():
            raise UnreadableList(reason="cut_off", line=last.line_number)
        self.file_hash = self._digest.hexdigest()

    def _parsed(self, file: BinaryIO) -> Iterator[Outcome]:
        raw = self._raw(file)
        head = list(islice(raw, SAMPLE_LINES))
        form = guess(b"".join(head), self.dictionary, on=self.on)
        lines = self._noted(text_lines(chain(head, raw), form.encoding))
        return parse(lines, self.dictionary, on=self.on, list_format=form)

    def _raw(self, file: BinaryIO) -> Iterator[bytes]:
        while line := file.readline(LINE_BYTES):
            if len(line) == LINE_BYTES:
                raise UnreadableList(reason="not_text")
            self._digest.update(line)
            self._tail = (self._tail + line)[-4:]
            yield line

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for self.text in lines:
            yield self.text + "\n"

    def _ended(self) -> bool:
        """Whether the last line has its end, in whichever encoding."""
        return self._tail.rstrip(b"\x00\x1a").endswith((b"\n", b"\r"))


def _dictionary_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableList(reason="missing_dictionary")
    try:
        with path.open("rb") as file:
            content = file.read(DICTIONARY_BYTES)
    except OSError as problem:
        raise UnreadableList(reason="missing_dictionary") from problem
    if not content.strip() or len(content) == DICTIONARY_BYTES:
        raise UnreadableList(reason="no_dictionary")
    return content
