"""Words of households."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ครัวเรือน", "Household")

SECTIONS: dict[str, Pair] = {
    "address": ("ที่อยู่", "Address"),
    "land": ("บ้านและที่ดิน", "House and land"),
    "income": ("รายได้ต่อปี", "Income per year"),
    "spending": ("รายจ่าย หนี้ ออม", "Spending, debts, savings"),
    "origin": ("ที่มา", "Where it comes from"),
    "state": ("สถานะ", "State"),
}

FIELDS: dict[str, Words] = {
    "village_code": Words("หมู่บ้าน", "Village", "หมู่บ้านที่ครัวเรือนอยู่จริงตอนนี้", "The village where the household lives now."),
    "house_no": Words(
        "บ้านเลขที่", "House number", "ตามป้ายหน้าบ้าน ถ้าไม่มีเลขที่ให้เว้นว่าง", "As on the plate; leave empty if there is none."
    ),
    "near_house_no": Words(
        "บ้านเลขที่ใกล้เคียง",
        "Nearest house number",
        "ใช้เมื่อบ้านนี้ไม่มีเลขที่",
        "Only where this house has no number.",
    ),
    "house_code": Words(
        "รหัสประจำบ้าน",
        "House code",
        "เลข 11 หลักในทะเบียนบ้าน อาจใช้ร่วมกันหลายครัวเรือน",
        "11 digits in the house register; households may share one.",
    ),
    "community": Words("ชื่อบ้าน/ชุมชน", "Community", "ชื่อที่คนในพื้นที่เรียก", "What people here call the place."),
    "lane": Words("ซอย", "Lane", "ชื่อซอย ถ้ามี", "The lane's name, if it has one."),
    "road": Words("ถนน", "Road", "ชื่อถนน ถ้ามี", "The road's name, if it has one."),
    "address": Words(
        "จุดสังเกต",
        "Landmark",
        "ช่วยให้คนต่อไปหาบ้านพบ เช่น ข้างวัด",
        "What helps the next visitor find it, such as beside the temple.",
    ),
    "registered_code": Words(
        "พื้นที่ตามทะเบียนบ้าน",
        "Registered area",
        "กรอกเมื่อทะเบียนบ้านอยู่คนละที่กับที่อยู่จริง",
        "Only where the register says another place.",
    ),
    "registered_address": Words(
        "ที่อยู่ตามทะเบียนบ้าน",
        "Registered address",
        "กรอกเมื่อต่างจากที่อยู่จริง",
        "Only where it differs from where they live.",
    ),
    "latitude": Words("ละติจูด", "Latitude", "บันทึกเองจากเครื่อง", "Noted by the tablet."),
    "longitude": Words("ลองจิจูด", "Longitude", "บันทึกเองจากเครื่อง", "Noted by the tablet."),
    "accuracy_m": Words("ความคลาดเคลื่อน (เมตร)", "Accuracy (metres)", "บันทึกเองจากเครื่อง", "Noted by the tablet."),
    "home_tenure": Words(
        "ที่ดินที่ตั้งบ้าน", "Land under the house", "ใครเป็นเจ้าของที่ดินใต้ตัวบ้าน", "Whose land the house stands on."
    ),
    "home_land_sq_wa": Words(
        "ขนาดที่ดินที่ตั้งบ้าน",
        "Size of the house's land",
        "เป็นไร่และตารางวา 1 ไร่เท่ากับ 400 ตารางวา",
        "In rai and square wa; 1 rai is 400 square wa.",
    ),
    "work_tenure": Words("ที่ดินทำกิน", "Land for work", "ใครเป็นเจ้าของที่ดินทำกิน", "Whose land the household works on."),
    "work_land_sq_wa": Words(
        "ขนาดที่ดินทำกิน",
        "Size of the work land",
        "เป็นไร่และตารางวา 1 ไร่เท่ากับ 400 ตารางวา",
        "In rai and square wa; 1 rai is 400 square wa.",
    ),
    "land_title": Words(
        "เอกสารสิทธิ์", "Land title", "เช่น โฉนด น.ส.3ก ส.ป.ก.", "Such as a title deed or a land-reform paper."
    ),
    "income_main_satang": Words(
        "อาชีพหลัก (บาท)", "Main jobs (baht)", "รวมทุกคนในบ้านตลอดปี", "Of everybody in the house over the year."
    ),
    "income_side_satang": Words(
        "อาชีพเสริม (บาท)", "Side jobs (baht)", "รวมทุกคนในบ้านตลอดปี", "Of everybody in the house over the year."
    ),
    "income_other_satang": Words(
        "รายได้อื่น (บาท)",
        "Other income (baht)",
        "เงินที่ลูกหลานส่งให้ ค่าเช่า บำนาญ เบี้ยต่าง ๆ",
        "Money from relatives, rent, pension, allowances.",
    ),
    "income_produced_satang": Words(
        "ของที่ทำกินเอง (คิดเป็นบาท)",
        "Home-produced food (in baht)",
        "ข้าว ผัก ปลา สัตว์เลี้ยงที่กินในบ้าน คิดเป็นเงิน",
        "Rice, vegetables, fish and animals eaten at home, as money.",
    ),
    "average_income_satang": Words(
        "รายได้เฉลี่ยต่อคนต่อปี",
        "Average income per person per year",
        "ตามรายชื่อ หรือคำนวณจากรายได้สี่ส่วน",
        "As the list has it, or worked out from the four parts.",
    ),
    "spending_production_satang": Words(
        "ต้นทุนการผลิต (บาท)", "Production costs (baht)", "ปุ๋ย เมล็ดพันธุ์ น้ำมัน ค่าจ้าง", "Fertiliser, seed, fuel, wages."
    ),
    "spending_needed_satang": Words(
        "รายจ่ายจำเป็น (บาท)", "Needed spending (baht)", "อาหาร ค่าน้ำค่าไฟ ค่าเรียน ค่ารักษา", "Food, bills, school, treatment."
    ),
    "spending_not_needed_satang": Words(
        "รายจ่ายไม่จำเป็น (บาท)", "Spending not needed (baht)", "เช่น เหล้า บุหรี่ หวย", "Such as alcohol, tobacco, lottery."
    ),
    "debt_service_satang": Words(
        "ชำระหนี้ (บาท)", "Debt service (baht)", "เงินต้นและดอกเบี้ยที่จ่ายในปีนี้", "Principal and interest paid this year."
    ),
    "debt_formal_satang": Words(
        "หนี้ในระบบ (บาท)",
        "Formal debts (baht)",
        "ธนาคาร กองทุนหมู่บ้าน สหกรณ์ ที่ยังค้าง",
        "Still owed to banks, village fund, cooperative.",
    ),
    "debt_informal_satang": Words(
        "หนี้นอกระบบ (บาท)", "Informal debts (baht)", "ที่ยังค้างกับนายทุนหรือคนรู้จัก", "Still owed to lenders or acquaintances."
    ),
    "savings": Words("เงินออม", "Savings", "ออมที่ไหน เท่าไร หรือไม่มี", "Where and how much, or none."),
    "funds": Words("แหล่งทุนที่เข้าถึง", "Access to funds", "กองทุนหรือกลุ่มที่กู้หรือขอรับได้", "Funds or groups it can turn to."),
    "origins": Words("มาจากรายชื่อใด", "From which lists", "เลือกได้หลายข้อ", "Several may apply."),
    "survey_year": Words("ปีที่สำรวจ (พ.ศ.)", "Survey year (B.E.)", "ปีของรายชื่อที่นำเข้า", "The year of the imported list."),
    "source": Words("ที่มาของข้อมูล", "Source", "ชื่อแฟ้มที่นำเข้า", "The file it came with."),
    "source_key": Words("เลขของต้นทาง", "Key at the source", "เลขที่หน่วยงานต้นทางใช้", "The number the agency uses."),
    "head_id": Words("หัวหน้าครัวเรือน", "Head of household", "มีได้คนเดียว และต้องยังอยู่บ้านนี้", "One person, who lives here."),
    "status": Words("สถานะครัวเรือน", "Household status", "เปลี่ยนเมื่อย้ายหรือรวมบ้าน", "Changes with a move or a merge."),
    "status_on": Words("เมื่อ", "Since", "วันที่สถานะเปลี่ยน", "The day the status changed."),
    "moved_to": Words("ย้ายไปที่", "Moved to", "เล่าเป็นคำพูดเท่าที่รู้", "In own words, as far as is known."),
    "arrival": Words(
        "การรับย้ายเข้า", "Arrival", "พื้นที่ปลายทางยืนยันว่ามาถึงแล้วหรือไม่", "Whether the receiving area says it has come."
    ),
    "arrived_from": Words("ย้ายมาจาก", "Arrived from", "พื้นที่ที่จากมา", "The area it came from."),
    "merged_into": Words("รวมเข้ากับ", "Merged into", "ครัวเรือนที่ใช้ต่อ", "The household that goes on."),
}

CHOICES: dict[str, Pair] = {
    "HouseholdStatus.active": ("อยู่ในพื้นที่", "Living here"),
    "HouseholdStatus.moved": ("ย้ายออก", "Moved away"),
    "HouseholdStatus.merged": ("รวมกับครัวเรือนอื่น", "Merged"),
    "Arrival.awaited": ("รอยืนยันว่ามาถึง", "Arrival to be confirmed"),
    "Arrival.confirmed": ("ยืนยันแล้วว่ามาถึง", "Arrival confirmed"),
    "Arrival.not_here": ("ไม่ได้มาที่นี่", "Did not come here"),
    "LandTenure.own": ("ของตนเอง", "Own"),
    "LandTenure.rent": ("เช่า", "Rented"),
    "LandTenure.public": ("ที่สาธารณะ", "Public land"),
    "LandTenure.other": ("อื่น ๆ", "Other"),
    "Origin.tpmap": ("TPMAP (เป้าหมาย)", "TPMAP"),
    "Origin.bmn": ("จปฐ. รายได้น้อย", "BMN, low income"),
    "Origin.thai_qm": ("ครัวเรือน Thai QM", "Thai QM"),
    "Origin.disaster": ("ผู้ประสบภัย", "Disaster"),
    "Origin.covid": ("ผู้ได้รับผลกระทบโควิด", "COVID"),
    "Origin.field": ("พบในพื้นที่ ไม่อยู่ในรายชื่อใด", "Found in the field, on no list"),
}
