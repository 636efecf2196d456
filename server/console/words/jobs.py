"""Long work: how far it is, and what became of it. Each kind has a `job_KIND` title."""

from server.console.words.pair import Words

JOBS: Words = {
    "job_verify_audit": ("ตรวจบันทึกการใช้ข้อมูล", "Verifying the audit log"),
    "job_verify_log": ("ตรวจประวัติทั้งหมด", "Proving the whole history"),
    "job_stage_history": ("ตรวจทีละรายการที่แท็บเล็ตส่งมา", "operation by operation"),
    "job_stage_verify": ("ตรวจทีละรายการ", "entry by entry"),
    "job_waiting": ("รอคิว", "Waiting its turn"),
    "job_running": ("กำลังทำ", "Working"),
    "job_done": ("เสร็จแล้ว", "Done"),
    "job_failed": ("ทำไม่สำเร็จ", "Not done"),
    "job_cancelled": ("ยกเลิกแล้ว", "Cancelled"),
    "job_of": ("{done} จาก {total}", "{done} of {total}"),
    "job_goes_on": (
        "ปิดหน้านี้ได้ งานทำต่อเอง และผลจะรออยู่ที่หน้านี้",
        "You may close this page: the work goes on, and its result waits here.",
    ),
    "job_cancel": ("ยกเลิกงานนี้", "Cancel this work"),
    "job_is_cancelling": ("กำลังยกเลิก", "Cancelling"),
    "job_reload": ("ดูความคืบหน้าล่าสุด", "Look again"),
    "job_back": ("กลับไปหน้าที่สั่งงานนี้", "Back to where it was asked for"),
    "job_asked": ("สั่งเมื่อ {when}", "asked for {when}"),
}
