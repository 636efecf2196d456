"""Words of the 4ท analysis."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("วิเคราะห์ 4ท", "4T analysis")

SECTIONS: dict[str, Pair] = {
    "headings": ("ทัศนคติ ทักษะ ทรัพยากร", "Attitude, skills, resources"),
    "way_out": ("ทางออก", "Way out"),
}

FIELDS: dict[str, Words] = {
    "attitude": Words(
        "ทัศนคติ",
        "Attitude",
        "อยากเปลี่ยนไหม หวังอะไร พร้อมทำกับทีมไหม",
        "Wants change? Hopes, habits, readiness to work with the team.",
    ),
    "attitude_rating": Words(
        "ระดับทัศนคติ",
        "Attitude rating",
        "1 อ่อน 2 ปานกลาง 3 ดี ใช้เมื่อสำนักงานเปิดไว้",
        "1 weak, 2 fair, 3 good; only where the office switched it on.",
    ),
    "skills": Words(
        "ทักษะ", "Skills", "ทำอะไรเป็น เคยอบรมอะไร ยังทำงานไหวไหม", "What members can do, training, health to work."
    ),
    "skills_rating": Words(
        "ระดับทักษะ",
        "Skills rating",
        "1 อ่อน 2 ปานกลาง 3 ดี ใช้เมื่อสำนักงานเปิดไว้",
        "1 weak, 2 fair, 3 good; only where the office switched it on.",
    ),
    "resources": Words(
        "ทรัพยากร", "Resources", "ที่ดิน เครื่องมือ สัตว์ เงินออม หนี้ คนช่วย", "Land, tools, animals, savings, debts, helpers."
    ),
    "resources_rating": Words(
        "ระดับทรัพยากร",
        "Resources rating",
        "1 อ่อน 2 ปานกลาง 3 ดี ใช้เมื่อสำนักงานเปิดไว้",
        "1 weak, 2 fair, 3 good; only where the office switched it on.",
    ),
    "way_out": Words(
        "ทางออก", "Way out", "ตกลงกันว่าจะทำอะไร ครอบครัวทำอะไรเอง", "What was agreed, and what the family does itself."
    ),
    "way_out_rating": Words(
        "ระดับทางออก",
        "Way out rating",
        "1 อ่อน 2 ปานกลาง 3 ดี ใช้เมื่อสำนักงานเปิดไว้",
        "1 weak, 2 fair, 3 good; only where the office switched it on.",
    ),
    "way_out_who": Words("ใครทำ", "Who does it", "คนหรือหน่วยงาน", "A person or an agency."),
    "way_out_by": Words("ภายใน", "By when", "วันที่ตกลงกัน", "The day that was agreed."),
    "way_out_remedy": Words("เมนูแก้จน", "Remedy", "เลือกจากเมนูแก้จนของอำเภอ", "From the district's catalogue."),
    "triage": Words("แนวทาง", "Triage", "พัฒนาได้ หรือต้องสงเคราะห์", "Can be developed, or needs relief."),
    "analysed_on": Words("วิเคราะห์เมื่อ", "Analysed on", "วันที่คุยกัน", "The day of the talk."),
    "visit_id": Words("ในการเยี่ยม", "At visit", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "Triage.developable": ("พัฒนาได้", "Can be developed"),
    "Triage.relief": ("สงเคราะห์", "Needs relief"),
}
