"""The wording of the office's pages, Thai first with English beside it: a module for each noun."""

from typing import Literal

from server.console.words.assign import ASSIGN
from server.console.words.audit import AUDIT
from server.console.words.checksum import CHECKSUM
from server.console.words.frame import FRAME
from server.console.words.hand_on import HAND_ON
from server.console.words.households import HOUSEHOLDS
from server.console.words.imports import IMPORTS
from server.console.words.jobs import JOBS
from server.console.words.meeting import MEETING
from server.console.words.officers import OFFICERS
from server.console.words.overview import OVERVIEW
from server.console.words.pair import Words
from server.console.words.personal_data import PERSONAL_DATA
from server.console.words.pivot import PIVOT
from server.console.words.proof import PROOF
from server.console.words.reports import REPORTS
from server.console.words.review import REVIEW
from server.console.words.settings import SETTINGS
from server.console.words.sign_in import SIGN_IN
from server.console.words.tablets import TABLETS

Language = Literal["th", "en"]

WORDS: Words = {
    **FRAME,
    **SIGN_IN,
    **OVERVIEW,
    **TABLETS,
    **OFFICERS,
    **REPORTS,
    **PIVOT,
    **AUDIT,
    **CHECKSUM,
    **PROOF,
    **JOBS,
    **IMPORTS,
    **HOUSEHOLDS,
    **ASSIGN,
    **MEETING,
    **HAND_ON,
    **SETTINGS,
    **REVIEW,
    **PERSONAL_DATA,
}


def say(key: str, language: Language, **details: object) -> str:
    """The words in that language, with the details put in."""
    thai, english = WORDS[key]
    return (english if language == "en" else thai).format(**details)
