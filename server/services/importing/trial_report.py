"""The report of an import's lines that a page can show: counts by reason, and the first lines of each."""

import re
from collections import defaultdict
from typing import Any

from server.services.importing.target_report import LineReport
from shared_models.citizen_id import masked
from shared_models.labels import LINE_REASON
from shared_models.thai_text import ascii_digits

FIRST = 30  # lines of a reason that a page shows
REFUSED, DOUBTFUL, NOT_LINKED = "refused", "doubtful", "not_linked"
_NUMBER = re.compile(r"(?<![\d-])\d(?:[- ]?\d){12}(?![\d-])")
_LONGEST = 160


class TrialReport(LineReport):
    """As LineReport, and remembers what it was told. Of a line with several reasons the first counts."""

    def refused(self, line_number: int, reason: str, text: str = "") -> None:
        super().refused(line_number, reason, text)
        self._note(REFUSED, reason, line_number, text)

    def kept(self, line_number: int, marks: tuple[str, ...], text: str) -> None:
        super().kept(line_number, marks, text)
        self._note(DOUBTFUL, next(mark for mark in marks if mark in LINE_REASON), line_number, text)

    def not_linked(self, line_number: int, reason: str) -> None:
        super().not_linked(line_number, reason)
        self._note(NOT_LINKED, reason, line_number, "")

    def _note(self, result: str, reason: str, line_number: int, text: str) -> None:
        self._count[result][reason] += 1
        lines = self._first[result, reason]
        if len(lines) < FIRST:
            lines.append((line_number, hidden(text)))

    def __enter__(self) -> "TrialReport":
        self._count: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._first: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        super().__enter__()
        return self

    def told(self) -> list[dict[str, Any]]:
        """Each result and reason with its count and first lines, the most frequent first."""
        found = [
            {"result": result, "reason": reason, "count": count, "lines": self._first[result, reason]}
            for result, reasons in self._count.items()
            for reason, count in reasons.items()
        ]
        return sorted(found, key=lambda one: (-int(str(one["count"])), str(one["reason"])))


def hidden(text: str) -> str:
    """A line as a page may show it: citizen numbers masked, not longer than fits."""
    return _NUMBER.sub(lambda found: masked(re.sub(r"\D", "", found[0])), ascii_digits(text))[:_LONGEST]
