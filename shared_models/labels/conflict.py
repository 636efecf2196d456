"""Words of conflicts."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ข้อมูลไม่ตรงกัน", "Conflict")

SECTIONS: dict[str, Pair] = {
    "conflict": ("ข้อมูลไม่ตรงกัน", "Conflict"),
}

FIELDS: dict[str, Words] = {
    "entity": Words("ข้อมูลของ", "Record", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "row_id": Words("แถว", "Row", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "field": Words("ช่อง", "Field", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "status": Words("สถานะ", "Status", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
}

CHOICES: dict[str, Pair] = {
    "ConflictStatus.open": ("รอเลือกค่า", "To be settled"),
    "ConflictStatus.settled": ("เลือกค่าแล้ว", "Settled"),
}
