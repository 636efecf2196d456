"""Words of visits."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("เคาะประตูบ้าน", "Visit")

SECTIONS: dict[str, Pair] = {
    "meeting": ("การพบ", "Meeting"),
    "told": ("สิ่งที่ได้ฟัง", "What was told"),
}

FIELDS: dict[str, Words] = {
    "officer_id": Words("ผู้เยี่ยม", "Visited by", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "started_at": Words("เริ่มเยี่ยม", "Begun", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "finished_at": Words("จบการเยี่ยม", "Finished", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "result": Words("ผลการพบ", "Result", "พบใครหรือไม่", "Whether anybody was met."),
    "notice_read": Words("อ่านคำชี้แจงแล้ว", "Notice read out", "อ่านให้ฟังก่อนถาม", "Read out before asking."),
    "team": Words("ทีมที่ไป", "Team", "ชื่อหรือหน่วยงานของผู้ร่วมเยี่ยม", "Names or agencies of those who came along."),
    "informant_id": Words("ผู้ให้ข้อมูล", "Informant", "คนในบ้านที่เล่า", "The member who told."),
    "present": Words("คนที่อยู่ด้วย", "Members present", "เลือกได้หลายคน", "Several may be chosen."),
    "confirmed": Words("คนที่ยังอยู่", "Confirmed members", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "note": Words("บันทึก", "Note", "สิ่งที่คนต่อไปควรรู้", "What the next visitor should know."),
    "obstacle": Words("ปัญหาอุปสรรค", "Obstacle", "สิ่งที่ทำให้งานติดขัด", "What gets in the way."),
    "suggestion": Words("ข้อเสนอแนะ", "Suggestion", "ควรทำอะไรต่อ", "What should be done next."),
    "latitude": Words("ละติจูด", "Latitude", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "longitude": Words("ลองจิจูด", "Longitude", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
    "accuracy_m": Words("ความคลาดเคลื่อน (เมตร)", "Accuracy (metres)", "บันทึกเองโดยเครื่อง", "Filled in by the tablet."),
}

CHOICES: dict[str, Pair] = {
    "VisitResult.met": ("พบ", "Met"),
    "VisitResult.not_home": ("ไม่มีใครอยู่บ้าน", "Nobody at home"),
    "VisitResult.not_found": ("หาบ้านไม่พบ", "House not found"),
    "VisitResult.refused": ("ไม่สะดวกให้ข้อมูล", "Did not want to answer"),
    "VisitResult.moved": ("ย้ายออกทั้งบ้าน", "Whole household moved"),
}
