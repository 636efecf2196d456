"""Words of the files that an office keeps for a while."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Kept.list": ("รายชื่อที่นำเข้า และรายงานแถวที่ไม่รับ", "Imported lists, and reports of refused lines"),
    "Kept.hand_on": ("แฟ้มที่ส่งมอบหน่วยงาน", "Files handed on to agencies"),
}
