"""The wording of the screens, Thai first with English beside it, and errors turned into sentences."""

import re

from field_app.views.theme import Language
from field_app.views.wording import (
    attention,
    conflict,
    entry,
    exchange,
    finding,
    household,
    household_changes,
    indicator,
    member,
    new_household,
    passed_draft,
    plan,
    record,
    settings,
    visit,
    work,
)
from shared_models.errors import DomainError
from shared_models.labels import FIELD, error_text
from shared_models.thai_text import ascii_digits, thai_digits

NO_BREAK = "\u00a0"

# Words that belong to the number after them, and units that belong to the number before them.
BEFORE = ("หมู่ที่", "หมู่", "ขั้น", "กลุ่ม", "เหลืออีก", "เหลือ", "จาก", "บ้าน", "ปี", "พ.ศ.", "ข้อ", "เครื่องที่", "Moo", "step", "of")
UNITS = (
    "คน", "เรื่อง", "รายการ", "ครัวเรือน", "ปี", "เดือน", "วัน", "น.", "ช่อง", "ครั้ง", "ข้อ", "หลัก", "บาท", "หลัง",
    "เครื่อง", "จุด", "ขั้น", "นาที", "ชั่วโมง", "people", "households", "items", "years", "months", "days", "left",
)  # fmt: skip
NUMBER_AFTER = re.compile(rf"({'|'.join(map(re.escape, BEFORE))}) (?=[\d๐-๙])")
NUMBER_BEFORE = re.compile(rf"(?<=[\d๐-๙]) ({'|'.join(map(re.escape, UNITS))})")

Words = dict[str, tuple[str, str]]

KIT_WORDS: Words = {
    "app": ("สมุดเยี่ยมบ้าน", "Home Visit Logbook"),
    "work": ("งานของฉัน", "My work"),
    "search": ("ค้นหา", "Search"),
    "reports": ("รายงาน", "Reports"),
    "exchange": ("รับส่งข้อมูล", "Exchange"),
    "settings": ("ตั้งค่า", "Settings"),
    "back": ("กลับ", "Back"),
    "close": ("ปิด", "Close"),
    "clear": ("ล้าง", "Clear"),
    "clear_search": ("ล้างคำค้น", "Clear search"),
    "remove_filter": ("เอา {label} ออก", "Remove {label}"),
    "optional": ("ไม่บังคับ", "optional"),
    "unknown": ("ไม่ทราบ", "Unknown"),
    "abroad": ("ต่างประเทศ", "Abroad"),
    "choose": ("เลือก", "Choose"),
    "choose_first": ("เลือก{parent}ก่อน", "Choose the {parent} first"),
    "find_in_list": ("พิมพ์เพื่อค้นในรายการ", "Type to search the list"),
    "none_in_list": ("ไม่มี “{query}” ในรายการนี้ ลองพิมพ์สั้นลง", "No “{query}” in this list. Try fewer letters."),
    "selected": ("เลือกอยู่", "selected"),
    "day": ("วันที่", "Day"),
    "month": ("เดือน", "Month"),
    "year_be": ("พ.ศ.", "Year (B.E.)"),
    "unknown_day": ("ไม่ทราบวัน", "Day unknown"),
    "unknown_month": ("ไม่ทราบเดือน", "Month unknown"),
    "unknown_day_month": ("ไม่ทราบวันและเดือน", "Day and month unknown"),
    "leave_empty": ("ไม่ทราบวันหรือเดือน เว้นว่างได้", "Leave day or month empty if unknown"),
    "today": ("วันนี้", "today"),
    "yesterday": ("เมื่อวาน", "yesterday"),
    "days_ago": ("{n} วันก่อน", "{n} days ago"),
    "months_ago": ("{n} เดือนก่อน", "{n} months ago"),
    "years_ago": ("{n} ปีก่อน", "{n} years ago"),
    "in_days": ("อีก {n} วัน", "in {n} days"),
    "province": ("จังหวัด", "Province"),
    "district": ("อำเภอ", "District"),
    "subdistrict": ("ตำบล", "Subdistrict"),
    "village": ("หมู่บ้าน", "Village"),
    "waiting": ("รอส่ง {n} รายการ", "{n} items waiting"),
    "waiting_short": ("รอส่ง {n}", "{n} waiting"),
    "all_sent": ("ส่งครบแล้ว", "All sent"),
    "all_sent_short": ("ส่งครบ", "All sent"),
    "never_exchanged": ("ยังไม่เคยรับส่ง", "Not exchanged yet"),
    "offline": ("ออฟไลน์", "Offline"),
    "online": ("ออนไลน์", "Online"),
    "last_exchange": ("ส่งล่าสุด {when}", "last sent {when}"),
    "house": ("บ้าน {number}", "House {number}"),
    "house_unknown": ("ยังไม่มีเลขที่บ้าน", "No house number"),
    "still_here": ("ยังอยู่", "Still here"),
    "moved_out": ("ย้ายออก", "Moved out"),
    "died": ("เสียชีวิต", "Died"),
    "edit": ("แก้ไข", "Edit"),
    "change": ("เปลี่ยน", "Change"),
    "step_of": ("ขั้น {n} จาก {count} · {name}", "Step {n} of {count} · {name}"),
    "all_steps": ("ทุกขั้น", "All steps"),
    "step_done": ("เสร็จแล้ว", "done"),
    "digit": ("เลข {n}", "Digit {n}"),
    "erase": ("ลบหนึ่งตัว", "Erase one digit"),
    "forgot_pin": ("ลืมรหัส", "Forgot PIN"),
    "pin_filled": ("ใส่แล้ว {n} จาก {count} หลัก", "{n} of {count} digits entered"),
    "pin_tries": ("รหัสไม่ตรง เหลืออีก {n} ครั้ง", "PIN does not match, {n} tries left"),
    "pin_checking": ("กำลังเปิด", "Opening"),
    "age_years": ("{n} ปี", "{n} years"),
    "age_months": ("{n} เดือน", "{n} months"),
    "people": ("{n} คน", "{n} people"),
    "moo": ("หมู่ {n}", "Moo {n}"),
    "share_of": ("{n} จาก {count}", "{n} of {count}"),
    "failed": (
        "ทำรายการนี้ไม่สำเร็จ ข้อมูลที่เขียนไว้ยังอยู่ครบ ลองอีกครั้ง",
        "That did not work. What you wrote is still here. Please try again.",
    ),
}
SCREENS = (
    *(entry, work, finding, household, exchange, settings, visit, member, record, conflict, attention),
    *(plan, indicator, new_household, household_changes, passed_draft),
)
WORDS: Words = KIT_WORDS | {key: pair for screen in SCREENS for key, pair in screen.WORDS.items()}

