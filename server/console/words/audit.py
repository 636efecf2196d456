"""The audit log."""

from server.console.words.pair import Words

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
    "newer": ("ใหม่กว่า", "Newer"),
    "older": ("เก่ากว่า", "Older"),
    "action_signed_in": ("เข้าใช้งาน", "signed in"),
    "action_account_given": ("ให้บัญชีเข้าใช้งาน", "gave an account"),
    "action_officer_added": ("เพิ่มเจ้าหน้าที่", "added an officer"),
    "action_code_issued": ("ออกรหัสลงทะเบียน", "handed out an enrolment code"),
    "action_recovery_given": ("ออกรหัสกู้", "gave a recovery code"),
    "action_report_exported": ("ส่งออกรายงาน", "exported a report"),
    "action_conflict_settled": ("เลือกค่าที่ไม่ตรงกัน", "settled different values"),
    "action_asked_at_house": ("ให้ถามที่บ้าน", "left a case to the officer at the house"),
    "action_finding_closed": ("ปิดข้อสังเกต", "closed a finding"),
    "action_refusal_decided": ("ตัดสินรายการที่ไม่รับ", "decided what was not taken"),
    "action_arrival_decided": ("ตัดสินการย้ายเข้า", "decided an arrival"),
    "action_duplicates_looked_for": ("ค้นหาคนซ้ำ", "looked for duplicate persons"),
    "action_persons_merged": ("รวมแฟ้มคนซ้ำ", "merged persons"),
    "action_persons_distinct": ("ระบุว่าไม่ใช่คนเดียวกัน", "said two persons are not one"),
    "action_persons_separated": ("แยกแฟ้มที่รวมไว้", "took merged persons apart"),
}
