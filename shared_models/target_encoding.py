"""The text of an agency's list from its bytes: encoding found out, mis-read Thai undone, one line at a time."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from shared_models.data_dictionary import UnreadableList

_UTF8_THAI = (b"\xe0\xb8", b"\xe0\xb9")  # how every Thai letter begins in UTF-8; เธ and เน in CP874
_MISREAD = re.compile(r"เ[ธน].")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LINE_END = "\r\n\x1a\x00"


class Encoding(StrEnum):
    """CP874 stands for TIS-620 and ISO-8859-11 as well: it reads all they can hold, and NBSP and “ ” besides."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP874 = "cp874"


def _cp874_letter(byte: int) -> str:
    """Windows reads the bytes that CP874 leaves undefined as control codes; Python refuses them."""
    try:
        return bytes([byte]).decode("cp874")
    except UnicodeDecodeError:
        return chr(byte)


_CP874 = "".join(map(_cp874_letter, range(256)))
# TIS-620 and ISO-8859-11 readers take all of 0x80-0x9F for control codes, and A0 for NBSP.
_CP874_BYTES = {chr(byte): byte for byte in range(0x80, 0xA1)} | {letter: byte for byte, letter in enumerate(_CP874)}


def guess_encoding(sample: bytes) -> Encoding:
    """By its mark (BOM), else by which reading the lines with Thai text allow. Raises UnreadableList for no text."""
    if sample.startswith(codecs.BOM_UTF16_LE):
        return Encoding.UTF_16_LE
    if sample.startswith(codecs.BOM_UTF16_BE):
        return Encoding.UTF_16_BE
    if not sample.strip(b"\xef\xbb\xbf\x1a \r\n"):
        raise UnreadableList(reason="empty_list")
    if b"\x00" in sample:
        raise UnreadableList(reason="not_text")
    lines = [line for line in sample.splitlines(keepends=True) if not line.isascii()]
    return Encoding.UTF_8 if sum(map(_is_utf8, lines)) * 2 >= len(lines) else Encoding.CP874


def _is_utf8(line: bytes) -> bool:
    """The last line of a sample may be cut inside a letter."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def is_misread(text: str) -> bool:
    """Whether its Thai is UTF-8 that somebody read as CP874 (เธ and เน repeated)."""
    letters = len(_NOT_ASCII.findall(text))
    return letters > 0 and len(_MISREAD.findall(text)) * 3 > letters * 0.8


def undo_misreading(text: str) -> str:
    """The text before UTF-8 was read as CP874. Raises UnreadableList when letters were lost on the way."""
    try:
        return bytes(_CP874_BYTES[letter] for letter in text).decode("utf-8").lstrip("\ufeff")
    except (KeyError, UnicodeDecodeError) as lost:
        raise UnreadableList(reason="damaged_text") from lost


def line_reader(encoding: Encoding) -> Callable[[bytes], str]:
    """How one line of bytes becomes text. A line in the other encoding, as in files put together, is read by that."""
    if encoding is Encoding.CP874:
        return _read_cp874
    return _read_utf8


def _read_utf8(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.charmap_decode(line, "strict", _CP874)[0]


def _read_cp874(line: bytes) -> str:
    if _UTF8_THAI[0] in line or _UTF8_THAI[1] in line:
        return _read_utf8(line)
    return codecs.charmap_decode(line, "strict", _CP874)[0]


def text_lines(lines: Iterable[bytes | str], encoding: Encoding) -> Iterator[str]:
    """Each line without its end, Ctrl-Z and byte order mark. Bytes of UTF-16 may come in any pieces."""
    if encoding in (Encoding.UTF_16_LE, Encoding.UTF_16_BE):
        lines = _utf16_lines(lines, encoding)
    read = line_reader(encoding)
    for line in lines:
        text = line if isinstance(line, str) else read(line)
        yield text.rstrip(_LINE_END).lstrip("\ufeff")


def whole_text(data: bytes) -> str:
    """A small file as text, whatever its encoding."""
    return "\n".join(text_lines(data.splitlines(keepends=True), guess_encoding(data)))


def _utf16_lines(pieces: Iterable[bytes | str], encoding: Encoding) -> Iterator[str]:
    """Half a letter may end a piece: the second byte of U+0A0D, or of ช (0E0A), is not the end of a line."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + (piece if isinstance(piece, str) else decoder.decode(piece))).split("\n")
        yield from whole
    yield rest + decoder.decode(b"", final=True)
