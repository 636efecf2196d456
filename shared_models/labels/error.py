"""The sentence of every error, by its code and reason, and why a line of a list was refused."""

from shared_models.labels.words import Pair

ERROR: dict[str, Pair] = {
    "internal": (
        "เกิดเหตุไม่คาดคิด ข้อมูลที่พิมพ์ไว้ยังอยู่ ลองอีกครั้ง",
        "Something unexpected happened. What you typed is kept; try again.",
    ),
    "invalid_change": ("แก้ช่อง {field} แล้วบันทึกอีกครั้ง ({reason})", "Mend {field} and save again ({reason})."),
    "invalid_change.required": ("กรอกช่องนี้ก่อนบันทึก: {field}", "Fill this in before saving: {field}"),
    "invalid_change.too_long": ("ยาวเกิน {most} ตัวอักษร ย่อลงแล้วบันทึกอีกครั้ง", "Longer than {most} letters; shorten it."),
    "invalid_change.unknown_field": (
        "ไม่มีช่องชื่อ {field} ตรวจชื่อช่องแล้วลองใหม่",
        "There is no field {field}; check its name.",
    ),
    "invalid_change.unknown_entity": (
        "ไม่มีข้อมูลชนิดนี้ ใช้ได้ เช่น household, person, visit",
        "There is no such kind of record; use for example household, person, visit.",
    ),
    "invalid_change.missing_household": (
        "ไม่พบครัวเรือนนี้ในเครื่อง รับส่งข้อมูลแล้วลองใหม่",
        "This household is not on the tablet. Exchange and try again.",
    ),
    "invalid_change.own_household": (
        "ครัวเรือนต้องอ้างถึงตัวเอง เว้นช่อง household_id ไว้",
        "A household belongs to itself; leave household_id out.",
    ),
    "invalid_change.dimension_or_words": (
        "เลือกมิติ หรือเล่าปัญหาเป็นคำพูดอย่างน้อยหนึ่งอย่าง",
        "Choose a dimension, or tell the problem in own words.",
    ),
    "invalid_change.remedy_or_words": (
        "เลือกเมนูแก้จน หรือเล่าแผนเป็นคำพูดอย่างน้อยหนึ่งอย่าง",
        "Choose a remedy, or tell the plan in own words.",
    ),
    "invalid_change.unknown_remedy": (
        "เมนูแก้จนนี้ไม่มีในรายการแล้ว เลือกรายการอื่น",
        "This remedy is in the catalogue no longer; choose another.",
    ),
    "decided_meanwhile": (
        "มีคนตกลงเรื่องนี้ไว้ก่อนท่านบันทึก ค่าของท่านยังไม่ได้ใช้ ดูแล้วเลือกอีกครั้ง",
        "Somebody decided this before you saved; yours is not in force. Look at it and choose again.",
    ),
    "draft_changed": (
        "มีผู้อื่นตัดสินใจเรื่องแบบร่างนี้ก่อนท่าน หรือไม่มีแบบร่างที่รออยู่แล้ว ของท่านยังไม่ได้ใช้ ดูสถานะด้านล่างแล้วเลือกอีกครั้ง",
        "Somebody decided on this draft before you, or none waits any more. Look below and choose again.",
    ),
    "nothing_to_decide": (
        "ปัญหานี้ปิดไปแล้ว หรือครัวเรือนย้ายออกไประหว่างนี้ ไม่มีอะไรต้องตกลง",
        "Meanwhile the problem was closed or the household left; there is nothing to decide.",
    ),
    "meeting_too_long": (
        "ใบประชุมมี {count} ครัวเรือน พิมพ์ได้ครั้งละไม่เกิน {most} เลือกตำบลหรือหมู่บ้านก่อน",
        "The sheet has {count} households; at most {most} are printed at once. Choose a subdistrict or village.",
    ),
    "invalid_change.ends_before_it_begins": (
        "วันสิ้นสุดอยู่ก่อนวันเริ่ม แก้วันใดวันหนึ่ง",
        "It ends before it begins; mend one of the days.",
    ),
    "invalid_change.unreadable": ("อ่านค่าใน {field} ไม่ได้ แก้แล้วบันทึกอีกครั้ง", "{field} cannot be read; mend it."),
    "unreadable_table": (
        "อ่านตารางไม่ได้ที่บรรทัด {line} ช่อง {reason} แก้แฟ้มแล้วลองใหม่ ยังไม่ได้เปลี่ยนอะไร",
        "The table cannot be read at line {line}, column {reason}. Mend the file and try again; nothing was changed.",
    ),
    "unreadable_table.columns": (
        "แฟ้มนี้ขาดช่อง {columns} เติมหัวตารางแล้วลองใหม่ ยังไม่ได้เปลี่ยนอะไร",
        "The file lacks the columns {columns}. Add them and try again; nothing was changed.",
    ),
    "unreadable_table.empty": (
        "แฟ้มนี้ไม่มีรายการ ยังไม่ได้เปลี่ยนอะไร",
        "The file has no lines; nothing was changed.",
    ),
    "unreadable_table.table": (
        "ไม่มีตารางชื่อนี้ ใช้ villages, remedies, calendar, thresholds, target_rules, target_groups, retention "
        "personal_data หรือ indicators/ปี",
        "There is no such table; use villages, remedies, calendar, thresholds, target_rules, target_groups, "
        "retention, personal_data or indicators/VERSION.",
    ),
    "unreadable_table.version_there": (
        "ชุดตัวชี้วัดนี้มีอยู่แล้วและมีคำตอบที่อ้างถึง ตั้งชื่อชุดใหม่แทน",
        "This indicator set is there already and answers refer to it; give the new one another version.",
    ),
    "unreadable_table.version_name": (
        "ตั้งชื่อชุดตัวชี้วัดด้วยปี พ.ศ. สองปี เช่น 2565-2569",
        "Name an indicator set by its two Buddhist years, like 2565-2569.",
    ),
    "unreadable_table.too_large": (
        "แฟ้มใหญ่เกินไป ตารางตั้งค่าไม่เกิน 500 กิโลไบต์ ยังไม่ได้เปลี่ยนอะไร",
        "The file is too large; a table has at most 500 kB. Nothing was changed.",
    ),
    "unreadable_table.file": (
        "เลือกแฟ้ม CSV ก่อน แล้วกดตรวจแฟ้มอีกครั้ง",
        "Choose a CSV file first, then check it again.",
    ),
    "unknown_table": ("ไม่มีตารางนี้", "There is no such table."),
    "table_changed_meanwhile": (
        "{who} แก้ตารางนี้เมื่อ {when} หลังจากท่านเปิด การแก้ของท่านยังไม่ได้ใช้ เทียบกับตารางใหม่ด้านล่างแล้วบันทึกอีกครั้ง",
        "{who} changed this table, {when}, after you opened it. Yours is not in force: compare below and save again.",
    ),
    "unreadable_table.twice": (
        "บรรทัด {line} ซ้ำกับบรรทัดก่อน ลบออกหนึ่งบรรทัดแล้วลองใหม่",
        "Line {line} repeats an earlier one. Remove one of them and try again.",
    ),
    "invalid_change.new_is_open": ("ปัญหาใหม่เริ่มที่ยังเปิดอยู่เสมอ", "A new problem always begins open."),
    "invalid_change.one_heading": ("เขียนอย่างน้อยหนึ่งหัวข้อใน 4ท", "Write under at least one of the four headings."),
    "invalid_change.head_not_here": (
        "หัวหน้าครัวเรือนต้องเป็นคนที่ยังอยู่บ้านนี้ เลือกคนอื่น",
        "The head must live here; choose another member.",
    ),
    "invalid_change.same_village": (
        "หมู่บ้านนี้คือที่อยู่เดิม เลือกหมู่บ้านที่ย้ายไป",
        "That is the village it lives in; choose where it went.",
    ),
    "invalid_change.deceased_stays": (
        "คนนี้บันทึกว่าเสียชีวิต ถ้าบันทึกผิด ให้แก้สถานะพร้อมบอกเหตุผล",
        "Recorded as deceased; if that is wrong, correct it with a reason.",
    ),
    "invalid_change.out_of_range": ("ค่าใน {field} เก็บไม่ได้ แก้แล้วบันทึกอีกครั้ง", "{field} cannot be stored; mend it."),
    "invalid_change.nothing_to_correct": (
        "คนนี้บันทึกว่ายังอยู่บ้านนี้ ไม่มีอะไรต้องแก้",
        "This person is recorded as living here; there is nothing to correct.",
    ),
    "invalid_change.not_awaited": (
        "ครัวเรือนนี้ไม่ได้รอการยืนยันว่ามาถึง",
        "No arrival of this household is awaited.",
    ),
    "invalid_change.other_district": (
        "หมู่บ้านนี้อยู่อำเภออื่น บันทึกเป็นการย้ายแทน",
        "That village is in another district; record a move instead.",
    ),
    "invalid_change.not_moved": (
        "ครัวเรือนนี้ไม่ได้บันทึกว่าย้ายออก",
        "This household is not recorded as moved away.",
    ),
    "invalid_change.member_already": (
        "คนนี้เป็นสมาชิกบ้านนี้อยู่แล้ว",
        "This person is a member of the household already.",
    ),
    "invalid_change.merged_already": (
        "ครัวเรือนนี้รวมกับครัวเรือนอื่นแล้ว เลือกครัวเรือนที่ใช้ต่อ",
        "This household has been merged; choose the one that goes on.",
    ),
    "invalid_change.merged_person": (
        "แฟ้มนี้รวมกับอีกแฟ้มของคนเดียวกันแล้ว แก้ที่แฟ้มที่ใช้ต่อ หรือให้สำนักงานแยกกลับ",
        "This entry was merged into another of the same person; edit that one, or have the office take them apart.",
    ),
    "invalid_change.not_theirs": (
        "เจ้าหน้าที่คนนี้บันทึกในพื้นที่ของแบบร่างนี้ไม่ได้ เลือกคนอื่น",
        "This officer may not record where the draft belongs; choose somebody else.",
    ),
    "invalid_change.outside_area": (
        "หมู่บ้านนี้อยู่นอกพื้นที่ของท่าน เลือกหมู่บ้านในพื้นที่ หรือแจ้งเจ้าหน้าที่ของหมู่บ้านนั้น",
        "This village is outside your area; choose one inside it, or tell the officer there.",
    ),
    "invalid_change.unknown_area": (
        "ไม่รู้จักรหัสพื้นที่นี้ ตรวจรหัส 4, 6 หรือ 8 หลัก",
        "Unknown area code; check its 4, 6 or 8 digits.",
    ),
    "invalid_change.short_password": (
        "รหัสผ่านสั้นไป ใช้อย่างน้อย {least} ตัว",
        "The password is too short; use at least {least} characters.",
    ),
    "invalid_change.json": (
        'อ่าน JSON ไม่ได้ ใส่เป็น {{"ช่อง": ค่า}}',
        'Cannot read the JSON; write {{"field": value}}.',
    ),
    "impossible_birth": (
        "วันที่นี้ไม่มีจริงหรือเป็นไปไม่ได้ ตรวจกับบัตร ถ้าไม่แน่ใจวัน ให้เว้นว่าง",
        "There is no such date. Check the card; leave the day empty if unsure.",
    ),
    "impossible_birth.future": ("วันนี้ยังมาไม่ถึง ตรวจปี พ.ศ. อีกครั้ง", "That day is in the future; check the year."),
    "impossible_birth.year": (
        "ปี พ.ศ. นี้ไม่น่าเป็นไปได้ ใส่ปี พ.ศ. สี่หลัก",
        "Not a likely year; give four digits of the Buddhist era.",
    ),
    "invalid_transition": (
        "เปลี่ยนจาก {before} เป็น {after} ไม่ได้",
        "It cannot change from {before} to {after}.",
    ),
    "not_permitted": (
        "บัญชีนี้ไม่มีสิทธิ์ทำรายการนี้ ติดต่อหัวหน้าศูนย์",
        "This account may not do that; ask the supervisor.",
    ),
    "invalid_code": (
        "ใช้รหัสลงทะเบียนนี้ไม่ได้ ขอรหัสใหม่จากสำนักงาน",
        "This code cannot be used. Ask the office for a new one.",
    ),
    "invalid_code.form": (
        "รหัสลงทะเบียนมี 16 ตัว เช่น ABCD-EFGH-JKMN-PQRS ตรวจแล้วพิมพ์ใหม่",
        "A code has 16 letters and digits like ABCD-EFGH-JKMN-PQRS. Check and type it again.",
    ),
    "invalid_code.wrong": (
        "รหัสลงทะเบียนไม่ตรงกับที่สำนักงานออกให้ ตรวจแล้วพิมพ์ใหม่",
        "The code is not the one the office gave. Check and type it again.",
    ),
    "invalid_code.unknown": (
        "ไม่พบรหัสลงทะเบียนนี้ ตรวจแล้วพิมพ์ใหม่ หรือขอรหัสใหม่จากสำนักงาน",
        "There is no such code. Check it, or ask the office for a new one.",
    ),
    "invalid_code.used": (
        "รหัสนี้ใช้ลงทะเบียนเครื่องอื่นไปแล้ว ขอรหัสใหม่จากสำนักงาน",
        "This code has enrolled another tablet. Ask the office for a new one.",
    ),
    "invalid_code.used_up": (
        "รหัสนี้พิมพ์ผิดหลายครั้งจนปิดแล้ว ขอรหัสใหม่จากสำนักงาน",
        "This code was mistyped too often and is closed. Ask the office for a new one.",
    ),
    "invalid_code.there": (
        "รหัสนี้เป็นของเจ้าหน้าที่ที่ใช้เครื่องนี้อยู่แล้ว ใช้รหัสของคนที่จะเพิ่ม",
        "This code is of an officer who works on this tablet already. Use the code of who joins.",
    ),
    "invalid_code.other_tablet": (
        "สำนักงานยืนยันไม่ได้ว่าเป็นเครื่องเดิม ให้เจ้าหน้าที่คนเดิมของเครื่องลงทะเบียนเครื่องนี้อีกครั้งก่อน",
        "The office cannot tell that this is the tablet it knows. Have the officer who has it enrol it again first.",
    ),
    "invalid_code.expired": (
        "รหัสนี้หมดอายุแล้ว ขอรหัสใหม่จากสำนักงาน",
        "This code has expired. Ask the office for a new one.",
    ),
    "invalid_challenge": (
        "ตัวเลขนี้ไม่ตรงกับบนจอแท็บเล็ต ขอให้เจ้าหน้าที่อ่านตัวเลข 12 หลักใหม่",
        "These are not the digits on the tablet's screen. Have its 12 digits read out again.",
    ),
    "invalid_challenge.unknown": (
        "ไม่พบรหัสกู้ของเครื่องนี้ เครื่องยังไม่เคยรับส่งข้อมูลหลังลงทะเบียน หรือเป็นเครื่องของสำนักงานอื่น",
        "This office has no codes of that tablet: it has not exchanged since it was enrolled, or is another office's.",
    ),
    "invalid_recovery_code": (
        "ใช้รหัสนี้ไม่ได้ ขอให้สำนักงานอ่านรหัสใหม่",
        "This code does not work. Ask the office to read it out again.",
    ),
    "invalid_recovery_code.form": (
        "รหัสกู้มีตัวอักษร 16 ตัวและตัวเลข 2 หลัก เช่น MFRA-2YTB-OJQX-GZLT-47 ตรวจแล้วพิมพ์ใหม่",
        "A code has 16 letters and 2 digits like MFRA-2YTB-OJQX-GZLT-47. Check and type it again.",
    ),
    "invalid_recovery_code.check": (
        "มีบางตัวพิมพ์ไม่ตรง ให้สำนักงานอ่านรหัสอีกครั้งแล้วเทียบทีละตัว",
        "Some letter is not right. Have the office read the code again and compare each one.",
    ),
    "invalid_recovery_code.other": (
        "รหัสนี้ไม่ใช่ของคำขอบนจอนี้ อ่านตัวเลขคำขอให้สำนักงานฟังอีกครั้ง",
        "This code is not for the request on this screen. Read its digits to the office again.",
    ),
    "wrong_sign_in": (
        "รหัสผ่านไม่ตรงกับชื่อผู้ใช้นี้ ลองได้อีก {tries_left} ครั้งก่อนต้องรอ",
        "User name and password do not match. {tries_left} tries left before a wait.",
    ),
    "sign_in_delayed": (
        "ใส่รหัสผ่านผิดหลายครั้ง รออีก {minutes} นาทีแล้วลองใหม่",
        "Too many wrong passwords. Wait {minutes} minutes, then try again.",
    ),
    "signed_out": ("เข้าใช้งานใหม่อีกครั้ง", "Sign in again."),
    "foreign_form": (
        "หน้านี้เปิดค้างไว้นาน หรือไม่ได้มาจากระบบนี้ เปิดหน้าใหม่แล้วทำอีกครั้ง",
        "This form is too old, or not one of ours. Open the page again and repeat it.",
    ),
    "invalid_change.username_taken": (
        "มีผู้ใช้ชื่อนี้แล้ว เลือกชื่ออื่น",
        "This user name is taken. Choose another.",
    ),
    "no_recovery_code": (
        "เครื่องนี้ไม่มีรหัสกู้เหลือแล้ว นำเครื่องไปที่สำนักงาน งานที่บันทึกไว้ยังอยู่ครบ",
        "This tablet has no recovery code left. Take it to the office; everything recorded is kept.",
    ),
    "unknown_snapshot": (
        "ไฟล์ดาวน์โหลดนี้หมดอายุแล้ว กดรับส่งข้อมูลอีกครั้ง",
        "This download has expired; exchange again.",
    ),
    "unknown_officer": (
        "ไม่พบเจ้าหน้าที่คนนี้ ดูรายชื่อแล้วลองใหม่",
        "There is no such officer; look at the list and try again.",
    ),
    "unknown_tablet": (
        "ไม่พบแท็บเล็ตเครื่องนี้ ดูรายชื่อแล้วลองใหม่",
        "There is no such tablet; look at the list and try again.",
    ),
    "audit_broken": (
        "บันทึกการใช้ข้อมูลรายการที่ {number} ถูกแก้ ขาด หรือแทรก แจ้งผู้ดูแลระบบทันที อย่าลบฐานข้อมูล",
        "Entry {number} of the audit log was changed, is missing or was put in. Tell the administrator, keep the data.",
    ),
    "log_broken": (
        "พบรายการในประวัติที่ถูกแก้ ขาด หรือสลับที่ {count} แห่ง แจ้งผู้ดูแลระบบทันที อย่าลบฐานข้อมูล",
        "{count} entries of the history were changed, moved or are missing. Tell the administrator, keep the data.",
    ),
    "proof_stopped": (
        "ตรวจไม่จบ อ่านฐานข้อมูลต่อไม่ได้หลังรายการที่ {operations} แฟ้มอาจเสียหาย แจ้งผู้ดูแลระบบ อย่าลบฐานข้อมูล",
        "The proof did not end: after {operations} operations the database could not be read, and its file may be "
        "damaged. Tell the administrator, keep the data.",
    ),
    "day_not_over": (
        "วันนั้นยังไม่สิ้นสุด ยังมีงานเข้ามาได้อีก เลือกวันที่ผ่านไปแล้ว",
        "That day is not over, more can come in. Choose a day before today.",
    ),
    "invalid_checksum": (
        "ใบตรวจสอบมีตัวอักษร 24 ตัว กลุ่มละ 4 ตัว ตรวจแล้วพิมพ์ใหม่",
        "A checksum has 24 letters in groups of four; check them and type them again.",
    ),
    "checksum_without_day": (
        "บอกวันของใบตรวจสอบด้วย เช่น --day 2026-11-29",
        "Say also which day the checksum is of, e.g. --day 2026-11-29.",
    ),
    "password_due": ("ตั้งรหัสผ่านของท่านเองก่อน", "First choose a password of your own."),
    "invalid_change.wrong_password": ("รหัสผ่านเดิมไม่ถูกต้อง", "That is not the old password."),
    "invalid_change.same_password": (
        "รหัสผ่านใหม่เหมือนเดิม ตั้งรหัสที่ไม่มีคนอื่นรู้",
        "The new password is the old one. Choose one that nobody else knows.",
    ),
    "unknown_district": (
        "เซิร์ฟเวอร์นี้ยังไม่ได้ตั้งค่าอำเภอ {district} ใช้คำสั่ง field-server init --district {district}",
        "This server is not set up for district {district}; run field-server init --district {district}.",
    ),
    "district_already_there": (
        "ตั้งค่าอำเภอ {district} ไว้แล้ว ใช้งานต่อได้เลย",
        "District {district} is set up already; go on using it.",
    ),
    "unknown_job": ("ไม่มีงานนี้แล้ว", "There is no such work any more."),
    "unknown_person": (
        "ไม่มีคนนี้ในพื้นที่ที่คุณดูได้ กลับไปเลือกจากแฟ้มครัวเรือน",
        "There is no such person in the areas you may read; choose from the household's file.",
    ),
    "unknown_request": ("ไม่มีคำขอนี้ในอำเภอ", "There is no such request in this district."),
    "request_answered": (
        "มีผู้ตอบคำขอนี้แล้ว เปิดคำขออีกครั้งเพื่อดูคำตอบ",
        "Somebody has answered this request; open it again to see the answer.",
    ),
    "unknown_file": (
        "แฟ้มนี้ไม่มีแล้ว ระบบเก็บไว้ชั่วคราวเท่านั้น ทำรายการใหม่อีกครั้ง",
        "This file is kept no longer. Repeat what made it.",
    ),
    "unknown_hand_on": (
        "ไม่มีแฟ้มส่งมอบนี้ในทะเบียนของอำเภอ กลับไปเลือกจากทะเบียน",
        "That is not in this district's register; choose from the register.",
    ),
    "passphrase_gone": (
        "รหัสผ่านนี้แสดงไปแล้ว หรือขอจากเบราว์เซอร์อื่น ระบบไม่ได้เก็บไว้ ถ้าไม่ได้จด ให้ทำแฟ้มใหม่",
        "The passphrase was shown, or another browser asked for it. It is not kept: make the file again.",
    ),
    "unknown_agency_key": (
        "ไม่มีกุญแจนี้ในทะเบียนของอำเภอ กลับไปเลือกจากรายการ",
        "There is no such key in this district; choose from the list.",
    ),
    "invalid_key": (
        "กุญแจไม่ถูกต้อง ใส่กุญแจใน Authorization: Bearer แล้วลองใหม่ หรือขอกุญแจใหม่จากอำเภอ",
        "The key is not right. Send it as Authorization: Bearer, or ask the district for a new one.",
    ),
    "key_expired": ("กุญแจนี้หมดอายุแล้ว ขอใหม่จากอำเภอ", "This key has expired; ask the district for a new one."),
    "key_revoked": ("อำเภอยกเลิกกุญแจนี้แล้ว ติดต่ออำเภอ", "The district has revoked this key; ask the district."),
    "outside_scope": (
        "กุญแจนี้ไม่ได้ให้ {scope} ขอให้อำเภอออกกุญแจที่รวมข้อมูลนี้",
        "This key does not cover {scope}; ask the district for one that does.",
    ),
    "unknown_resource": (
        "ไม่มีรายการชื่อ {resource} ดูรายการที่มีใน openapi.json",
        "There is no {resource}; see openapi.json.",
    ),
    "invalid_cursor": (
        "ใช้ cursor นี้ไม่ได้ เริ่มอ่านใหม่โดยไม่ใส่ cursor",
        "This cursor cannot be used; read from the beginning without one.",
    ),
    "too_many_requests": (
        "คำขอถี่เกินไป รอ {wait_seconds} วินาทีแล้วลองใหม่",
        "Too many requests; wait {wait_seconds} seconds.",
    ),
    "cancelled": ("ยกเลิกแล้ว", "Cancelled."),
    "job_given_up": (
        "งานนี้หยุดกลางทางหลายครั้งเพราะเครื่องแม่ข่ายปิด ลองใหม่ หรือแจ้งผู้ดูแลระบบ",
        "The server stopped in the middle several times. Try again, or tell the administrator.",
    ),
    "server_not_set_up": (
        "เซิร์ฟเวอร์ยังไม่ได้ตั้งค่า ใช้คำสั่ง field-server init --district รหัสอำเภอ",
        "The server is not set up; run field-server init --district CODE.",
    ),
    "password_missing": (
        "ตั้งรหัสผ่านในตัวแปร FIELD_SERVER_PASSWORD ก่อน",
        "Set the password in FIELD_SERVER_PASSWORD first.",
    ),
    "pin_missing": ("ตั้ง PIN ในตัวแปร {variable} ก่อน", "Set the PIN in {variable} first."),
    "database_unreachable": (
        "ต่อฐานข้อมูลไม่ได้ ตรวจ FIELD_SERVER_DATABASE_URL และว่าฐานข้อมูลเปิดอยู่",
        "The database cannot be reached; check FIELD_SERVER_DATABASE_URL and that it is running.",
    ),
    "unreadable_list": (
        "อ่านแฟ้มนี้ไม่ได้ ตรวจว่าเป็นแฟ้มข้อความและตรงกับพจนานุกรมข้อมูล",
        "This file cannot be read; check that it is text and fits its data dictionary.",
    ),
    "unreadable_list.empty_list": (
        "แฟ้มนี้ไม่มีข้อมูลสักบรรทัด ขอแฟ้มใหม่จากหน่วยงาน",
        "There is not one line in this file; ask the agency for it again.",
    ),
    "unreadable_list.no_dictionary": (
        "อ่านพจนานุกรมข้อมูลไม่ได้ ต้องเป็น CSV ที่มีช่อง name และบรรทัดละหนึ่งช่องข้อมูล",
        "The data dictionary cannot be read; it is a CSV with a column called name and one line for each column.",
    ),
    "unreadable_list.no_delimiter": (
        "ไม่พบตัวคั่นช่องข้อมูล และความกว้างในพจนานุกรมไม่ตรงกับแฟ้ม ตรวจพจนานุกรมข้อมูล",
        "No delimiter was found and the dictionary's widths do not fit the file; check the data dictionary.",
    ),
    "unreadable_list.missing_columns": (
        "ไม่พบช่องข้อมูลที่ต้องมี: {columns} ตรวจหัวตารางกับพจนานุกรมข้อมูล",
        "Columns that are needed were not found: {columns}. Check the header against the data dictionary.",
    ),
    "unreadable_list.same_role": (
        "พจนานุกรมข้อมูลมีช่องที่แปลว่าเรื่องเดียวกัน: {columns} ใส่ role ให้ช่องที่จะใช้ และ role อื่นให้ช่องที่เหลือ",
        "Columns of the dictionary mean the same: {columns}. Write the role at the one to use, none at the others.",
    ),
    "unreadable_list.cut_off": (
        "แฟ้มนี้ขาดท้ายที่บรรทัด {line} ขอแฟ้มใหม่จากหน่วยงาน",
        "The end of this file is missing at line {line}; ask the agency for it again.",
    ),
    "unreadable_list.no_file": ("ยังไม่ได้เลือกแฟ้ม เลือกแฟ้มรายชื่อก่อน", "No file was chosen; choose the list first."),
    "unreadable_list.is_picture": (
        "แฟ้มนี้เป็นรูปภาพ ไม่ใช่รายชื่อ ขอแฟ้มข้อความ CSV หรือ XLSX จากหน่วยงาน",
        "This is a picture, not a list. Ask the agency for text, CSV or XLSX.",
    ),
    "unreadable_list.is_pdf": (
        "แฟ้มนี้เป็น PDF อ่านเป็นรายชื่อไม่ได้ ขอแฟ้มข้อความ CSV หรือ XLSX จากหน่วยงาน",
        "This is a PDF and cannot be read as a list. Ask the agency for text, CSV or XLSX.",
    ),
    "unreadable_list.old_workbook": (
        "แฟ้มนี้เป็น Excel รุ่นเก่าหรือใส่รหัสผ่านไว้ เปิดใน Excel แล้วบันทึกเป็น .xlsx โดยไม่ใส่รหัสผ่าน",
        "This is an old Excel file, or one with a password. Open it and save it as .xlsx without a password.",
    ),
    "unreadable_list.other_archive": (
        "เปิดแฟ้มบีบอัดชนิดนี้ไม่ได้ ใช้ .zip ที่มีแฟ้มรายชื่ออยู่ชั้นเดียว",
        "This kind of archive cannot be opened. Use a .zip with the list directly in it.",
    ),
    "unreadable_list.damaged_archive": (
        "แฟ้ม zip นี้เสียหายหรือมาไม่ครบ ขอแฟ้มใหม่จากหน่วยงาน",
        "This zip file is damaged or not whole; ask the agency for it again.",
    ),
    "unreadable_list.no_list_in_archive": (
        "ในแฟ้ม zip นี้ไม่มีแฟ้มรายชื่อ (.txt .csv .tsv .xlsx)",
        "There is no list (.txt .csv .tsv .xlsx) in this zip file.",
    ),
    "unreadable_list.several_files": (
        "ในแฟ้ม zip นี้มีรายชื่อ {count} แฟ้ม แยกนำเข้าทีละแฟ้ม",
        "There are {count} lists in this zip file; import them one at a time.",
    ),
    "unreadable_list.needs_password": (
        "แฟ้ม zip นี้ใส่รหัสผ่านไว้ พิมพ์รหัสผ่านที่หน่วยงานให้มา",
        "This zip file needs the agency's password; type it, and choose the file again.",
    ),
    "unreadable_list.wrong_password": (
        "รหัสผ่านของแฟ้ม zip ไม่ถูกต้อง ตรวจแล้วพิมพ์ใหม่ และเลือกแฟ้มอีกครั้ง",
        "That is not the password of the zip file. Check it, and choose the file again.",
    ),
    "unreadable_list.too_large": (
        "แฟ้มใหญ่เกินไป รับได้ไม่เกิน 512 MB และไม่เกิน 1 GB เมื่อคลายแล้ว แบ่งเป็นหลายแฟ้ม",
        "The file is too large: 512 MB at most, 1 GB when unpacked. Divide it into several.",
    ),
    "unreadable_list.too_many_texts": (
        "แฟ้ม XLSX นี้มีข้อความมากเกินไป บันทึกเป็น CSV UTF-8 แล้วนำเข้าแทน",
        "There is too much text in this XLSX file. Save it as CSV UTF-8 and import that.",
    ),
    "unreadable_list.damaged_workbook": (
        "แฟ้ม XLSX นี้เสียหายหรือมาไม่ครบ ขอแฟ้มใหม่จากหน่วยงาน",
        "This XLSX file is damaged or not whole; ask the agency for it again.",
    ),
    "unknown_import": (
        "ไม่มีรายการนำเข้านี้แล้ว กลับไปหน้านำเข้าข้อมูล",
        "There is no such import any more; go back to the import page.",
    ),
    "not_undone": ("ถอนการนำเข้านี้ไม่ได้ ยังไม่ได้เปลี่ยนอะไร", "This import cannot be undone; nothing was changed."),
    "not_undone.too_old": (
        "การนำเข้านี้ทำไว้ก่อนที่ระบบจะจดค่าเดิม จึงถอนไม่ได้",
        "This import was made before old values were noted, so it cannot be undone.",
    ),
    "not_undone.undone": ("ถอนการนำเข้านี้ไปแล้ว", "This import has been undone already."),
    "not_undone.edited": (
        "มีคนแก้หรือทำงานต่อกับ {count} รายการของการนำเข้านี้ จึงถอนไม่ได้ ยังไม่ได้เปลี่ยนอะไร",
        "Somebody has edited or worked on {count} rows of this import, so it is not undone; nothing was changed.",
    ),
    "unreadable_list.changed_meanwhile": (
        "แฟ้มนี้ถูกแก้ขณะนำเข้า ปิดโปรแกรมอื่นแล้วนำเข้าอีกครั้ง",
        "The file was changed during the import; close other programs and import it again.",
    ),
    "unreadable_dataset": (
        "อ่านคำอธิบายชุดข้อมูลไม่ได้ เขียนเป็น CSV สองช่อง field,value หรือ JSON หนึ่งชุด",
        "The description of the dataset cannot be read; write a CSV of field,value or one JSON object.",
    ),
    "unreadable_dataset.unknown_field": (
        "ไม่รู้จักช่อง {field} ในคำอธิบายชุดข้อมูล หรือมีซ้ำ ใช้ key, agency, programme, kind, year และดูคู่มือ",
        "The field {field} is not known or is there twice; use key, agency, programme, kind, year and see the manual.",
    ),
    "unreadable_dataset.missing_field": (
        "คำอธิบายชุดข้อมูลยังขาดช่อง {field} เติมแล้วลองใหม่",
        "The description of the dataset lacks {field}; fill it in and try again.",
    ),
    "unreadable_dataset.too_long": (
        "ข้อความในช่อง {field} ของคำอธิบายชุดข้อมูลยาวเกินไป ย่อแล้วลองใหม่",
        "The text of {field} in the description of the dataset is too long; shorten it.",
    ),
    "unreadable_dataset.bad_key": (
        "key {key} ใช้ไม่ได้ ใช้ a-z 0-9 - _ . เท่านั้น และใช้ตัวเดิมทุกครั้งสำหรับชุดข้อมูลเดิม",
        "The key {key} cannot be used; use a-z 0-9 - _ . alone, and the same key each time for the same dataset.",
    ),
    "unreadable_dataset.bad_year": (
        "ปี {year} ใช้ไม่ได้ ใส่ปี พ.ศ. สี่หลัก",
        "The year {year} cannot be used; give four digits of the Buddhist era.",
    ),
    "unreadable_dataset.bad_kind": (
        "kind ต้องเป็น payment (เงินที่จ่าย) หรือ right (สิทธิ) ไม่ใช่ {kind}",
        "The kind is payment or right, not {kind}.",
    ),
    "file_missing": ("ไม่พบแฟ้ม {name} ตรวจชื่อแฟ้มแล้วลองใหม่", "There is no file {name}; check its name."),
    "unreadable_backup": (
        "อ่านแฟ้มสำรองนี้ไม่ได้ ใช้แฟ้มสำรองอีกฉบับ ยังไม่ได้เปลี่ยนอะไร",
        "This backup cannot be read. Take another one; nothing was changed.",
    ),
    "unreadable_backup.key": (
        "กุญแจนี้เปิดแฟ้มสำรองไม่ได้ ใช้กุญแจในซองที่คู่กับแฟ้มนี้ ยังไม่ได้เปลี่ยนอะไร",
        "This key does not open the backup. Take the one that belongs to it; nothing was changed.",
    ),
    "unreadable_backup.damaged": (
        "แฟ้มสำรองนี้ขาดหรือถูกแก้ ใช้แฟ้มสำรองอีกฉบับ ยังไม่ได้เปลี่ยนอะไร",
        "This backup is cut off or was changed. Take another one; nothing was changed.",
    ),
    "unreadable_backup.newer": (
        "แฟ้มสำรองนี้มาจากโปรแกรมรุ่นใหม่กว่า ติดตั้งรุ่นนั้นก่อน ยังไม่ได้เปลี่ยนอะไร",
        "This backup is of a newer program. Install that one first; nothing was changed.",
    ),
    "backup_not_written": (
        "เขียนแฟ้ม {name} ไม่ได้ ดูว่ามีโฟลเดอร์นั้น มีสิทธิ์เขียน และดิสก์ไม่เต็ม แฟ้มสำรองเดิมยังอยู่",
        "The file {name} cannot be written. See that the folder is there and writable and the disk is not full; "
        "an older backup is untouched.",
    ),
    "export_not_written": (
        "เขียนแฟ้ม {name} ไม่ได้ ดูว่ามีโฟลเดอร์นั้น มีสิทธิ์เขียน และดิสก์ไม่เต็ม ไม่มีแฟ้มค้างอยู่",
        "The file {name} cannot be written. See that the folder is there and writable and the disk is not full; "
        "nothing of it was left behind.",
    ),
    "export_not_written.there": (
        "มีแฟ้ม {name} อยู่แล้ว ตั้งชื่ออื่น แฟ้มเดิมไม่ถูกแก้",
        "There is a file {name} already, which stays as it is. Choose another name.",
    ),
    "export_without_words": (
        "บอกวัตถุประสงค์เป็นคำด้วย --words เมื่อเลือก other",
        "Say the purpose in words, too (--words), where it is other.",
    ),
    "restore_not_empty": (
        "ฐานข้อมูลนี้มีข้อมูลอยู่แล้ว กู้คืนได้เฉพาะลงฐานข้อมูลว่าง ใช้โฟลเดอร์ใหม่ (--data-dir) หรือฐานข้อมูลใหม่",
        "This database has data already. A backup is restored into an empty one: take a new folder (--data-dir) or "
        "database.",
    ),
    "invalid_backup_key": (
        "ตั้งค่า {name} ให้เป็นกุญแจสำรองก่อน สร้างได้ด้วย field-server backup-key",
        "Set {name} to the backup key first; field-server backup-key makes one.",
    ),
    "unreadable_bundle": (
        "อ่านแฟ้มนี้ไม่ได้ ขอแฟ้มใหม่จากต้นทาง ยังไม่ได้เปลี่ยนอะไร",
        "This file cannot be read. Ask for it again; nothing was changed.",
    ),
    "unreadable_bundle.form": (
        "แฟ้มนี้ไม่ใช่แฟ้มรับส่งของสมุดเยี่ยมบ้าน เลือกแฟ้มอื่น ยังไม่ได้เปลี่ยนอะไร",
        "This is no exchange file of the Home Visit Logbook. Choose another; nothing was changed.",
    ),
    "unreadable_bundle.damaged": (
        "แฟ้มนี้มาไม่ครบหรือเสียหายระหว่างทาง คัดลอกจากต้นทางใหม่แล้วลองอีกครั้ง ยังไม่ได้เปลี่ยนอะไร",
        "This file is not whole or was damaged on the way. Copy it again and try again; nothing was changed.",
    ),
    "unreadable_bundle.wants_bundle": (
        "แฟ้มนี้เป็นแฟ้มตอบกลับของสำนักงาน เลือกแฟ้มที่แท็บเล็ตส่งออกมา ยังไม่ได้เปลี่ยนอะไร",
        "This is an office's reply. Choose the file that the tablet wrote; nothing was changed.",
    ),
    "unreadable_bundle.wants_reply": (
        "แฟ้มนี้เป็นแฟ้มที่ส่งให้สำนักงาน เลือกแฟ้มตอบกลับที่สำนักงานให้มา ยังไม่ได้เปลี่ยนอะไร",
        "This is the file that goes to the office. Choose the reply that the office gave; nothing was changed.",
    ),
    "unreadable_bundle.version": (
        "แฟ้มนี้มาจากโปรแกรมรุ่นใหม่กว่า ปรับรุ่นโปรแกรมแล้วลองอีกครั้ง ยังไม่ได้เปลี่ยนอะไร",
        "This file was made by a newer version. Update the program and try again; nothing was changed.",
    ),
    "unreadable_bundle.other_office": (
        "แฟ้มนี้ปิดผนึกถึงสำนักงานอื่น ส่งให้สำนักงานที่แท็บเล็ตลงทะเบียนไว้ ยังไม่ได้เปลี่ยนอะไร",
        "This file is sealed to another office. Give it to the one the tablet is enrolled with; nothing was changed.",
    ),
    "unreadable_bundle.other_tablet": (
        "แฟ้มตอบกลับนี้เป็นของแท็บเล็ตเครื่องอื่น เลือกแฟ้มของเครื่องนี้ ยังไม่ได้เปลี่ยนอะไร",
        "This reply is for another tablet. Choose the one for this tablet; nothing was changed.",
    ),
    "unreadable_bundle.unknown_tablet": (
        "สำนักงานไม่รู้จักแท็บเล็ตที่เขียนแฟ้มนี้ ลงทะเบียนเครื่องอีกครั้งด้วยรหัสใหม่แล้วส่งออกใหม่ งานในเครื่องอยู่ครบ",
        "The office does not know the tablet that wrote this file. Enrol it again with a new code and write the file "
        "again; everything on the tablet is kept.",
    ),
    "unreadable_bundle.untrusted": (
        "แฟ้มตอบกลับนี้ไม่มีลายเซ็นของสำนักงานที่เครื่องนี้ลงทะเบียนไว้ ขอแฟ้มใหม่จากสำนักงาน ยังไม่ได้เปลี่ยนอะไร",
        "This reply is not signed by the office of this tablet. Ask the office for it again; nothing was changed.",
    ),
    "unwritable_file": (
        "เขียนแฟ้มนี้ไม่ได้ เลือกที่อื่นแล้วลองอีกครั้ง",
        "The file cannot be written there. Choose another place and try again.",
    ),
    "unwritable_file.folder": (
        "ไม่พบโฟลเดอร์นี้ เสียบแฟลชไดรฟ์หรือเลือกโฟลเดอร์อื่นแล้วลองอีกครั้ง",
        "There is no such folder. Plug in the drive, or choose another folder and try again.",
    ),
    "unwritable_file.full": (
        "ที่เก็บปลายทางเต็ม ยังไม่ได้เขียนแฟ้ม ลบแฟ้มอื่นหรือเลือกที่อื่นแล้วลองอีกครั้ง",
        "There is no room left there and no file was written. Free some space, or choose another place.",
    ),
    "unwritable_file.denied": (
        "ไม่มีสิทธิ์เขียนในที่นี้ เลือกโฟลเดอร์อื่นแล้วลองอีกครั้ง",
        "Writing is not allowed there. Choose another folder and try again.",
    ),
    "unwritable_file.other_file": (
        "มีแฟ้มอื่นใช้ชื่อนี้อยู่แล้ว และยังอยู่เหมือนเดิม ตั้งชื่ออื่นแล้วลองอีกครั้ง",
        "Another file has this name and was left as it is. Give another name and try again.",
    ),
    "port_taken": (
        "พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ เลือกพอร์ตอื่นด้วย --port",
        "Port {port} is taken; choose another with --port.",
    ),
    "invalid_limit": (
        "อ่าน FIELD_SERVER_LIMITS ไม่ได้ที่ {limit} เขียนเช่น enrolment=10/minute,tablet=600/minute",
        "FIELD_SERVER_LIMITS cannot be read at {limit}; write for example enrolment=10/minute,tablet=600/minute.",
    ),
    "open_line": (
        "{host} เปิดให้ทั้งเครือข่ายโดยไม่มี TLS ไม่ได้ สร้างใบรับรองด้วย field-server certificate --host ชื่อหรือIP "
        "หรือใช้ --behind-proxy ถ้ามี reverse proxy ทำ TLS ให้",
        "Not on {host} without TLS. Make a certificate (field-server certificate --host NAME_OR_IP), or use "
        "--behind-proxy where a proxy does TLS.",
    ),
    "certificate_missing": (
        "ยังไม่มีใบรับรอง สร้างด้วย field-server certificate --host ชื่อหรือIP",
        "There is no certificate yet: field-server certificate --host NAME_OR_IP",
    ),
    "authority_missing": (
        "ไม่พบ tls/authority.pem ที่ออกใบรับรองปัจจุบัน นำแฟ้มที่เก็บไว้กลับมา ถ้าหายแล้วใช้ --new-authority "
        "แล้วลงทะเบียนแท็บเล็ตใหม่ทุกเครื่อง งานในเครื่องไม่หาย",
        "tls/authority.pem, which signed the present certificate, is not there. Put the kept copy back; if it is lost, "
        "use --new-authority and enrol every tablet again: they keep their work.",
    ),
    "certificate_damaged": (
        "อ่านแฟ้ม tls/{name} ไม่ได้ นำสำเนามาแทน หรือสร้างใหม่ด้วย field-server certificate",
        "tls/{name} cannot be read. Put a copy in its place, or make it again with field-server certificate.",
    ),
    "invalid_host": (
        "{host} ไม่ใช่ชื่อเครื่องหรือ IP พิมพ์เช่น office.local หรือ 192.168.1.10",
        "{host} is no host name or IP address; type for example office.local or 192.168.1.10.",
    ),
    "vault_busy": (
        "มีหน้าต่างหรือโปรแกรมอื่นเปิดสมุดเล่มนี้อยู่ ปิดอันนั้นก่อน",
        "Another window or program has this logbook open; close that one first.",
    ),
    "vault_damaged": (
        "แฟ้มข้อมูลในเครื่องเสียหาย สิ่งที่พิมพ์ไว้ยังกู้ได้ ใช้ ซ่อมแฟ้มข้อมูล หรือคำสั่ง field-app check --repair",
        "The tablet's file is damaged. What was typed can be rescued: repair it, or run field-app check --repair.",
    ),
    "lease_over": (
        "เครื่องนี้ไม่ได้รับส่งกับสำนักงานครบ {days} วัน จึงล็อกไว้ งานที่บันทึกอยู่ครบ รับส่งข้อมูลหรือใช้แฟ้มของสำนักงาน แล้วเปิดได้ทันที",
        "This tablet has not met the office for {days} days and is locked. Everything recorded is kept: exchange, over "
        "the network or by file, and it opens at once.",
    ),
    "not_enrolled": (
        "เครื่องนี้ยังไม่ได้ลงทะเบียน ลงทะเบียนด้วยรหัสจากสำนักงานก่อน",
        "This tablet is not enrolled; enrol it with a code from the office first.",
    ),
    "storage_full": (
        "เครื่องไม่มีที่ว่าง ยังไม่ได้บันทึกรายการนี้ ลบรูปหรือแฟ้มอื่นแล้วบันทึกอีกครั้ง ข้อมูลเดิมอยู่ครบ",
        "The tablet is full and this was not saved. Free some space and save again; everything saved before is intact.",
    ),
    "weak_pin": (
        "PIN ต้องเป็นตัวเลข 6 ถึง 12 หลัก ไม่ซ้ำตัวเดียวและไม่เรียงกัน",
        "A PIN has 6 to 12 digits, not all the same and not in a row.",
    ),
    "weak_pin.length": (
        "รหัสเป็นตัวเลข 6 ถึง 12 หลัก หรือเป็นวลี 12 ตัวอักษรขึ้นไป (ไม่เกิน 128)",
        "A PIN has 6 to 12 digits, a passphrase at least 12 characters (at most 128).",
    ),
    "weak_pin.repeated": (
        "เลือกใหม่ที่ไม่ซ้ำตัวเดียวหรือชุดสั้น ๆ ไปตลอด เช่น 000000 หรือ 121212",
        "Choose one that does not repeat a character or a short group all along, like 000000 or 121212.",
    ),
    "weak_pin.run": (
        "เลือกใหม่ที่ไม่ซ้ำตัวเดียวและไม่เรียงกัน เช่น 123456",
        "Choose one that is not all the same and not in a row, like 123456.",
    ),
    "weak_pin.year": (
        "เลือกใหม่ที่ไม่ใช่แค่ปี พ.ศ. หรือ ค.ศ. เช่น 250925 ปีเกิดเดาง่าย",
        "Choose one that is not just a year, like 250925: a birth year is soon guessed.",
    ),
    "key_store_gone": (
        "กุญแจในที่เก็บกุญแจของเครื่องนี้หายไป ขอรหัสกู้จากสำนักงานเพื่อเปิดเครื่อง งานที่บันทึกไว้อยู่ครบ",
        "The keys of this tablet's key store are gone: the office opens it with a recovery code. Nothing is lost.",
    ),
    "wrong_pin": ("รหัสไม่ตรง เหลืออีก {tries_left} ครั้ง", "Not the right PIN; {tries_left} tries left."),
    "pin_delayed": ("รอ {seconds} วินาที แล้วลองใหม่", "Wait {seconds} seconds and try again."),
    "pin_locked": (
        "ใส่รหัสผิดหลายครั้ง เครื่องนี้ล็อกแล้ว ติดต่อสำนักงานให้ปลดล็อก ข้อมูลอยู่ครบ",
        "Too many wrong PINs: locked. Ask the office to unlock; nothing is lost.",
    ),
    "withdrawn": (
        "สำนักงานระงับการใช้งานบนเครื่องนี้ งานและแบบร่างส่งให้สำนักงานครบแล้ว ใช้ต่อได้เมื่อสำนักงานออกรหัสให้",
        "The office has ended the work on this tablet; everything was handed in. The office's code opens it again.",
    ),
    "offline": (
        "ติดต่อสำนักงานไม่ได้ตอนนี้ งานที่ทำไว้อยู่ในเครื่องครบ จะส่งต่อเมื่อมีสัญญาณ",
        "The office cannot be reached now. Everything is kept on the tablet and goes when there is signal.",
    ),
    "insecure_server": (
        "ที่อยู่สำนักงานต้องขึ้นต้นด้วย https:// ตรวจแล้วพิมพ์ใหม่",
        "The office's address must begin with https://. Check and type it again.",
    ),
    "server_refused": (
        "สำนักงานไม่รับคำขอนี้ ({answer}) งานที่ทำไว้อยู่ครบ ติดต่อผู้ดูแลระบบ",
        "The office refused this ({answer}). Everything is kept; tell the administrator.",
    ),
    "server_refused.unauthenticated": (
        "สำนักงานไม่รู้จักเครื่องนี้ ลงทะเบียนเครื่องอีกครั้งด้วยรหัสใหม่ งานที่ทำไว้อยู่ครบ",
        "The office does not know this tablet. Enrol it again with a new code; everything is kept.",
    ),
    "untrusted_server": (
        "ปลายทางพิสูจน์ตัวไม่ได้ว่าเป็นสำนักงานที่ออกรหัส ตรวจที่อยู่แล้วลองใหม่",
        "The other end could not prove to be the office that gave the code. Check the address.",
    ),
    "office_busy": (
        "สำนักงานรับคำขอถี่เกินไป รอ {wait_seconds} วินาทีแล้วลองใหม่ งานที่ทำไว้อยู่ครบ",
        "The office hears too many requests. Wait {wait_seconds} seconds and try again; everything is kept.",
    ),
    "certificate_refused": (
        "ปลายทางไม่ใช่สำนักงานที่เครื่องนี้ลงทะเบียนไว้ จึงไม่ส่งข้อมูล งานที่ทำไว้อยู่ครบ แจ้งผู้ดูแลระบบ",
        "This is not the office the tablet is enrolled at, so nothing was sent. Everything is kept; tell the "
        "administrator.",
    ),
    "certificate_refused.authority": (
        "ปลายทางไม่มีใบรับรองของสำนักงานนี้ อาจมีคนดักกลางทาง จึงไม่ส่งข้อมูล งานที่ทำไว้อยู่ครบ แจ้งผู้ดูแลระบบ",
        "The other end has no certificate of this office: somebody may be in between. Nothing was sent, everything is "
        "kept; tell the administrator.",
    ),
    "certificate_refused.expired": (
        "ใบรับรองของสำนักงานหมดอายุ งานที่ทำไว้อยู่ครบ ตรวจวันที่ของแท็บเล็ต ถ้าถูกแล้วแจ้งผู้ดูแลระบบให้ต่ออายุ",
        "The office's certificate has run out. Everything is kept. Check the tablet's date; if it is right, the "
        "administrator has to renew it.",
    ),
    "certificate_refused.not_yet": (
        "วันที่ของแท็บเล็ตเร็วกว่าใบรับรองของสำนักงาน ตั้งวันที่ให้ถูกแล้วลองใหม่ งานที่ทำไว้อยู่ครบ",
        "The tablet's date is before the office's certificate. Set the date and try again; everything is kept.",
    ),
    "certificate_refused.name": (
        "ใบรับรองของสำนักงานไม่ได้ออกให้ที่อยู่นี้ ตรวจที่อยู่ หรือแจ้งผู้ดูแลระบบ งานที่ทำไว้อยู่ครบ",
        "The office's certificate is for another address. Check the address, or tell the administrator; everything is "
        "kept.",
    ),
    "tablet_too_old": (
        "แอปบนแท็บเล็ตเก่าเกินกว่าจะตรวจใบรับรองของสำนักงานนี้ได้ ปรับรุ่นแอปแล้วลงทะเบียนใหม่",
        "The tablet's app is too old to check this office's certificate. Update it and enrol again.",
    ),
    "other_officer": (
        "เครื่องนี้ลงทะเบียนให้เจ้าหน้าที่คนอื่นแล้ว ขอรหัสของคนเดิม หรือใช้เครื่องอื่น",
        "This tablet is enrolled for another officer. Ask for that officer's code, or use another tablet.",
    ),
    "unknown_visit": (
        "ไม่พบการเยี่ยมครั้งนี้ในเครื่อง เปิดแฟ้มครัวเรือนแล้วเริ่มเยี่ยมใหม่",
        "This visit is not on the tablet; open the household and begin again.",
    ),
    "unknown_area": ("ไม่มีพื้นที่รหัส {area} ตรวจรหัสอีกครั้ง", "There is no area {area}; check the code."),
    "unauthenticated": (
        "คำขอนี้ไม่มีลายเซ็นของเครื่องที่ลงทะเบียนไว้",
        "The request is not signed by a tablet enrolled here.",
    ),
    "too_large": (
        "สิ่งที่ส่งมาใหญ่เกิน {most} MB ยังไม่ได้อ่านและไม่ได้บันทึก แบ่งแล้วส่งใหม่",
        "This is larger than {most} MB. It was not read and nothing was saved; send it in parts.",
    ),
    "malformed": ("อ่านคำขอนี้ไม่ได้ ({reason})", "This request cannot be read ({reason})."),
    "number_too_low": (
        "เครื่องส่งเลขคำขอเก่า ใช้เลขที่สูงกว่า {highest}",
        "The tablet's request number is an old one; use one above {highest}.",
    ),
    "report_not_written": (
        "เขียนแฟ้มรายงาน {name} ไม่ได้ ตรวจที่ว่างและสิทธิ์ของโฟลเดอร์",
        "The report {name} could not be written; check the disk space and the folder's permissions.",
    ),
    "unknown_household": (
        "ไม่พบครัวเรือนนี้ในเครื่อง ค้นหาใหม่ หรือรับส่งข้อมูลก่อน",
        "This household is not on the tablet; search again, or exchange first.",
    ),
    "changed_meanwhile": (
        "มีผู้อื่นมอบหมายงานไปแล้วหลังจากท่านเปิดหน้านี้ ยังไม่ได้บันทึกของท่าน ตรวจผลใหม่ด้านล่างแล้วบันทึกอีกครั้ง",
        "Somebody else has assigned since you opened this page. Yours is not saved: look at the result again and save.",
    ),
    "too_much_for_a_tablet": (
        "แท็บเล็ตจะต้องเก็บ {households} ครัวเรือน เกินที่เก็บได้ {most} ครัวเรือน เลือกพื้นที่ให้แคบลง",
        "A tablet would have to hold {households} households and can hold {most}: choose less.",
    ),
    "invalid_change.not_in_field": ("เลือกเจ้าหน้าที่ภาคสนามที่ยังทำงานอยู่", "Choose an officer who works in the field."),
    "invalid_change.nothing_chosen": (
        "เลือกหมู่บ้านหรือครัวเรือนอย่างน้อยหนึ่งรายการ",
        "Choose at least one village or household.",
    ),
    "invalid_change.too_many_households": (
        "เลือกได้ครั้งละไม่เกิน 500 ครัวเรือน ถ้ามากกว่านั้นให้มอบหมายทั้งหมู่บ้าน",
        "At most 500 households at a time; give whole villages for more.",
    ),
    "unknown_household.office": (
        "ไม่พบครัวเรือนนี้ในพื้นที่ที่ท่านดูแล",
        "There is no such household in the areas that you look after.",
    ),
    "unknown_report": (
        "ไม่มีรายงานชื่อ {name} ใช้ชื่อใดชื่อหนึ่งใน: {names}",
        "There is no report {name}; use one of: {names}",
    ),
    "no_rule_for_year": (
        "ไม่มีเกณฑ์กลุ่มเป้าหมายของปี {year} ใช้ปี {first} หรือหลังจากนั้น",
        "No rule of target groups is known for {year}; use {first} or later.",
    ),
    "invalid_pivot": (
        "ตารางนี้ทำไม่ได้ ตรวจ {field} แล้วลองใหม่",
        "This table cannot be made; check {field} and try again.",
    ),
    "invalid_pivot.unreadable": (
        "อ่านแบบตารางไม่ได้ ตรวจว่าเป็น JSON ที่ถูกต้อง",
        "The table's design cannot be read; check that it is valid JSON.",
    ),
    "invalid_pivot.spec_missing": (
        "บอกแฟ้มแบบตารางด้วย {field}",
        "Give the file of the table's design with {field}.",
    ),
    "invalid_pivot.entity": ("ไม่มีข้อมูลชนิด {field}", "There is no kind of record {field}."),
    "invalid_pivot.field": ("ไม่มีช่องชื่อ {field} ให้จัดกลุ่มหรือกรอง", "There is no field {field} to group or filter by."),
    "invalid_pivot.measure": ("นับหรือรวมค่า {field} ไม่ได้", "{field} cannot be counted or summed."),
    "invalid_pivot.filter": ("ค่าที่ใช้กรอง {field} ไม่ถูกต้อง", "The values to filter {field} by do not fit."),
    "unknown_pivot": (
        "ไม่มีตารางนี้แล้ว อาจมีคนลบไป กลับไปดูรายการตารางที่เก็บไว้",
        "This table is not kept any more; somebody may have removed it. Go back to the list of kept tables.",
    ),
    "too_many_pivots": (
        "เก็บตารางได้ไม่เกิน {most} ตาราง ลบตารางที่ไม่ใช้ก่อน",
        "No more than {most} tables can be kept. Remove one that is not used.",
    ),
    "not_chosen": ("ยังไม่ได้เลือกค่าครบทุกช่อง", "Not every field has a chosen value."),
    "pair_changed": (
        "แฟ้มหนึ่งในสองแฟ้มเปลี่ยนไประหว่างที่เปิดหน้านี้ ยังไม่ได้รวม ตรวจอีกครั้ง",
        "One of the two entries changed while this page was open. Nothing was merged; look again.",
    ),
    "unknown_pair": (
        "คู่นี้ตัดสินไปแล้ว ยังไม่ได้เปลี่ยนอะไร",
        "This pair is decided already. Nothing was changed.",
    ),
    "unknown_finding": (
        "ข้อสังเกตนี้ปิดไปแล้ว หรือเปลี่ยนไประหว่างที่เปิดหน้านี้ ยังไม่ได้เปลี่ยนอะไร",
        "This finding is closed, or changed while this page was open. Nothing was changed.",
    ),
    "unknown_action": (
        "รายการนี้ตัดสินไปแล้ว หรือแท็บเล็ตส่งใหม่จนรับได้แล้ว ยังไม่ได้เปลี่ยนอะไร",
        "This work is decided, or the tablet has sent it anew and it was taken. Nothing was changed.",
    ),
    "not_awaited": (
        "ครัวเรือนนี้ตัดสินไปแล้ว ยังไม่ได้เปลี่ยนอะไร",
        "This household is decided already. Nothing was changed.",
    ),
    "conflict_changed": (
        "มีคนเลือกค่าหรือส่งค่าใหม่เข้ามาระหว่างที่เปิดหน้านี้ ยังไม่ได้บันทึกอะไร ตรวจอีกครั้ง",
        "Somebody decided or sent a new value while this page was open. Nothing was saved; look again.",
    ),
    "unknown_conflict": (
        "ไม่มีข้อมูลไม่ตรงกันรายการนี้แล้ว อาจมีคนเลือกค่าไปแล้ว",
        "This conflict does not wait any more; somebody may have settled it.",
    ),
    "unknown_operation": (
        "ไม่พบรายการนี้ในเครื่อง ดูรหัสรายการได้จากคำสั่ง show",
        "The tablet keeps no operation with this id; `show` lists those that wait.",
    ),
    "already_mended": (
        "รายการนี้แก้และส่งใหม่แล้ว ไม่ต้องส่งของเดิมอีก",
        "This was mended and sent anew already; the old one need not go again.",
    ),
    "wrong_password": ("รหัสผ่านของหัวหน้าศูนย์ไม่ถูกต้อง", "Not the supervisor's password."),
    "office_refused": (
        "บันทึกที่สำนักงานไม่ได้ ({refusal}: {detail}) ยังไม่ได้เปลี่ยนอะไร",
        "The office cannot record this ({refusal}: {detail}); nothing was changed.",
    ),
    "refused.field": (
        "สำนักงานรับค่าในช่อง {field} ไม่ได้ แก้ช่องนี้แล้วส่งใหม่",
        "The office cannot take {field}; mend it and send again.",
    ),
    "refused.village_code": (
        "สำนักงานไม่มีหมู่บ้านรหัสนี้ แก้หมู่บ้านแล้วส่งใหม่",
        "The office knows no such village; mend the village and send again.",
    ),
    "refused.household_id": (
        "สำนักงานไม่พบคนหรือเรื่องนี้ในครัวเรือนที่บันทึก อาจย้ายบ้านไปแล้ว รับส่งข้อมูล แล้วแก้ในครัวเรือนที่ถูก หรือส่งให้สำนักงานดูแล",
        "The office does not know this in that household; it may have moved. Exchange and record it where it belongs, "
        "or leave it to the office.",
    ),
    "refused.signature": (
        "สำนักงานตรวจลายเซ็นของเครื่องนี้ไม่ผ่าน ข้อมูลยังอยู่ครบ ส่งใหม่อีกครั้ง ถ้ายังไม่ผ่าน ให้สำนักงานตรวจการลงทะเบียนเครื่อง",
        "The office could not check this tablet's signature. Everything is kept; send it again, or let the office "
        "look at the tablet's enrolment.",
    ),
    "refused.server_writes": (
        "รายการชนิดนี้สำนักงานเป็นผู้บันทึก ส่งให้สำนักงานดูแล",
        "The office itself records this; leave it to them.",
    ),
    "refused.not_assigned": (
        "ครัวเรือนนี้ไม่ได้มอบหมายให้คุณ ส่งให้หัวหน้าศูนย์พิจารณา",
        "This household is not assigned to you; pass it to the supervisor.",
    ),
    "refused.access": ("อยู่นอกพื้นที่รับผิดชอบ ส่งให้หัวหน้าศูนย์พิจารณา", "Outside your area; pass it to the supervisor."),
    "refused.nameless": (
        "สำนักงานลบชื่อคนนี้แล้วเพราะครบกำหนดเก็บข้อมูล ส่งให้หัวหน้าศูนย์พิจารณา",
        "The office has made this person nameless, as the time to keep the data is over; pass it to the supervisor.",
    ),
    "refused.malformed": ("สำนักงานอ่านรายการนี้ไม่ได้ แก้แล้วส่งอีกครั้ง", "The office cannot read this; mend and send again."),
    "refused.too_large": ("ข้อความยาวเกินไป ย่อแล้วส่งอีกครั้ง", "Too long; shorten and send again."),
    "refused.internal": (
        "สำนักงานเก็บรายการนี้ไม่ได้ชั่วคราว ส่งอีกครั้งภายหลัง",
        "The office could not store this; send again later.",
    ),
}

