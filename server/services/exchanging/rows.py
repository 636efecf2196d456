"""The rows that one writing transaction is about: found with few queries, each found once, written together."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, Update, bindparam, insert, select, update
from sqlmodel import Session

from shared_models.chunks import chunks
from shared_models.entities import ENTITIES, abouts
from shared_models.synced import FILED, Synced

_ALWAYS = (*sorted(FILED), "id", "household_id", "village_code", "status")  # columns of every row that is looked for


class Row:
    """A row as this transaction knows it, an attribute a column. One that was not read with it is read when asked for.

    What is set waits for `Rows.write`.
    """

    __slots__ = ("__dict__", "_entity", "_rows")
    id: UUID
    district_code: str
    household_id: UUID
    village: str
    seq: int
    heads: str

    def __init__(self, rows: "Rows", entity: str, values: dict[str, Any]) -> None:
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_entity", entity)
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value
        self._rows.changed[self].add(name)

    def __getattr__(self, name: str) -> Any:
        if name not in names_of(self._entity):
            raise AttributeError(name)
        self._rows.find(self._entity, "id", [self.id], self.district_code, names=names_of(self._entity))
        return self.__dict__[name]


class Rows:
    """Remembers also what is not there. `forget` when rows were moved or a savepoint was given up.

    `changed`: the names of the values that wait to be written.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.changed: defaultdict[Row, set[str]] = defaultdict(set)
        self._new: list[tuple[str, Row]] = []
        self._known: dict[tuple[str, str, int], Row | None] = {}  # by entity, district and id; an int is found faster
        self._told: set[tuple[str, UUID]] = set()  # district and id of rows about which all that is filed is known

    def load(self, entity: str, ids: Iterable[UUID], districts: Iterable[str], *, names: Iterable[str] = ()) -> None:
        """Look together for rows that are not known yet, with the columns `names` beside those that all need."""
        wanted, names = list(ids), list(names)
        for district in districts:
            missing = [row_id for row_id in wanted if (entity, district, row_id.int) not in self._known]
            self._known.update({(entity, district, row_id.int): None for row_id in missing})
            self.find(entity, "id", missing, district, names=names)

    def find(
        self, entity: str, by: str, values: Collection[Any], district: str, *, names: Iterable[str] = ()
    ) -> list[Row]:
        """The stored rows of a district whose column `by` has one of these values. Changes that wait stay."""
        columns, wanted = columns_of(entity, frozenset(names)), list(values)
        statement, found = _by_values(entity, columns, by), []
        for some in chunks(wanted):
            for read in self.session.connection().execute(statement, {"district": district, "wanted": some}):
                found.append(self._know(entity, district, dict(zip(columns, read, strict=True))))
        return found

    def _know(self, entity: str, district: str, values: dict[str, Any]) -> Row:
        key = entity, district, values["id"].int
        row = self._known.get(key)
        if row is None:
            row = self._known[key] = Row(self, entity, values)
        else:
            vars(row).update({**values, **vars(row)})
        return row

    def get(self, entity: str, row_id: UUID, district: str) -> Row | None:
        key = entity, district, row_id.int
        if key not in self._known:
            self.load(entity, [row_id], [district])
        return self._known[key]

    def filed_about(self, row: Row, entity: str, own_id: UUID) -> Row | None:
        """What the server has filed about a row: looked for together for all rows that are known so far."""
        district = row.district_code
        if (district, row.id) not in self._told:
            known = {there.id for key, there in self._known.items() if there is not None and key[1] == district}
            asked = [row_id for row_id in known | {row.id} if (district, row_id) not in self._told]
            self._told.update((district, row_id) for row_id in asked)
            for about in abouts():
                self.find(about, "row_id", asked, district)
        return self._known.get((entity, district, own_id.int))

    def add(self, entity: str, new: Synced | dict[str, Any]) -> Row:
        """A new row, given with all its columns."""
        values = new if isinstance(new, dict) else {name: getattr(new, name) for name in names_of(entity)}
        row = Row(self, entity, values)
        self._new.append((entity, row))
        self._known[entity, row.district_code, row.id.int] = row
        return row

    def write(self) -> None:
        """Write what waits: a statement for each entity and set of columns."""
        connection = self.session.connection() if self._new or self.changed else None
        if connection is None:
            return
        added: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for entity, row in self._new:
            added[entity].append(vars(row))
            self.changed.pop(row, None)
        for entity, values in added.items():
            connection.execute(insert(table(entity)), values)
        edited: defaultdict[tuple[str, frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
        for row, names in self.changed.items():
            values = {name: getattr(row, name) for name in names}
            edited[row._entity, frozenset(names)].append({"in_district": row.district_code, "of_id": row.id, **values})
        for (entity, names), rows in edited.items():
            connection.execute(_change(entity, names), rows)
        self._new.clear()
        self.changed.clear()

    def forget(self) -> None:
        """Give up also what waits to be written."""
        self._known.clear()
        self._told.clear()
        self._new.clear()
        self.changed.clear()


def table(entity: str) -> Table:
    found: Table = ENTITIES[entity].__table__  # type: ignore[attr-defined]
    return found


@cache
def names_of(entity: str) -> tuple[str, ...]:
    """The columns of an entity."""
    return tuple(column.name for column in table(entity).columns)


@cache
def columns_of(entity: str, names: frozenset[str]) -> tuple[str, ...]:
    """The columns that are read: those that all need, and `names`, in the order of the table."""
    return tuple(name for name in names_of(entity) if name in names or name in _ALWAYS)


@cache
def _by_values(entity: str, columns: tuple[str, ...], by: str) -> Select[Any]:
    all_columns = table(entity).columns
    return select(*(all_columns[name] for name in columns)).where(
        all_columns.district_code == bindparam("district"), all_columns[by].in_(bindparam("wanted", expanding=True))
    )


@cache
def _change(entity: str, names: frozenset[str]) -> Update:
    columns = table(entity).columns
    here = columns.district_code == bindparam("in_district"), columns.id == bindparam("of_id")
    return update(table(entity)).where(*here).values({name: bindparam(name) for name in names})
