"""Words of assistance."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("การช่วยเหลือ", "Assistance")

SECTIONS: dict[str, Pair] = {
    "help": ("ความช่วยเหลือ", "Help"),
    "outcome": ("ผลที่เกิดขึ้น", "What came of it"),
}

FIELDS: dict[str, Words] = {
    "problems": Words("แก้ปัญหาเรื่อง", "Answers problems", "เลือกได้หลายเรื่อง", "Several may be chosen."),
    "person_id": Words("ช่วยใคร", "For whom", "เว้นว่างเมื่อช่วยทั้งครัวเรือน", "Empty where it is for the whole household."),
    "kind": Words("ชนิดของการช่วย", "Kind of help", "ใช้สรุปรายงาน", "For reports."),
    "item": Words("ช่วยอะไร", "What was given", "เช่น ซ่อมหลังคา ถุงยังชีพ", "Such as a mended roof, a relief bag."),
    "agency": Words("หน่วยงาน", "Agency", "ใครเป็นผู้ช่วย", "Who gave it."),
    "project": Words("โครงการ", "Project", "ชื่อโครงการ ถ้ามี", "The project's name, if there is one."),
    "value_satang": Words(
        "มูลค่า (บาท)", "Value (baht)", "ประมาณได้ ไม่รู้ให้เว้นว่าง", "An estimate will do; empty if unknown."
    ),
    "given_on": Words("วันที่ช่วย", "Given on", "วันที่ให้ หรือวันที่ขอ", "The day it was given or asked for."),
    "outcome": Words("ผล", "Outcome", "ผลของการช่วยครั้งนี้", "What came of this help."),
    "obstacle": Words("ปัญหาอุปสรรค", "Obstacle", "สิ่งที่ทำให้ช่วยไม่สำเร็จ", "What got in the way."),
    "suggestion": Words("ข้อเสนอแนะ", "Suggestion", "ควรทำอะไรต่อ", "What should be done next."),
    "plan_id": Words("ตามแผน", "Of plan", "แผนที่รายการนี้ทำตาม", "The plan this follows."),
    "visit_id": Words("ในการเยี่ยม", "At visit", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "AssistanceKind.money": ("เงิน", "Money"),
    "AssistanceKind.goods": ("สิ่งของ", "Goods"),
    "AssistanceKind.housing": ("ที่อยู่อาศัย", "Housing"),
    "AssistanceKind.training": ("ฝึกอาชีพ", "Training"),
    "AssistanceKind.work": ("จ้างงาน หางาน", "Work"),
    "AssistanceKind.health_care": ("รักษา ฟื้นฟู", "Health care"),
    "AssistanceKind.education": ("การศึกษา", "Education"),
    "AssistanceKind.rights": ("สิทธิและเอกสาร", "Rights and papers"),
    "AssistanceKind.referral": ("ส่งต่อหน่วยงาน", "Referral"),
    "AssistanceKind.other": ("อื่น ๆ", "Other"),
    "AssistanceOutcome.helped": ("ช่วยเหลือแล้ว", "Helped"),
    "AssistanceOutcome.in_progress": ("อยู่ระหว่างดำเนินการ", "In progress"),
    "AssistanceOutcome.self_solved": ("แก้ไขปัญหาได้ด้วยตนเอง", "Solved it themselves"),
    "AssistanceOutcome.declined": ("ไม่ขอรับความช่วยเหลือ", "Declined"),
    "AssistanceOutcome.resolved": ("ปัญหาคลี่คลายแล้ว", "Resolved"),
}