LINE_REASON: dict[str, Pair] = {
    "too_few_columns": ("ช่องข้อมูลไม่ครบ", "too few columns"),
    "unknown_area": ("ไม่รู้จักรหัสพื้นที่", "unknown area code"),
    "impossible_birth": ("วันเกิดเป็นไปไม่ได้", "impossible date of birth"),
    "no_given_name": ("ไม่มีชื่อ", "no given name"),
    "header_or_total": ("เป็นหัวตารางหรือบรรทัดรวม", "a header or total line"),
    "other_district": ("อยู่ในอำเภอที่เซิร์ฟเวอร์นี้ไม่ได้ดูแล", "in a district that this server does not serve"),
    "wrong_check_digit": ("เลขประจำตัวประชาชนไม่ผ่านการตรวจ ควรตรวจเลข", "the citizen number fails its check digit"),
    "id_destroyed": ("เลขประจำตัวประชาชนเสียหาย ต้องขอเลขใหม่", "the citizen number was destroyed on the way"),
    "too_many_columns": ("ช่องข้อมูลเกิน", "too many columns"),
    "damaged_text": ("ตัวอักษรเสียหายอ่านไม่ได้", "letters were lost and cannot be read"),
    "no_citizen_id": ("ไม่มีเลขประจำตัวประชาชน", "no citizen number"),
    "unreadable_amount": ("อ่านจำนวนเงินไม่ได้", "the amount cannot be read"),
    "unreadable_date": ("อ่านวันที่จ่ายไม่ได้", "the day of payment cannot be read"),
    "unreadable_period": ("อ่านงวดไม่ได้", "the period cannot be read"),
    "period_backwards": ("งวดสิ้นสุดก่อนเริ่ม", "the period ends before it begins"),
    "text_too_long": ("ข้อความยาวเกินไป", "a text is too long"),
    "unknown_person": ("ไม่พบเลขนี้ในอำเภอ", "nobody in the district has this number"),
    "not_living_here": (
        "คนนี้บันทึกไว้ว่าเสียชีวิต ย้ายออก หรือไม่พบตัว",
        "the person is recorded as deceased, moved away or missing",
    ),
    "several_persons": ("มีหลายคนใช้เลขนี้", "several persons have this number"),
    "other_name_and_birth": (
        "เลขตรงแต่ชื่อและวันเกิดไม่ตรง ควรตรวจเลข",
        "the number is known but name and birth are another's; check the number",
    ),
}
