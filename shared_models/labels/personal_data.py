"""Words of what an office sets for people's data."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Setting.deceased_years": ("ลบชื่อผู้เสียชีวิต หลังเสียชีวิตกี่ปี", "Years after a death, until nameless"),
    "Setting.moved_years": ("ลบชื่อผู้ย้ายออกจากอำเภอ หลังย้ายกี่ปี", "Years after leaving the district, until nameless"),
    "Setting.household_years": (
        "ลบชื่อสมาชิกครัวเรือนที่ย้ายออกไปทั้งบ้าน หลังย้ายกี่ปี",
        "Years after the whole household moved away, until nameless",
    ),
    "Setting.answer_days": ("ตอบคำขอของเจ้าของข้อมูลภายในกี่วัน", "Days within which a person's request is answered"),
}
