"""Drafts in the vault: kept, merged over what the row holds now, dropped with the save."""

from pathlib import Path

import pytest

from field_app.services import drafts
from field_app.services.drafts import FormDraft
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from tests.builders import a_household, a_tablet


async def test_a_form_without_a_draft_opens_on_the_row(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        opened = await drafts.resume(tablet, "person:1", FormDraft({"phone": "081"}, {"phone": ("a",)}))
    assert (opened.kept, opened.draft.values, opened.origin) == (False, {"phone": "081"}, {"phone": "081"})


async def test_a_draft_keeps_its_own_fields_and_bases_and_takes_the_rest_from_the_row(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await drafts.save(
            tablet, "person:1", FormDraft({"given_name": "ปู่ ฝั้น"}, {"given_name": ("old",), "phone": ("old",)})
        )
        now = FormDraft({"given_name": "บุญมี", "phone": "081"}, {"given_name": ("new",), "phone": ("new",)})
        opened = await drafts.resume(tablet, "person:1", now)
    assert opened.kept
    assert opened.draft.values == {"given_name": "ปู่ ฝั้น", "phone": "081"}
    assert opened.draft.bases == {"given_name": ("old",), "phone": ("new",)}
    assert opened.origin == now.values


async def test_a_save_that_is_refused_leaves_the_draft_and_one_that_goes_through_drops_it(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record(house)
        person = house[1]
        await drafts.save(tablet, "person:1", FormDraft({"given_name": " "}), person.household_id)
        with pytest.raises(InvalidChange):
            await tablet.record([change(person, " ")], draft="person:1")
        assert await drafts.load(tablet, "person:1") is not None
        await tablet.record([change(person, "ปู่แสน")], draft="person:1")
        assert await drafts.load(tablet, "person:1") is None


def change(person: Edit, given_name: str) -> Edit:
    return Edit("person", person.row_id, person.household_id, {"given_name": given_name})
