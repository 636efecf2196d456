"""An agency's list of welfare as a file, with its data dictionary and what was said of its dataset."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from server.services.list_file import ListFile, description
from shared_models.agency_dictionary import read_dictionary
from shared_models.agency_line import LineFault, RefusedLine, WelfareLine
from shared_models.agency_list import Outcome, parse
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import UnreadableDataset, read_dataset


class AgencyFile:
    """A list and how to read it. After a whole reading `file_hash` is the SHA-256 of what was read.

    Raises UnreadableList, with the reasons of ListFile and description, and UnreadableDataset.
    """

    def __init__(self, path: Path, *, dictionary: Path, dataset: Path, on: date) -> None:
        self._file, self.on = ListFile(path), on
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
        for last in parse(self._file.lines(), self.dictionary, self.dataset, on=self.on):
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
