"""What the columns of an agency's list of welfare mean: a payment or a right a line, linked by citizen number."""

from collections import Counter
from enum import StrEnum

from shared_models import data_dictionary, target_dictionary
from shared_models.data_dictionary import UnreadableList, Vocabulary, read


class Role(StrEnum):
    """`period` is a month or year paid for. Names and `birth` only check that the number is the person's."""

    CITIZEN_ID = "citizen_id"
    AMOUNT = "amount"
    PAID_ON = "paid_on"
    PERIOD = "period"
    PERIOD_FROM = "period_from"
    PERIOD_TO = "period_to"
    PROGRAMME = "programme"
    MEASURE = "measure"
    SOURCE_KEY = "source_key"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    BIRTH = "birth"


_TARGET = target_dictionary.NAMES

# Column names that agencies use and Thai labels, both without blanks and punctuation.
NAMES: dict[Role, str] = {
    Role.CITIZEN_ID: _TARGET[target_dictionary.Role.CITIZEN_ID],
    Role.AMOUNT: "AMOUNT AMOUNTBAHT PAIDAMOUNT PAYAMOUNT MONEY BAHT จำนวนเงิน จำนวนเงินบาท เงินที่ได้รับ จำนวนเงินที่จ่าย",
    Role.PAID_ON: "PAIDON PAYDATE PAYMENTDATE PAIDDATE DATEPAID TRANSFERDATE วันที่จ่าย วันที่จ่ายเงิน จ่ายเมื่อ วันที่โอน",
    Role.PERIOD: "PERIOD PAYPERIOD PAYMONTH งวด งวดเดือน งวดที่จ่าย ประจำเดือน",
    Role.PERIOD_FROM: "PERIODFROM STARTDATE DATEFROM BEGINDATE EFFECTIVEDATE งวดตั้งแต่ ตั้งแต่ วันที่เริ่ม วันเริ่มสิทธิ",
    Role.PERIOD_TO: "PERIODTO ENDDATE DATETO EXPIREDATE งวดถึง ถึง วันที่สิ้นสุด วันสิ้นสุดสิทธิ",
    Role.PROGRAMME: "PROGRAMME PROGRAM PROJECT SCHEME WELFARE โครงการสวัสดิการ โครงการ ชื่อโครงการ สวัสดิการ",
    Role.MEASURE: "MEASURE SUBPROGRAMME SUBPROGRAM มาตรการ",
    Role.SOURCE_KEY: "SOURCEKEY REFNO REFERENCE REFERENCENO TRANSACTIONID PAYMENTID เลขของต้นทาง เลขอ้างอิง เลขที่อ้างอิง",
    Role.GIVEN_NAME: _TARGET[target_dictionary.Role.GIVEN_NAME],
    Role.FAMILY_NAME: _TARGET[target_dictionary.Role.FAMILY_NAME],
    Role.BIRTH: _TARGET[target_dictionary.Role.BIRTH],
}


def missing_roles(roles: set[Role]) -> list[Role]:
    """The number alone is needed: a right may say no more than who has it."""
    return [] if Role.CITIZEN_ID in roles else [Role.CITIZEN_ID]


Column = data_dictionary.Column[Role]
Dictionary = data_dictionary.Dictionary[Role]
VOCABULARY = Vocabulary(Role, NAMES, missing_roles, types={"citizen_id": Role.CITIZEN_ID})


def read_dictionary(text: str) -> Dictionary:
    """Raises UnreadableList when this is no dictionary, has no column of citizen numbers, or two of one role."""
    dictionary = read(text, VOCABULARY)
    counted = Counter(column.role for column in dictionary.columns if column.role)
    twice = [column.name for column in dictionary.columns if column.role and counted[column.role] > 1]
    if twice:
        raise UnreadableList(reason="same_role", columns=tuple(twice))
    return dictionary
