"""The data dictionary of a target list."""

import pytest

from shared_models.data_dictionary import UnreadableList
from shared_models.target_dictionary import Dictionary, Role, flags, read_dictionary, sexes

NEEDED = "name\nTAMBON_CODE\nMOO\nHH_SEQ\nPID\nFNAME\nBIRTH\n"


def roles(dictionary: Dictionary) -> list[Role | None]:
    return [column.role for column in dictionary.columns]


def test_known_names_have_their_roles_in_any_spelling() -> None:
    dictionary = read_dictionary("name\nvillage code\nHh-Seq\ncid\nfirst_name\nD.O.B.\nNOTE\n")
    assert roles(dictionary) == [Role.VILLAGE, Role.HOUSEHOLD_KEY, Role.CITIZEN_ID, Role.GIVEN_NAME, Role.BIRTH, None]


def test_thai_labels_and_types_tell_the_role_of_an_unknown_name() -> None:
    text = (
        "label_th,name,type,key\nรหัสตำบล,A1,code,\nหมู่ที่,A2,integer,\n,A3,integer,household key\n,A4,citizen_id,\n"
        "ชื่อ,A5,text,\nวันเกิด,A6,date,\n"
    )
    expected = [Role.TAMBON, Role.MOO, Role.HOUSEHOLD_KEY, Role.CITIZEN_ID, Role.GIVEN_NAME, Role.BIRTH]
    assert roles(read_dictionary(text)) == expected


def test_a_role_of_its_own_wins_over_the_name() -> None:
    dictionary = read_dictionary(NEEDED.replace("name\n", "name,role\n") + "NAME,family_name\nNAME2,\n")
    assert roles(dictionary)[-2:] == [Role.FAMILY_NAME, None]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "รายชื่อครัวเรือน", "code,type\nPID,text\n", "name,type\n,\n", "name\n\x00\n"]
)
def test_what_is_no_dictionary_is_refused(text: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_dictionary(text)
    assert refused.value.details["reason"] == "no_dictionary"


def test_a_dictionary_without_a_needed_column_names_it() -> None:
    with pytest.raises(UnreadableList) as refused:
        read_dictionary(NEEDED.replace("PID\n", "").replace("MOO\n", ""))
    assert refused.value.details == {"reason": "missing_columns", "columns": (Role.CITIZEN_ID, Role.MOO)}


def test_codes_are_understood_by_their_words() -> None:
    text = "name;codes\n" + NEEDED.removeprefix("name\n") + 'SEX;"๑=หญิง;2=ชาย"\nMPI_HEALTH;"1=ผ่าน;2=ตกเกณฑ์"\n'
    dictionary = read_dictionary(text)
    assert sexes(dictionary.column(Role.SEX))["1"] == "2"
    health = flags(dictionary.column(Role.HEALTH))
    assert (health["1"], health["2"], flags(None)["1"]) == (False, True, True)
