"""Words of target groups, and of why a household is vulnerable."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Group.1": ("กลุ่มเป้าหมายเร่งด่วน (ตกเกณฑ์ MPI)", "Urgent: fails MPI"),
    "Group.2": ("ครัวเรือนเปราะบาง", "Vulnerable household"),
    "Group.3": ("ต้องสำรวจเพิ่มเติม", "Needs further survey"),
    "Group.4": ("ตกหล่นจากระบบ TPMAP", "Left out of every source"),
    "Ground.low_income": ("รายได้เฉลี่ยไม่เกินเกณฑ์", "Average income at or below the limit"),
    "Ground.aged": ("มีผู้สูงอายุ", "An aged person"),
    "Ground.minor": ("มีเด็ก", "A child"),
    "Ground.disabled": ("มีผู้พิการ", "A disabled person"),
    "Ground.helpless": ("มีผู้ที่ช่วยเหลือตัวเองไม่ได้", "Somebody who cannot look after themselves"),
}
