"""Small lists of welfare to import into an office, with their dictionary and dataset."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from server.services.importing.agency_lists import AgencyCounts, import_agency
from shared_models.welfare_receipt import WelfareReceipt
from tests.server.services.lists import NOW, Office, a_child, a_line, a_neighbour

HEAD, CHILD, NEIGHBOUR = "1653870822778", "1048200472866", "3353135616187"
STRANGER = "1101700203450"
DATASET = {
    "key": "old-age-allowance",
    "agency": "กรมกิจการผู้สูงอายุ",
    "programme": "เบี้ยยังชีพผู้สูงอายุ",
    "kind": "payment",
    "year": "2566",
    "stored_as": "ฐานข้อมูล ส่งออกเป็นข้อความ",
    "limits": "ใช้เพื่อการช่วยเหลือเท่านั้น",
    "contact": "กลุ่มข้อมูล โทร 1300",
}
PAYMENT = {"PID": HEAD, "FNAME": "ณัฐวุฒิ", "LNAME": "ศรีสุข", "BIRTH": "25400524", "AMOUNT": "600.00"} | {
    "PAY_DATE": "20230510",
    "PERIOD": "05/2566",
    "REF_NO": "",
}
DICTIONARY = "name,type,sensitive\n" + "".join(f"{name},text,\n" for name in PAYMENT)


def a_payment(**cells: str) -> str:
    """600 baht of May 2566 for นายณัฐวุฒิ ศรีสุข, unless told otherwise."""
    return "|".join((PAYMENT | cells).values())


class Agency:
    """Brings lists of welfare to an office where three persons of two households are known."""

    def __init__(self, office: Office) -> None:
        self.office, self.folder = office, office.folder
        office.import_lines(a_line(), a_child(), a_neighbour())

    def bring(self, *lines: str, encoding: str = "cp874", **options: Any) -> AgencyCounts:
        content = "".join(f"{line}\r\n" for line in ("|".join(PAYMENT), *lines)).encode(encoding)
        return self.bring_file(content, **options)

    def bring_file(self, content: bytes, **options: Any) -> AgencyCounts:
        path, dictionary, dataset = (self.folder / name for name in ("เบี้ย.txt", "พจนานุกรม.csv", "ชุดข้อมูล.json"))
        path.write_bytes(content)
        dictionary.write_text(options.pop("dictionary", DICTIONARY), encoding="utf-8-sig")
        dataset.write_text(json.dumps(DATASET | options.pop("dataset", {}), ensure_ascii=False), encoding="utf-8")
        return import_agency(
            self.office.database,
            path,
            dictionary=dictionary,
            dataset=dataset,
            imported_by="สำนักงาน",
            now=options.pop("now", NOW),
            **options,
        )

    def receipts(self) -> list[WelfareReceipt]:
        return self.office.rows(WelfareReceipt)

    def amounts(self) -> Counter[int | None]:
        return Counter(receipt.amount_satang for receipt in self.receipts())

    def report(self) -> list[list[str]]:
        """Line number, result, and reason in English of each line that is told beside the list."""
        path = Path(self.folder / "เบี้ย.not-linked.txt")
        if not path.exists():
            return []
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]
        assert all(len(row) == 4 for row in rows)
        return [[row[0], row[1].split()[1], row[3]] for row in rows]
