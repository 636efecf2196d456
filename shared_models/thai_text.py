"""Thai text as it is typed, sorted and searched: one clean form, a sort column, a search fold, digits."""

import re
import unicodedata

_TO_ASCII = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# Written with escapes: most of these cannot be seen, or sit on the letter before them.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_MARKS = re.compile("[\u0e31\u0e34-\u0e39\u0e47-\u0e4e]{2,}")  # a run of marks over and under one consonant
_AM = re.compile("([\u0e48-\u0e4b\u0e4d]+)\u0e32|([\u0e48-\u0e4b\u0e4d]*)\u0e33([\u0e48-\u0e4b\u0e4d]*)")  # นํ้า for น้ำ
_DOUBLED = re.compile("([\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e])\\1+")
# Text that matches nothing here is already clean, which is true of almost every name in a list.
_SUSPECT = re.compile(
    "[^ -~\n\u0e01-\u0e5b]|\\A[ \n]|[ \n]\\Z|  | \n|\n |\u0e4d|\u0e33[\u0e48-\u0e4b]|\u0e40\u0e40"
    "|[\u0e47-\u0e4e][\u0e31\u0e34-\u0e3a]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]\u0e3a|" + _DOUBLED.pattern
)

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_NUMBER = re.compile(r"\d+")
_HOUSE_NUMBER = re.compile("[0-9/]+")  # as almost all are: nothing of it has to be made clean or folded
_TONES = re.compile("[\u0e47-\u0e4c]")
_NOT_TONES = re.compile("[^\u0e47-\u0e4c]")
_TONE_ORDER = str.maketrans("\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b", "123456")  # ์ before ็ before the tones
_UNCOUNTED = re.compile(r"(?<!\d)[.\-]|[.\-](?!\d)|[ฯๆ]")

_FOLDED_AWAY = re.compile(r"[\s.\u0e47-\u0e4d]")
_TITLE_WORDS = (
    *("ว่าที่ร้อยตรี", "ว่าที่ร้อยโท", "ว่าที่ร้อยเอก", "ว่าที่", "นางสาว", "นาง", "นาย", "เด็กชาย", "เด็กหญิง", "สามเณร"),
    *("หม่อมราชวงศ์", "หม่อมหลวง", "หม่อมเจ้า", "คุณหญิง", "ดาบตำรวจ", "จ่าสิบตำรวจ", "สิบตำรวจเอก", "สิบตำรวจโท"),
    *("สิบตำรวจตรี", "ร้อยตำรวจเอก", "ร้อยตำรวจโท", "ร้อยตำรวจตรี", "พันตำรวจเอก", "พันตำรวจโท", "พันตำรวจตรี"),
    *("จ่าสิบเอก", "จ่าสิบโท", "จ่าสิบตรี", "สิบเอก", "สิบโท", "สิบตรี", "ร้อยเอก", "ร้อยโท", "ร้อยตรี", "พันเอก", "พันโท", "พันตรี"),
    *("พลเอก", "พลโท", "พลตรี", "พลตำรวจเอก", "พลตำรวจโท", "พลตำรวจตรี", "พลทหาร", "พลเรือเอก", "พลเรือโท", "พลเรือตรี"),
    *("นาวาอากาศเอก", "นาวาอากาศโท", "นาวาอากาศตรี", "นาวาเอก", "นาวาโท", "นาวาตรี", "แม่ชี"),
    *("เรืออากาศเอก", "เรืออากาศโท", "เรืออากาศตรี", "เรือเอก", "เรือโท", "เรือตรี", "พันจ่าเอก", "พันจ่าโท", "พันจ่าตรี"),
    *(r"ดร\.", r"นพ\.", r"พญ\.", r"ผศ\.", r"รศ\.", r"พระ\s", r"mrs?\b\.?", r"miss\b", r"ms\b\.?", r"dr\b\.?"),
)
_TITLES = re.compile(
    rf"(?:(?:{'|'.join(_TITLE_WORDS)}|(?:[ก-ฮ]{{1,3}}\.\s?){{2,4}}(?:หญิง\s)?)\s*)+(?=[ก-ฮเแโใไa-z])", re.IGNORECASE
)


def ascii_digits(text: str) -> str:
    """๐–๙ become 0–9; all else stays. For codes and numbers, which are stored so."""
    return text.translate(_TO_ASCII)


def thai_digits(text: str) -> str:
    """0–9 become ๐–๙, as official reports print them."""
    return text.translate(_TO_THAI)


def normalise(text: str) -> str:
    """The one form of a text: what looks the same becomes the same. Line breaks and all digits stay.

    Beyond NFC, which leaves tones typed before an upper vowel, นํ้า for น้ำ and เเ for แ as they are. Never NFKC: it
    splits ำ.
    """
    if not _SUSPECT.search(text):
        return text
    while (clean := _normalise_once(text)) != text:  # a repair can bring together what the next pass repairs
        text = clean
    return text


def _normalise_once(text: str) -> str:
    text = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).replace(" \n", "\n").replace("\n ", "\n").strip()
    text = _MARKS.sub(_vowels_first, unicodedata.normalize("NFC", text))
    text = _DOUBLED.sub(r"\1", text.replace("เเ", "แ"))
    return _DOUBLED.sub(r"\1", _AM.sub(_am_behind_tone, text))


def _vowels_first(run: re.Match[str]) -> str:
    return "".join(sorted(run[0], key=lambda mark: mark >= "\u0e47"))


def _am_behind_tone(found: re.Match[str]) -> str:
    """Tone, then ำ. NFC leaves ํ and า apart; a tone before า without ํ is another word (ก้า) and stays."""
    marks = found[1] or found[2] + found[3]
    return marks.replace("\u0e4d", "") + "\u0e33" if "\u0e4d" in marks or not found[1] else found[0]


def sort_key(text: str) -> str:
    """A text whose byte order is dictionary order, to store as a sort column of SQLite.

    เ แ โ ใ ไ count after their consonant, tones only between words otherwise equal, numbers by their value in
    either script (หมู่ ๒ before หมู่ 10). Loose points and hyphens, ฯ and ๆ do not count. Of Thai words and numbers
    this is the order of ICU's `th` collation with numeric on; unlike it, blanks and other punctuation count.
    """
    if _HOUSE_NUMBER.fullmatch(text):
        return _NUMBER.sub(_number_key, text)
    ordered = _LEADING_VOWEL.sub(r"\2\1", ascii_digits(normalise(text)).casefold())
    ordered = _UNCOUNTED.sub("", ordered)
    letters = _NUMBER.sub(_number_key, _TONES.sub("", ordered))
    tones = _NOT_TONES.sub(" ", ordered).rstrip().translate(_TONE_ORDER)
    return f"{letters}\x01{tones}" if tones else letters


def _number_key(number: re.Match[str]) -> str:
    """The count of digits in front, so that a longer number sorts behind a shorter one."""
    digits = number[0].lstrip("0") or "0"
    nines, rest = divmod(len(digits), 9)
    return "9" * nines + str(rest) + digits


def search_fold(text: str) -> str:
    """What a search compares: no title or rank, blanks, points or tone marks; digits 0–9, small Latin letters.

    A name that is only a title (นาย) stays, and so does a name that starts with a title's letters but cannot be
    split there (นายิกา).
    """
    if _HOUSE_NUMBER.fullmatch(text):
        return text
    clean = ascii_digits(normalise(text)).casefold()
    return _FOLDED_AWAY.sub("", _TITLES.sub("", clean, count=1) if _TITLES.match(clean) else clean)
