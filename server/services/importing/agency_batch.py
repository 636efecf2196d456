"""One transaction of an import of welfare: whose each line is, and the receipts that are not there yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.exchanging import withdrawal
from server.services.exchanging.feed import Feed
from server.services.importing.target_rows import Edition, Values, new_row
from shared_models.agency_line import WelfareLine
from shared_models.agency_link import Link, link
from shared_models.dataset import Dataset
from shared_models.person import Person
from shared_models.welfare_receipt import WelfareReceipt


class Payment(NamedTuple):
    """A line with the id that its receipt has or gets."""

    line: WelfareLine
    receipt_id: UUID


class Origin(NamedTuple):
    """Where the receipts come from, and in which districts persons are looked for."""

    dataset: Dataset
    edition: Edition
    districts: Collection[str]


class Planned(NamedTuple):
    """A link for each payment, in their order, and the new rows as the values of their columns."""

    links: list[Link]
    added: list[Values]


def lock(feed: Feed, payments: Sequence[Payment], origin: Origin) -> None:
    """Lock the districts where the persons of these lines are now."""
    numbers = _numbers(payments)
    here = col(Person.district_code).in_(origin.districts), col(Person.citizen_id).in_(numbers)
    withdrawal.lock_first(feed)
    feed.lock(feed.session.exec(select(Person.district_code).where(*here).distinct()))


def plan(session: Session, payments: Sequence[Payment], origin: Origin) -> Planned:
    """Link the lines and tell which receipts are new. Nothing is filed yet."""
    persons = _persons(session, _numbers(payments), origin)
    links = [link(payment.line, persons[payment.line.number]) for payment in payments]
    linked = [
        (payment, found.person) for payment, found in zip(payments, links, strict=True) if found.person is not None
    ]
    known = _known(session, [payment.receipt_id for payment, _ in linked], origin)
    added = [_row(payment, person, origin) for payment, person in linked if payment.receipt_id not in known]
    return Planned(links, added)


def file(feed: Feed, planned: Planned) -> None:
    """Each receipt goes where its person's household is filed."""
    by_district: defaultdict[str, list[tuple[str, Values]]] = defaultdict(list)
    for row in planned.added:
        by_district[row["district_code"]].append(("welfare_receipt", row))
    for district in sorted(by_district):
        feed.add_many(by_district[district])


def _row(payment: Payment, person: Person, origin: Origin) -> Values:
    values = payment.line.receipt(origin.dataset) | {"person_id": person.id}
    return new_row(
        "welfare_receipt",
        values,
        origin.edition,
        id=payment.receipt_id,
        household_id=person.household_id,
        district_code=person.district_code,
        village=person.village,
    )


def _numbers(payments: Iterable[Payment]) -> set[str]:
    return {payment.line.number for payment in payments}


def _persons(session: Session, numbers: Collection[str], origin: Origin) -> defaultdict[str, list[Person]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    here = col(Person.district_code).in_(origin.districts), col(Person.citizen_id).in_(numbers)
    for person in session.exec(select(Person).where(*here)):
        found[person.citizen_id or ""].append(person)
    return found


def _known(session: Session, ids: Collection[UUID], origin: Origin) -> set[UUID]:
    """A receipt stays what it is, also where its household moved to another district of this server."""
    here = col(WelfareReceipt.district_code).in_(origin.districts), col(WelfareReceipt.id).in_(ids)
    return set(session.exec(select(WelfareReceipt.id).where(*here)))
