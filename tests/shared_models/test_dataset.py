"""What an agency says of a dataset: CSV or JSON, and each thing that can be wrong with it."""

import json

import pytest

from shared_models.dataset import Dataset, UnreadableDataset, read_dataset
from shared_models.labels import error_text
from shared_models.welfare_receipt import WelfareKind

TOLD = {"key": "oaa-1", "agency": "กรม", "programme": "เบี้ยยังชีพ", "kind": "payment", "year": "2566"}
EXPECTED = Dataset("oaa-1", "กรม", "เบี้ยยังชีพ", WelfareKind.PAYMENT, 2566)


def as_csv(told: dict[str, str]) -> str:
    return "field,value\n" + "".join(f'{name},"{value}"\n' for name, value in told.items())


@pytest.mark.parametrize(
    "text",
    [
        as_csv(TOLD),
        "\ufeff" + as_csv(TOLD).replace("\n", ",,\r\n"),
        ",".join(TOLD) + "\n" + ",".join(TOLD.values()) + "\n",
        "\t".join(TOLD) + "\n" + "\t".join(TOLD.values()),
        json.dumps(TOLD),
        json.dumps(TOLD | {"year": 2023, "fund": None}),
        as_csv(TOLD | {"year": "๒๕๖๖", "kind": "เงินที่จ่าย"}),
        "รหัสชุดข้อมูล,หน่วยงาน,โครงการ,ชนิด,ปี (พ.ศ.)\noaa-1,กรม,เบี้ยยังชีพ,เงิน,2566\n",
    ],
)
def test_a_dataset_is_read_from_csv_and_json(text: str) -> None:
    assert read_dataset(text) == EXPECTED


def test_everything_the_survey_asked_for_is_kept() -> None:
    more = {
        "fund": "กองทุน",
        "measure": "รายเดือน",
        "stored_as": "แฟ้มข้อความ",
        "limits": "ภายใน, ราชการ",
        "contact": "1300",
    }
    dataset = read_dataset(as_csv(TOLD | more | {"kind": "สิทธิ"}))
    assert {name: getattr(dataset, name) for name in more} == more
    assert dataset.kind is WelfareKind.RIGHT


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("", {"reason": "not_text"}),
        ("{", {"reason": "not_text"}),
        ("[" * 100_000, {"reason": "not_text"}),
        ('{"key": ["a"]}', {"reason": "not_text"}),
        (as_csv(TOLD).replace('"', "") + "limits,ภายใน, ราชการ\n", {"reason": "not_text"}),
        (",".join(TOLD) + "\nก,ข,ค,ง,จ\nก,ข,ค,ง,จ\n", {"reason": "not_text"}),
        (as_csv(TOLD | {"colour": "red"}), {"reason": "unknown_field", "field": "colour"}),
        (as_csv(TOLD) + "YEAR,2567\n", {"reason": "unknown_field", "field": "YEAR"}),
        *((as_csv(TOLD | {name: " "}), {"reason": "missing_field", "field": name}) for name in TOLD),
        (as_csv(TOLD | {"agency": "ก" * 201}), {"reason": "too_long", "field": "agency"}),
        (as_csv(TOLD | {"key": "OAA 1"}), {"reason": "bad_key", "key": "OAA 1"}),
        (as_csv(TOLD | {"year": "66"}), {"reason": "bad_year", "year": "66"}),
        (as_csv(TOLD | {"year": "2400"}), {"reason": "bad_year", "year": "2400"}),
        (as_csv(TOLD | {"kind": "loan"}), {"reason": "bad_kind", "kind": "loan"}),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence_of_its_own(text: str, details: dict[str, str]) -> None:
    with pytest.raises(UnreadableDataset) as wrong:
        read_dataset(text)
    assert wrong.value.details == details
    sentence = error_text(wrong.value.code, wrong.value.details)
    assert "…" not in sentence
    assert details.get("field", "") in sentence
