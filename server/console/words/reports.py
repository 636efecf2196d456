"""The reports."""

from server.console.words.pair import Words

REPORTS: Words = {
    "reports": ("รายงาน", "Reports"),
    "report_year": ("ปีงบประมาณ", "Fiscal year"),
    "compare_from": ("เทียบจากปี", "Compared from"),
    "report_area": ("พื้นที่", "Area"),
    "tab_progress": ("ความก้าวหน้า", "Progress"),
    "tab_mpi": ("MPI รายมิติ", "MPI by dimension"),
    "tab_target_groups": ("กลุ่มเป้าหมาย", "Target groups"),
    "tab_problems": ("ปัญหา", "Problems"),
    "tab_assistance": ("ความช่วยเหลือ", "Help given"),
    "tab_stages": ("ติดตามรุ่นก่อน", "Follow-up"),
    "tab_welfare": ("สี่คำถามสวัสดิการ", "Welfare"),
    "page_number": ("หน้า {number} จาก {count}", "Page {number} of {count}"),
    "note_stages": (
        "รุ่นปีก่อน คือครัวเรือนที่จัดขั้นไว้ในปีตั้งต้น หรือมีคนกลุ่ม 1 ในปีนั้น และยังอยู่ในหมู่บ้านตอนนี้",
        "The cohort: households that had a stage in the first year, or somebody of group 1, and still live here.",
    ),
    "stage_none": ("ยังไม่เคยจัดขั้น (มีคนกลุ่ม 1)", "No stage then (somebody of group 1)"),
    "note_welfare": (
        "ข้อ 1–2 นับผู้ที่ได้รับสวัสดิการในปีนี้ ข้อ 3–4 นับทุกคนที่อยู่ในหมู่บ้าน",
        "Questions 1 and 2 count who receives welfare this year; 3 and 4 count everybody who lives here.",
    ),
    "welfare_topic": ("เรื่อง", "Topic"),
    "welfare_answer": ("คำตอบ", "Answer"),
    "welfare_no_answer": ("ยังไม่มีข้อมูลผู้รับสวัสดิการในปีนี้", "Nobody is known to receive welfare this year"),
    "welfare_total": ("ผู้รับสวัสดิการทั้งหมด", "Everybody who receives welfare"),
    "show_report": ("ดูผล", "Show"),
    "counted": ("ปีงบประมาณ {year} · {area} · นับ {when}", "Fiscal year {year} · {area} · counted {when}"),
    "compared": (
        "ปีงบประมาณ {start} ถึง {year} · {area} · นับ {when}",
        "Fiscal years {start} to {year} · {area} · counted {when}",
    ),
    "nothing_counted": ("ยังไม่มีข้อมูลของพื้นที่และปีนี้", "There is nothing of this area and year yet"),
    "nothing_counted_note": ("ลองเลือกปีอื่นหรือทั้งอำเภอ", "Try another year, or the whole district."),
}
