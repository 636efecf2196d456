"""Different values of one field as one: own words one after the other, lists of codes or rows together."""

from collections.abc import Iterable

from shared_models.field_facts import DECLINED, Kind
from shared_models.form import FormField
from shared_models.merge import Scalar

FREE_TEXT_FROM = 200  # a text that may be as long as this is told in own words; shorter ones are names and numbers
SETS = (Kind.CHOICES, Kind.REFERENCES)


def is_joinable(field: FormField) -> bool:
    """Own words, and lists of codes or rows."""
    return field.kind in (Kind.LONG_TEXT, *SETS) or (
        field.kind is Kind.TEXT and (field.max_length or 0) >= FREE_TEXT_FROM
    )


def joined(field: FormField, values: Iterable[Scalar]) -> str | None:
    """The values in one: texts that do not hold each other, codes without repeats. None if it cannot or is too long."""
    texts = [str(value).strip() for value in values if value not in (None, "")]
    if not is_joinable(field) or len(texts) < 2:
        return None
    if field.kind in SETS:
        codes = dict.fromkeys(code for text in texts for code in text.split() if code != DECLINED)
        whole = " ".join(codes)
    else:
        unique = [one for one in dict.fromkeys(texts) if not any(one != other and one in other for other in texts)]
        whole = ("\n" if field.kind is Kind.LONG_TEXT else " / ").join(unique)
    return whole if len(whole) <= (field.max_length or len(whole)) else None
