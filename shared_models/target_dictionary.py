"""What the columns of an agency's target list mean: a person a line, with household, dimensions and marks."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from shared_models import data_dictionary
from shared_models.data_dictionary import Vocabulary, read


class Role(StrEnum):
    """What a column means to this product. `village` is tambon and moo in one code of 8 digits."""

    SURVEY_YEAR = "survey_year"
    TAMBON = "tambon"
    MOO = "moo"
    VILLAGE = "village"
    HOUSE_NO = "house_no"
    HOUSE_CODE = "house_code"
    HOUSEHOLD_KEY = "household_key"
    CITIZEN_ID = "citizen_id"
    TITLE = "title"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    SEX = "sex"
    BIRTH = "birth"
    RELATION = "relation"
    IS_HEAD = "is_head"
    WELFARE_CARD = "welfare_card"
    HEALTH = "health"
    LIVING = "living"
    EDUCATION = "education"
    INCOME = "income"
    ACCESS = "access"
    AVERAGE_INCOME = "average_income"
    PHONE = "phone"


NEEDED = (Role.HOUSEHOLD_KEY, Role.CITIZEN_ID, Role.GIVEN_NAME, Role.BIRTH)  # and TAMBON with MOO, or VILLAGE

# Column names that agencies use and Thai labels, both without blanks and punctuation.
NAMES: dict[Role, str] = {
    Role.SURVEY_YEAR: "SURVEYYEAR YEAR BUDGETYEAR ปีพศที่สำรวจ ปีที่สำรวจ ปีสำรวจ ปี",
    Role.TAMBON: "TAMBONCODE TAMBON TAMBONID SUBDISTRICTCODE SUBDISTRICT TUMBONCODE CCAATT รหัสตำบล ตำบล",
    Role.MOO: "MOO MU VILLNO VILLAGENO MOONO หมู่ที่ หมู่",
    Role.VILLAGE: "VILLAGECODE VILLAGEID VILLCODE VID รหัสหมู่บ้าน",
    Role.HOUSE_NO: "HOUSENO HNO ADDRESSNO ADDRESS HOUSENUMBER บ้านเลขที่ เลขที่บ้าน ที่อยู่",
    Role.HOUSE_CODE: "HOUSEID HID HOUSECODE HCODE รหัสประจำบ้าน รหัสบ้าน เลขรหัสประจำบ้าน",
    Role.HOUSEHOLD_KEY: "HHSEQ HHID HOUSEHOLDID HHNO HOUSEHOLDNO HHKEY ลำดับครัวเรือนในแฟ้ม ลำดับครัวเรือน รหัสครัวเรือน",
    Role.CITIZEN_ID: "PID CID NID CITIZENID IDCARD NATIONALID เลขประจำตัวประชาชน เลขบัตรประชาชน เลขประจำตัวประชาชน13หลัก",
    Role.TITLE: "PREFIX TITLE PRENAME PNAME คำนำหน้า คำนำหน้าชื่อ คำนำหน้านาม",
    Role.GIVEN_NAME: "FNAME FIRSTNAME NAME GIVENNAME ชื่อ ชื่อตัว",
    Role.FAMILY_NAME: "LNAME LASTNAME SURNAME FAMILYNAME นามสกุล ชื่อสกุล",
    Role.SEX: "SEX GENDER เพศ",
    Role.BIRTH: "BIRTH BIRTHDATE BDATE DOB BIRTHDAY วันเกิด วันเดือนปีเกิด",
    Role.RELATION: "RELATION RELATIONSHIP REL ความสัมพันธ์กับหัวหน้าครัวเรือน ความสัมพันธ์",
    Role.IS_HEAD: "ISHEAD HEAD HHHEAD เป็นหัวหน้าครัวเรือน หัวหน้าครัวเรือน",
    Role.WELFARE_CARD: "WELFARECARD STATEWELFARECARD CARD มีบัตรสวัสดิการแห่งรัฐ บัตรสวัสดิการแห่งรัฐ",
    Role.HEALTH: "MPIHEALTH HEALTH ตกเกณฑ์มิติสุขภาพ ด้านสุขภาพ",
    Role.LIVING: "MPILIVING LIVING ตกเกณฑ์มิติความเป็นอยู่ ด้านความเป็นอยู่",
    Role.EDUCATION: "MPIEDUCATION MPIEDU ตกเกณฑ์มิติการศึกษา ด้านการศึกษา",
    Role.INCOME: "MPIINCOME ตกเกณฑ์มิติรายได้ ด้านรายได้",
    Role.ACCESS: "MPIACCESS ACCESS ตกเกณฑ์มิติการเข้าถึงบริการรัฐ ด้านการเข้าถึงบริการรัฐ",
    Role.AVERAGE_INCOME: "AVGINCOME AVERAGEINCOME INCOMEAVG รายได้เฉลี่ยต่อคนต่อปีบาท รายได้เฉลี่ยต่อคนต่อปี รายได้เฉลี่ย",
    Role.PHONE: "MOBILE PHONE TEL TELEPHONE MOBILEPHONE โทรศัพท์เคลื่อนที่ โทรศัพท์ เบอร์โทรศัพท์",
}
_SEX_WORDS = {"ชาย": "1", "หญิง": "2", "male": "1", "female": "2", "m": "1", "f": "2", "ช": "1", "ญ": "2"}
_YES = frozenset({"1", "y", "yes", "true", "t", "x", "ใช่", "มี", "ตกเกณฑ์", "ไม่ผ่าน", "ไม่ผ่านเกณฑ์", "ตก", "เป็น"})
_NO = frozenset({"0", "n", "no", "false", "f", "ไม่ใช่", "ไม่มี", "ผ่าน", "ผ่านเกณฑ์", "ไม่ตกเกณฑ์", "ไม่ตก", "ไม่เป็น"})

_Meaning = TypeVar("_Meaning")


def missing_roles(roles: set[Role]) -> list[Role]:
    """The roles without which no line can be linked to a household and a person."""
    missing = [role for role in NEEDED if role not in roles]
    if Role.VILLAGE in roles or roles >= {Role.TAMBON, Role.MOO}:
        return missing
    return missing + [role for role in (Role.TAMBON, Role.MOO) if role not in roles]


Column = data_dictionary.Column[Role]
Dictionary = data_dictionary.Dictionary[Role]
VOCABULARY = Vocabulary(
    Role,
    NAMES,
    missing_roles,
    types={"citizen_id": Role.CITIZEN_ID},
    keys={"household key": Role.HOUSEHOLD_KEY},
)


def read_dictionary(text: str) -> Dictionary:
    """Raises UnreadableList when this is no dictionary or lacks a column that every list needs."""
    return read(text, VOCABULARY)


def flags(column: Column | None) -> dict[str, bool]:
    """What each text in a yes-no column means, by the words of its code list: numbers differ between agencies."""
    meanings = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    return meanings | _by_word(column, meanings)


def sexes(column: Column | None) -> dict[str, str]:
    """What each text in the column of sexes means: "1" male, "2" female."""
    meanings = {"1": "1", "2": "2"} | _SEX_WORDS
    return meanings | _by_word(column, meanings)


def _by_word(column: Column | None, meanings: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    words = column.codes.items() if column else ()
    return {code.casefold(): meanings[word.casefold()] for code, word in words if word.casefold() in meanings}
