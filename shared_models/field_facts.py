"""What is known of a field beside its type: its section, kind, unit, whether it is sensitive, and where it comes from.

A model says it with `about(…)` at the field; form.py reads it, and labels/ has the words. A field that names no section
stands in the section of the field before it.
"""

from enum import StrEnum
from typing import Any

DECLINED = "declined"  # "does not wish to answer": an answer of every sensitive field (PDPA s.26)


class Kind(StrEnum):
    """How a field is asked and shown. It follows from the type, where a text is not more than a text."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"  # codes joined by a space
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"  # satang
    LAND = "land"  # square wa; 1 rai = 400 square wa
    DATE = "date"
    PARTIAL_DATE = "partial_date"  # as birth.py writes it
    YEAR = "year"  # BE
    MOMENT = "moment"  # UTC
    AREA = "area"  # 2 to 8 digits
    CITIZEN_ID = "citizen_id"
    HOUSE_CODE = "house_code"
    PHONE = "phone"
    REFERENCE = "reference"  # the id of another row
    REFERENCES = "references"  # ids joined by a space
    ANSWERS = "answers"  # indicator answers, as mpi.py writes them


class Unit(StrEnum):
    """In what a number is kept; money is satang, land square wa (1 rai = 400)."""

    SATANG = "satang"
    SATANG_PER_YEAR = "satang_per_year"
    SATANG_PER_PERSON_YEAR = "satang_per_person_year"
    SQUARE_WA = "square_wa"
    METRES = "metres"
    DEGREES = "degrees"
    YEAR_BE = "year_be"
    RATING = "rating"  # 1 to 3


class Source(StrEnum):
    """Where a field comes from; its certainty is in the words of labels/source.py."""

    LETTER_2566 = "letter_2566"  # the programme's letter of 31 January 2566 and the meeting of 18 May 2566
    LETTER_2564 = "letter_2564"  # letters asking agencies for data, 9 December 2564
    WELFARE_2561 = "welfare_2561"  # the agreement of eleven agencies and the central welfare database, 2561
    BMN_FORM = "bmn_form"  # the BMN (จปฐ.) questionnaire 2560–2564
    MPI_LIST = "mpi_list"  # the MPI indicators 2560–2564
    HEALTH_43 = "health_43"  # the health authority's 43 files
    DOPA = "dopa"  # codes and numbers of the Department of Provincial Administration
    PDPA = "pdpa"  # the Personal Data Protection Act 2562
    PRODUCT = "product"  # this product's own, where no official form was found


def about(
    *,
    section: str | None = None,
    kind: Kind | None = None,
    unit: Unit | None = None,
    sensitive: bool = False,
    source: Source | None = None,
    choices: type[StrEnum] | None = None,
    asked: bool = True,
    **checks: Any,
) -> dict[str, Any]:
    """The `schema_extra` of a field. `asked` False: the product fills it in; no form asks for it.

    `choices` is the coded list of a field that takes several. `source` None: the source of the field before it.
    `checks` are pydantic's own, such as `pattern`.
    """
    facts = {"section": section, "kind": kind, "unit": unit, "source": source, "choices": choices}
    given = {name: value for name, value in facts.items() if value is not None}
    return {"json_schema_extra": {**given, "sensitive": sensitive, "asked": asked}, **checks}
