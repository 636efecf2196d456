"""Who has a tablet's whole folder, while it runs or afterwards, reads nothing of anybody and finds no key."""

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

from field_app.services import drafts
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from field_app.store.vault import KeyRing
from tests.builders import PIN, a_household, a_tablet

TYPED = ("ฟองจันทร์", "วงศ์คำลือ", "3560100123458", "0812345678", "ซอยลับแล", "ร่างที่ยังไม่บันทึก", PIN)


async def fill(tablet: Tablet) -> None:
    home = a_household(given_name="ฟองจันทร์", family_name="วงศ์คำลือ", phone="0812345678")
    await tablet.record(home)
    await tablet.database.checkpoint()
    draft = FormDraft({"note": "ร่างที่ยังไม่บันทึก", "address": "ซอยลับแล"})
    await drafts.save(tablet, "visit new", draft, home[0].household_id)


def spellings(ring: KeyRing) -> list[bytes]:
    """What a thief would look for: each word in both codings, each key as bytes and as text."""
    words = [word.encode(coding) for word in TYPED for coding in ("utf-8", "utf-16-le", "cp874")]
    escaped = [word.encode("unicode_escape") for word in TYPED]
    keys = [bytes(ring.data_key), bytes(ring.signing_key)]  # the ring's own are wiped with the tablet
    written = [(key, key.hex().encode(), b64encode(key)[:40], urlsafe_b64encode(key)[:40]) for key in keys]
    return [*words, *escaped, *(form for forms in written for form in forms)]


def found(folder: Path, wanted: list[bytes]) -> list[tuple[str, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) > 50_000, "there is something to read"
    return [(path.name, each) for path in files for each in wanted if each in path.read_bytes()]


async def test_a_stolen_folder_holds_no_word_of_a_household_and_no_key(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await fill(tablet)
        wanted, data_key = spellings(tablet.ring), bytes(tablet.ring.data_key)
        while_open = found(tmp_path, wanted)
    assert (while_open, found(tmp_path, wanted)) == ([], [])
    (tmp_path / "planted").write_bytes(b"\0" + data_key.hex().encode())
    assert [name for name, _ in found(tmp_path, wanted)] == ["planted"], "a key that lies there is seen"
