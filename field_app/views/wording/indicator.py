"""Wording of the MPI indicators: asked of whom, answered how, and the problem that a failing one can become."""

WORDS: dict[str, tuple[str, str]] = {
    "indicator_answer": ("ตอบตัวชี้วัด", "Answer the indicators"),
    "indicator_title": ("ตัวชี้วัด MPI ปี {year}", "MPI indicators {year}"),
    "indicator_note": (
        "ชุด {version} · ผลจากรายชื่อยังอยู่ แต่คำตอบปีนี้นับก่อน ควรถามให้ครบทุกมิติ",
        "Set {version} · what lists said stays, but this year's answers count first: ask every dimension",
    ),
    "indicator_answered": ("มิตินี้ตอบแล้ว {n} จาก {count} ข้อ", "{n} of {count} answered in this dimension"),
    "indicator_household": ("ทั้งครัวเรือน", "The whole household"),
    "indicator_unsure": (
        "อายุหรือข้อมูลยังไม่พอจะรู้ว่าเข้าข่ายไหม ถามก่อน",
        "Age or facts leave open whether it applies: ask first",
    ),
    "indicator_nobody": ("ไม่มีใครในบ้านที่ต้องถามข้อนี้", "Nobody here is asked this"),
    "indicator_not_asked": ("ยังไม่ได้ถาม", "Not asked yet"),
    "indicator_all_pass": ("ที่เหลืออีก {n} คน ผ่าน", "The other {n} pass"),
    "indicator_all_pass_of": ("ที่เหลืออีก {n} คน ผ่าน ข้อ {code}", "The other {n} pass {code}"),
    "indicator_problem": ("บันทึกเป็นปัญหา", "Record as a problem"),
    "indicator_problem_of": ("บันทึกเป็นปัญหา {name}", "Record as a problem: {name}"),
    "indicator_has_problem": ("มีปัญหานี้เปิดอยู่แล้ว", "This problem is open already"),
    "indicator_income": (
        "จากข้อมูลรายได้: เฉลี่ย {n} บาทต่อคนต่อปี",
        "By the income recorded: {n} baht per person and year on average",
    ),
    "indicator_income_line": (
        "จากข้อมูลรายได้: เฉลี่ย {n} บาทต่อคนต่อปี เกณฑ์ {least} บาท",
        "By the income recorded: {n} baht per person and year on average, the line is {least}",
    ),
    "indicator_save": ("บันทึกคำตอบ", "Save answers"),
    "indicator_of_problem": ("ตัวชี้วัด {code} {name}", "Indicator {code}: {name}"),
    "indicator_failed": ("ตอบปี {year} ไม่ผ่านข้อ {codes}", "Answers of {year}: fails {codes}"),
}
