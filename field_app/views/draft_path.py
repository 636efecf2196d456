"""Where the form of a draft is: only where it is sure to come up there again, else the draft is read as text."""

from field_app.services import clock, indicators
from field_app.services.households import HouseholdFile
from field_app.services.visits import AtHouse
from field_app.views.details import details
from field_app.views.indicators import draft_key as indicator_key
from field_app.views.stage import draft_key as stage_key
from shared_models.draft import kind_of

OF_HOUSEHOLD = {  # the key's kind, then the household's id
    "new_member": "members/new",
    "newborn": "members/newborn",
    "arrival": "arrival",
    "split": "split",
    "join": "join",
    "four_t": "four-t",
    "moved": "moved",
}
OF_MEMBER = {"person": "", "missing": "/missing", "moved": "/moved", "died": "/died"}
NEW = {"new_problem": "problems/new", "new_assistance": "assistance/new"}


def draft_path(form: str, file: HouseholdFile | None) -> str | None:
    """The form's path; None for one that this version or this household does not have (any more)."""
    if file is None:
        return "/households/new" if kind_of(form) == "new_household" else None
    rest = _in_household(form, file)
    return None if rest is None else f"/households/{file.household.id}/{rest}"


def _in_household(form: str, file: HouseholdFile) -> str | None:
    kind, whose, more = [*form.split(":", 2), "", ""][:3]
    if whose == str(file.household.id):
        return _of_household(kind, more) or _of_this_year(form, file)
    if whose in {str(person.id) for person in file.members}:
        return _of_member(kind, whose, more)
    rows = {"problem": file.problems, "assistance": file.assistance, "plan": file.plans}
    if whose in {str(row.id) for row in rows.get(kind, ())}:
        return f"{'assistance' if kind == 'assistance' else kind + 's'}/{whose}"
    return None


def _of_household(kind: str, more: str) -> str | None:
    if kind == "details" and more in details("household"):
        return f"details/{more}"
    if kind in NEW:
        which = more if kind == "new_problem" else f"new-{more}"
        return f"{NEW[kind].removesuffix('new')}{which}" if more else NEW[kind]
    return None if more else OF_HOUSEHOLD.get(kind)


def _of_member(kind: str, person_id: str, more: str) -> str | None:
    if kind == "details" and more in details("person"):
        return f"members/{person_id}/details/{more}"
    return f"members/{person_id}{OF_MEMBER[kind]}" if kind in OF_MEMBER and not more else None


def _of_this_year(form: str, file: HouseholdFile) -> str | None:
    """Answers and decisions belong to a year: another year's form is not theirs."""
    house = AtHouse(file)
    if form == stage_key(house):
        return "stage"
    asked = indicators.questionnaire(file, on=clock.today())
    return "indicators" if form == indicator_key(house, asked) else None
