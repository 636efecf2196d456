"""Wording of drafts that the office passed on from other officers."""

WORDS: dict[str, tuple[str, str]] = {
    "passed_waiting": ("แบบร่างที่ได้รับต่อ {n} ฉบับ", "{n} drafts passed on to you"),
    "passed_waiting_note": ("ดูให้ถูก แล้วบันทึกเป็นงานของท่าน", "Look them through and save them as your own"),
    "passed_title": ("แบบร่างที่ได้รับต่อ", "Drafts passed on to you"),
    "passed_note": (
        "สิ่งที่เจ้าหน้าที่คนก่อนพิมพ์ไว้และยังไม่ได้บันทึก สำนักงานส่งต่อมาให้",
        "What another officer had typed and not saved; the office passed it on.",
    ),
    "passed_one": ("แบบร่างที่ได้รับต่อ", "A draft passed on to you"),
    "passed_from": ("แบบร่างของ {name} พิมพ์ไว้ {when}", "Draft of {name}, typed {when}"),
    "passed_own": ("แบบร่างของท่าน เก็บไว้ {when}", "Your own draft, kept {when}"),
    "passed_by": ("ของ{name}", "from {name}"),
    "passed_yours": ("ท่านเอง", "yourself"),
    "passed_no_household": ("ครัวเรือนใหม่ หรือไม่มีในเครื่องนี้", "A new household, or not on this tablet"),
    "passed_open": ("เปิดในแบบฟอร์ม", "Open in the form"),
    "passed_household": ("เปิดครัวเรือน", "Open the household"),
    "passed_met": ("ท่านมีแบบร่างของแบบฟอร์มนี้อยู่แล้ว", "You have a draft of this form"),
    "passed_met_note": (
        "ถ้าเปิดฉบับนี้ แบบร่างของท่านจะมารออยู่ในรายการนี้แทน เลือกใช้ฉบับใดก็ได้ ไม่มีอะไรหาย",
        "If you open this one, yours waits in this list instead. Use either; nothing is lost.",
    ),
    "passed_formless": ("แบบร่างนี้เปิดในแบบฟอร์มไม่ได้", "No form on this tablet opens this draft"),
    "passed_formless_note": (
        "แบบฟอร์ม ครัวเรือน หรือรายการที่พิมพ์ไว้ไม่มีในเครื่องนี้แล้ว อ่านด้านล่าง แล้วบันทึกใหม่ในที่ที่ถูกต้อง",
        "The form, household or entry it was typed in is not on this tablet. Read it and enter it where it belongs.",
    ),
    "passed_drop": ("ไม่ใช้แล้ว", "Not used"),
    "passed_drop_ask": ("เอาแบบร่างนี้ออกจากเครื่อง", "Take this draft off the tablet"),
    "passed_drop_note": (
        "ทำเมื่อไม่ต้องใช้ข้อความเหล่านี้แล้ว เครื่องนี้จะไม่มีแบบร่างนี้อีก",
        "Only if these words are not needed any more: the tablet will not have them.",
    ),
    "passed_drop_sure": ("เอาออก", "Take it off"),
    "passed_none": ("ไม่มีแบบร่างที่รออยู่", "No draft waits"),
    "passed_none_note": (
        "แบบร่างที่สำนักงานส่งต่อจะมาอยู่ที่นี่หลังรับส่งข้อมูล",
        "What the office passes on comes here with an exchange.",
    ),
    "passed_begun": (
        "มาจากแบบร่างของ {name} ที่พิมพ์ไว้ {when} ตรวจให้ถูกก่อนบันทึก",
        "From the draft of {name}, typed {when}. Check it before you save.",
    ),
}
