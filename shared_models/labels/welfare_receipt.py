"""Words of welfare received."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("สวัสดิการที่ได้รับ", "Welfare received")

SECTIONS: dict[str, Pair] = {
    "welfare": ("สวัสดิการ", "Welfare"),
}

FIELDS: dict[str, Words] = {
    "person_id": Words("ของใคร", "Whose", "เว้นว่างเมื่อเป็นของทั้งครัวเรือน", "Empty where it is the whole household's."),
    "programme": Words("โครงการสวัสดิการ", "Programme", "เช่น เบี้ยผู้สูงอายุ", "Such as the old-age allowance."),
    "measure": Words("มาตรการ", "Measure", "ส่วนย่อยของโครงการ", "The part of the programme."),
    "agency": Words("หน่วยงาน", "Agency", "ผู้จ่าย", "Who pays."),
    "kind": Words("ชนิด", "Kind", "เงินที่จ่าย หรือสิทธิที่มี", "A payment or a right."),
    "amount_satang": Words("จำนวนเงิน (บาท)", "Amount (baht)", "ต่อครั้งหรือต่องวด", "For one payment or period."),
    "paid_on": Words("จ่ายเมื่อ", "Paid on", "วันที่ได้รับ", "The day it came."),
    "period_from": Words("งวดตั้งแต่", "Period from", "รู้แค่เดือนหรือปีก็พอ", "Month or year is enough."),
    "period_to": Words("งวดถึง", "Period to", "เว้นว่างถ้ายังได้รับอยู่", "Empty while it goes on."),
    "dataset": Words("ชุดข้อมูล", "Dataset", "แฟ้มของหน่วยงานที่นำเข้า", "The agency's list it came with."),
    "source_key": Words("เลขของต้นทาง", "Key at the source", "เลขที่หน่วยงานต้นทางใช้", "The number the agency uses."),
}

CHOICES: dict[str, Pair] = {
    "WelfareKind.payment": ("เงินที่จ่าย", "Payment"),
    "WelfareKind.right": ("สิทธิที่มี", "Right"),
}
