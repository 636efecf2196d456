"""Words of MPI assessments and indicator answers."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ผลประเมิน MPI", "MPI assessment")

SECTIONS: dict[str, Pair] = {
    "assessment": ("การประเมิน", "Assessment"),
    "dimensions": ("ผลรายมิติ", "Dimensions"),
    "indicators": ("ผลรายตัวชี้วัด", "Indicators"),
}

FIELDS: dict[str, Words] = {
    "person_id": Words("ของใคร", "Whose", "เว้นว่างเมื่อเป็นของทั้งครัวเรือน", "Empty where it is the whole household's."),
    "survey_year": Words("ปีที่สำรวจ (พ.ศ.)", "Survey year (B.E.)", "ปีของเกณฑ์ที่ใช้", "The year whose criteria are used."),
    "version": Words("ชุดตัวชี้วัด", "Indicator set", "คำตอบอยู่กับชุดนี้ตลอดไป", "Answers stay with this set for ever."),
    "assessed_on": Words("ประเมินเมื่อ", "Assessed on", "วันที่ถาม", "The day it was asked."),
    "health": Words("สุขภาพ", "Health", "ตกเกณฑ์ถือเป็น ใช่", "Yes means deprived."),
    "living": Words("ความเป็นอยู่", "Living conditions", "ตกเกณฑ์ถือเป็น ใช่", "Yes means deprived."),
    "education": Words("การศึกษา", "Education", "ตกเกณฑ์ถือเป็น ใช่", "Yes means deprived."),
    "income": Words("รายได้", "Income", "ตกเกณฑ์ถือเป็น ใช่", "Yes means deprived."),
    "access": Words("การเข้าถึงบริการรัฐ", "Access to services", "ตกเกณฑ์ถือเป็น ใช่", "Yes means deprived."),
    "answers": Words(
        "คำตอบรายตัวชี้วัด",
        "Answers by indicator",
        "ผ่าน ไม่ผ่าน ไม่เข้าข่าย หรือไม่ประสงค์ตอบ",
        "Pass, fail, does not apply, or does not wish to answer.",
    ),
    "income_per_head_satang": Words(
        "รายได้ต่อคนที่ใช้ตัดสิน",
        "Income per head used",
        "รายได้สี่ส่วนหารด้วยคนที่อยู่จริง",
        "The four parts divided by those who really live here.",
    ),
    "source": Words("ที่มาของข้อมูล", "Source", "ชื่อแฟ้มที่นำเข้า", "The file it came with."),
    "visit_id": Words("ในการเยี่ยม", "At visit", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "Dimension.health": ("สุขภาพ", "Health"),
    "Dimension.living": ("ความเป็นอยู่", "Living conditions"),
    "Dimension.education": ("การศึกษา", "Education"),
    "Dimension.income": ("รายได้", "Income"),
    "Dimension.access": ("การเข้าถึงบริการรัฐ", "Access to services"),
    "Answer.pass": ("ผ่าน", "Pass"),
    "Answer.fail": ("ไม่ผ่าน", "Fail"),
    "Answer.not_applicable": ("ไม่เข้าข่าย", "Does not apply"),
    "Answer.declined": ("ไม่ประสงค์ตอบ", "Does not wish to answer"),
    "Standing.fails": ("ตกเกณฑ์", "Fails"),
    "Standing.passes": ("ผ่านเกณฑ์", "Passes"),
    "Standing.no_data": ("ไม่มีข้อมูล", "No data"),
}
