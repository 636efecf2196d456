"""The wording of the office's pages, Thai first with English beside it."""

from typing import Literal

Language = Literal["th", "en"]
Words = dict[str, tuple[str, str]]

FRAME: Words = {
    "app": ("สมุดเยี่ยมบ้าน", "Home Visit Logbook"),
    "office": ("สำนักงานอำเภอ{name}", "{name} district office"),
    "skip": ("ข้ามไปเนื้อหา", "Skip to the content"),
    "menu": ("เมนู", "Menu"),
    "main_menu": ("เมนูหลัก", "Main menu"),
    "sign_out": ("ออกจากระบบ", "Sign out"),
    "printed": (
        "พิมพ์โดย {name} เมื่อ {when} · มีข้อมูลส่วนบุคคล ใช้เฉพาะงานและทำลายเมื่อเลิกใช้",
        "Printed by {name}, {when} · Personal data: for this work only, destroy after use",
    ),
    "overview": ("ภาพรวม", "Overview"),
    "review": ("งานรอตรวจ", "Review"),
    "tablets": ("เจ้าหน้าที่และแท็บเล็ต", "Officers and tablets"),
    "back_home": ("กลับไปภาพรวม", "Back to the overview"),
    "error_title": ("ทำรายการนี้ไม่ได้", "This could not be done"),
    "not_found_title": ("ไม่มีหน้านี้", "There is no such page"),
    "not_found": (
        "ที่อยู่อาจพิมพ์ผิด หรือหน้านี้ย้ายไปแล้ว",
        "The address may be mistyped, or the page has moved.",
    ),
}

SIGN_IN: Words = {
    "sign_in": ("เข้าใช้งาน", "Sign in"),
    "username": ("ชื่อผู้ใช้", "User name"),
    "password": ("รหัสผ่าน", "Password"),
    "forgot_password": ("ลืมรหัสผ่าน ให้แจ้งผู้ดูแลระบบของอำเภอ", "Forgot the password? Ask the district's administrator."),
    "only_as_needed": (
        "โปรดเปิดดูข้อมูลของประชาชนเท่าที่งานต้องใช้",
        "Open citizens' data only as far as your work needs it.",
    ),
    "lan": ("ใช้ได้ในเครือข่ายของสำนักงานแม้ไม่มีอินเทอร์เน็ต", "Works in the office network without the internet"),
}

