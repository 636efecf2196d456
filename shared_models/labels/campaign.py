"""Words of the campaign's steps and how they stand."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Step.check": ("ตรวจสอบและเพิ่มครัวเรือน", "Check and add households"),
    "Step.analyse": ("วิเคราะห์ 4ท และบันทึกครัวเรือน", "Analyse with 4T and record"),
    "Step.decide": ("ประชุมชี้เป้า เลือกเมนูแก้จน", "Targeting meeting, choose remedies"),
    "Step.help": ("ให้ความช่วยเหลือ", "Help"),
    "Step.record": ("บันทึกกิจกรรมทุกครั้งที่ลงพื้นที่", "Record every activity"),
    "Step.follow_up": ("ติดตามและรายงานผล", "Follow up and report"),
    "Due.not_open": ("ยังไม่ถึงเวลา", "Not open yet"),
    "Due.open": ("กำลังดำเนินการ", "Under way"),
    "Due.late": ("เลยกำหนด ยังบันทึกได้", "Late, can still be recorded"),
}
