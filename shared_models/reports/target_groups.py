"""Target groups by village: the persons of groups 1, 3 and 4 and the households of group 2."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from shared_models.person import WelfareCard
from shared_models.reports.caseload import Caseload
from shared_models.reports.table import Column, ColumnKind, Table, count_columns, of_counts
from shared_models.reports.targeting import Homes
from shared_models.target_group import Group, TargetGroup

_COLUMNS = (
    Column("village_code", ColumnKind.AREA),
    *count_columns("group1_card", "group1_no_card", "group1_card_unknown", "group1"),
    *count_columns("group2_households", "group3", "group4"),
)
_BY_CARD = {
    WelfareCard.YES: "group1_card",
    WelfareCard.NO: "group1_no_card",
    WelfareCard.UNKNOWN: "group1_card_unknown",
}
_KEYS = {Group.VULNERABLE: "group2_households", Group.SURVEY: "group3", Group.LEFT_OUT: "group4"}


class Member(NamedTuple):
    """What is counted of a membership. `card` parts group 1, None is any other group."""

    group: Group
    card: WelfareCard | None = None


def member_of(membership: TargetGroup) -> Member:
    """What the report counts it as."""
    return Member(membership.group, membership.card if membership.group is Group.URGENT else None)


def target_groups(caseload: Caseload) -> Table:
    """Living persons by group in the programme year, and vulnerable households (group 2), by village and in all.

    By the rule of the year in target_group.py, on the latest MPI results of surveys up to that year and on the card
    as it is recorded now; `group1` is the sum of the three columns before it. Groups 1, 3 and 4 exclude each other,
    group 2 overlaps them. Raises NoRule for a year before the first rule.
    Source: letter of 3 February 2566; up to 2565 the programme's glossary.
    """
    homes = Homes.of(caseload, until=caseload.programme_year)
    return by_village(
        (household.village_code, map(member_of, memberships)) for household, memberships in homes.memberships(caseload)
    )


def by_village(households: Iterable[tuple[str, Iterable[Member]]]) -> Table:
    """The table of households that live in their village: of each its village and its memberships."""
    known = list(households)
    alike = Counter((village, member) for village, members in known for member in members)
    counts: dict[str, Counter[str]] = {village: Counter() for village, _ in known}
    for (village, member), count in alike.items():
        counts[village].update(dict.fromkeys(_keys(member), count))
    return of_counts(_COLUMNS, [((village,), counts[village]) for village in sorted(counts)])


def _keys(member: Member) -> tuple[str, ...]:
    if member.card is not None:
        return "group1", _BY_CARD[member.card]
    return (_KEYS[member.group],)
