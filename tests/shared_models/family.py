"""A family of invented people for the tests of pure rules: rows as they are loaded, without a database."""

from typing import Any
from uuid import UUID, uuid5

from shared_models.edit import Edit
from shared_models.entities import ENTITIES, typed
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.problem import Problem

VILLAGE, NEXT_VILLAGE, OTHER_DISTRICT = "56010204", "56010205", "56020101"
_NAMES = UUID("00000000-0000-7000-8000-000000000000")


def an_id(name: str) -> UUID:
    """The same id for the same name."""
    return uuid5(_NAMES, name)


HOME = an_id("บ้าน 47/2")


def household(**values: Any) -> Household:
    home = values.pop("id", HOME)
    given = {"id": home, "household_id": home, "village_code": VILLAGE, "house_no": "47/2", **values}
    return Household.model_validate(given)


def person(name: str, relation: str | None = None, **values: Any) -> Person:
    """As it is loaded: an agency's own word for the relation stays."""
    given = {"id": an_id(name), "household_id": HOME, "given_name": name, **values}
    made = Person.model_validate(given)
    made.relation = relation  # type: ignore[assignment]
    return made


def problem(words: str, owner: Person | None = None, **values: Any) -> Problem:
    given = {"id": an_id(words), "household_id": HOME, "words": words, "found_on": "2023-02-03", **values}
    return Problem.model_validate({**given, "person_id": owner.id if owner else None})


def assessment(subject: Person | None = None, year: int = 2566, **values: Any) -> MpiAssessment:
    name = f"{subject.given_name if subject else 'ทั้งบ้าน'} {year} {sorted(values.items())}"
    given = {"id": an_id(name), "household_id": HOME, "survey_year": year, **values}
    return MpiAssessment.model_validate({**given, "person_id": subject.id if subject else None})


def applied(row: Any, *edits: Edit) -> Any:
    """A copy of a row with the edits that are about it."""
    entity = next(name for name, model in ENTITIES.items() if isinstance(row, model))
    after = type(row)(**{name: getattr(row, name) for name in type(row).model_fields})
    for edit in edits:
        if (edit.entity, edit.row_id) == (entity, row.id):
            for name, value in typed(entity, edit.changes).items():
                setattr(after, name, value)
    return after
