"""Days and moments as people read them: `เมื่อวาน 16.40 น.`, `10.06 น.`, `24 พฤษภาคม 2566`, in Thai time."""

from datetime import UTC, date, datetime

from shared_models.birth import ImpossibleBirth, PartialDate
from shared_models.fiscal_year import THAI_TIME
from shared_models.labels.month import MONTHS, SHORT

ERA = 543  # years from the Gregorian to the Buddhist count
NO_BREAK = "\u00a0"
YESTERDAY = ("เมื่อวาน", "yesterday")


def month_name(month: int, language: str) -> str:
    """Full name of month 1 to 12."""
    return MONTHS[month - 1][language == "en"]


def moment_words(unix_ms: int | None, *, now: datetime, language: str) -> str:
    """When something happened, the nearer the shorter; "" for never."""
    if unix_ms is None:
        return ""
    moment = datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(THAI_TIME)
    days = (now.astimezone(THAI_TIME).date() - moment.date()).days
    if days == 0:
        return clock_words(moment, language)
    if days == 1:
        return f"{YESTERDAY[language == 'en']} {clock_words(moment, language)}"
    return f"{date_words(moment.date(), language)} {clock_words(moment, language)}"


def clock_words(moment: datetime, language: str) -> str:
    """The time of day with a dot, as Thai forms print it."""
    local = moment.astimezone(THAI_TIME)
    if language == "th":
        return f"{local.hour}.{local.minute:02}{NO_BREAK}น."
    return f"{local.hour}:{local.minute:02}"


def date_words(day: date, language: str) -> str:
    """Day, month and Buddhist year."""
    return f"{day.day} {month_name(day.month, language)} {day.year + ERA}"


def short_date_words(day: date, language: str) -> str:
    """`24 พ.ค. 2566`: day, short month and Buddhist year, for tables."""
    return f"{day.day} {SHORT[day.month - 1][language == 'en']} {day.year + ERA}"


def read_partial(code: str | None) -> PartialDate | None:
    """A stored partial date; None for nothing, and for a text that no version here can read."""
    try:
        return PartialDate.from_code(code) if code else None
    except ImpossibleBirth:
        return None


def short_partial_words(code: str | None, language: str) -> str:
    """`12 มี.ค. 2566`, `มี.ค. 2566`, `2566`: as much as is known, for lists; "" for nothing."""
    known = read_partial(code)
    if known is None or known.year_be is None:
        return ""
    month = SHORT[known.month - 1][language == "en"] if known.month else ""
    return " ".join(str(part) for part in (known.day or "", month, known.year_be) if part)


def partial_words(code: str | None, language: str) -> str:
    """`12 พฤษภาคม 2566`, `พฤษภาคม 2566`, `2566`: as much as is known; "" for nothing."""
    known = read_partial(code)
    if known is None or known.year_be is None:
        return ""
    month = month_name(known.month, language) if known.month else ""
    return " ".join(str(part) for part in (known.day or "", month, known.year_be) if part)
