"""Values and rows in words on the office's pages: whose a row is, and what an id in a value stands for."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from server.console.words import Language, say
from server.services import reference
from server.services.households import household_names
from server.services.households.household_names import HouseholdName
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.household import Household
from shared_models.labels import label
from shared_models.labels.subject import subject_words
from shared_models.labels.value import Reader, value_words
from shared_models.merge import Scalar
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.reference import Reference
from shared_models.synced import Synced

_REFERRING = (Kind.REFERENCE, Kind.REFERENCES)


class Subjects:
    """Says values and rows in one language; the names behind ids are loaded together beforehand."""

    def __init__(self, session: Session, district: str, language: Language) -> None:
        self.session, self.district, self.language = session, district, language
        self.reference: Reference = reference.read(session, district)
        self.names: dict[str, str] = {}
        self._reader = Reader(language, datetime.now(UTC), self._referred)

    def load(self, ids: Iterable[UUID]) -> None:
        """The names of these persons and households."""
        wanted = {one for one in ids if str(one) not in self.names}
        persons = household_names.names_of(self.session, self.district, wanted)
        self.names.update((str(one), name) for one, name in persons.items())
        for one, name in household_names.named(self.session, self.district, wanted).items():
            self.names[str(one)] = self.house(name)

    def load_values(self, values: Iterable[tuple[FormField, Scalar]]) -> None:
        """The names behind values that are ids."""
        texts = (str(value).split() for field, value in values if field.kind in _REFERRING and value)
        self.load({found for words in texts for text in words if (found := _uuid(text))})

    def value(self, field: FormField, value: Scalar) -> str:
        """What a person reads for it."""
        if field.kind is Kind.AREA and value:
            return self.reference.place(str(value), self.language)
        return value_words(field, value, self._reader)

    def house(self, name: HouseholdName) -> str:
        """House number, village and head, as a case is headed."""
        around = self.reference.place(name.village[:6], self.language)
        village = self.reference.place(name.village, self.language).removesuffix(around).strip(" ,") or around
        return say("house_named", self.language, number=name.house_no or "–", village=village, head=name.head).strip()

    def whose(self, row: Synced | None, entity: str) -> str:
        """Whose a row is; its kind beside it where its name does not say it."""
        words = subject_words(row, entity, self.language)
        return words if row is None or isinstance(row, Person | Household | Problem) else label(entity, self.language)

    def _referred(self, text: str) -> str:
        return self.names.get(text) or say("not_at_hand", self.language)


def subjects(session: Session, district: str, language: Language) -> Subjects:
    """For one page."""
    return Subjects(session, district, language)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
