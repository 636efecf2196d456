"""Which words of a text are not in another one: for the eye, where two officers wrote about the same thing."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|\S+")


class Piece(NamedTuple):
    """A piece of a text, and whether the other one has it not."""

    text: str
    differs: bool


def pieces(text: str, others: Iterable[str]) -> list[Piece]:
    """The text in pieces; what none of the others lacks is plain. Thai is compared by what stands between blanks."""
    words = _WORDS.findall(text)
    differing = [False] * len(words)
    for other in others:
        matcher = SequenceMatcher(None, words, _WORDS.findall(other), autojunk=False)
        for operation, first, last, _, _ in matcher.get_opcodes():
            if operation != "equal":
                differing[first:last] = [True] * (last - first)
    return _joined(words, differing)


def _joined(words: list[str], differing: list[bool]) -> list[Piece]:
    """Neighbours alike in one piece; a blank at the edge of what differs is plain."""
    found: list[Piece] = []
    for at, word in enumerate(words):
        between = 0 < at < len(words) - 1 and differing[at - 1] and differing[at + 1]
        differs = between if word.isspace() else differing[at]
        if found and found[-1].differs == differs:
            found[-1] = Piece(found[-1].text + word, differs)
        else:
            found.append(Piece(word, differs))
    return found
