"""People's data: requests of persons, a person's file, and making persons nameless."""

from server.console.words.pair import Words

PERSONAL_DATA: Words = {
    "personal_data": ("ข้อมูลส่วนบุคคล", "People's data"),
    "personal_data_note": (
        "คำขอของเจ้าของข้อมูล และการลบชื่อเมื่อครบกำหนดเก็บข้อมูล",
        "Requests of people about their data, and making persons nameless when their time is over",
    ),
    "tab_requests": ("คำขอ", "Requests"),
    "tab_retention": ("ลบชื่อเมื่อครบกำหนด", "Nameless when the time is over"),
    "retention_rules": ("หลักเกณฑ์ของสำนักงาน", "The office's own rules"),
    "retention_own_rule": (
        "ระยะเวลาเป็นหลักเกณฑ์ของสำนักงานเอง ไม่พบกฎหมายหรือหนังสือของโครงการที่กำหนดไว้ ตกลงกับเจ้าหน้าที่คุ้มครองข้อมูลก่อนตั้ง",
        "The periods are the office's own: no law or letter of the programme was found that sets them. "
        "Agree on them with the data protection officer first.",
    ),
    "retention_years": ("{n} ปี", "{n} years"),
    "retention_off": ("ไม่ลบ", "never"),
    "retention_set": ("ตั้งระยะเวลา", "Set the periods"),
    "retention_all_off": (
        "ยังไม่ได้ตั้งระยะเวลา จึงไม่มีใครถูกลบชื่อ",
        "No period is set, so nobody becomes nameless.",
    ),
    "retention_follows": ("ลบชื่อแล้วเป็นอย่างไร", "What follows"),
    "retention_follows_1": (
        "ชื่อ เลขประจำตัว วันเกิด โทรศัพท์ และข้อความที่พิมพ์เองของคนนั้นหายไป เหลือปีเกิด เพศ และรหัสที่ใช้นับ",
        "Name, ID number, birthday, telephone and typed texts go; year of birth, sex and what is counted stay.",
    ),
    "retention_follows_2": (
        "ปัญหา ความช่วยเหลือ และผลประเมินยังอยู่ รายงานได้ตัวเลขเท่าเดิม",
        "Problems, help and assessments stay; reports have the same numbers.",
    ),
    "retention_follows_3": (
        "ถ้าในบ้านไม่มีใครเหลือชื่อ บ้านเลขที่ พิกัด และบันทึกของบ้านหายไปด้วย",
        "Where nobody of a house has a name left, its number, place and notes go too.",
    ),
    "retention_follows_4": (
        "ย้อนกลับไม่ได้ ข้อมูลเดิมยังอยู่ในแฟ้มสำรองและแฟ้มที่ส่งมอบแล้ว จนแฟ้มเหล่านั้นครบกำหนด",
        "It cannot be taken back. Backups and files handed on keep the old data until they age out.",
    ),
    "retention_try": ("ทดลองนับก่อน", "Count first"),
    "retention_tried": ("ผลการนับ {when}", "Counted {when}"),
    "retention_did": ("ลบชื่อแล้ว {when}", "Done {when}"),
    "retention_would": ("ครบกำหนด {n} คน", "{n} persons are due"),
    "retention_done": ("ลบชื่อ {n} คน", "{n} persons made nameless"),
    "retention_again": (
        "คนที่ลบชื่อแล้วและมีข้อมูลเข้ามาภายหลัง {n} คน",
        "{n} nameless persons about whom something had come since",
    ),
    "retention_bodies": (
        "รายการในประวัติที่ลบข้อความ {n} รายการ ค่าตรวจสอบยังอยู่",
        "{n} entries of the history lose their words; their checksums stay",
    ),
    "retention_waits": ("ยังไม่ลบ รอเรื่องต่อไปนี้ก่อน", "Left for now, until this is settled"),
    "retention_by": ("เพราะ", "Because"),
    "retention_area": ("ตำบล", "Subdistrict"),
    "retention_run": ("ลบชื่อ {n} คน", "Make {n} persons nameless"),
    "retention_run_again": ("ลบข้อมูลที่เข้ามาภายหลัง", "Remove what came since"),
    "retention_nobody": ("ไม่มีใครครบกำหนด", "Nobody is due"),
    "retention_agree": (
        "ตรวจจำนวนและระยะเวลาแล้ว เข้าใจว่าย้อนกลับไม่ได้",
        "I have looked at the numbers and the periods, and know that it cannot be taken back",
    ),
    "retention_agree_needed": ("ทำเครื่องหมายก่อนลบ", "Tick this first."),
    "waits_problem": ("มีปัญหาที่ยังไม่ปิด", "a problem is open"),
    "waits_conflict": ("มีข้อมูลไม่ตรงกันที่รอเลือก", "a conflict is open"),
    "waits_finding": ("มีข้อสังเกตที่ยังไม่ปิด", "a finding is open"),
    "waits_not_taken": ("มีงานที่ไม่รับหรือพักไว้ รอตัดสิน", "refused or held work waits for a decision"),
    "waits_request": ("มีคำขอที่ยังไม่ตอบ", "a request is not answered"),
    "waits_unsent": ("แท็บเล็ตในพื้นที่ยังส่งงานไม่ครบ", "a tablet of the area has work still to send"),
    "waits_refused": ("ระบบไม่รับการแก้ไข", "the rules did not take the edit"),
    "job_retention_trial": ("นับผู้ที่ครบกำหนดเก็บข้อมูล", "Counting who is due"),
    "job_anonymise": ("ลบชื่อผู้ที่ครบกำหนด", "Making persons nameless"),
    "job_stage_persons": ("ทีละคน", "person by person"),
}
