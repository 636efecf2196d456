"""Words of assignments."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ผู้ดูแลครัวเรือน", "Assignment")

SECTIONS: dict[str, Pair] = {
    "assignment": ("ผู้ดูแล", "Who looks after it"),
}

FIELDS: dict[str, Words] = {
    "officer_id": Words("เจ้าหน้าที่", "Officer", "ผู้รับผิดชอบบ้านนี้", "Who is responsible for this house."),
    "role": Words("บทบาท", "Role", "ผู้รับผิดชอบหรือพี่เลี้ยง", "Responsible or mentor."),
    "since": Words("ตั้งแต่", "Since", "วันเริ่ม", "The first day."),
    "until": Words("ถึง", "Until", "เว้นว่างถ้ายังดูแลอยู่", "Empty while it goes on."),
}

CHOICES: dict[str, Pair] = {
    "AssignmentRole.responsible": ("ผู้รับผิดชอบ", "Responsible"),
    "AssignmentRole.mentor": ("พี่เลี้ยง", "Mentor"),
}
