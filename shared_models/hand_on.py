"""What is handed on to other agencies: lists made of groups of fields, so that each gets what its purpose needs.

A list of targets is written as the importer of targets reads it, a list of welfare as that of agencies' lists does.
The same groups are the scope of an agency's key.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared_models import agency_dictionary, target_dictionary
from shared_models.mpi import Dimension


class FieldGroup(StrEnum):
    """Fields that are chosen together."""

    PLACE = "place"
    NUMBER = "number"
    NAME = "name"
    BIRTH = "birth"
    FAMILY = "family"
    CARD = "card"
    DIMENSIONS = "dimensions"
    INCOME = "income"
    PHONE = "phone"
    HEALTH = "health"
    WORK = "work"
    WELFARE = "welfare"
    TARGET_GROUPS = "target_groups"


class ListKind(StrEnum):
    """What a line of the list is: a person, or what a person has from a welfare programme."""

    TARGETS = "targets"
    WELFARE = "welfare"


class Purpose(StrEnum):
    """What data are handed on for (PDPA s.27); the words of it stand beside."""

    TPMAP = "tpmap"
    HELP = "help"
    CHECK_RIGHTS = "check_rights"
    PLANNING = "planning"
    OTHER = "other"


SENSITIVE = frozenset({FieldGroup.HEALTH})  # PDPA s.26
NOT_A_ROLE = "-"  # a column that no importer takes for something
_T, _W = target_dictionary.Role, agency_dictionary.Role

_WHO: Mapping[FieldGroup, Mapping[str, StrEnum | None]] = {
    FieldGroup.NUMBER: {"person.citizen_id": _T.CITIZEN_ID},
    FieldGroup.NAME: {
        "person.title": _T.TITLE,
        "person.given_name": _T.GIVEN_NAME,
        "person.family_name": _T.FAMILY_NAME,
    },
    FieldGroup.BIRTH: {"person.sex": _T.SEX, "person.birth": _T.BIRTH},
    FieldGroup.FAMILY: {"person.relation": _T.RELATION},
    FieldGroup.CARD: {"person.welfare_card": _T.WELFARE_CARD},
}
_MORE: Mapping[FieldGroup, Mapping[str, StrEnum | None]] = {
    FieldGroup.PHONE: {"person.phone": _T.PHONE},
    FieldGroup.HEALTH: dict.fromkeys(
        f"person.{name}"
        for name in ("health", "chronic_illness", "self_care", "disability", "disability_card", "vulnerable")
    ),
    FieldGroup.WORK: dict.fromkeys(f"person.{name}" for name in ("education", "studying", "occupation")),
}
PERSON = {**_WHO, **_MORE}
_HOUSE = {"household.house_no": _T.HOUSE_NO, "household.house_code": _T.HOUSE_CODE}
WELFARE_COLUMNS = {
    "welfare_receipt.programme": _W.PROGRAMME,
    "welfare_receipt.measure": _W.MEASURE,
    "welfare_receipt.agency": None,
    "welfare_receipt.kind": None,
    "welfare_receipt.amount_satang": _W.AMOUNT,
    "welfare_receipt.paid_on": _W.PAID_ON,
    "welfare_receipt.period_from": _W.PERIOD_FROM,
    "welfare_receipt.period_to": _W.PERIOD_TO,
    "welfare_receipt.source_key": _W.SOURCE_KEY,
}


@dataclass(frozen=True)
class HandOnList:
    """A kind of list. `base` stands in every one; each column names what an importer of ours takes it for.

    Without the groups of `linking` an importer cannot tell whose a line is.
    """

    base: Mapping[str, StrEnum | None]
    groups: Mapping[FieldGroup, Mapping[str, StrEnum | None]]
    linking: frozenset[FieldGroup]
    usual: frozenset[FieldGroup] = field(default_factory=frozenset)

    def columns(self, chosen: Collection[FieldGroup]) -> dict[str, StrEnum | None]:
        """The columns in the file's order, as `entity.field`."""
        found = dict(self.base)
        for group, columns in self.groups.items():
            if group in chosen:
                found |= columns
        return found

    def roles(self, chosen: Collection[FieldGroup]) -> dict[str, str]:
        """What each column means to the importer, by its key; NOT_A_ROLE where it is nothing to it."""
        return {key: role.value if role else NOT_A_ROLE for key, role in self.columns(chosen).items()}


LISTS: Mapping[ListKind, HandOnList] = {
    ListKind.TARGETS: HandOnList(
        base={
            "household.survey_year": _T.SURVEY_YEAR,
            "household.village_code": _T.VILLAGE,
            "person.household_id": _T.HOUSEHOLD_KEY,
            "person.id": None,
        },
        groups={
            FieldGroup.PLACE: _HOUSE,
            **_WHO,
            FieldGroup.DIMENSIONS: {f"mpi_assessment.{name}": _T(name.value) for name in Dimension},
            FieldGroup.INCOME: {"household.average_income_satang": _T.AVERAGE_INCOME},
            **_MORE,
        },
        linking=frozenset({FieldGroup.NUMBER, FieldGroup.NAME, FieldGroup.BIRTH}),
        usual=frozenset(
            {FieldGroup.PLACE, FieldGroup.NAME, FieldGroup.BIRTH, FieldGroup.FAMILY, FieldGroup.DIMENSIONS}
        ),
    ),
    ListKind.WELFARE: HandOnList(
        base={"household.village_code": None, "welfare_receipt.household_id": None, **WELFARE_COLUMNS},
        groups={
            FieldGroup.NUMBER: {"person.citizen_id": _W.CITIZEN_ID},
            FieldGroup.NAME: {
                "person.title": None,
                "person.given_name": _W.GIVEN_NAME,
                "person.family_name": _W.FAMILY_NAME,
            },
            FieldGroup.BIRTH: {"person.birth": _W.BIRTH},
            FieldGroup.CARD: {"person.welfare_card": None},
        },
        linking=frozenset({FieldGroup.NUMBER}),
        usual=frozenset({FieldGroup.NAME}),
    ),
}
