"""An agency's target list and its data dictionary as files, read a line at a time and as often as needed."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

from server.services.importing.list_file import ListFile, description
from shared_models.identity import derived_id
from shared_models.target_encoding import text_lines
from shared_models.target_list import (
    SAMPLE_LINES,
    ListFormat,
    Reason,
    RejectedLine,
    RepeatedLine,
    TargetLine,
    UnreadableList,
    guess,
    parse,
    read_dictionary,
)

Outcome = TargetLine | RejectedLine | RepeatedLine


class TargetFile:
    """A list and how to read it. After a whole reading `file_hash` is the SHA-256 of what was read.

    `text` is the line that the last outcome came from. `form` is how it is written, found out where it
    is None. Beside the reasons of ListFile and description there is cut_off (the end of the file is missing: its last
    line breaks off).
    """

    def __init__(self, path: Path, dictionary: Path, *, on: date, form: ListFormat | None = None) -> None:
        self._file, self.on, self._form = ListFile(path), on, form
        told = description(dictionary)
        self.dictionary, self.dictionary_hash = read_dictionary(told.text), told.hash
        self.file_hash = self.text = ""

    def outcomes(self) -> Iterator[Outcome]:
        """One for each line below the header, in the file's order. Raises UnreadableList."""
        taken, last = False, None
        for last in self._parsed():
            taken = taken or isinstance(last, TargetLine)
            yield last
        if last is None:
            raise UnreadableList(reason="empty_list")
        if taken and isinstance(last, RejectedLine) and last.reason is Reason.TOO_FEW_COLUMNS and not self._file.ended:
            raise UnreadableList(reason="cut_off", line=last.line_number)
        self.file_hash = self._file.hash

    def import_id(self, served: Iterable[str]) -> UUID:
        """The id of bringing this list into districts that are `served`: the same each time."""
        return derived_id("import", self.file_hash, self.dictionary_hash, *sorted(served))

    @property
    def path(self) -> Path:
        """Where the list lies."""
        return self._file.path

    @property
    def origin(self) -> str:
        """What its values carry in their stamps: the list as it was read, so that another reading is another list."""
        return sha256(f"{self.file_hash} {self.dictionary_hash}".encode()).hexdigest()

    def _parsed(self) -> Iterator[Outcome]:
        raw = self._file.lines()
        head = list(islice(raw, SAMPLE_LINES))
        form = self._form or guess(b"".join(head), self.dictionary, on=self.on)
        lines = self._noted(text_lines(chain(head, raw), form.encoding))
        return parse(lines, self.dictionary, on=self.on, list_format=form)

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for self.text in lines:
            yield self.text + "\n"
