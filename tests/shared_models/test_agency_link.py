"""Whose a line is: by its number, and by name and birth where they can tell."""

from datetime import date
from uuid import UUID

import pytest

from shared_models import citizen_id
from shared_models.agency_line import WelfareLine
from shared_models.agency_link import LinkFault, Standing, link
from shared_models.birth import parse
from shared_models.person import Person

NUMBER = "1653870822778"
HOME = UUID("01900000-0000-7000-8000-000000000001")


def a_line(given: str | None = None, family: str | None = None, birth: str = "", number: str = NUMBER) -> WelfareLine:
    told = parse(birth, on=date(2026, 6, 1)) if birth else None
    nothing = dict.fromkeys(("measure", "amount_satang", "paid_on", "period_from", "period_to", "source_key"))
    return WelfareLine(
        line_number=2,
        number=number,
        citizen_id=citizen_id.parse(number),
        programme="เบี้ยยังชีพ",
        given_name=given,
        family_name=family,
        birth=told,
        **nothing,  # type: ignore[arg-type]
    )


def a_person(**values: object) -> Person:
    told = {"id": HOME, "household_id": HOME, "citizen_id": NUMBER, "given_name": "ณัฐวุฒิ", "family_name": "ศรีสุข"}
    return Person.model_validate(told | {"birth": "2540-05-24"} | values)


@pytest.mark.parametrize(
    "line",
    [
        a_line(),
        a_line("ณัฐวุฒิ", "แซ่ตั้ง", "01/02/2500"),
        a_line("นาย ณัฐวุฒิ"),
        a_line("นายณัฐวุฒิ ศรีสุข"),
        a_line("ธนพล", "ศรีสุข", "24/05/2540"),
        a_line("ธนพล", birth="05/2540"),
        a_line("ธนพล", birth="2540"),
        a_line("ธนพล", birth="01/01/2540"),
        a_line(family="ศรีสุข"),
    ],
)
def test_a_line_that_name_or_birth_does_not_contradict_is_linked(line: WelfareLine) -> None:
    person = a_person()
    assert link(line, [person]) == (Standing.LINKED, person, None)


@pytest.mark.parametrize(
    "line", [a_line("ธนพล", "ศรีสุข", "25/05/2540"), a_line("ธนพล"), a_line(birth="2541"), a_line(family="แซ่ตั้ง")]
)
def test_a_line_with_nothing_that_agrees_is_doubtful(line: WelfareLine) -> None:
    assert link(line, [a_person()]) == (Standing.DOUBTFUL, None, LinkFault.OTHER_NAME_AND_BIRTH)


def test_an_error_in_the_third_digit_is_caught_by_name_and_birth() -> None:
    wrong = NUMBER[:2] + "9" + NUMBER[3:]
    assert not citizen_id.parse(wrong).doubtful
    stranger = a_person(citizen_id=wrong, given_name="มาลี", family_name="ใจดี", birth="2500-01-02")
    assert link(a_line("ณัฐวุฒิ", "ศรีสุข", "24/05/2540", wrong), [stranger]).standing is Standing.DOUBTFUL


def test_former_names_and_births_told_by_age_agree() -> None:
    person = a_person(former_names="วินัย ใจดี / สมศักดิ์", birth="~2540")
    assert link(a_line("วินัย", birth="2500"), [person]).standing is Standing.LINKED
    assert link(a_line("สมศักดิ์"), [person]).standing is Standing.LINKED
    assert link(a_line("มาลี", birth="24/05/2539"), [person]).standing is Standing.LINKED
    assert link(a_line("มาลี", birth="24/05/2538"), [person]).standing is Standing.DOUBTFUL


def test_a_person_of_whom_only_the_number_is_comparable_is_linked() -> None:
    assert link(a_line(birth="24/05/2540"), [a_person(birth=None)]).standing is Standing.LINKED


def test_only_one_living_person_is_linked() -> None:
    other = a_person(id=UUID(int=5))
    gone = [
        a_person(id=UUID(int=6 + at), life_state=state) for at, state in enumerate(("deceased", "moved", "missing"))
    ]
    assert link(a_line(), [*gone, other]) == (Standing.LINKED, other, None)
    assert link(a_line(), [a_person(), other, *gone]) == (Standing.AMBIGUOUS, None, LinkFault.SEVERAL_PERSONS)
    assert link(a_line(), gone) == (Standing.UNLINKED, None, LinkFault.NOT_LIVING_HERE)
    assert link(a_line(), []) == (Standing.UNLINKED, None, LinkFault.UNKNOWN_PERSON)
    assert link(a_line(number="1653870822779"), []).fault is LinkFault.WRONG_CHECK_DIGIT
