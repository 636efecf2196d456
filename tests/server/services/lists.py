"""Small target lists to import, and what the database holds after it."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from server.database import Database
from server.services.exchanging import filing
from server.services.exchanging.feed import Feed
from server.services.importing.target_lists import ImportCounts, import_targets
from server.tables import District, FeedHead, VillageDigest
from shared_models.digest import Digest
from shared_models.entities import ENTITIES, wire
from shared_models.heads import RowHeads
from shared_models.identity import uuid7
from shared_models.merge import Scalar
from shared_models.operation import Kind, Operation
from shared_models.person import Person
from shared_models.synced import Synced

SAMPLE = Path(__file__).parents[2] / "samples" / "targets_5601"
DICTIONARY = SAMPLE / "dictionary.csv"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
PERSON = {
    "SURVEY_YEAR": "2566",
    "TAMBON_CODE": "560102",
    "MOO": "8",
    "HOUSE_NO": "176/62",
    "HOUSE_ID": "56010107993",
    "HH_SEQ": "1",
    "PID": "1653870822778",
    "PREFIX": "นาย",
    "FNAME": "ณัฐวุฒิ",
    "LNAME": "ศรีสุข",
    "SEX": "1",
    "BIRTH": "24/05/2540",
    "RELATION": "หัวหน้าครัวเรือน",
    "IS_HEAD": "1",
    "WELFARE_CARD": "0",
    "MPI_HEALTH": "1",
    "MPI_LIVING": "0",
    "MPI_EDUCATION": "0",
    "MPI_INCOME": "0",
    "MPI_ACCESS": "0",
    "AVG_INCOME": "52,000",
    "MOBILE": "0898934987",
}
HEADER = "|".join(PERSON)


def a_line(**cells: str) -> str:
    """A person of a list: นายณัฐวุฒิ ศรีสุข, head of household 1, unless told otherwise."""
    return "|".join((PERSON | cells).values())


def a_child(**cells: str) -> str:
    child = {"PID": "1048200472866", "FNAME": "อำนาจ", "BIRTH": "22/10/2554", "RELATION": "บุตร", "IS_HEAD": "0"}
    return a_line(**(child | cells))


def a_neighbour(**cells: str) -> str:
    """The head of another household."""
    other = {"HH_SEQ": "2", "HOUSE_NO": "9", "HOUSE_ID": "", "PID": "3353135616187", "FNAME": "เกศินี", "LNAME": "ใจดี"}
    return a_line(**(other | {"BIRTH": "00/00/2476", "SEX": "2", "PREFIX": "นาง"} | cells))


class Office:
    """A district's server with its folder of lists."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    def serve(self, *districts: str) -> None:
        with self.database.writing() as session:
            for district in districts:
                session.add(District(district_code=district, recovery_public=b"", recovery_wrapped=b""))

    def a_list(self, *lines: str, name: str = "targets.txt", encoding: str = "cp874") -> Path:
        path = self.folder / name
        path.write_bytes("".join(f"{line}\r\n" for line in (HEADER, *lines)).encode(encoding))
        return path

    def import_file(self, path: Path, **options: Any) -> ImportCounts:
        dictionary = options.pop("dictionary", DICTIONARY)
        return import_targets(self.database, path, dictionary, imported_by="สำนักงาน", now=NOW, **options)

    def import_lines(self, *lines: str, name: str = "targets.txt") -> ImportCounts:
        return self.import_file(self.a_list(*lines, name=name))

    def rows(self, model: type[Any], district: str = "5601") -> list[Any]:
        with self.database.reading() as session:
            found = session.exec(select(model).where(model.district_code == district).order_by(col(model.id))).all()
            session.expunge_all()
            return list(found)

    def rows_of(self, model: type[Any]) -> list[Any]:
        """Every row of a table that has no id of its own."""
        with self.database.reading() as session:
            found = session.exec(select(model)).all()
            session.expunge_all()
            return list(found)

    def row(self, model: type[Any], **values: object) -> Any:
        """The only row with these values."""
        (found,) = [row for row in self.rows(model) if all(getattr(row, k) == v for k, v in values.items())]
        return found

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of the district, whole."""
        return {entity: [values_of(row) for row in self.rows(model)] for entity, model in ENTITIES.items()}

    def feed(self) -> tuple[int, dict[str, str]]:
        """The last seq of the district and the digest of each village."""
        with self.database.reading() as session:
            head = session.get(FeedHead, "5601")
            return head.seq if head else 0, digests(session)

    def recomputed_digests(self) -> dict[str, str]:
        found: defaultdict[str, Digest] = defaultdict(Digest)
        for model in ENTITIES.values():
            for row in self.rows(model):
                found[row.village] = found[row.village].add(row.id, row.seq)
        return {village: digest.to_text() for village, digest in found.items()}

    def officer_edits(self, entity: str, row: Synced, **changes: Scalar) -> None:
        """As an exchange files it: the officer saw the row as it is now, and edited it today."""
        heads, now_ms = RowHeads(row.heads), int(NOW.timestamp() * 1000)
        device = UUID("01900000-0000-7000-8000-000000000007")
        operation = Operation(
            id=uuid7(now_ms, bytes(10)),
            stamp=f"{now_ms:012x}0000{device.hex[-16:]}",
            action_id=uuid7(now_ms, bytes(10)),
            entity=entity,
            row_id=row.id,
            household_id=row.household_id,
            kind=Kind.CHANGE,
            changes=changes,
            wall_ms=now_ms,
            officer_id=device,
            device_id=device,
        )
        bases = {name: set(heads.stamps(name, wire(getattr(row, name)))) for name in changes}
        with self.database.writing() as session:
            feed = Feed(session)
            feed.lock(["5601"])
            filing.apply(feed, operation, bases=bases, at=now_ms, home=(row.district_code, row.village))
            feed.settle()

    def members(self, household_id: UUID) -> list[str]:
        return sorted(person.given_name for person in self.rows(Person) if person.household_id == household_id)


def values_of(row: Synced) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).model_fields}


def digests(session: Session) -> dict[str, str]:
    stored = session.exec(select(VillageDigest)).all()
    return {row.village: row.digest for row in stored if not row.digest.startswith("0:")}


def expected() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((SAMPLE / "expected.json").read_text())
    return answer
