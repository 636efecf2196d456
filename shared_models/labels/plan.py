"""Words of plans."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("แผนช่วยเหลือ", "Plan")

SECTIONS: dict[str, Pair] = {
    "plan": ("แผน", "Plan"),
    "ending": ("สถานะ", "Status"),
}

FIELDS: dict[str, Words] = {
    "problems": Words("แก้ปัญหาเรื่อง", "For problems", "เลือกได้หลายเรื่อง", "Several may be chosen."),
    "remedy": Words("เมนูแก้จน", "Remedy", "เลือกจากเมนูแก้จนของอำเภอ", "From the district's catalogue."),
    "words": Words(
        "เล่าเป็นคำพูด", "In own words", "เมื่อไม่มีในเมนู หรืออยากขยายความ", "Where the catalogue has none, or to say more."
    ),
    "agency": Words("หน่วยงานรับผิดชอบ", "Responsible agency", "หน่วยงานที่มีหน้าที่ตามกฎหมาย", "The agency with the mandate."),
    "due_on": Words("กำหนดเสร็จ", "Due on", "วันที่ควรเสร็จ", "When it should be done."),
    "decided_on": Words("มติเมื่อ", "Decided on", "วันประชุมชี้เป้า", "The day of the targeting meeting."),
    "four_t_id": Words("จากการวิเคราะห์", "From analysis", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "status": Words(
        "สถานะ", "Status", "แผนลบไม่ได้ เลิกได้พร้อมเหตุผล", "It cannot be deleted; it is dropped with a reason."
    ),
    "status_reason": Words("เหตุผล", "Reason", "ต้องบอกเมื่อเลิกแผน", "Needed to drop it."),
}

CHOICES: dict[str, Pair] = {
    "PlanStatus.planned": ("วางแผนแล้ว", "Planned"),
    "PlanStatus.under_way": ("กำลังทำ", "Under way"),
    "PlanStatus.done": ("เสร็จแล้ว", "Done"),
    "PlanStatus.dropped": ("เลิกแผน", "Dropped"),
}
