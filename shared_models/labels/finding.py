"""Words of findings."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ข้อที่ควรตรวจ", "Finding")

SECTIONS: dict[str, Pair] = {
    "finding": ("ข้อที่ควรตรวจ", "Finding"),
}

FIELDS: dict[str, Words] = {
    "rule": Words("เรื่อง", "Rule", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "entity": Words("ข้อมูลของ", "Record", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "row_id": Words("แถว", "Row", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "field": Words("ช่อง", "Field", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "other_value": Words("ค่าอีกทางหนึ่ง", "Other value", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "source": Words("ที่มา", "Source", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "status": Words("สถานะ", "Status", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
}

CHOICES: dict[str, Pair] = {
    "FindingStatus.open": ("รอตรวจ", "To be looked at"),
    "FindingStatus.closed": ("ตรวจแล้ว", "Closed"),
}
