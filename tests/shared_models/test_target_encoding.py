"""The text of a list from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.data_dictionary import UnreadableList
from shared_models.target_encoding import Encoding, guess_encoding, is_misread, text_lines, undo_misreading

TEXT = "นาย|ชัยวัฒน์|เพชรดี\r\nนาง|ญี่ปุ่น|ใจดี\r\nช|ช้าง|ชอช้าง\r\n"
LINES = ["นาย|ชัยวัฒน์|เพชรดี", "นาง|ญี่ปุ่น|ใจดี", "ช|ช้าง|ชอช้าง"]


def as_misread(text: str) -> str:
    """The text as Windows shows UTF-8 that it takes for CP874."""
    return "".join(bytes([byte]).decode("cp874", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", Encoding.UTF_8),
        ("utf-8-sig", Encoding.UTF_8),
        ("utf-16", Encoding.UTF_16_LE),
        ("cp874", Encoding.CP874),
        ("tis-620", Encoding.CP874),
        ("iso8859_11", Encoding.CP874),
    ],
)
def test_every_encoding_that_agencies_use_gives_the_same_lines(codec: str, encoding: Encoding) -> None:
    content = TEXT.encode(codec)
    assert guess_encoding(content) is encoding
    lines = text_lines(content.splitlines(keepends=True), encoding)
    assert [line for line in lines if line] == LINES


def test_utf_16_with_the_high_byte_first_is_read() -> None:
    content = b"\xfe\xff" + TEXT.encode("utf-16-be")
    assert guess_encoding(content) is Encoding.UTF_16_BE
    lines = text_lines(content.splitlines(keepends=True), Encoding.UTF_16_BE)
    assert [line for line in lines if line] == LINES


def test_windows_punctuation_and_undefined_bytes_do_not_stop_the_reading() -> None:
    content = b"\xa1\xd2\xa0\x93\xa1\x94\x85|\xdb\xfc|\x81\r\n"
    assert list(text_lines([content], Encoding.CP874)) == ["กา\u00a0“ก”…|\u00db\u00fc|\u0081"]


def test_a_line_in_the_other_encoding_is_read_by_that() -> None:
    mixed = [LINES[0].encode("cp874"), LINES[1].encode()]
    for encoding in (Encoding.UTF_8, Encoding.CP874):
        assert list(text_lines(mixed, encoding)) == LINES[:2]


def test_line_ends_and_ctrl_z_are_trimmed() -> None:
    lines = text_lines([b"\xa1|\r\n", b"\xa2|\n", b"\xa4|\x1a", b"\x1a"], Encoding.CP874)
    assert list(lines) == ["ก|", "ข|", "ค|", ""]


@given(st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E3A), min_size=1))
def test_utf_8_read_as_cp874_is_undone(text: str) -> None:
    assert is_misread(as_misread(text))
    assert undo_misreading(as_misread(text)) == text


def test_ordinary_thai_is_not_taken_for_misread() -> None:
    assert not is_misread("".join(LINES))
    assert not is_misread("เธอเนตรเธียรเนียน นายเธียร เนตรดี")
    assert not is_misread("TAMBON|MOO")


def test_letters_lost_in_misreading_cannot_be_undone() -> None:
    with pytest.raises(UnreadableList) as refused:
        undo_misreading("เธ?เธเธ")
    assert refused.value.details == {"reason": "damaged_text"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty_list"), (b"\xef\xbb\xbf\r\n\x1a", "empty_list"), (b"PK\x03\x04\x00\x00", "not_text")],
)
def test_what_is_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        guess_encoding(content)
    assert refused.value.details == {"reason": reason}
