"""The rows that one writing transaction is about: found with few queries, each found once."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from shared_models.entities import ENTITIES
from shared_models.synced import Synced

CHUNK = 500  # ids a query names


class Rows:
    """Remembers also what is not there. `forget` when rows were moved or a savepoint was given up."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: dict[tuple[str, str, UUID], Synced | None] = {}

    def load(self, entity: str, ids: Collection[UUID], districts: Iterable[str]) -> None:
        """Look for rows of one entity together, before anything was changed."""
        model, wanted = ENTITIES[entity], sorted(ids)
        for district in districts:
            self._known.update({(entity, district, row_id): None for row_id in wanted})
            for at in range(0, len(wanted), CHUNK):
                there = (model.district_code == district, col(model.id).in_(wanted[at : at + CHUNK]))
                found = select(model).where(*there).execution_options(populate_existing=True)
                for row in self.session.exec(found):
                    self._known[entity, district, row.id] = row

    def get(self, entity: str, row_id: UUID, district: str) -> Synced | None:
        key = entity, district, row_id
        if key not in self._known:
            self._known[key] = self.session.get(ENTITIES[entity], (district, row_id))
        return self._known[key]

    def add(self, entity: str, row: Synced) -> None:
        self.session.add(row)
        self._known[entity, row.district_code, row.id] = row

    def forget(self) -> None:
        self._known.clear()
