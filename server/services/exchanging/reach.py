"""Which districts the operations of a run may write in: their locks are taken before any of them is judged."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from server.services.exchanging import verdict
from server.services.exchanging.feed import Feed, district_of
from server.services.exchanging.judgement import Judgement
from server.services.exchanging.rows import table
from shared_models import area
from shared_models.entities import MEMBERS
from shared_models.operation import Kind, Operation


def districts(judgement: Judgement, operations: Sequence[Operation]) -> set[str]:
    """The tablet's own, and those where the households and rows are, have been, or go."""
    feed, writer = judgement.feed, judgement.writer
    households = {operation.household_id for operation in operations}
    places = {home[1] for household in households if (home := feed.home(household, writer.reach))}
    places |= _kept(feed, households, writer.reach)
    lefts = {village for household in households for village in feed.lefts(household)}
    targets = {str(operation.changes.get("village_code", "")) for operation in operations}
    villages = places | lefts | {code for code in targets if area.find(code)} | _of_members(judgement, operations)
    return {writer.district, *map(district_of, villages)}


def _kept(feed: Feed, households: Iterable[UUID], reach: Sequence[str]) -> set[str]:
    """Where those are that these households were merged into: a late edit raises a finding there."""
    rows = (feed.rows.get("household", household, district) for household in households for district in reach)
    kept = {row.merged_into for row in rows if row and row.merged_into}
    return {place[1] for household in kept if (place := feed.place_of(household))}


def _of_members(judgement: Judgement, operations: Iterable[Operation]) -> set[str]:
    """Where rows that change household, or move with theirs, are, were and go, and where their old one has been."""
    feed = judgement.feed
    moving = {o.household_id for o in operations if o.kind == Kind.CHANGE and "village_code" in o.changes}
    villages = {village for row_id in _members(judgement, moving) for village in feed.lefts(row_id)}
    for operation in operations:
        target = verdict.target_of(operation)
        if target is None:
            continue
        row = judgement.row(operation)
        before = {row.village, *feed.lefts(row.id), *feed.lefts(row.household_id)} if row else set()
        place = feed.place_of(target)
        villages |= before | ({place[1]} if place else set())
    return villages


def _members(judgement: Judgement, households: set[UUID]) -> set[UUID]:
    """The members of these households, in whatever district they are."""
    found: set[UUID] = set()
    for columns in (table(entity).columns for entity in MEMBERS if households):
        of_them = select(columns.id).where(columns.household_id.in_(households))
        found.update(judgement.feed.session.connection().scalars(of_them))
    judgement.feed.load_lefts(found)
    return found
