"""An agency's list of welfare as a file, with its data dictionary and what was said of its dataset."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from server.services.importing.list_file import ListFile, description
from shared_models.agency_dictionary import read_dictionary
from shared_models.agency_line import LineFault, RefusedLine, WelfareLine
from shared_models.agency_list import Outcome, parse
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import UnreadableDataset, read_dataset
from shared_models.identity import derived_id
from shared_models.list_format import ListFormat


class AgencyFile:
    """A list and how to read it. After a whole reading `file_hash` is the SHA-256 of what was read.

    Raises UnreadableList, with the reasons of ListFile and description, and UnreadableDataset.
    """

    def __init__(
        self, path: Path, *, dictionary: Path, dataset: Path, on: date, form: ListFormat | None = None
    ) -> None:
        self._file, self.on, self._form = ListFile(path), on, form
        told = description(dictionary)
        self.dictionary = read_dictionary(told.text)
        try:
            said = description(dataset)
        except UnreadableList:
            raise UnreadableDataset(reason="not_text") from None
        self.dataset = read_dataset(said.text)
        self.description_hash = told.hash + said.hash
        self.file_hash = ""

    def outcomes(self) -> Iterator[Outcome]:
        """One for each line below the header, in the file's order. Raises UnreadableList, also for one cut off."""
        taken, last = False, None
        for last in parse(self._file.lines(), self.dictionary, self.dataset, on=self.on, form=self._form):
            taken = taken or isinstance(last, WelfareLine)
            yield last
        if last is None:
            raise UnreadableList(reason="empty_list")
        if (
            taken
            and isinstance(last, RefusedLine)
            and last.reason is LineFault.TOO_FEW_COLUMNS
            and not self._file.ended
        ):
            raise UnreadableList(reason="cut_off", line=last.line_number)
        self.file_hash = self._file.hash

    def import_id(self, served: Iterable[str]) -> UUID:
        """The id of bringing this list into districts that are `served`: the same each time."""
        return derived_id("import", self.file_hash, self.description_hash, *sorted(served))

    @property
    def path(self) -> Path:
        """Where the list lies."""
        return self._file.path

    @property
    def origin(self) -> str:
        """What its receipts carry in their stamps: the list as it was read."""
        return sha256(f"{self.file_hash} {self.description_hash}".encode()).hexdigest()
