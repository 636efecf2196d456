"""The officer as the reader of stored values: what an id stands for on this tablet."""

from field_app.services import clock
from field_app.services.conflicts import Referred
from field_app.services.household_lines import HouseholdLine
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.labels.value import Reader
from shared_models.person import Person


def reader(language: Language, referred: Referred | None = None) -> Reader:
    """Who reads values in that language now, with the rows behind their ids."""
    return Reader(language, clock.now(), lambda text: referred_words(text, language, referred or {}))


def referred_words(text: str, language: Language, referred: Referred) -> str:
    """A person by name, a household by number and head; what this tablet does not hold is called so."""
    row = referred.get(text)
    if isinstance(row, Person):
        return row.full_name()
    if isinstance(row, HouseholdLine):
        return f"{say('house', language, number=row.household.house_no)} {row.name}".strip()
    return say("value_elsewhere", language)
