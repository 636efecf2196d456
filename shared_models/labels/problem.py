"""Words of problems and needs."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ปัญหา/ความต้องการ", "Problem or need")

SECTIONS: dict[str, Pair] = {
    "problem": ("ปัญหาหรือความต้องการ", "Problem or need"),
    "ending": ("สถานะ", "Status"),
}

FIELDS: dict[str, Words] = {
    "person_id": Words("ของใคร", "Whose", "เว้นว่างเมื่อเป็นของทั้งครัวเรือน", "Empty where it is the whole household's."),
    "dimension": Words("มิติ", "Dimension", "เว้นว่างเมื่อเป็นเรื่องอื่น", "Empty where it is something else."),
    "indicator": Words("ตัวชี้วัด", "Indicator", "เลือกเมื่อรู้ว่าตกตัวชี้วัดใด", "Where it is known which one fails."),
    "indicator_version": Words("ชุดตัวชี้วัด", "Indicator set", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "words": Words("เล่าเป็นคำพูด", "In own words", "ตามที่ครอบครัวเล่า", "As the family tells it."),
    "found_on": Words("พบเมื่อ", "Found on", "วันที่พบปัญหา", "The day it was found."),
    "status": Words(
        "สถานะ", "Status", "ปัญหาลบไม่ได้ ปิดได้เมื่อคลี่คลายหรือไม่ขอรับ", "It cannot be deleted; it is resolved or declined."
    ),
    "status_reason": Words("เหตุผล", "Reason", "ต้องบอกเมื่อปิดเรื่อง", "Needed to close it."),
    "status_on": Words(
        "สถานะเปลี่ยนเมื่อ", "Status changed on", "วันที่ปิดหรือเปิดอีกครั้ง", "The day it was closed or opened again."
    ),
    "assistance_id": Words(
        "คลี่คลายด้วยความช่วยเหลือ", "Resolved by help", "รายการช่วยเหลือที่ทำให้คลี่คลาย", "The help that resolved it."
    ),
    "visit_id": Words("พบในการเยี่ยม", "Found at visit", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "ProblemStatus.open": ("ยังเปิดอยู่", "Open"),
    "ProblemStatus.resolved": ("ปัญหาคลี่คลายแล้ว", "Resolved"),
    "ProblemStatus.declined": ("ไม่ขอรับความช่วยเหลือ", "Declined help"),
}
