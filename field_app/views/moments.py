"""Moments as officers read them: `เมื่อวาน 16.40 น.`, `10.06 น.`, `24 พ.ค. 2566`, in Thai time."""

from datetime import UTC, date, datetime

from field_app.services.clock import THAI_TIME
from field_app.views.text import joined, month_name, say
from field_app.views.theme import Language

ERA = 543


def moment_words(unix_ms: int | None, *, now: datetime, language: Language) -> str:
    """When something happened, the nearer the shorter; "" for never."""
    if unix_ms is None:
        return ""
    moment = datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(THAI_TIME)
    days = (now.astimezone(THAI_TIME).date() - moment.date()).days
    if days == 0:
        return clock_words(moment, language)
    if days == 1:
        return f"{say('yesterday', language)} {clock_words(moment, language)}"
    return f"{date_words(moment.date(), language)} {clock_words(moment, language)}"


def clock_words(moment: datetime, language: Language) -> str:
    """The time of day with a dot, as Thai forms print it."""
    local = moment.astimezone(THAI_TIME)
    return joined(f"{local.hour}.{local.minute:02} น.") if language == "th" else f"{local.hour}:{local.minute:02}"


def date_words(day: date, language: Language) -> str:
    """Day, month and Buddhist year."""
    return f"{day.day} {month_name(day.month, language)} {day.year + ERA}"
