"""The register of files for other agencies: to whom, what for, what of, and what has become of each.

The zip's passphrase is made where the zip is made, and sealed to a key that only the browser which asked holds: the
server cannot read it again, and forgets it once it was shown.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlmodel import Session, col, func, select

from server import security
from server.services.background import jobs
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import District, HandOn, Job, OfficerAccount, StoredFile
from shared_models.enrolment import ALPHABET
from shared_models.errors import DomainError
from shared_models.export import Era
from shared_models.hand_on import LISTS, FieldGroup, ListKind, Purpose
from shared_models.mpi import MpiAssessment
from shared_models.target_encoding import Encoding

KIND = "hand_on"
GROUPS, GROUP_LETTERS = 5, 4  # of a passphrase: 20 letters of 29 are 97 bits
NAME_LETTERS, LETTER_LETTERS, WORDS_LETTERS = 200, 100, 1000


class UnknownHandOn(DomainError):
    """It is not in this district's register."""

    code = "unknown_hand_on"


class PassphraseGone(DomainError):
    """It was shown before, or another browser asked for the file."""

    code = "passphrase_gone"


@dataclass(frozen=True)
class Wanted:
    """A file as it is asked for. `year` is BE."""

    recipient: str
    letter: str
    purpose: Purpose | None
    purpose_words: str
    kind: ListKind
    area: str
    year: int
    groups: frozenset[FieldGroup]
    encoding: Encoding = Encoding.UTF_8
    era: Era = Era.CE

    def missing(self) -> tuple[str, ...]:
        """What has to be filled in first, by the names of the fields."""
        given = {"recipient": self.recipient, "purpose": self.purpose, "purpose_words": self.purpose_words}
        return tuple(name for name, value in given.items() if not value)


class Line(NamedTuple):
    """A line of the register, who asked, and how the work stands."""

    hand_on: HandOn
    officer: str
    state: str
    is_kept: bool


def ask(session: Session, district: str, wanted: Wanted, *, by: UUID, reader: bytes, now: datetime) -> HandOn:
    """Write it in the register and put its making in line; on record by number, purpose, list and area.

    `reader` is the public half of the key that the asking browser keeps.
    """
    session.exec(select(District).where(District.district_code == district).with_for_update()).one()
    last = session.exec(select(func.max(HandOn.number)).where(HandOn.district_code == district)).one()
    own_id, now_ms = uuid4(), int(now.timestamp() * 1000)
    job_id = jobs.ask(session, district, KIND, by=by, wants={"hand_on": str(own_id)}, now=now)
    entered = HandOn(
        district_code=district,
        id=own_id,
        number=(last or 0) + 1,
        asked_by=by,
        asked_ms=now_ms,
        job_id=job_id,
        recipient=wanted.recipient[:NAME_LETTERS],
        letter=wanted.letter[:LETTER_LETTERS],
        purpose=str(wanted.purpose),
        purpose_words=wanted.purpose_words[:WORDS_LETTERS],
        kind=wanted.kind.value,
        area_code=wanted.area,
        year=wanted.year,
        groups=in_order(wanted.groups),
        encoding=wanted.encoding.value,
        era=wanted.era.value,
        reader=reader,
    )
    session.add(entered)
    audit.enter(session, district, Action.HAND_ON_ASKED, officer_id=by, subject=subject(entered), now=now)
    return entered


def subject(hand_on: HandOn) -> str:
    """What the audit log says it is about; a bare number could be read as an area."""
    return f"#{hand_on.number} {hand_on.purpose} {hand_on.kind} {hand_on.area_code}"


def in_order(groups: frozenset[FieldGroup]) -> str:
    """Groups as they are stored."""
    return " ".join(group.value for group in FieldGroup if group in groups)


def groups_of(text: str) -> frozenset[FieldGroup]:
    """The reverse of in_order; a group of a newer version is left out."""
    known = {group.value for group in FieldGroup}
    return frozenset(FieldGroup(part) for part in text.split() if part in known)


def column_keys(hand_on: HandOn) -> dict[str, str]:
    """Its columns in the file's order, and what each is to an importer."""
    return LISTS[ListKind(hand_on.kind)].roles(groups_of(hand_on.groups))


def find(session: Session, district: str, hand_on_id: UUID) -> HandOn:
    """Raises UnknownHandOn."""
    found = session.get(HandOn, (district, hand_on_id))
    if found is None:
        raise UnknownHandOn()
    return found


def line(session: Session, district: str, hand_on_id: UUID) -> Line:
    """One line of the register. Raises UnknownHandOn."""
    found = find(session, district, hand_on_id)
    return _lines(session, district, [found])[0]


def newest(session: Session, district: str, *, page: int, length: int) -> tuple[list[Line], int]:
    """A page of the register, counted from 1, the newest first; and how many lines it has."""
    here = HandOn.district_code == district
    count = session.exec(select(func.count()).select_from(HandOn).where(here)).one()
    ordered = select(HandOn).where(here).order_by(col(HandOn.number).desc())
    found = list(session.exec(ordered.offset((page - 1) * length).limit(length)))
    return _lines(session, district, found), count


def _lines(session: Session, district: str, found: list[HandOn]) -> list[Line]:
    asked = {one.asked_by for one in found}, {one.job_id for one in found}, {one.id for one in found}
    officers = select(OfficerAccount.id, OfficerAccount.name).where(
        OfficerAccount.district_code == district, col(OfficerAccount.id).in_(asked[0])
    )
    states = select(Job.id, Job.state).where(Job.district_code == district, col(Job.id).in_(asked[1]))
    files = select(StoredFile.id).where(StoredFile.district_code == district, col(StoredFile.id).in_(asked[2]))
    names, state_of, kept = dict(session.exec(officers).all()), dict(session.exec(states).all()), session.exec(files)
    still = set(kept.all())
    session.expunge_all()
    return [
        Line(one, names.get(one.asked_by, ""), state_of.get(one.job_id, ""), one.made_ms > 0 and one.id in still)
        for one in found
    ]


def years(session: Session, district: str) -> list[int]:
    """The survey years (BE) that the district has results of, the newest first."""
    here = select(MpiAssessment.survey_year).where(MpiAssessment.district_code == district).distinct()
    return sorted(session.exec(here).all(), reverse=True)


def new_passphrase() -> str:
    """Letters that are not read as others, in groups."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def passphrase(session: Session, hand_on: HandOn, reader: bytes, *, by: UUID, now: datetime) -> str:
    """The zip's passphrase, this once: with the private key of the browser that asked. Raises PassphraseGone."""
    if hand_on.sealed is None or hand_on.asked_by != by:
        raise PassphraseGone()
    try:
        found = security.open_sealed(reader, hand_on.sealed, info=hand_on.id.bytes).decode()
    except (InvalidTag, ValueError):
        raise PassphraseGone() from None
    hand_on.sealed = None
    session.add(hand_on)
    shown = Action.HAND_ON_UNLOCKED
    audit.enter(session, hand_on.district_code, shown, officer_id=by, subject=f"#{hand_on.number}", now=now)
    return found


def fetch(session: Session, hand_on: HandOn, *, by: UUID, now: datetime) -> None:
    """Put on record that the file was taken."""
    hand_on.fetched += 1
    session.add(hand_on)
    fetched = Action.HAND_ON_FETCHED
    audit.enter(session, hand_on.district_code, fetched, officer_id=by, subject=f"#{hand_on.number}", now=now)
