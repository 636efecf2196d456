"""Words of findings, and of each rule with what to do about it."""

from shared_models.labels.words import Pair, Words

ENTITY: Pair = ("ข้อที่ควรตรวจ", "Finding")

SECTIONS: dict[str, Pair] = {
    "finding": ("ข้อที่ควรตรวจ", "Finding"),
}

RULES: dict[str, Words] = {
    "no_head": Words(
        "ยังไม่มีหัวหน้าครัวเรือน",
        "No head of household",
        "มีคนอยู่ในครัวเรือน แต่ยังไม่ได้ระบุหัวหน้า เลือกหัวหน้าครัวเรือน",
        "People live here, but nobody is named as the head. Choose the head.",
    ),
    "head_not_a_member": Words(
        "หัวหน้าไม่ได้เป็นสมาชิกครัวเรือนนี้",
        "Head is not a member",
        "คนที่ระบุเป็นหัวหน้าไม่ได้อยู่ในครัวเรือนนี้แล้ว เลือกหัวหน้าใหม่",
        "Who is named as the head is not a member of this household any more. Choose the head anew.",
    ),
    "head_deceased": Words(
        "หัวหน้าครัวเรือนเสียชีวิตแล้ว",
        "Head is deceased",
        "เลือกหัวหน้าครัวเรือนใหม่จากสมาชิกที่ยังอยู่",
        "Choose a new head among the members who live here.",
    ),
    "head_absent": Words(
        "หัวหน้าครัวเรือนไม่อยู่แล้ว",
        "Head is not here any more",
        "หัวหน้าย้ายออกหรือหาไม่พบ เลือกหัวหน้าครัวเรือนใหม่",
        "The head moved out or is missing. Choose a new head.",
    ),
    "second_head": Words(
        "มีคนเป็นหัวหน้าเกินหนึ่งคน",
        "A second head",
        "คนนี้ระบุว่าเป็นหัวหน้า แต่หัวหน้าครัวเรือนเป็นคนอื่น แก้ความเกี่ยวข้องกับหัวหน้า",
        "This person is called the head, but another one is. Correct the relation to the head.",
    ),
    "same_id_twice": Words(
        "เลขประจำตัวซ้ำในครัวเรือน",
        "Same ID twice in the household",
        "คนสองคนในครัวเรือนมีเลขประจำตัวเดียวกัน ตรวจบัตร หรือรวมเป็นคนเดียวถ้าบันทึกซ้ำ",
        "Two people of the household have one ID. Check the cards, or join them if one was recorded twice.",
    ),
    "in_two_households": Words(
        "คนเดียวกันอยู่สองครัวเรือน",
        "In two households",
        "มีคนเลขประจำตัวเดียวกันในอีกครัวเรือนหนึ่ง ตรวจว่าอยู่ที่ไหนจริง",
        "Another household has a person with the same ID. Check where the person really lives.",
    ),
    "open_problem_of_deceased": Words(
        "ปัญหาของผู้เสียชีวิตยังไม่ปิด",
        "Open problem of somebody who died",
        "ปิดปัญหานี้ หรือเปลี่ยนให้เป็นปัญหาของครัวเรือน",
        "Close the problem, or make it the household's.",
    ),
    "birth_unreadable": Words(
        "วันเกิดอ่านไม่ได้",
        "Birth date cannot be read",
        "บันทึกวันเกิดใหม่ เท่าที่ทราบ",
        "Record the date of birth again, as far as it is known.",
    ),
    "born_in_future": Words(
        "วันเกิดอยู่ในอนาคต",
        "Born in the future",
        "ตรวจปี พ.ศ. ของวันเกิด",
        "Check the year of birth (BE).",
    ),
    "too_old": Words(
        "อายุเกิน 120 ปี",
        "Older than 120",
        "ตรวจปีเกิด หรือตรวจว่ายังมีชีวิตอยู่",
        "Check the year of birth, or whether the person is still alive.",
    ),
    "died_before_birth": Words(
        "เสียชีวิตก่อนเกิด",
        "Died before birth",
        "ตรวจวันเกิดและวันเสียชีวิต",
        "Check the dates of birth and death.",
    ),
    "impossible_relation": Words(
        "ความเกี่ยวข้องไม่ตรงกับอายุ",
        "Relation does not fit the ages",
        "พ่อแม่ต้องอายุมากกว่าลูก ตรวจความเกี่ยวข้องกับหัวหน้าและวันเกิด",
        "Parents are older than their children. Check the relation to the head and the dates of birth.",
    ),
    "not_arrived": Words(
        "ย้ายมาแล้วแต่ไม่พบ",
        "Did not arrive",
        "พื้นที่ปลายทางไม่พบครัวเรือนนี้ ตรวจกับพื้นที่เดิมว่าย้ายไปที่ไหน",
        "The receiving area cannot find the household. Ask the area it left where it went.",
    ),
    "living_in_merged": Words(
        "ยังมีคนในครัวเรือนที่รวมไปแล้ว",
        "Somebody lives in a merged household",
        "ย้ายคนนี้ไปยังครัวเรือนที่รวมไว้ หรือบันทึกว่าไม่ได้อยู่แล้ว",
        "Bring the person to the household that was kept, or record that they live here no more.",
    ),
    "living_in_moved": Words(
        "ยังมีคนในครัวเรือนที่ย้ายไปแล้ว",
        "Somebody lives in a household that moved away",
        "ตรวจว่าครัวเรือนย้ายไปทั้งหมด หรือคนนี้ยังอยู่",
        "Check whether the whole household moved, or this person still lives here.",
    ),
    "edited_after_merge": Words(
        "มีการแก้ไขครัวเรือนที่รวมไปแล้ว",
        "Edited after the merge",
        "มีข้อมูลเข้ามาในครัวเรือนเดิมหลังรวม ตรวจ แล้วบันทึกสิ่งที่ใช้ได้ในครัวเรือนนี้",
        "An edit of the merged household came late. Look at it, and record here what holds.",
    ),
    "person_edited_after_merge": Words(
        "มีการแก้ไขแฟ้มคนที่รวมไปแล้ว",
        "A merged person was edited",
        "มีข้อมูลเข้ามาในแฟ้มเดิมของคนนี้หลังรวม ตรวจ แล้วบันทึกสิ่งที่ใช้ได้ในแฟ้มนี้",
        "An edit of this person's merged entry came late. Look at it, and record here what holds.",
    ),
    "problem_of_merged": Words(
        "ปัญหาอยู่ในแฟ้มคนที่รวมไปแล้ว",
        "Problem of a merged person",
        "บันทึกไว้กับแฟ้มเดิมก่อนรู้ว่ารวมแล้ว ย้ายปัญหานี้ไปยังแฟ้มที่ใช้ต่อ",
        "It was recorded for an entry that has been merged. Bring the problem to the entry that goes on.",
    ),
    "newer_list_differs": Words(
        "รายชื่อใหม่กว่าไม่ตรงกัน",
        "A newer list differs",
        "รายชื่อของหน่วยงานมีค่าอื่น ค่าที่เจ้าหน้าที่บันทึกยังคงอยู่ ตรวจว่าค่าใดถูก",
        "An agency's list has another value; the officer's stays. Check which one is right.",
    ),
    "two_heads_in_list": Words(
        "รายชื่อมีหัวหน้าสองคน",
        "Two heads in the list",
        "รายชื่อระบุหัวหน้าครัวเรือนเกินหนึ่งคน ตรวจว่าใครเป็นหัวหน้า",
        "The list names more than one head of the household. Check who it is.",
    ),
}

FIELDS: dict[str, Words] = {
    "rule": Words("เรื่อง", "Rule", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "entity": Words("ข้อมูลของ", "Record", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "row_id": Words("แถว", "Row", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "field": Words("ช่อง", "Field", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "other_value": Words("ค่าอีกทางหนึ่ง", "Other value", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "source": Words("ที่มา", "Source", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    "status": Words("สถานะ", "Status", "เขียนโดยเซิร์ฟเวอร์", "Written by the server."),
    **{f"rule.{name}": words for name, words in RULES.items()},
}

CHOICES: dict[str, Pair] = {
    "FindingStatus.open": ("รอตรวจ", "To be looked at"),
    "FindingStatus.closed": ("ตรวจแล้ว", "Closed"),
    **{f"FindingRule.{name}": (words.thai, words.english) for name, words in RULES.items()},
}
