"""A file that is read before its screen is opened is drawn once and whole, and never out of date."""

from pathlib import Path

from field_app.services import households
from shared_models.edit import Edit
from tests.field_app.views.app_session import a_house, opened, the_app


async def test_a_file_opened_from_the_list_is_whole_at_once_and_the_newest(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house, width=390) as app:
        await app.open("/search", "พบ 1")
        await app.press_first("บ้าน 4")
        await app.shows("เพิ่มสมาชิก")
        assert app.desk.fetched(house[0].row_id) is not None
        await opened(app).record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "48/9"})])
        await app.desk.saved()
        assert app.desk.fetched(house[0].row_id) is None
        await app.shows("48/9")
        await app.open("/search", "พบ 1")
        await app.press_first("บ้าน 4")
        await app.shows("48/9")


async def test_a_locked_tablet_keeps_no_file_in_memory(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        await app.desk.fetch(house[0].row_id)
        fetched = app.desk.fetched(house[0].row_id)
        assert fetched is not None
        assert fetched.household == (await households.open_file(opened(app), house[0].row_id)).household
        await app.desk.lock()
        assert app.desk.fetched(house[0].row_id) is None


async def test_a_household_that_is_not_there_is_told_by_its_screen(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path) as app:
        await app.desk.fetch(house[0].row_id)
        assert app.desk.fetched(house[0].row_id) is None
