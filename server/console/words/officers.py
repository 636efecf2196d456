"""Officers, their accounts for the office's pages, and revoking them."""

from server.console.words.pair import Words

OFFICERS: Words = {
    "manage": ("จัดการ", "Manage"),
    "office_account": ("บัญชีเข้าสำนักงาน", "Office account"),
    "change_officer": ("แก้ข้อมูล", "Change"),
    "area_stays": ("คงเดิม: {areas}", "As now: {areas}"),
    "no_area": ("ไม่มีพื้นที่", "none"),
    "save_change": ("บันทึกข้อมูลเจ้าหน้าที่", "Save the officer"),
    "area_follows": (
        "เปลี่ยนพื้นที่แล้ว แท็บเล็ตจะรับพื้นที่ใหม่และลบพื้นที่เดิมเมื่อแลกเปลี่ยนครั้งหน้า งานเดิมที่ยังไม่ส่งยังส่งได้",
        "After a change of area the tablet gets the new one and drops the old at its next exchange. Unsent work of the "
        "old area can still be sent.",
    ),
    "own_account_note": (
        "หน้าที่ พื้นที่ และการระงับของตนเอง ให้คนอื่นทำ",
        "Another person changes your own role and area, or revokes you.",
    ),
    "not_manageable": ("บัญชีนี้แก้ได้โดยผู้ดูแลระบบเท่านั้น", "Only an administrator changes this account."),
    "areas_before": ("เคยรับผิดชอบ", "Held before"),
    "signed_in_where": ("เข้าใช้งานอยู่", "Signed in"),
    "session_since": ("ตั้งแต่ {began} ใช้ล่าสุด {seen}", "since {began}, last used {seen}"),
    "not_signed_in": ("ไม่ได้เข้าใช้งานอยู่", "Not signed in anywhere"),
    "end_sessions": ("สั่งออกจากระบบทุกที่", "Sign out everywhere"),
    "end_session": ("สั่งออกจากระบบ", "Sign out"),
    "this_session": ("หน้านี้", "this page"),
    "give_account": ("ให้บัญชีเข้าสำนักงาน", "Give an office account"),
    "new_first_password": ("ออกรหัสผ่านใหม่", "Give a new password"),
    "account_note": (
        "รหัสผ่านแรกแสดงครั้งเดียว เจ้าตัวต้องเปลี่ยนเมื่อเข้าใช้ครั้งแรก",
        "The first password is shown once; it has to be changed at the first sign-in.",
    ),
    "account_again_note": (
        "ให้เมื่อเจ้าตัวลืมรหัสผ่าน รหัสเดิมใช้ไม่ได้ทันที รหัสกู้ PIN ของอำเภอยังใช้รหัสผ่านเดิมของหัวหน้าศูนย์คนแรก",
        "For who forgot it. The old one ends at once. PIN recovery still asks for the first supervisor's old password.",
    ),
    "first_password_of": ("รหัสผ่านแรกของ {name}", "The first password of {name}"),
    "first_password_once": (
        "รหัสแสดงครั้งเดียว ส่งให้เจ้าตัวต่อหน้า เข้าใช้ครั้งแรกแล้วต้องตั้งรหัสของตนเอง",
        "Shown once. Hand it over in person; at the first sign-in an own password has to be chosen.",
    ),
    "to_officer": ("กลับไปที่เจ้าหน้าที่", "Back to the officer"),
    "revoke_officer": ("ระงับ {name}", "Revoke {name}"),
    "revoke_officer_do": ("ระงับเจ้าหน้าที่คนนี้", "Revoke this officer"),
    "keep_officer": ("ไม่ระงับ กลับไปที่เจ้าหน้าที่", "Do not revoke, go back"),
    "officer_follows_tablets": (
        "ข้อมูลในแท็บเล็ต {names} ที่เป็นพื้นที่ของคนนี้คนเดียว จะถูกลบเมื่อแลกเปลี่ยนครั้งหน้า คนอื่นในเครื่องทำงานต่อได้",
        "On tablet {names}, areas of this officer alone are dropped at the next exchange. Others on it work on.",
    ),
    "officer_follows_no_tablet": ("ไม่มีแท็บเล็ตที่ใช้งานอยู่", "No tablet in use"),
    "officer_follows_work": (
        "งานที่ยังไม่ส่ง ยังส่งมาได้ และจะรอให้สำนักงานตรวจก่อน ไม่มีอะไรหาย",
        "Unsent work can still be handed in, and waits for the office to look at it. Nothing is lost.",
    ),
    "officer_follows_account": (
        "เข้าหน้าสำนักงานไม่ได้ และออกจากระบบทันที {n} แห่ง",
        "No more office pages; signed out at once in {n} places.",
    ),
    "officer_follows_codes": (
        "รหัสลงทะเบียนที่ยังไม่ใช้ ใช้ไม่ได้อีก",
        "Enrolment codes that were not used end.",
    ),
    "officer_follows_back": (
        "ให้กลับมาใช้งานได้ทุกเมื่อ ชื่อและประวัติยังอยู่",
        "Can be undone at any time; name and history stay.",
    ),
    "officer_is_revoked": (
        "ระงับแล้ว งานที่ส่งมาหลังระงับ สำนักงานเก็บไว้รอตรวจ",
        "Revoked. Work that comes after that is kept by the office, to be looked at.",
    ),
    "restore_officer": ("ให้กลับมาใช้งาน", "Let work again"),
    "account": ("บัญชีของท่าน", "Your account"),
    "change_password": ("เปลี่ยนรหัสผ่าน", "Change the password"),
    "old_password": ("รหัสผ่านเดิม", "Old password"),
    "new_password": ("รหัสผ่านใหม่", "New password"),
    "new_password_hint": ("อย่างน้อย {least} ตัว และไม่มีคนอื่นรู้", "At least {least} characters, known to nobody else"),
    "password_is_due": (
        "รหัสผ่านนี้มีคนอื่นรู้ ตั้งรหัสของท่านเองก่อน แล้วจึงใช้หน้าอื่นได้",
        "Somebody else knows this password. Choose your own; then the other pages open.",
    ),
    "password_changed": (
        "เปลี่ยนรหัสผ่านแล้ว ที่อื่นที่เข้าใช้งานอยู่ออกจากระบบหมด",
        "The password is changed; you are signed out everywhere else.",
    ),
}
