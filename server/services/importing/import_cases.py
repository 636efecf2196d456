"""A list on its way in: taken up once, read as somebody says, tried, brought in. What happens next is in its case."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from server.database import Database
from server.services.background import files
from server.services.importing import incoming_list
from server.services.importing.agency_file import AgencyFile
from server.services.importing.import_log import TARGETS, WELFARE, UnknownImport
from server.services.importing.list_file import ListFile
from server.services.importing.target_file import TargetFile
from server.tables import ImportCase, KnownDictionary
from shared_models import agency_dictionary, data_dictionary, target_dictionary
from shared_models.data_dictionary import Dictionary, Vocabulary
from shared_models.list_format import SAMPLE_LINES
from shared_models.list_reading import Beginning, Choices, beginning, described, roles_of
from shared_models.retention import Kept
from shared_models.target_encoding import whole_text

VOCABULARIES: dict[str, Vocabulary[Any]] = {
    TARGETS: target_dictionary.VOCABULARY,
    WELFARE: agency_dictionary.VOCABULARY,
}
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Upload:
    """What came over the page. `dictionary` is the text of a data dictionary, "" for none."""

    kind: str
    name: str
    content: BinaryIO
    password: str = ""
    dictionary: str = ""
    dictionary_name: str = ""


class Preview(NamedTuple):
    """How a list is read at the moment, and what is still missing."""

    start: Beginning
    roles: list[Any]
    dictionary: Dictionary[Any]


def take_up(database: Database, district: str, upload: Upload, *, by: UUID, now: datetime) -> UUID:
    """Keep a list as text, whatever it came as. Returns the id of its case. Raises UnreadableList.

    A large spreadsheet is kept as it came, and its case has no lines until `read_on`.
    """
    case = ImportCase(
        district_code=district,
        id=uuid4(),
        kind=upload.kind,
        file_id=uuid4(),
        name=Path(upload.name).name[:200],
        size=0,
        lines=0,
        made_by=by,
        made_ms=int(now.timestamp() * 1000),
        dictionary=upload.dictionary,
        dictionary_name=upload.dictionary_name[:200],
    )
    case_id = case.id
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given", Path(folder) / "list.txt"
        with source.open("wb") as file:
            while piece := upload.content.read(1 << 20):
                file.write(piece)
        case.size = source.stat().st_size
        if incoming_list.takes_long(source):
            _keep(database, case, source)
        else:
            case.lines = incoming_list.as_text(source, target, password=upload.password)
            _look_at(target, case)
            _keep(database, case, target)
        with database.writing() as session:
            session.add(case)
    return case_id


def _keep(database: Database, case: ImportCase, path: Path) -> None:
    kept_for = files.kept_for(database, case.district_code, Kept.LIST)
    until_ms = case.made_ms + int(kept_for.total_seconds() * 1000)
    with path.open("rb") as file:
        kept = {"name": "list.txt", "media_type": TEXT, "until_ms": until_ms}
        files.store(database, case.district_code, case.file_id, file, **kept)


def read_on(database: Database, case: ImportCase, progress: Callable[[int], None]) -> None:
    """Make text of a spreadsheet that was kept as it came. Raises UnreadableList."""
    if case.lines:
        return
    with on_disk(database, case) as path:
        target = path.with_name("text.txt")
        lines = incoming_list.as_text(path, target, progress=progress)
        case.file_id = uuid4()
        _keep(database, case, target)
    with database.writing() as session:
        stored = find(session, case.district_code, case.id)
        files.forget(session, case.district_code, stored.file_id)
        stored.file_id, stored.lines = case.file_id, lines


def find(session: Session, district: str, case_id: UUID) -> ImportCase:
    """Raises UnknownImport."""
    case = session.get(ImportCase, (district, case_id))
    if case is None:
        raise UnknownImport()
    return case


def choices_of(case: ImportCase) -> Choices:
    return Choices(**json.loads(case.choices)).known()


def trial_of(case: ImportCase) -> dict[str, Any]:
    """What the last trial said; empty without one."""
    found: dict[str, Any] = json.loads(case.trial or "{}")
    return found


def preview(database: Database, case: ImportCase) -> Preview:
    """Raises UnreadableList, UnknownFile."""
    with on_disk(database, case) as path:
        return _look_at(path, case)


def _look_at(path: Path, case: ImportCase) -> Preview:
    vocabulary = VOCABULARIES[case.kind]
    dictionary = given_dictionary(case.kind, case.dictionary)
    sample = b"".join(islice(ListFile(path).lines(), SAMPLE_LINES))
    start = beginning(sample, dictionary, vocabulary, choices_of(case))
    own = data_dictionary.read_loosely(described(start.form, dictionary, vocabulary), vocabulary)
    return Preview(start, roles_of(start.form, own, vocabulary), own)


def given_dictionary(kind: str, text: str) -> Dictionary[Any] | None:
    """A dictionary as it was given, also one that lacks what a list needs: the page lets it be added."""
    return data_dictionary.read_loosely(text, VOCABULARIES[kind]) if text else None


class Correction(NamedTuple):
    """What somebody says of a list: how it is written, the role of each column by its place, and its dataset."""

    choices: Choices
    roles: dict[int, str]
    dataset: dict[str, str]


def correct(database: Database, district: str, case_id: UUID, said: Correction) -> None:
    """Read the list otherwise. What a trial said is forgotten if that changes anything."""
    with database.reading() as session:
        case = find(session, district, case_id)
        session.expunge(case)
    case.choices = json.dumps(said.choices.known()._asdict())
    now = preview(database, case)
    if said.roles.keys() == set(range(len(now.start.form.columns))):
        dictionary = given_dictionary(case.kind, case.dictionary)
        case.dictionary = described(now.start.form, dictionary, VOCABULARIES[case.kind], said.roles)
    case.dataset = json.dumps(said.dataset, ensure_ascii=False)
    with database.writing() as session:
        stored = find(session, district, case_id)
        names = ("choices", "dictionary", "dataset")
        if any(getattr(stored, name) != getattr(case, name) for name in names):
            stored.trial, stored.trial_ms = "", 0
        for name in names:
            setattr(stored, name, getattr(case, name))


def choose_dictionary(session: Session, case: ImportCase, dictionary_id: str) -> None:
    """Read the list by a dictionary that was used before."""
    known = session.get(KnownDictionary, (case.district_code, dictionary_id))
    if known is not None and known.kind == case.kind:
        case.dictionary, case.dictionary_name, case.trial = known.body, known.name, ""


@contextmanager
def on_disk(database: Database, case: ImportCase) -> Iterator[Path]:
    """The list as a file. Raises UnknownFile when its time is over."""
    with files.on_disk(database, case.district_code, case.file_id) as path:
        yield path


@contextmanager
def opened(database: Database, case: ImportCase, *, on: date) -> Iterator[TargetFile | AgencyFile]:
    """The list as the importer reads it: by the dictionary and the format of its case. Raises UnreadableList."""
    with on_disk(database, case) as path:
        found = _look_at(path, case)
        described_by = path.with_name("dictionary.csv")
        text = described(found.start.form, found.dictionary, VOCABULARIES[case.kind])
        described_by.write_text(text, encoding="utf-8")
        form = found.start.form
        if case.kind == TARGETS:
            yield TargetFile(path, described_by, on=on, form=form)
            return
        dataset = path.with_name("dataset.json")
        dataset.write_text(case.dataset, encoding="utf-8")
        yield AgencyFile(path, dictionary=described_by, dataset=dataset, on=on, form=form)


def remember_dictionary(session: Session, case: ImportCase, *, now_ms: int) -> None:
    """To be chosen again for the next list of this kind."""
    if case.dictionary:
        known = KnownDictionary(
            district_code=case.district_code,
            id=sha256(case.dictionary.encode()).hexdigest(),
            kind=case.kind,
            name=case.dictionary_name or case.name,
            body=case.dictionary,
            used_ms=now_ms,
        )
        session.merge(known)


def known_dictionaries(session: Session, district: str, kind: str | None = None) -> list[KnownDictionary]:
    """Those that were used before, the latest first."""
    here = select(KnownDictionary).where(KnownDictionary.district_code == district)
    of_kind = here.where(KnownDictionary.kind == kind) if kind else here
    found = list(session.exec(of_kind.order_by(col(KnownDictionary.used_ms).desc()).limit(20)))
    session.expunge_all()
    return found


def dictionary_text(content: bytes) -> str:
    """Of an uploaded data dictionary. Raises UnreadableList."""
    if not content.strip():
        return ""
    text = whole_text(content)
    data_dictionary.read_loosely(text, target_dictionary.VOCABULARY)
    return text