# Sentences for what the fields themselves notice, before any rule is asked.
ERRORS: Words = {
    "no_such_day": (
        "เดือน{month}มีแค่ {days} วัน ตรวจกับบัตรหรือสูติบัตร ถ้าไม่แน่ใจวัน ให้เว้นว่าง",
        "{month} has only {days} days. Check the card or birth certificate; leave the day empty if unsure.",
    ),
    "day_not_a_number": ("วันที่เป็นตัวเลข 1 ถึง 31 ถ้าไม่ทราบ ให้เว้นว่าง", "The day is a number from 1 to 31, or empty."),
    "year_missing": ("ใส่ปี พ.ศ. 4 หลัก เช่น 2566", "Enter the Buddhist year with 4 digits, such as 2566."),
    "year_not_buddhist": (
        "ปีนี้น่าจะเป็น ค.ศ. ปี พ.ศ. คือ {year_be}",
        "That looks like a common era year; B.E. is {year_be}.",
    ),
    "month_missing": ("เลือกเดือนด้วย หรือเว้นวันให้ว่าง", "Choose the month too, or leave the day empty."),
    "date_in_future": ("วันนี้ยังมาไม่ถึง ตรวจปีอีกครั้ง", "That date has not come yet. Check the year."),
}

WEEKDAYS: tuple[tuple[str, str], ...] = (
    ("วันจันทร์", "Monday"),
    ("วันอังคาร", "Tuesday"),
    ("วันพุธ", "Wednesday"),
    ("วันพฤหัสบดี", "Thursday"),
    ("วันศุกร์", "Friday"),
    ("วันเสาร์", "Saturday"),
    ("วันอาทิตย์", "Sunday"),
)


def in_language(pair: tuple[str, str], language: Language) -> str:
    """The half of a (Thai, English) pair that the officer reads."""
    return pair[0] if language == "th" else pair[1]


def say(key: str, language: Language, **details: object) -> str:
    """The words of `key` with details filled in and numbers joined to their units. An unknown key raises KeyError."""
    return joined(in_language(WORDS[key], language).format(**details))


def joined(words: str) -> str:
    """Puts no-break spaces between numbers and their words, so that no line ends in `หมู่` or starts with `คน`."""
    return NUMBER_BEFORE.sub(NO_BREAK + r"\1", NUMBER_AFTER.sub(r"\1" + NO_BREAK, words))


def with_digits(words: str, *, thai: bool) -> str:
    """Digits as the officer set them; text that mixes both comes out in one."""
    return thai_digits(words) if thai else ascii_digits(words)


def arabic(typed: str) -> str:
    """What was typed, with Thai digits turned into Arabic ones and outer spaces gone: to parse, never to show."""
    return ascii_digits(typed).strip()


def sentence(error: Exception, language: Language) -> str:
    """What a person reads for an error: by its code and details, or one calm sentence for anything unforeseen."""
    if not isinstance(error, DomainError):
        return say("failed", language)
    return joined(error_text(error.code, with_field_named(error.details, language), language))


def with_field_named(details: dict[str, object], language: Language) -> dict[str, object]:
    """The details with the form's word for their field, where every entity that has the field calls it the same."""
    names = {in_language(pair, language) for key, pair in FIELD.items() if key.endswith(f".{details.get('field')}")}
    return {**details, "field": names.pop()} if len(names) == 1 else details


def error_words(code: str, language: Language, **details: object) -> str:
    """The sentence of what a field noticed; an unknown code, or details that do not fit, read as "did not work"."""
    pair = ERRORS.get(code, WORDS["failed"])
    try:
        return joined(in_language(pair, language).format(**details))
    except (KeyError, IndexError):
        return say("failed", language)
