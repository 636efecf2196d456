"""Amounts in baht as officers type and read them; rows hold satang."""

import re

from field_app.views.text import arabic

AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


class UnreadableAmount(ValueError):
    """What was typed is no amount in baht."""


def satang(typed: str) -> int | None:
    """The satang of an amount in baht, typed with or without commas and satang; None when empty."""
    plain = arabic(typed).replace(",", "")
    if not plain:
        return None
    parts = AMOUNT.fullmatch(plain)
    if parts is None:
        raise UnreadableAmount(typed)
    return int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0"))


def baht(value_satang: int | None) -> str:
    """`1500` or `1500.50`, as one would type it; "" if unknown."""
    if value_satang is None:
        return ""
    whole, rest = divmod(value_satang, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)
