"""Words of stages."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ระดับการพัฒนา", "Stage")

SECTIONS: dict[str, Pair] = {
    "stage": ("ระดับการพัฒนา", "Stage"),
}

FIELDS: dict[str, Words] = {
    "programme_year": Words("ปีงบประมาณ (พ.ศ.)", "Programme year (B.E.)", "ปีที่ประเมินระดับ", "The year the stage is for."),
    "stage": Words("ระดับ", "Stage", "คนตัดสิน ไม่ใช่สูตร", "A person decides, not a formula."),
    "reason": Words("เหตุผล", "Reason", "เห็นอะไรจึงให้ระดับนี้", "What was seen."),
    "decided_on": Words("ตัดสินเมื่อ", "Decided on", "วันที่ตัดสิน", "The day of the decision."),
    "decided_by": Words("ใครตัดสิน", "Decided by", "ทีมหรือที่ประชุม", "The team or meeting."),
    "visit_id": Words("ในการเยี่ยม", "At visit", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "Stage.1": ("อยู่รอด", "Survive"),
    "Stage.2": ("พอเพียง", "Sufficient"),
    "Stage.3": ("ยั่งยืน", "Sustainable"),
}
