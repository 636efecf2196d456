"""Words of what an office keeps for a while."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Kept.list": ("รายชื่อที่นำเข้า และรายงานแถวที่ไม่รับ", "Imported lists, and reports of refused lines"),
    "Kept.hand_on": ("แฟ้มที่ส่งมอบหน่วยงาน", "Files handed on to agencies"),
    "Kept.tablet": (
        "ข้อมูลครัวเรือนในแท็บเล็ตที่ไม่ได้พบสำนักงาน (ครบแล้วล็อกจนกว่าจะรับส่ง)",
        "Households on a tablet that has not met the office (then it locks until it does)",
    ),
    "Kept.draft": (
        "แบบร่างจากแท็บเล็ตที่ระงับ หลังมีเจ้าหน้าที่รับไป หรือหลังเก็บไว้โดยไม่ใช้",
        "Drafts of revoked tablets, once an officer has them or they were set aside",
    ),
}
