"""An unlocked tablet: the open cache, the officer who opened it, and what every use case needs of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from field_app.config import Settings
from field_app.services import clock
from field_app.services.household_traits import HouseholdTraits
from field_app.services.names_kept import forget_names
from field_app.services.narrowed import Narrowed
from field_app.store import repository
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.outbox import Author
from field_app.store.sealed import SealedDatabase, Transaction
from field_app.store.vault import KeyRing
from shared_models.edit import Edit
from shared_models.operation import Operation


@dataclass
class Tablet:
    """Held by one session at a time; `close` lets the next one in. `moment` is its clock.

    `traits` and `narrowed` keep in memory what searching would else work out again and again;
    `withdrawn` says that the office has ended the officer's work here.
    """

    settings: Settings
    key_file: KeyFile
    officer: OfficerKeys
    ring: KeyRing
    database: SealedDatabase
    moment: Callable[[], repository.Moment] = clock.moment
    withdrawn: bool = False
    traits: HouseholdTraits = field(default_factory=HouseholdTraits, repr=False)
    narrowed: Narrowed = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.narrowed = Narrowed(self.traits)

    @property
    def author(self) -> Author:
        return Author(self.officer.officer_id, self.key_file.device_id, self.ring.sign)

    async def record(self, action: Sequence[Edit], *, draft: str | None = None) -> list[Operation]:
        """Save one action of the officer, and in the same breath drop the draft it came from.

        Raises InvalidChange for what a rule refuses and StorageFull; then nothing of it is saved and the draft stays.
        """

        def work(transaction: Transaction) -> list[Operation]:
            operations = repository.record(transaction, action, author=self.author, moment=self.moment())
            if draft is not None:
                repository.drop_draft(transaction, self.officer.officer_id, draft)
            return operations

        return await self.database.write(work)

    async def close(self) -> None:
        """Close the cache, wipe the keys and forget what was worked out of its rows."""
        await self.database.close()
        self.ring.wipe()
        self.traits = HouseholdTraits()
        self.narrowed = Narrowed(self.traits)
        forget_names()