OVERVIEW: Words = {
    "as_of": ("ปีงบประมาณ {year} · นับ {when}", "Fiscal year {year} · counted {when}"),
    "queue_conflicts": ("ข้อมูลไม่ตรงกัน", "Different values"),
    "queue_findings": ("ข้อสังเกต", "Findings"),
    "queue_refused": ("รายการที่ไม่รับ", "Not taken"),
    "queue_arrivals": ("ย้ายเข้าจากพื้นที่อื่น", "Arrivals"),
    "progress": ("ความก้าวหน้าตามตำบล", "Progress by subdistrict"),
    "progress_village": ("ความก้าวหน้าตามหมู่บ้าน ตำบล{name}", "Progress by village, {name}"),
    "subdistrict": ("ตำบล", "Subdistrict"),
    "village": ("หมู่บ้าน", "Village"),
    "households": ("ครัวเรือน", "Households"),
    "left_over": ("เหลือ {n}", "{n} left"),
    "whole_district": ("ทั้งอำเภอ", "Whole district"),
    "whole_subdistrict": ("ทั้งตำบล", "Whole subdistrict"),
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

TABLETS: Words = {
    "tab_tablets": ("แท็บเล็ต", "Tablets"),
    "tab_officers": ("เจ้าหน้าที่", "Officers"),
    "tablet": ("เครื่อง", "Tablet"),
    "users": ("ผู้ใช้", "Users"),
    "areas": ("พื้นที่", "Area"),
    "last_exchange": ("แลกเปลี่ยนล่าสุด", "Last exchange"),
    "clock": ("นาฬิกา", "Clock"),
    "version": ("รุ่น", "Version"),
    "state": ("สถานะ", "State"),
    "never": ("ยังไม่เคย", "never"),
    "clock_right": ("ตรง", "right"),
    "clock_fast": ("เร็วไป {span}", "{span} fast"),
    "clock_slow": ("ช้าไป {span}", "{span} slow"),
    "minutes": ("{n} นาที", "{n} min"),
    "hours": ("{n} ชั่วโมง", "{n} h"),
    "days": ("{n} วัน", "{n} days"),
    "days_ago": ("{n} วันก่อน", "{n} days ago"),
    "in_use": ("ใช้งานอยู่", "in use"),
    "revoked": ("ระงับแล้ว", "revoked"),
    "no_tablets": ("ยังไม่มีแท็บเล็ตที่ลงทะเบียน", "No tablet is enrolled yet"),
    "no_tablets_note": (
        "เพิ่มเจ้าหน้าที่ แล้วออกรหัสลงทะเบียนให้ใช้กับแท็บเล็ต",
        "Add an officer, then hand out an enrolment code for a tablet.",
    ),
    "add_officer": ("เพิ่มเจ้าหน้าที่", "Add an officer"),
    "officer_name": ("ชื่อและนามสกุล", "Name"),
    "role": ("หน้าที่", "Role"),
    "officer_area": ("พื้นที่รับผิดชอบ", "Area"),
    "save_officer": ("เพิ่มเจ้าหน้าที่", "Add the officer"),
    "name": ("ชื่อ", "Name"),
    "hand_out": ("ออกรหัสลงทะเบียน", "Hand out a code"),
    "hand_out_to": ("ลงทะเบียนแท็บเล็ตให้ {name}", "Enrol a tablet for {name}"),
    "one_time_code": ("รหัสใช้ครั้งเดียว", "One-time code"),
    "office_address": ("ที่อยู่เครื่องสำนักงาน", "Address of the office"),
    "expires": ("หมดอายุ {when}", "expires {when}"),
    "shown_once": (
        "รหัสแสดงครั้งเดียว ออกจากหน้านี้แล้วดูอีกไม่ได้ ต้องออกรหัสใหม่",
        "The code is shown once. After leaving this page a new one is needed.",
    ),
    "new_code": ("ออกรหัสใหม่", "Another code"),
    "on_tablet": ("ทำบนแท็บเล็ต", "On the tablet"),
    "on_tablet_1": ("ต่อเครือข่ายของสำนักงาน แล้วเปิดแอป", "Join the office network and open the app"),
    "on_tablet_2": ("พิมพ์ที่อยู่และรหัสด้านบน", "Type the address and the code above"),
    "on_tablet_3": (
        "ตรวจว่าชื่อบนจอคือ {name} แล้วตั้งรหัสเปิดเครื่องสองครั้ง",
        "Check that the name shown is {name}, then choose a PIN twice",
    ),
    "on_tablet_4": ("รอจนขึ้นว่า “รับส่งเสร็จแล้ว”", "Wait for “Exchange done”"),
    "will_hold": ("เครื่องนี้จะเก็บอะไร", "What this tablet will hold"),
    "size": ("ขนาดที่ต้องรับ โดยประมาณ", "About so much to download"),
    "code_waits": ("รอแท็บเล็ตใช้รหัส", "Waiting for the tablet"),
    "code_used": ("แท็บเล็ตใช้รหัสนี้แล้ว", "A tablet has used this code"),
    "changes_by_itself": ("หน้านี้เปลี่ยนเองเมื่อแท็บเล็ตเชื่อมต่อ", "This page changes by itself when the tablet connects"),
    "recovery": ("เจ้าหน้าที่ลืมรหัสเปิดเครื่อง", "An officer forgot the PIN"),
    "recovery_note": (
        "ให้เจ้าหน้าที่อ่านตัวเลข 12 หลักบนจอแท็บเล็ต งานที่บันทึกไว้ในเครื่องไม่หาย",
        "Have the officer read out the 12 digits on the tablet. Nothing recorded on it is lost.",
    ),
    "challenge": ("ตัวเลขบนจอแท็บเล็ต", "Digits on the tablet"),
    "challenge_hint": ("ตัวเลข 12 หลัก อ่านทางโทรศัพท์ได้", "12 digits; may be read over the telephone"),
    "your_password": ("รหัสผ่านของท่าน", "Your password"),
    "give_response": ("ออกรหัสกู้", "Give the code"),
    "response_for": ("รหัสกู้ให้ {name} พิมพ์บนแท็บเล็ต", "The code that {name} types on the tablet"),
    "response_once": (
        "ใช้ได้ครั้งเดียว กับเครื่องนี้เครื่องเดียว แท็บเล็ตจะให้ตั้งรหัสใหม่ทันที",
        "Works once, on that tablet alone. The tablet then asks for a new PIN.",
    ),
    "make_sure": (
        "ยืนยันก่อนว่าผู้ขอคือ {name} เห็นหน้ากัน หรือโทรกลับเบอร์ที่บันทึกไว้",
        "Make sure that it is {name}: face to face, or by calling the known number back.",
    ),
}

REPORTS: Words = {
    "reports": ("รายงาน", "Reports"),
    "report_year": ("ปีงบประมาณ", "Fiscal year"),
    "compare_from": ("เทียบจากปี", "Compared from"),
    "report_area": ("พื้นที่", "Area"),
    "show_report": ("ดูผล", "Show"),
    "counted": ("ปีงบประมาณ {year} · {area} · นับ {when}", "Fiscal year {year} · {area} · counted {when}"),
    "compared": (
        "ปีงบประมาณ {start} ถึง {year} · {area} · นับ {when}",
        "Fiscal years {start} to {year} · {area} · counted {when}",
    ),
    "nothing_counted": ("ยังไม่มีข้อมูลของพื้นที่และปีนี้", "There is nothing of this area and year yet"),
    "nothing_counted_note": ("ลองเลือกปีอื่นหรือทั้งอำเภอ", "Try another year, or the whole district."),
}

AUDIT: Words = {
    "audit": ("บันทึกการใช้ข้อมูล", "Audit log"),
    "audit_note": (
        "ใครเข้าใช้ ออกรหัส หรือส่งออกข้อมูล เมื่อใด",
        "Who signed in, handed out codes or exported data, and when",
    ),
    "verify_now": ("ตรวจเดี๋ยวนี้", "Verify now"),
    "chain_whole": ("บันทึกต่อเนื่องครบ {n} รายการ ไม่มีรายการถูกแก้หรือขาด", "{n} entries in an unbroken chain"),
    "chain_broken": (
        "รายการที่ {number} ถูกแก้ ขาด หรือแทรก แจ้งผู้ดูแลระบบทันที อย่าลบฐานข้อมูล",
        "Entry {number} was changed, is missing or was put in. Tell the administrator at once; keep the database.",
    ),
    "time": ("เวลา", "Time"),
    "who": ("ใคร", "Who"),
    "did": ("ทำอะไร", "Did what"),
    "about": ("เกี่ยวกับ", "About"),
    "number": ("ลำดับ", "Number"),
    "tablet_named": ("แท็บเล็ต {name}", "tablet {name}"),
    "by_command": ("คำสั่งบนเครื่องสำนักงาน", "a command on the server"),
    "no_entries": ("ยังไม่มีบันทึก", "Nothing on record yet"),
    "page_of": ("{first}–{last} จาก {count}", "{first}–{last} of {count}"),
    "newer": ("ใหม่กว่า", "Newer"),
    "older": ("เก่ากว่า", "Older"),
    "action_signed_in": ("เข้าใช้งาน", "signed in"),
    "action_account_given": ("ให้บัญชีเข้าใช้งาน", "gave an account"),
    "action_officer_added": ("เพิ่มเจ้าหน้าที่", "added an officer"),
    "action_code_issued": ("ออกรหัสลงทะเบียน", "handed out an enrolment code"),
    "action_recovery_given": ("ออกรหัสกู้", "gave a recovery code"),
    "action_report_exported": ("ส่งออกรายงาน", "exported a report"),
}

WORDS: Words = FRAME | SIGN_IN | OVERVIEW | TABLETS | REPORTS | AUDIT


def say(key: str, language: Language, **details: object) -> str:
    """The words in that language, with the details put in."""
    thai, english = WORDS[key]
    return (english if language == "en" else thai).format(**details)
