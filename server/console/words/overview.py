"""The overview."""

from server.console.words.pair import Words

OVERVIEW: Words = {
    "as_of": ("ปีงบประมาณ {year} · นับ {when}", "Fiscal year {year} · counted {when}"),
    "progress": ("ความก้าวหน้าตามตำบล", "Progress by subdistrict"),
    "progress_village": ("ความก้าวหน้าตามหมู่บ้าน ตำบล{name}", "Progress by village, {name}"),
    "subdistrict": ("ตำบล", "Subdistrict"),
    "village": ("หมู่บ้าน", "Village"),
    "households": ("ครัวเรือน", "Households"),
    "left_over": ("เหลือ {n}", "{n} left"),
    "whole_district": ("ทั้งอำเภอ", "Whole district"),
    "whole_subdistrict": ("ทั้งตำบล", "Whole subdistrict"),
    "overview_of": ("ภาพรวมอำเภอ{name}", "Overview of {name} district"),
    "overview_own": ("ภาพรวมพื้นที่ของท่าน", "Overview of your area"),
    "whole_own": ("พื้นที่ของท่านทั้งหมด", "All of your area"),
    "no_households_own": ("ยังไม่มีครัวเรือนในพื้นที่ของท่าน", "No households in your area yet"),
    "no_households_own_note": (
        "เมื่อสำนักงานนำเข้ารายชื่อ หรือแท็บเล็ตส่งงาน ความก้าวหน้าจะแสดงที่นี่",
        "When the office imports a list, or a tablet sends work, progress shows here.",
    ),
    "slow_means": ("ช้า คือต่ำกว่าค่าเฉลี่ยอำเภอเกิน 15 จุด", "Slow: more than 15 points below the district"),
    "all_done": ("ครบ", "all done"),
    "every_tablet": ("ดูทุกเครื่อง", "All tablets"),
    "heard_today": ("แลกเปลี่ยนวันนี้ {n} จาก {of} เครื่อง", "{n} of {of} exchanged today"),
    "certificate_ends": (
        "ใบรับรองของเซิร์ฟเวอร์จะหมดอายุใน {days} วัน หลังจากนั้นแท็บเล็ตจะไม่ติดต่อ ให้ผู้ดูแลระบบต่ออายุด้วย "
        "field-server certificate --renew",
        "The server's certificate runs out in {days} days, and tablets then refuse it. Have it renewed: field-server "
        "certificate --renew",
    ),
    "certificate_ended": (
        "ใบรับรองของเซิร์ฟเวอร์หมดอายุแล้ว แท็บเล็ตไม่ติดต่อสำนักงาน ให้ผู้ดูแลระบบต่ออายุด้วย field-server certificate --renew",
        "The server's certificate has run out and tablets refuse it. Have it renewed: field-server certificate --renew",
    ),
    "slow": ("ช้า", "slow"),
    "due": ("ถึง {day}", "until {day}"),
    "late": ("เลยมา {days} วัน", "{days} days late"),
    "no_dates": ("ยังไม่กำหนดวัน", "no date set"),
    "no_households": ("ยังไม่มีครัวเรือนในอำเภอนี้", "No households in this district yet"),
    "no_households_note": (
        "นำเข้ารายชื่อเป้าหมายก่อน แล้วความก้าวหน้าจะแสดงที่นี่",
        "Import the target list first; progress then shows here.",
    ),
    "step_check": ("ตรวจสอบ", "Checked"),
    "step_analyse": ("วิเคราะห์ 4ท", "4T analysed"),
    "step_decide": ("ชี้เป้า", "Meeting"),
    "step_help": ("ช่วยเหลือ", "Helped"),
    "step_record": ("กิจกรรม", "Activities"),
    "step_follow_up": ("ติดตาม", "Followed up"),
}
