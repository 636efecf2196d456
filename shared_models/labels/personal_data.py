"""Words of what an office sets for people's data."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Setting.deceased_years": ("เสียชีวิต ลบชื่อหลังจากนั้น", "Years after a death, until nameless"),
    "Setting.moved_years": (
        "ย้ายออกจากอำเภอหรือไม่ทราบที่ไป ลบชื่อหลังจากนั้น",
        "Years after leaving the district, or for nobody knows where, until nameless",
    ),
    "Setting.household_years": (
        "ย้ายออกไปทั้งครัวเรือน ลบชื่อหลังจากนั้น",
        "Years after the whole household moved away, until nameless",
    ),
    "Setting.answer_days": ("ตอบคำขอของเจ้าของข้อมูลภายใน (วัน)", "Days within which a person's request is answered"),
}
