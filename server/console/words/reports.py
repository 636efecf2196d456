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
    "show_report": ("ดูผล", "Show"),
    "counted": ("ปีงบประมาณ {year} · {area} · นับ {when}", "Fiscal year {year} · {area} · counted {when}"),
    "compared": (
        "ปีงบประมาณ {start} ถึง {year} · {area} · นับ {when}",
        "Fiscal years {start} to {year} · {area} · counted {when}",
    ),
    "nothing_counted": ("ยังไม่มีข้อมูลของพื้นที่และปีนี้", "There is nothing of this area and year yet"),
    "nothing_counted_note": ("ลองเลือกปีอื่นหรือทั้งอำเภอ", "Try another year, or the whole district."),
}
