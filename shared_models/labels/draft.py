"""Words of the forms that drafts are of, and of fields that no row has."""

from shared_models.labels.words import Pair

FORMS: dict[str, Pair] = {
    "new_household": ("ครัวเรือนใหม่", "A new household"),
    "new_member": ("สมาชิกใหม่", "A new member"),
    "newborn": ("เด็กเกิดใหม่", "A newborn"),
    "person": ("ข้อมูลสมาชิก", "A member's facts"),
    "new_head": ("หัวหน้าครัวเรือนคนใหม่", "A new head"),
    "mistake": ("สมาชิกที่บันทึกผิด", "A member entered in error"),
    "arrival": ("รับครัวเรือนย้ายเข้า", "Receiving a household"),
    "missing": ("สมาชิกสูญหาย", "A member missing"),
    "moved": ("ย้ายออก", "Moving away"),
    "died": ("สมาชิกเสียชีวิต", "A member's death"),
    "split": ("แยกครัวเรือน", "Splitting a household"),
    "join": ("รวมครัวเรือน", "Joining households"),
    "assistance": ("การช่วยเหลือ", "Help given"),
    "new_assistance": ("การช่วยเหลือใหม่", "New help"),
    "problem": ("ปัญหา/ความต้องการ", "A problem or need"),
    "new_problem": ("ปัญหา/ความต้องการใหม่", "A new problem or need"),
    "plan": ("แผนช่วยเหลือ", "A plan"),
    "four_t": ("วิเคราะห์ 4ท", "4T analysis"),
    "indicators": ("ตัวชี้วัด", "Indicators"),
    "stage": ("ประเมินระดับครัวเรือน", "The household's stage"),
    "details": ("รายละเอียด", "Details"),
    "conflict": ("ข้อมูลไม่ตรงกัน", "Values that differ"),
    "visit": ("สรุปการเยี่ยม", "A visit's summary"),
    "mend": ("แก้งานที่สำนักงานไม่รับ", "Mending refused work"),
    "hand-over": ("ข้อความถึงสำนักงาน", "A note to the office"),
}
FIELDS: dict[str, Pair] = {
    "value": ("มูลค่า (บาท)", "Value (baht)"),
    "note": ("บันทึก", "Note"),
    "reason": ("เหตุผล", "Reason"),
    "numbered": ("มีเลขที่บ้าน", "Has a house number"),
    "id_reason": ("เหตุที่ไม่มีเลขประจำตัว", "Why there is no citizen number"),
    "found": ("พบครัวเรือนหรือไม่", "Whether the household is here"),
    "elsewhere": ("อยู่ที่อื่น", "Elsewhere"),
    "problems": ("ปัญหาที่เกี่ยวข้อง", "Problems it is about"),
    "problem": ("ปัญหาที่เปิดอยู่", "An open problem"),
    "head": ("หัวหน้าครัวเรือน", "Head"),
    "relation": ("ความสัมพันธ์กับหัวหน้า", "Relation to the head"),
    "new": ("ในครัวเรือนใหม่", "In the new household"),
    "who": ("ผู้ที่ย้าย", "Who goes"),
    "into": ("ไปครัวเรือน", "Into the household"),
    "query": ("คำค้น", "Looked for"),
    "pick": ("ค่าที่เลือก", "Chosen value"),
    "own": ("ค่าที่พิมพ์เอง", "Own value"),
}
UNREADABLE: Pair = ("ข้อความตามที่ส่งมา", "As it came")
DRAFT: dict[str, Pair] = {
    **{f"draft.{name}": pair for name, pair in FORMS.items()},
    **{f"draft.field.{name}": pair for name, pair in FIELDS.items()},
    "draft.unreadable": UNREADABLE,
}
