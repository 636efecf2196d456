"""What tablets hold and download when areas are given and taken."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.people.assignees import Held
from server.tables import Device, DeviceKey
from shared_models.area import contains
from shared_models.enrolment import megabytes
from shared_models.errors import DomainError
from shared_models.identity import office_id

MOST_HELD = 25_000  # households that a tablet can hold


class TooMuchForATablet(DomainError):
    """`households` are more than `most`, which a tablet can hold."""

    code = "too_much_for_a_tablet"


class TabletSize(NamedTuple):
    """A tablet: how many households it holds now, how many then, and how many it downloads.

    A new area comes whole, also one that lay in a wider area before.
    """

    device_id: UUID
    officers: tuple[UUID, ...]
    before: int
    after: int
    new: int

    @property
    def megabytes(self) -> int:
        """About how much the next exchange brings; 0 for nothing new."""
        return megabytes(self.new) if self.new else 0


def tablet_sizes(
    session: Session, district: str, known: Mapping[UUID, Held], after: Mapping[UUID, Held], stored: Counter[str]
) -> list[TabletSize]:
    """The tablets whose households change."""
    keys = session.exec(
        select(DeviceKey.device_id, DeviceKey.officer_id)
        .join(Device, (col(Device.id) == DeviceKey.device_id) & (col(Device.district_code) == DeviceKey.district_code))
        .where(DeviceKey.district_code == district, col(Device.revoked).is_(False))
    ).all()
    users: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for device_id, officer_id in keys:
        if device_id != office_id(district) and not known[officer_id].revoked:
            users[device_id].append(officer_id)
    found = []
    for device_id, own_ids in users.items():
        before, then = (_scope(them, own_ids) for them in (known, after))
        if before != then:
            counts = (_households(codes, stored) for codes in (before, then, then - before))
            found.append(TabletSize(device_id, tuple(own_ids), *counts))
    return found


def _scope(known: Mapping[UUID, Held], own_ids: Sequence[UUID]) -> set[str]:
    """The areas of these officers, without those that lie in another."""
    codes = {code for own_id in own_ids for code in known[own_id].codes}
    return {code for code in codes if not lies_in(code, codes - {code})}


def _households(codes: Collection[str], stored: Counter[str]) -> int:
    return sum(count for village, count in stored.items() if lies_in(village, codes))


def check_sizes(tablets: Iterable[TabletSize]) -> None:
    """Raises TooMuchForATablet where a tablet that gets something would hold too much."""
    most = max((tablet.after for tablet in tablets if tablet.new), default=0)
    if most > MOST_HELD:
        raise TooMuchForATablet(households=f"{most:,}", most=f"{MOST_HELD:,}")


def lies_in(inner: str, codes: Iterable[str]) -> bool:
    """Whether an area lies in one of these, or is one of them."""
    return any(contains(code, inner) for code in codes)
