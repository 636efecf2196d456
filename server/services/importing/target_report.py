"""The file beside an agency's list that tells which lines were refused, not linked or are doubtful, and why."""

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from shared_models.errors import DomainError
from shared_models.labels import LINE_REASON

OTHER_DISTRICT = "other_district"
_HEADER = "บรรทัด line\tผล result\tเหตุผล\treason"
_TEXT_HEADER = "\tบรรทัดเดิม the line as it came"
_REFUSED, _KEPT, _NOT_LINKED = "ไม่รับ refused", "รับไว้ kept", "ยังไม่เชื่อม not linked"


class ReportNotWritten(DomainError):
    """`name` is the file that cannot be written."""

    code = "report_not_written"


class LineReport:
    """Within its block lines are added; the file appears whole when the block ends well, over an earlier one.

    UTF-8 with BOM, tab separated, readable by its owner alone: it may hold names. Without a line there is no file.
    Without `with_text` it has numbers and reasons only, by which an office finds a line in its own file.
    """

    def __init__(self, path: Path, *, with_text: bool = True) -> None:
        self.path, self._with_text, self._lines = path, with_text, 0

    def __enter__(self) -> Self:
        try:
            handle, name = tempfile.mkstemp(prefix=".targets-", dir=self.path.parent)
        except OSError as problem:
            raise ReportNotWritten(name=self.path.name) from problem
        self._unfinished = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8-sig", errors="replace", newline="\r\n")
        self._file.write(_HEADER + (_TEXT_HEADER if self._with_text else "") + "\n")
        return self

    def refused(self, line_number: int, reason: str, text: str = "") -> None:
        self._add(line_number, _REFUSED, [reason], text)

    def kept(self, line_number: int, marks: tuple[str, ...], text: str) -> None:
        self._add(line_number, _KEPT, [mark for mark in marks if mark in LINE_REASON], text)

    def not_linked(self, line_number: int, reason: str) -> None:
        self._add(line_number, _NOT_LINKED, [reason], "")

    def _add(self, line_number: int, result: str, reasons: list[str], text: str) -> None:
        thai, english = (", ".join(LINE_REASON[reason][language] for reason in reasons) for language in (0, 1))
        line = f"\t{text}" if self._with_text else ""
        self._file.write(f"{line_number}\t{result}\t{thai}\t{english}{line}\n")
        self._lines += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if kind is None and self._lines:
                self._unfinished.replace(self.path)
            elif kind is None:
                self.path.unlink(missing_ok=True)
        except OSError as problem:
            raise ReportNotWritten(name=self.path.name) from problem
        finally:
            self._unfinished.unlink(missing_ok=True)
