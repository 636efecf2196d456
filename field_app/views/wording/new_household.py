"""Wording of the new household, and of those that wait to be received or finished."""

WORDS: dict[str, tuple[str, str]] = {
    "new_house": ("เพิ่มครัวเรือนใหม่", "Add a household"),
    "new_house_note": (
        "สำหรับครัวเรือนที่พบในพื้นที่และไม่อยู่ในรายชื่อใด เครื่องจะหาให้ว่ามีอยู่แล้วหรือไม่",
        "For a household found in the field and on no list. The tablet looks whether it is there already",
    ),
    "new_house_on_no_list": ("ไม่อยู่ในรายชื่อใด", "On no list"),
    "new_house_where": ("บ้านอยู่ที่ไหน", "Where the house is"),
    "new_house_has_number": ("บ้านนี้มีเลขที่หรือไม่", "Has the house a number"),
    "new_house_taken": ("มีครัวเรือนที่นี่ในเครื่องแล้ว ดูด้านล่าง", "The tablet has a household here already, see below"),
    "new_house_numbered": ("มีเลขที่", "Has a number"),
    "new_house_unnumbered": ("ไม่มีเลขที่", "Has none"),
    "new_house_number_hint": ("ตามป้ายหน้าบ้านหรือทะเบียนบ้าน เช่น 47/2", "As on the plate or in the register, such as 47/2"),
    "new_house_near_hint": ("เลขที่ของบ้านที่อยู่ติดกัน", "The number of the house beside it"),
    "new_house_number_missing": (
        "ใส่บ้านเลขที่ ถ้าไม่มีเลข เลือก ไม่มีเลขที่",
        "Give the house number, or choose that it has none.",
    ),
    "new_house_near_missing": (
        "ใส่เลขบ้านที่อยู่ติดกันหรือจุดสังเกต คนต่อไปจะได้หาบ้านพบ",
        "Give a neighbour's number or a landmark, so that the next visitor finds it.",
    ),
    "new_house_head": ("หัวหน้าครัวเรือน", "Head of household"),
    "new_house_save": ("บันทึกครัวเรือน", "Save household"),
    "new_house_is_it": ("เป็นครัวเรือนนี้หรือไม่", "Is it this household"),
    "new_house_is_it_note": (
        "เปิดดูได้ ที่พิมพ์ไว้ไม่หาย ถ้าแยกมาจากบ้านเดิม ให้เปิดบ้านเดิมแล้วเลือก แยกครัวเรือน",
        "Open it: what you typed is kept. Whoever left that house is split off there.",
    ),
    "new_house_same_number": ("เลขที่เดียวกันในหมู่บ้านนี้", "The same number in this village"),
    "new_house_same_neighbour": ("ไม่มีเลขที่ อยู่ติดบ้านเดียวกัน", "No number, beside the same house"),
    "new_house_person": ("มี{name}", "Here lives {name}"),
    "new_house_open": ("เปิดครัวเรือนนี้", "Open this household"),
    "new_house_not_it": ("ไม่ใช่ เป็นครัวเรือนใหม่", "No, it is a new household"),
    "new_house_decided": ("จะบันทึกเป็นครัวเรือนใหม่", "Will be saved as a new household"),
    "new_house_decide_first": ("ตอบก่อนว่าเป็นครัวเรือนนี้หรือไม่", "Say first whether it is this household."),
    "new_house_unfinished": ("ครัวเรือนใหม่ที่ยังเขียนไม่จบ", "A new household not finished yet"),
    "new_house_kept_since": ("เก็บไว้ {when}", "Kept {when}"),
    "new_house_go_on": ("เขียนต่อ", "Go on"),
    "place_choose_in": ("เลือกหมู่ใน {place}", "Choose the village in {place}"),
    "place_village_missing": ("เลือกหมู่บ้าน", "Choose the village."),
}
