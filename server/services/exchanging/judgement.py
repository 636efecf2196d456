"""Whether an operation may be stored: its row is there, is of the household it names, and its officer may write it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from server.services.exchanging import verdict
from server.services.exchanging.feed import Feed
from server.services.exchanging.operation_log import OperationLog
from server.services.exchanging.rows import Row
from server.services.exchanging.verdict import Refused, Sent
from server.services.exchanging.writer import Writer
from shared_models import nameless
from shared_models.entities import ENTITIES, HOUSEHOLD, MEMBERS
from shared_models.exchange import NOT_ASSIGNED, Refusal
from shared_models.operation import Kind, Operation
from shared_models.rows import homes

Home = tuple[str, str]  # district and village


class Judgement:
    """Judges the operations that one officer has sent from one tablet, as the rows are at the moment."""

    def __init__(self, feed: Feed, log: OperationLog, writer: Writer, sent: Sequence[Sent]) -> None:
        self.feed, self.log, self.writer, self.sent = feed, log, writer, sent

    def judge(self, one: Sent, together: Sequence[Operation], *, schema_version: int) -> Home | None:
        """Where the row is, if it is there already. Raises Refused if this operation may not be stored.

        `together`: its whole action.
        """
        operation = verdict.readable(one, schema_version=schema_version)
        if operation.officer_id != self.writer.officer_id or operation.device_id != self.writer.device_id:
            raise Refused(Refusal.MALFORMED, "signer")
        verdict.check_form(operation)
        if not self.writer.may_write(operation.entity):
            raise Refused(Refusal.ACCESS, operation.entity)
        creates = [o for o in together if o.kind == Kind.CREATE]
        row = self.row(operation)
        home = self.feed.home(operation.household_id, self.writer.reach)
        home = home or verdict.new_home(operation.household_id, creates)
        is_its = self._check_row(operation, together, row=row, is_known=home is not None)
        village = row.village if row else home[1] if home else ""
        if not self.writer.may_record(village):
            one.late = True
            self._check_held({village, *self._areas(operation, row=row, home=home if is_its else None)})
        households = {row.household_id if row else operation.household_id}
        if not self.writer.is_assigned(households):
            one.late = True
            self._check_assigned(households | ({operation.household_id} if is_its else set()))
        self._check_target(operation, creates)
        self._check_nameless(operation, row)
        return (row.district_code, row.village) if row else None

    def row(self, operation: Operation) -> Row | None:
        """The operation's row, wherever it is.

        A member that moved away with its household, before any change of household was stored, is found through the
        households that this tablet named for it earlier: the operation may name one that it was moved to offline.
        """
        entity, row_id = operation.entity, operation.row_id
        if entity not in ENTITIES:
            return None
        row = self.feed.row(entity, row_id, operation.household_id, self.writer.reach)
        if row is None and entity in MEMBERS and operation.kind == Kind.CHANGE:
            found = (self.feed.row(entity, row_id, named, self.writer.reach) for named in self._named_for(row_id))
            row = next((there for there in found if there is not None), None)
        return row

    def home(self, operation: Operation, creates: Iterable[Operation]) -> Home:
        """Where the row of a judged operation is, or comes to be."""
        row = self.row(operation)
        home = (row.district_code, row.village) if row else self.feed.home(operation.household_id, self.writer.reach)
        home = home or verdict.new_home(operation.household_id, creates)
        assert home is not None
        return home

    def _named_for(self, row_id: UUID) -> list[UUID]:
        """The households that this tablet's operations name for a row."""
        sent = (one.operation.household_id for one in self.sent if one.operation and one.operation.row_id == row_id)
        return list(dict.fromkeys([*sent, *self.log.households_named(row_id, self.writer.device_id)]))

    def _check_row(
        self, operation: Operation, together: Sequence[Operation], *, row: Row | None, is_known: bool
    ) -> bool:
        """The row is there or comes with its create, and is or was of the household that the operation names.

        False where only the tablet ever saw it there: it had moved the row by an operation that is not stored.
        `is_known`: whether there is such a household.
        """
        if row is not None and operation.household_id in homes(row):
            return True
        of_row = [o for o in together if (o.entity, o.row_id) == (operation.entity, operation.row_id)]
        new = [o for o in of_row if o.kind == Kind.CREATE]
        if row is None and not (new and is_known):
            raise Refused(Refusal.MISSING_ROW, operation.entity if is_known else "household")
        its = {verdict.target_of(o) for o in of_row if o.stamp < operation.stamp}
        its |= set() if row else {new[0].household_id}
        if operation.household_id in its:
            return True
        if self._has_shown(operation):
            return False
        raise Refused(*(Refusal.MALFORMED, HOUSEHOLD) if is_known else (Refusal.MISSING_ROW, "household"))

    def _has_shown(self, operation: Operation) -> bool:
        """Whether this tablet itself moved the row to the household it names, by an operation that is not stored."""
        if operation.entity not in MEMBERS:
            return False
        before = self.log.not_stored_of(operation.row_id, self.writer.device_id)
        return any(verdict.target_of(earlier) == operation.household_id for earlier in before)

    def _areas(self, operation: Operation, *, row: Row | None, home: Home | None) -> set[str]:
        """Where the row and its household are or have been. `home`: of the household, if the row is or was its."""
        areas = set[str]()
        if operation.entity in MEMBERS and row:
            areas |= {*self.feed.lefts(row.id), *self.feed.lefts(row.household_id)}
        if home:
            areas |= {home[1], *self.feed.lefts(operation.household_id)}
        return areas

    def _check_held(self, villages: Iterable[str]) -> None:
        """Late work is judged by every area that the officer has held."""
        if not any(self.writer.may_record(village, ever=True) for village in villages):
            raise Refused(Refusal.ACCESS, "area")

    def _check_assigned(self, households: Iterable[UUID]) -> None:
        """Late work of a mentor is judged by every household that was ever assigned."""
        if not self.writer.is_assigned(households, ever=True):
            raise Refused(Refusal.ACCESS, NOT_ASSIGNED)

    def _check_nameless(self, operation: Operation, row: Row | None) -> None:
        """Only the office gives a person back what the retention rule took: others' work waits for its decision."""
        if row is None or operation.entity not in MEMBERS or self.writer.is_office:
            return
        if nameless.is_nameless(row.given_name) and nameless.tells(operation.entity, operation.changes):
            raise Refused(Refusal.ACCESS, nameless.REFUSED)

    def _check_target(self, operation: Operation, creates: Sequence[Operation]) -> None:
        """The household that a row changes to is there, or created before it, and was ever the officer's to write."""
        target = verdict.target_of(operation)
        if target is None:
            return
        earlier = [create for create in creates if create.stamp < operation.stamp]
        place = self.feed.place_of(target) or verdict.new_home(target, earlier)
        if place is None:
            raise Refused(Refusal.MISSING_ROW, "household")
        self._check_held({place[1], *self.feed.lefts(target)})
        self._check_assigned({target})
