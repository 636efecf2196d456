"""Age bands of reports. The edges are those of the MPI's indicators; from 60 on they go by tens."""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from shared_models.birth import ImpossibleBirth, PartialDate


class AgeBand(StrEnum):
    """Whole years, both ends included. No official bands are known: this product's own."""

    INFANT = "0-2"
    PRESCHOOL = "3-5"
    SCHOOL = "6-14"
    WORKING = "15-59"
    SIXTIES = "60-69"
    SEVENTIES = "70-79"
    OLDEST = "80+"
    UNSURE = "unsure"  # a partial birth that lies in more than one band


_FROM = {0: AgeBand.INFANT, 3: AgeBand.PRESCHOOL, 6: AgeBand.SCHOOL, 15: AgeBand.WORKING, 60: AgeBand.SIXTIES} | {
    70: AgeBand.SEVENTIES,
    80: AgeBand.OLDEST,
}
_BANDS = [_FROM[max(edge for edge in _FROM if edge <= age)] for age in range(131)]


def age_band(birth: str | None, on: date) -> AgeBand | None:
    """The band on that day of a birth as birth.py writes it; None where no birth is known, or none that can be read."""
    if not birth:
        return None
    if birth.endswith("-01-01"):  # often an unknown day: birth.py knows
        return _of_birth(birth, on)
    return _surely(birth[:4], on) or _surely(birth[:7], on) or _of_birth(birth, on)


@lru_cache(maxsize=4096)
def _surely(part: str, on: date) -> AgeBand | None:
    """What the year, or the year and month, of a birth decide alone: that is most births, and fast."""
    band = _of_birth(part, on)
    return None if band is AgeBand.UNSURE else band


def _of_birth(birth: str, on: date) -> AgeBand | None:
    try:
        ages = PartialDate.from_code(birth).age_range(on)
    except ImpossibleBirth:
        return None
    assert ages is not None
    least, greatest = map(_band, ages)
    return least if least is greatest else AgeBand.UNSURE


def _band(age: int) -> AgeBand:
    return _BANDS[min(max(age, 0), 130)]
