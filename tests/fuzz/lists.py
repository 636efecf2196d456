"""Lists of agencies: lines of text, spreadsheets, archives, and the files that describe them."""

import json
from datetime import date
from pathlib import Path

from server.services.importing.agency_file import AgencyFile
from server.services.importing.incoming_list import as_text
from server.services.importing.target_file import TargetFile
from shared_models import agency_dictionary, target_dictionary
from shared_models.dataset import read_dataset
from shared_models.list_reading import Choices, beginning, cells_of, described, roles_of
from shared_models.reports.pivot_spec import PivotSpec
from shared_models.target_encoding import Encoding, whole_text
from tests.fuzz.target import Opened, by_first_byte, for_way, opened
from tests.server.services.lists import DICTIONARY, HEADER, SAMPLE, a_child, a_line, a_neighbour
from tests.server.services.test_incoming_list import PASSWORD, a_workbook, locked_the_old_way, zipped
from tests.server.services.welfare import DATASET, PAYMENT, a_payment
from tests.server.services.welfare import DICTIONARY as WELFARE_DICTIONARY

ON = date(2026, 6, 1)
LINES = "\r\n".join((HEADER, a_line(), a_child(), a_neighbour(), a_line(PID="", BIRTH="00/00/2476")))
PAYMENTS = "\r\n".join(("|".join(PAYMENT), a_payment(), a_payment(AMOUNT="1,000.50"), a_payment()))


def _encodings(text: str) -> list[bytes]:
    return [text.encode("cp874"), text.encode("utf-8-sig"), text.encode("utf-16"), text.replace("|", ",").encode()]


def target_list(folder: Path) -> Opened:
    """A target list from its bytes to its lines, and its beginning as the page of the office shows it."""
    path = folder / "list.txt"
    known = target_dictionary.read_dictionary(whole_text(DICTIONARY.read_bytes()))

    def read(data: bytes) -> None:
        path.write_bytes(data)
        for _ in TargetFile(path, DICTIONARY, on=ON).outcomes():
            pass

    def show(data: bytes) -> None:
        choices = Choices(*([("", *Encoding)[data[0] % 5], ("", "|", "fixed")[data[0] % 3], ""] if data else []))
        shown = beginning(data[1:], known if data[:1] > b"\x40" else None, target_dictionary.VOCABULARY, choices)
        for _, text in shown.lines:
            cells_of(text, shown.form)
        roles_of(shown.form, known, target_dictionary.VOCABULARY)
        target_dictionary.read_dictionary(described(shown.form, known, target_dictionary.VOCABULARY))

    some = (SAMPLE / "targets.txt").read_bytes()[:1500]
    seeds = [*_encodings(LINES), some]
    return opened(*for_way(0, *seeds), *for_way(1, *for_way(0, *seeds)), take=by_first_byte(read, show))


def welfare_list(folder: Path) -> Opened:
    """A list of welfare from its bytes to its lines."""
    path, dictionary, dataset = (folder / name for name in ("list.txt", "dictionary.csv", "dataset.json"))
    dictionary.write_text(WELFARE_DICTIONARY, encoding="utf-8")
    dataset.write_text(json.dumps(DATASET, ensure_ascii=False), encoding="utf-8")

    def read(data: bytes) -> None:
        path.write_bytes(data)
        for _ in AgencyFile(path, dictionary=dictionary, dataset=dataset, on=ON).outcomes():
            pass

    return opened(*_encodings(PAYMENTS), take=read)


def descriptions(_folder: Path) -> Opened:
    """Data dictionaries of both kinds, what is said of a dataset, and the file of a pivot."""
    told = json.dumps(DATASET, ensure_ascii=False).encode()
    pivot = b'{"source": "person", "rows": ["sex"], "columns": [], "measure": "count"}'
    return opened(
        *for_way(0, DICTIONARY.read_bytes()[:3000]),
        *for_way(1, WELFARE_DICTIONARY.encode()),
        *for_way(2, told, b"field,value\nkey,old-age\nyear,2566\n", b'{"a":' * 2000),
        *for_way(3, pivot, b"[" * 3000),
        take=by_first_byte(
            lambda data: target_dictionary.read_dictionary(whole_text(data)),
            lambda data: agency_dictionary.read_dictionary(whole_text(data)),
            lambda data: read_dataset(whole_text(data)),
            lambda data: PivotSpec.from_json(data.decode(errors="replace")),
        ),
    )


def archive(folder: Path) -> Opened:
    """What comes as a list: spreadsheets and zip files, also with a password."""
    source, target, text = folder / "given", folder / "list.txt", LINES.encode("cp874")
    book = a_workbook(("PID", "FNAME", "BIRTH"), (1653870822778, "ณัฐวุฒิ", date(1997, 5, 24)), ("", "ก", 1.5))

    def read(data: bytes) -> None:
        source.write_bytes(data)
        as_text(source, target, password=PASSWORD)

    return opened(
        book,
        zipped(("รายชื่อ.txt", text)),
        zipped(("รายชื่อ.txt", text[:200]), password=PASSWORD),
        zipped(("a.xlsx", book)),
        locked_the_old_way(b"list.txt", text[:200], PASSWORD),
        take=read,
    )
