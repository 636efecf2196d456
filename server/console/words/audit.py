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
    "action_plan_decided": ("ตกลงแผนในประชุมชี้เป้า", "decided a plan in the meeting"),
    "action_table_changed": ("แก้ตารางตั้งค่า", "changed a table of the settings"),
    "action_sheet_printed": ("พิมพ์ใบประชุมชี้เป้า", "printed a meeting sheet"),
}
