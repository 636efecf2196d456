"""An invented subdistrict of any size: always the same rows for the same number of households.

A household has 1 to 6 members (3.5 on average), 0 to 3 problems with a note of 2 to 8 words, one 4T analysis with a
remark of 1 to 12 words, an address and a position: about 7 rows. All came with one list, under one stamp.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

from shared_models.entities import ENTITIES, wire
from shared_models.heads import RowHeads
from shared_models.hlc import Hlc
from shared_models.identity import uuid7
from tests.builders import DISTRICT, SUBDISTRICT

GIVEN_NAMES = (
    *("บุญมา", "คำแปง", "ศรีวรรณ", "อินถา", "จันทร์ฟอง", "แก้วมา", "สุพรรณ", "ทองใบ", "บัวคำ", "มนัสนันท์"),
    *("ธีระพงษ์", "พิมพ์ใจ", "ก๋องแก้ว", "นงลักษณ์", "เกียรติศักดิ์", "อรุณี", "วันเพ็ญ", "สมบูรณ์", "ภูมินทร์", "ดวงเดือน"),
)
FAMILY_NAMES = (
    *("ใจยา", "วงศ์คำ", "ปัญญาดี", "อินต๊ะ", "แก้วบุญเรือง", "ยะมงคล", "สิทธิวงศ์"),
    *("เผ่ากันทะ", "ธรรมใจ", "มาเมือง", "ศรีจันทร์", "ไชยวุฒิ", "เครือสาร", "ทะนันชัย"),
)
NEEDS = (
    *("หลังคารั่ว", "น้ำไม่พอใช้", "หนี้นอกระบบ", "ตกงาน", "ไม่มีที่ทำกิน"),
    *("ลูกเรียนไม่จบ", "ป่วยเรื้อรัง", "อยู่คนเดียว", "ดูแลผู้พิการ"),
)
DIMENSIONS = ("health", "living", "education", "income", "access")
RELATIONS = ("head", "spouse", "child", "parent", "grandchild")
LIFE_STATES = ("alive", "alive", "alive", "moved", "deceased")
VILLAGES = 20
LISTED_MS = int(datetime(2025, 10, 1, tzinfo=UTC).timestamp() * 1000)  # when the list was made
FOUND_ON = date(2025, 9, 15)
Row = tuple[str, dict[str, Any]]


def households(count: int, seed: int = 2568) -> Iterator[list[Row]]:
    """One household after the other: entity and the values of all its columns, as an import files them."""
    rng = Random(seed)
    for number in range(count):
        yield _Maker(rng, LISTED_MS + number).household()


class _Maker:
    """Makes one household. `at_ms` is the time in the ids of its rows."""

    def __init__(self, rng: Random, at_ms: int) -> None:
        self.rng, self.at_ms = rng, at_ms
        self.household_id = self._id()
        self.village = f"{SUBDISTRICT}{rng.randint(1, VILLAGES):02d}"

    def household(self) -> list[Row]:
        rng = self.rng
        members = [self._member(place) for place in range(rng.randint(1, 6))]
        home = {
            "village_code": self.village,
            "house_no": f"{rng.randint(1, 400)}/{rng.randint(1, 99)}",
            "house_code": f"56{rng.randrange(10**9):09d}",
            "latitude": round(rng.uniform(18.9, 19.4), 6),
            "longitude": round(rng.uniform(99.7, 100.2), 6),
            "average_income_satang": rng.randint(0, 30) * 50_000,
            "head_id": members[0][1]["id"],
        }
        problems = [self._problem() for _ in range(rng.randint(0, 3))]
        return [self._row("household", self.household_id, home), *members, *problems, self._analysis()]

    def _member(self, place: int) -> Row:
        rng = self.rng
        return self._row(
            "person",
            self._id(),
            {
                "given_name": rng.choice(GIVEN_NAMES),
                "family_name": rng.choice(FAMILY_NAMES),
                "sex": rng.choice("12"),
                "birth": f"{rng.randint(2480, 2566)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                "relation": rng.choice(RELATIONS) if place else "head",
                "occupation_note": f"รายได้ {rng.randint(0, 30) * 500}",
                "life_state": rng.choice(LIFE_STATES) if place else "alive",
            },
        )

    def _problem(self) -> Row:
        note = " ".join(self.rng.choice(GIVEN_NAMES) + self.rng.choice(NEEDS) for _ in range(self.rng.randint(2, 8)))
        level = self.rng.randint(1, 3)
        values = {"dimension": self.rng.choice(DIMENSIONS), "words": f"{level} {note}", "found_on": FOUND_ON}
        return self._row("problem", self._id(), values)

    def _analysis(self) -> Row:
        remark = " ".join(self.rng.choice(NEEDS) for _ in range(self.rng.randint(1, 12)))
        ratings = {
            f"{heading}_rating": self.rng.randint(1, 3) for heading in ("attitude", "skills", "resources", "way_out")
        }
        return self._row("four_t", self._id(), {"attitude": remark, **ratings, "analysed_on": FOUND_ON})

    def _id(self) -> UUID:
        return uuid7(self.at_ms, self.rng.randbytes(10))

    def _row(self, entity: str, row_id: UUID, values: dict[str, Any]) -> Row:
        filed = {"id": row_id, "household_id": self.household_id, "district_code": DISTRICT, "village": self.village}
        return entity, {**DEFAULTS[entity], **values, **filed, "heads": HEADS}


def _defaults(entity: str) -> dict[str, Any]:
    fields = ENTITIES[entity].model_fields.items()
    return {name: None if field.is_required() else wire(field.get_default()) for name, field in fields}


DEFAULTS = {entity: _defaults(entity) for entity in ("household", "person", "problem", "four_t")}
HEADS = RowHeads.created(Hlc(LISTED_MS, 0, "0000" + "5601" * 3).to_text(), LISTED_MS).to_text()
