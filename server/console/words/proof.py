"""The proof of the whole history."""

from server.console.words.pair import Words

PROOF: Words = {
    "proof": ("ตรวจประวัติทั้งหมด", "Proof of the history"),
    "proof_note": (
        "ทุกงานที่แท็บเล็ตและสำนักงานบันทึก ลายเซ็นทุกชุด กุญแจทุกเครื่อง และบันทึกการใช้ข้อมูล",
        "Everything that tablets and the office recorded, every signed run, every tablet's key, and the audit log",
    ),
    "proof_now": ("ตรวจเดี๋ยวนี้", "Prove it now"),
    "proof_see": ("ดูผลการตรวจ", "See what was found"),
    "proof_never": (
        "ยังไม่เคยตรวจประวัติทั้งหมด ควรตรวจอย่างน้อยสัปดาห์ละครั้ง",
        "The whole history has never been proven. It should be once a week at least.",
    ),
    "proof_old": (
        "ตรวจประวัติทั้งหมดครั้งล่าสุดเกิน 7 วันแล้ว ควรตรวจใหม่",
        "The whole history was last proven more than 7 days ago. Prove it again.",
    ),
    "proof_whole": (
        "ประวัติทั้งหมดครบ ไม่มีรายการถูกแก้ ขาด หรือสลับที่",
        "The whole history is as it was: nothing changed, missing or moved",
    ),
    "proof_broken": (
        "พบประวัติที่ถูกแก้ ขาด หรือสลับที่ {n} แห่ง",
        "{n} places of the history were changed, moved or are missing",
    ),
    "proof_stopped": (
        "ตรวจประวัติไม่จบ อ่านฐานข้อมูลได้ถึงรายการที่ {n} แฟ้มอาจเสียหาย แจ้งผู้ดูแลระบบ อย่าลบฐานข้อมูล",
        "The proof did not end: the database could be read up to operation {n}, and its file may be damaged. "
        "Tell the administrator, keep the database.",
    ),
    "proof_at": ("ตรวจเมื่อ {when}", "proven {when}"),
    "proof_do": (
        "อย่าลบหรือกู้คืนทับฐานข้อมูล สำรองไว้ก่อน แจ้งผู้ดูแลระบบและนายอำเภอ แล้วเทียบกับแฟ้มสำรองก่อนหน้า",
        "Neither delete nor restore over the database. Back it up, tell the administrator and the district chief, and "
        "compare with an earlier backup.",
    ),
    "proof_before": (
        "ก่อนหน้านี้ เมื่อ {when} เคยพบ {n} แห่งที่ไม่เป็นอย่างเดิม ถ้ายังไม่รู้สาเหตุ ให้ถามผู้ดูแลระบบ",
        "Earlier, {when}, {n} places were not as they had been. If nobody knows why, ask the administrator.",
    ),
    "proof_last": ("ผลการตรวจล่าสุด", "What was found last"),
    "proof_began": ("เริ่มตรวจ", "Begun"),
    "proof_took": ("ใช้เวลา", "Took"),
    "proof_seconds": ("{n} วินาที", "{n} s"),
    "proof_by": ("ผู้สั่งตรวจ", "Asked for by"),
    "proof_operations": ("รายการที่บันทึก", "Operations"),
    "proof_runs": ("ชุดที่ลงลายเซ็น", "Signed runs"),
    "proof_entries": ("บันทึกการใช้ข้อมูล (รายการ)", "Entries of the audit log"),
    "proof_day": ("เทียบกับใบตรวจสอบของวันที่", "Compared with the printed sheet of"),
    "proof_no_day": ("ไม่ได้เทียบ", "not compared"),
    "proof_forks": ("ชุดจากแท็บเล็ตที่ถูกคัดลอก", "Runs sent by a copy of a tablet"),
    "proof_removed": ("เนื้อหาที่ลบตามระยะเวลาเก็บ", "Contents that retention removed"),
    "proof_not_kept": ("ตอบแล้วแต่ไม่ได้เก็บ", "Answered and never kept"),
    "proof_no_damage": (
        "สามบรรทัดล่างไม่ใช่ความเสียหาย แต่ถ้าจำนวนเพิ่มโดยไม่มีเหตุ ให้ถามผู้ดูแลระบบ",
        "The last three are no damage; should they grow without a reason, ask the administrator.",
    ),
    "proof_places": ("ที่ที่พบ", "Where"),
    "proof_first": ("แสดง {shown} แห่งแรกจาก {n} แห่ง", "The first {shown} of {n}"),
    "proof_found": ("พบว่า", "Found"),
    "proof_tablet": ("แท็บเล็ต", "Tablet"),
    "proof_officer": ("เจ้าหน้าที่", "Officer"),
    "proof_made": ("บันทึกเมื่อ", "Recorded"),
    "proof_place": ("ตำแหน่ง", "Place"),
    "proof_run": ("ชุดที่ {number}", "run {number}"),
    "proof_in_run": ("รายการที่ {place} ในชุด", "operation {place} of it"),
    "proof_entry": ("รายการที่ {number} ของบันทึกการใช้ข้อมูล", "entry {number} of the audit log"),
    "proof_fields": ("ช่อง {fields}", "columns {fields}"),
    "proof_household": ("ดูครัวเรือน", "see the household"),
    "proof_by_office": ("สำนักงาน", "the office"),
    "proof_paper": (
        "เดือนละครั้ง หยิบใบตรวจสอบที่พิมพ์ไว้หนึ่งใบ แล้วให้ผู้ดูแลระบบพิมพ์คำสั่งท้ายใบ: ใครเขียนประวัติใหม่ทั้งหมด มีแต่กระดาษที่บอกได้",
        "Once a month take a printed sheet and have the administrator type the command at its foot: only paper tells a "
        "history that was written wholly anew.",
    ),
    "proof_not_kept_warning": (
        "เก็บผลการตรวจนี้ไว้ให้หน้าของสำนักงานไม่ได้ ให้จดผลไว้ แล้วตรวจว่าดิสก์เต็มหรือฐานข้อมูลเขียนไม่ได้",
        "This result could not be kept for the office's pages. Write it down, and see whether the disk is full or the "
        "database cannot be written.",
    ),
    "found_operation_changed": ("เนื้อหาถูกแก้", "was changed"),
    "found_operation_columns": ("ข้อมูลกำกับไม่ตรงกับเนื้อหา", "is filed under something else than it says"),
    "found_operation_missing": ("รายการหายไป", "an operation is missing"),
    "found_operation_moved": ("ถูกสลับที่", "was moved"),
    "found_operation_without_run": ("ไม่มีชุดที่ลงลายเซ็น", "has lost its signed run"),
    "found_run_changed": ("ชุดที่ลงลายเซ็นถูกแก้", "a signed run was changed"),
    "found_run_signature": ("ลายเซ็นไม่ถูกต้อง", "a run is not signed by its key"),
    "found_run_key": ("กุญแจไม่ใช่ของเจ้าหน้าที่ในเครื่องนั้น", "a run has a key that was never that officer's there"),
    "found_run_missing": ("ชุดที่ลงลายเซ็นหายไป", "a signed run is missing"),
    "found_run_not_joined": ("ไม่ต่อจากชุดก่อนหน้า", "a run does not go on from the one before"),
    "found_key_changed": ("กุญแจของเครื่องถูกเปลี่ยน", "the key of a tablet was changed"),
    "found_audit_entry": ("บันทึกการใช้ข้อมูลถูกแก้ ขาด หรือแทรก", "an entry of the audit log was touched"),
    "found_checksum": ("ไม่ตรงกับใบตรวจสอบที่พิมพ์ไว้", "the log is not what was printed"),
}
