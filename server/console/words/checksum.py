"""The checksum of a day."""

from server.console.words.pair import Words

CHECKSUM: Words = {
    "checksum": ("ใบตรวจสอบประจำวัน", "Checksum of the day"),
    "checksum_why": (
        "พิมพ์เก็บไว้นอกห้องเครื่องแม่ข่าย ถ้ามีใครเขียนประวัติใหม่ทั้งหมดในฐานข้อมูล ตัวอักษรในใบนี้จะไม่ตรง พิมพ์ด้วย Ctrl+P กระดาษ A4",
        "Print it with Ctrl+P on A4 and keep it away from the server. Should somebody write the whole history anew in "
        "the database, these letters will not be found again.",
    ),
    "checksum_day": ("ของวันที่", "Of the day"),
    "show_day": ("แสดงใบตรวจสอบ", "Show the checksum"),
    "day_before": ("วันก่อนหน้า", "The day before"),
    "day_after": ("วันถัดไป", "The day after"),
    "checksum_letters": ("ตัวอักษรตรวจสอบ อ่านออกเสียงทีละกลุ่ม", "The checksum, to be read aloud group by group"),
    "checksum_entry": ("บันทึกการใช้ข้อมูล ถึงรายการที่", "Audit log, up to entry"),
    "checksum_runs": ("งานที่ลงลายเซ็นจากแท็บเล็ต (ชุด)", "Signed runs of tablets"),
    "checksum_entry_hash": ("ค่าตรวจสอบของบันทึกการใช้ข้อมูล", "Hash of the audit log"),
    "checksum_runs_hash": ("ค่าตรวจสอบของงานจากแท็บเล็ต", "Hash of the signed runs"),
    "checksum_command": ("คำสั่งตรวจภายหลัง", "To prove it later"),
    "checksum_signed": ("ลงชื่อ", "Signed"),
    "checksum_printer": ("ผู้พิมพ์", "who printed it"),
    "checksum_witness": ("พยาน", "witness"),
    "checksum_printed": (
        "พิมพ์โดย {name} เมื่อ {when} · ไม่มีข้อมูลส่วนบุคคล เก็บในแฟ้มของสำนักงานคนละห้องกับเครื่องแม่ข่าย",
        "Printed by {name}, {when} · no personal data; keep it in another room than the server.",
    ),
}
