"""Any stored value in words: coded lists, dates of the Buddhist era, baht, land, and the rows behind ids."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from shared_models.area import display_name
from shared_models.citizen_id import printed
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.labels import choice
from shared_models.labels.moment import date_words, moment_words, partial_words
from shared_models.merge import Scalar
from shared_models.mpi import Answer, read_answers

SQUARE_WA = 400  # of a rai
NONE = ("ไม่ได้กรอก", "not filled in")
YES, NO = ("ใช่", "Yes"), ("ไม่ใช่", "No")
BAHT = ("{n} บาท", "{n} baht")
LAND = ("{rai} ไร่ {wa} ตร.ว.", "{rai} rai {wa} sq. wa")
ANSWERED = ("ตอบแล้ว {n} ข้อ ไม่ผ่าน {m} ข้อ", "{n} answered, {m} failed")


class Reader(NamedTuple):
    """Who reads a value, and when; `referred` says in words what an id stands for, "" for what is not at hand."""

    language: str
    now: datetime
    referred: Callable[[str], str] = str

    def say(self, pair: tuple[str, str], **details: object) -> str:
        """The pair in the reader's language, with the details put in."""
        return pair[self.language == "en"].format(**details)


def value_words(field: FormField, value: Scalar, reader: Reader) -> str:
    """What a person reads for a value; one that cannot be read is shown as it is."""
    if value is None or value == "":
        return reader.say(NONE)
    try:
        return WORDS.get(field.kind, _plain)(field, value, reader)
    except (ValueError, InvalidChange):
        return str(value)


def baht(satang: int | None, language: str) -> str:
    """`1,500 บาท`; satang only where there are some; "" for None."""
    if satang is None:
        return ""
    return BAHT[language == "en"].format(n=f"{satang / 100:,.2f}" if satang % 100 else f"{satang // 100:,}")


def _plain(_field: FormField, value: Scalar, _reader: Reader) -> str:
    return str(value)


def _chosen(field: FormField, value: Scalar, reader: Reader) -> str:
    """One code or several."""
    assert field.choices is not None
    return ", ".join(choice(code, field.choices, reader.language) for code in str(value).split())


def _yes_no(_field: FormField, value: Scalar, reader: Reader) -> str:
    return reader.say(YES if value else NO)


def _money(_field: FormField, value: Scalar, reader: Reader) -> str:
    return baht(int(value or 0), reader.language)


def _land(_field: FormField, value: Scalar, reader: Reader) -> str:
    rai, wa = divmod(int(value or 0), SQUARE_WA)
    return reader.say(LAND, rai=f"{rai:,}", wa=wa)


def _number(_field: FormField, value: Scalar, _reader: Reader) -> str:
    return f"{value:,}"


def _day(_field: FormField, value: Scalar, reader: Reader) -> str:
    return date_words(date.fromisoformat(str(value)), reader.language)


def _partial_day(_field: FormField, value: Scalar, reader: Reader) -> str:
    return partial_words(str(value), reader.language) or str(value)


def _moment(_field: FormField, value: Scalar, reader: Reader) -> str:
    at_ms = int(datetime.fromisoformat(str(value)).timestamp() * 1000)
    return moment_words(at_ms, now=reader.now, language=reader.language)


def _area(_field: FormField, value: Scalar, reader: Reader) -> str:
    return display_name(str(value), reader.language)


def _citizen_id(_field: FormField, value: Scalar, _reader: Reader) -> str:
    return printed(str(value))


def _answers(_field: FormField, value: Scalar, reader: Reader) -> str:
    given = read_answers(str(value))
    return reader.say(ANSWERED, n=len(given), m=sum(answer is Answer.FAIL for answer in given.values()))


def _referred(_field: FormField, value: Scalar, reader: Reader) -> str:
    return ", ".join(reader.referred(text) for text in str(value).split())


WORDS: Mapping[Kind, Callable[[FormField, Scalar, Reader], str]] = {
    Kind.CHOICE: _chosen,
    Kind.CHOICES: _chosen,
    Kind.YES_NO: _yes_no,
    Kind.MONEY: _money,
    Kind.LAND: _land,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.PARTIAL_DATE: _partial_day,
    Kind.MOMENT: _moment,
    Kind.AREA: _area,
    Kind.CITIZEN_ID: _citizen_id,
    Kind.ANSWERS: _answers,
    Kind.REFERENCE: _referred,
    Kind.REFERENCES: _referred,
}
