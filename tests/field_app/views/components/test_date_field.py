"""The date field: Thai digits, months from a sheet, unknown parts, and an error only once a box is left."""

from datetime import date

import flet as ft

from field_app.views.components.date_field import DateField
from shared_models.birth import PartialDate
from tests.headless import Headless, headless

TODAY = date(2023, 5, 24)
seen: list[tuple[str | None, bool]] = []


@ft.component
def Screen() -> ft.Control:
    def changed(value: PartialDate | None, readable: bool) -> None:
        seen.append((value.code if value else None, readable))

    return DateField("เสียชีวิตเมื่อ", None, changed, today=TODAY)


async def filled(session: Headless, day: str, month: str, year: str) -> None:
    await session.render(Screen)
    await session.type("เสียชีวิตเมื่อ พ.ศ.", year)
    if month:
        await session.press("เสียชีวิตเมื่อ เดือน ไม่ทราบ")
        await session.press(month)
    await session.type("เสียชีวิตเมื่อ วันที่", day)
    await session.leave("เสียชีวิตเมื่อ วันที่")


async def test_a_date_in_thai_digits_is_read_and_read_back() -> None:
    seen.clear()
    with headless() as session:
        await filled(session, "๑๒", "พฤษภาคม", "๒๕๖๖")
        assert "วันศุกร์ 12 วันก่อน" in session.texts()
    assert seen[-1] == ("2566-05-12", True)


async def test_a_year_alone_is_a_date_with_unknown_day_and_month() -> None:
    seen.clear()
    with headless() as session:
        await filled(session, "", "", "2566")
        assert "ไม่ทราบวันและเดือน" in session.texts()
    assert seen[-1] == ("2566", True)


async def test_a_day_that_the_month_has_not_is_explained_below() -> None:
    seen.clear()
    with headless() as session:
        await filled(session, "31", "เมษายน", "2558")
        assert any(words.startswith("เดือนเมษายนมีแค่ 30 วัน") for words in session.texts())
    assert seen[-1] == (None, False)


async def test_nothing_is_called_wrong_while_the_year_is_being_typed() -> None:
    with headless() as session:
        await session.render(Screen)
        await session.type("เสียชีวิตเมื่อ พ.ศ.", "25")
        assert not [words for words in session.texts() if "4 หลัก" in words]
        await session.leave("เสียชีวิตเมื่อ พ.ศ.")
        assert [words for words in session.texts() if "4 หลัก" in words]


async def test_a_month_can_be_made_unknown_again() -> None:
    seen.clear()
    with headless() as session:
        await filled(session, "", "พฤษภาคม", "2566")
        await session.press("เสียชีวิตเมื่อ เดือน พฤษภาคม")
        await session.press("ไม่ทราบเดือน")
    assert seen[-1] == ("2566", True)
