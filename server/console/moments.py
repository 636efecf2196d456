"""Moments and spans as the office reads them, in Thai time: `24 พ.ค. 2566`, `09.15 น.`, `3 วันก่อน`."""

from datetime import UTC, datetime

from server.console.words import Language, say
from shared_models.fiscal_year import THAI_TIME
from shared_models.labels.moment import short_date_words as day_words

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
CLOCK_TOLD_MS = 5 * MINUTE_MS  # a tablet's clock that is off by less is right


__all__ = ["ago_words", "at_words", "day_words", "moment_words", "skew_words"]


def moment_words(moment: datetime, language: Language) -> str:
    """Day and time of day, with a dot as Thai forms print it."""
    local = moment.astimezone(THAI_TIME)
    clock = f"{local:%H.%M} น." if language == "th" else f"{local:%H:%M}"
    return f"{day_words(local.date(), language)} {clock}"


def at_words(unix_ms: int, language: Language) -> str:
    """As moment_words, of a time in ms; "never" for 0."""
    return moment_words(datetime.fromtimestamp(unix_ms / 1000, UTC), language) if unix_ms else say("never", language)


def ago_words(unix_ms: int, *, now: datetime, language: Language) -> str:
    """How many days ago; "" for today."""
    then = datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(THAI_TIME).date()
    days = (now.astimezone(THAI_TIME).date() - then).days
    return say("days_ago", language, n=days) if unix_ms and days > 0 else ""


def skew_words(skew_ms: int, language: Language) -> str:
    """By how much a tablet's clock is off; "" where it is right."""
    if abs(skew_ms) < CLOCK_TOLD_MS:
        return ""
    size = abs(skew_ms)
    unit, key = next(pair for pair in ((DAY_MS, "days"), (HOUR_MS, "hours"), (MINUTE_MS, "minutes")) if size >= pair[0])
    span = say(key, language, n=f"{size // unit:,}")
    return say("clock_fast" if skew_ms > 0 else "clock_slow", language, span=span)
