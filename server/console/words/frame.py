"""What every page says."""

from server.console.words.pair import Words

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
    "page_of": ("{first}–{last} จาก {count}", "{first}–{last} of {count}"),
    "page_before": ("ก่อนหน้า", "Previous"),
    "page_after": ("ถัดไป", "Next"),
    "back_home": ("กลับไปภาพรวม", "Back to the overview"),
    "error_title": ("ทำรายการนี้ไม่ได้", "This could not be done"),
    "not_found_title": ("ไม่มีหน้านี้", "There is no such page"),
    "not_found": (
        "ที่อยู่อาจพิมพ์ผิด หรือหน้านี้ย้ายไปแล้ว",
        "The address may be mistyped, or the page has moved.",
    ),
}
