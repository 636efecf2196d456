"""The rows that the tablet holds as the server has filed them, with the digest of each village kept beside them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from field_app.store import outbox, search, state
from field_app.store.repository import apply
from field_app.store.tables import UNANSWERED, Draft, FiledHome, Leaving, OutboxEntry, PassedDraft
from shared_models.area import contains
from shared_models.chunks import chunks
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES, MEMBERS
from shared_models.operation import Operation

WAITING = f"SELECT DISTINCT row_id FROM outbox_entry WHERE state IN ({', '.join('?' * len(UNANSWERED))})"  # noqa: S608


class Holdings:
    """Changes to them within one transaction; `save` at the end. `renamed`: households that have other words now."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.renamed: set[UUID] = set()

    @cached_property
    def villages(self) -> defaultdict[str, Digest]:
        """The digest of each village."""
        kept = state.read(self.session, "villages", {})
        return defaultdict(Digest, {village: Digest.from_text(text) for village, text in kept.items()})

    def save(self) -> None:
        """Keep the digests, where they changed, and the words that households are found by."""
        if "villages" in vars(self):
            kept = {village: digest.to_text() for village, digest in self.villages.items() if digest.rows}
            state.write(self.session, "villages", kept)
        search.refresh(self.session, self.renamed)
        self.renamed.clear()

    def recount(self, code: str) -> None:
        """Add up an area's digests from its rows, where it is not known that they were kept."""
        self.forget(code)
        for entity, model in ENTITIES.items():
            leaving = select(Leaving.row_id).where(Leaving.entity == entity)
            filed = select(model.id, model.village, model.seq).where(
                col(model.village).startswith(code), model.seq > 0, col(model.id).not_in(leaving)
            )
            for row_id, village, seq in self.session.exec(filed):
                self.villages[village] = self.villages[village].add(row_id, seq)

    def count_as_old(self) -> None:
        """A restored office gives its seqs anew: what is held counts as older than anything that it files from now."""
        for model in ENTITIES.values():
            self.session.execute(update(model).where(model.seq > 0).values(seq=1))
        self.villages.clear()
        self.recount("")

    def forget(self, code: str) -> None:
        """Let an area's digests go."""
        for village in [village for village in self.villages if contains(code, village)]:
            del self.villages[village]

    def drop(self, entity: str, rows: Collection[tuple[UUID, UUID]]) -> None:
        """Remove rows (id and household); those of a household with unanswered work or a draft stay, marked leaving."""
        busy = self._busy({household_id for _, household_id in rows})
        going = [row_id for row_id, household_id in rows if household_id not in busy]
        staying = [row_id for row_id, household_id in rows if household_id in busy]
        self.unfile(entity, [*going, *staying])
        self.delete(entity, going)
        for row_id in staying:
            self.session.merge(Leaving(row_id=row_id, entity=entity))

    def _busy(self, household_ids: set[UUID]) -> set[UUID]:
        """Those that unanswered work or a draft names, and those in which unanswered work shows a row."""
        busy: set[UUID] = set()
        unanswered = col(OutboxEntry.state).in_(UNANSWERED)
        for ids in chunks(list(household_ids)):
            named = select(OutboxEntry.household_id).where(col(OutboxEntry.household_id).in_(ids), unanswered)
            busy.update(self.session.exec(named))
            for model in (ENTITIES[entity] for entity in MEMBERS):
                waiting = col(model.id).in_(select(OutboxEntry.row_id).where(unanswered))
                shown = select(model.household_id).where(col(model.household_id).in_(ids), waiting)
                busy.update(self.session.exec(shown))
            for model in (Draft, PassedDraft):
                drafts = select(model.household_id).where(col(model.household_id).in_(ids))
                busy.update(household_id for household_id in self.session.exec(drafts) if household_id)
        return busy

    def unfile(self, entity: str, row_ids: Iterable[UUID]) -> None:
        """Take rows out of the digest."""
        model = ENTITIES[entity]
        for ids in chunks(list(row_ids)):
            leaving = set(self.session.exec(select(Leaving.row_id).where(col(Leaving.row_id).in_(ids))))
            rows = self.session.exec(select(model.id, model.village, model.seq).where(col(model.id).in_(ids)))
            for row_id, village, seq in rows:
                if seq and row_id not in leaving:
                    self.villages[village] = self.villages[village].remove(row_id, seq)

    def delete(self, entity: str, row_ids: list[UUID]) -> None:
        """Remove rows that are out of the digest, with what is kept beside them."""
        model = ENTITIES[entity]
        for ids in chunks(row_ids):
            if entity in search.SEARCHED:
                self.renamed.update(self.session.exec(select(model.household_id).where(col(model.id).in_(ids))))
            self.session.execute(delete(model).where(col(model.id).in_(ids)))
            self.session.execute(delete(Leaving).where(col(Leaving.row_id).in_(ids)))
            self.session.execute(delete(FiledHome).where(col(FiledHome.row_id).in_(ids)))

    def waiting(self) -> set[UUID]:
        """The rows that unanswered operations are about."""
        return {UUID(row_id) for (row_id,) in self.session.connection().exec_driver_sql(WAITING, UNANSWERED)}

    def reapply(self, entity: str, row_ids: Iterable[UUID]) -> None:
        """Show the unanswered operations again on top of rows that came."""
        model = ENTITIES[entity]
        for ids in chunks(list(row_ids)):
            for entry in outbox.unanswered(self.session, ids):
                row = self.session.exec(select(model).where(model.id == entry.row_id)).one()
                apply(self.session, row, Operation.model_validate_json(entry.body))
                self.renamed.add(row.household_id)


def inside(village: str, codes: Iterable[str]) -> bool:
    """Whether a village lies in one of these areas."""
    return any(contains(code, village) for code in codes)


def digests(villages: dict[str, Digest], scope: Iterable[str]) -> dict[str, str]:
    """The digest of each scope code, as text."""
    return {
        code: summed(digest for village, digest in villages.items() if contains(code, village)).to_text()
        for code in scope
    }


def held_digests(session: Session) -> dict[str, str]:
    """The digests of what the tablet holds, by scope code."""
    return digests(Holdings(session).villages, state.read(session, "scope", []))
