"""Person: a member of a household. Life state, membership and identity are separate facts."""

from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from shared_models.birth import PartialDate
from shared_models.citizen_id import IdKind, IdReason
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind, Source, Unit, about
from shared_models.synced import Synced, coded


class LifeState(StrEnum):
    """Apart from the result of a visit and the outcome of help."""

    ALIVE = "alive"
    DECEASED = "deceased"
    MOVED = "moved"
    MISSING = "missing"
    MERGED = "merged"  # a second entry of somebody, whom `merged_into` names


class Sex(StrEnum):
    """Codes of the agencies' lists."""

    MALE = "1"
    FEMALE = "2"


class WelfareCard(StrEnum):
    """State welfare card (บัตรสวัสดิการแห่งรัฐ), letter of 2566."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """To the head of the household. An agency's own word is kept as it came, as an unknown code."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    GRANDPARENT = "grandparent"
    OTHER_KIN = "other_kin"
    LODGER = "lodger"


class Marital(StrEnum):
    """Codes of the health authority's 43 files."""

    SINGLE = "1"
    MARRIED = "2"
    WIDOWED = "3"
    DIVORCED = "4"
    SEPARATED = "5"
    ORDAINED = "6"
    UNKNOWN = "9"


class Education(StrEnum):
    """This product's own codes: official sets disagree."""

    NONE = "none"
    BELOW_PRIMARY = "below_primary"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    DIPLOMA = "diploma"
    BACHELOR = "bachelor"
    HIGHER = "higher"
    UNKNOWN = "unknown"


class Occupation(StrEnum):
    """Words of the BMN questionnaire, codes of this product."""

    NONE = "none"
    STUDENT = "student"
    FARMING = "farming"
    FISHERY = "fishery"
    LIVESTOCK = "livestock"
    LABOUR = "labour"
    TRADE = "trade"
    SERVICE = "service"
    OWN_BUSINESS = "own_business"
    OFFICIAL = "official"
    STATE_ENTERPRISE = "state_enterprise"
    COMPANY = "company"
    ORDAINED = "ordained"
    OTHER = "other"


class Religion(StrEnum):
    """Protected by PDPA s.26: it need not be answered."""

    BUDDHIST = "buddhist"
    MUSLIM = "muslim"
    CHRISTIAN = "christian"
    HINDU = "hindu"
    SIKH = "sikh"
    OTHER = "other"
    NONE = "none"
    DECLINED = "declined"


class Health(StrEnum):
    """Source: the BMN questionnaire. Protected by PDPA s.26: it need not be answered."""

    NORMAL = "normal"
    DISABLED = "disabled"
    CHRONIC = "chronic"
    DECLINED = "declined"


class Disability(StrEnum):
    """By its word: agencies number the seven kinds differently."""

    VISUAL = "visual"
    HEARING = "hearing"
    MOBILITY = "mobility"
    MENTAL = "mental"
    INTELLECTUAL = "intellectual"
    LEARNING = "learning"
    AUTISTIC = "autistic"
    DECLINED = "declined"


class SelfCare(StrEnum):
    """Source: the BMN questionnaire. Protected by PDPA s.26: it need not be answered."""

    YES = "yes"
    NO = "no"
    DECLINED = "declined"


class DisabilityCard(StrEnum):
    """Protected by PDPA s.26: it need not be answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class Vulnerability(StrEnum):
    """What makes a person vulnerable beside age and disability (the programme's glossary, 1 June 2566)."""

    PREGNANT = "pregnant"
    SINGLE_PARENT = "single_parent"
    PSYCHIATRIC = "psychiatric"
    CHILD_PATIENT = "child_patient"
    DEMENTIA = "dementia"
    BEDBOUND = "bedbound"
    PRISONER = "prisoner"
    CONSCRIPT = "conscript"
    HOMELESS = "homeless"
    BEGGAR = "beggar"
    DECLINED = "declined"


class Person(Synced, table=True):
    """Partial dates (`birth`, `life_state_on`) are BE texts as birth.py writes them: 2504-05-12, 2504-05 or 2504.

    What PDPA s.26 protects (religion, health, disability) is optional, and "does not wish to answer" is an answer.
    """

    __table_args__ = (Index("person_citizen_id", "citizen_id", "district_code"),)

    title: str | None = Field(
        default=None, max_length=40, schema_extra=about(section="identity", source=Source.BMN_FORM)
    )
    given_name: str = Field(min_length=1, max_length=100)
    family_name: str | None = Field(default=None, max_length=100)
    former_names: str | None = Field(
        default=None, max_length=400, schema_extra=about(source=Source.PRODUCT)
    )  # joined by " / ", newest first
    sex: Sex | None = coded(default=None, schema_extra=about(source=Source.BMN_FORM))
    birth: str | None = Field(default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE))
    birth_given: str | None = Field(
        default=None, max_length=40, schema_extra=about(asked=False)
    )  # as the source wrote it
    birth_doubt: str | None = Field(default=None, max_length=40, schema_extra=about(asked=False))
    id_kind: IdKind = coded(default=IdKind.NONE, schema_extra=about(source=Source.DOPA, asked=False))
    citizen_id: str | None = Field(default=None, max_length=40, schema_extra=about(kind=Kind.CITIZEN_ID))
    id_doubtful: bool = Field(default=False, schema_extra=about(asked=False))
    id_reason: IdReason | None = coded(default=None, schema_extra=about(source=Source.PRODUCT))
    relation: Relation | None = coded(default=None, schema_extra=about(source=Source.BMN_FORM))
    nationality: str | None = Field(default=None, max_length=60)
    marital: Marital | None = coded(default=None, schema_extra=about(source=Source.HEALTH_43))
    religion: Religion | None = coded(default=None, schema_extra=about(sensitive=True, source=Source.BMN_FORM))
    phone: str | None = Field(
        default=None, max_length=40, schema_extra=about(kind=Kind.PHONE, source=Source.WELFARE_2561)
    )

    health: Health | None = coded(
        default=None, schema_extra=about(section="health", sensitive=True, source=Source.BMN_FORM)
    )
    chronic_illness: str | None = Field(default=None, max_length=200, schema_extra=about(sensitive=True))
    self_care: SelfCare | None = coded(default=None, schema_extra=about(sensitive=True))
    disability: Disability | None = coded(default=None, schema_extra=about(sensitive=True))
    disability_card: DisabilityCard | None = coded(default=None, schema_extra=about(sensitive=True))
    vulnerable: str | None = Field(
        default=None,
        max_length=200,
        schema_extra=about(kind=Kind.CHOICES, choices=Vulnerability, sensitive=True, source=Source.LETTER_2566),
    )

    education: Education | None = coded(default=None, schema_extra=about(section="work", source=Source.BMN_FORM))
    studying: bool | None = None  # full time
    finished_m3_year: int | None = Field(default=None, schema_extra=about(kind=Kind.YEAR, unit=Unit.YEAR_BE))
    occupation: Occupation | None = coded(default=None)
    occupation_note: str | None = Field(default=None, max_length=200)

    welfare_card: WelfareCard = coded(
        default=WelfareCard.UNKNOWN, schema_extra=about(section="card", source=Source.LETTER_2566)
    )
    card_use: str | None = Field(default=None, max_length=200, schema_extra=about(source=Source.BMN_FORM))

    lives_here: bool | None = Field(default=None, schema_extra=about(section="membership", source=Source.BMN_FORM))
    member_since: str | None = Field(
        default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE, source=Source.PRODUCT)
    )
    life_state: LifeState = coded(default=LifeState.ALIVE, schema_extra=about(source=Source.LETTER_2566, asked=False))
    life_state_on: str | None = Field(
        default=None, max_length=11, schema_extra=about(kind=Kind.PARTIAL_DATE, asked=False)
    )
    life_state_note: str | None = Field(default=None, max_length=2000, schema_extra=about(asked=False))
    moved_to_code: str | None = Field(
        default=None, max_length=8, schema_extra=about(kind=Kind.AREA, asked=False)
    )  # as far as it is known: 2, 4, 6 or 8 digits
    moved_to: str | None = Field(
        default=None, max_length=200, schema_extra=about(asked=False)
    )  # own words, e.g. another country
    merged_into: UUID | None = Field(default=None, schema_extra=about(source=Source.PRODUCT, asked=False))

    def check(self, before: Self | None) -> None:
        if not self.given_name.strip():
            raise InvalidChange(field="given_name", reason="required")
        for name in ("birth", "life_state_on", "member_since"):
            text = getattr(self, name)
            if text and (before is None or text != getattr(before, name)):
                PartialDate.from_code(text)
        is_merged, states = self.life_state == LifeState.MERGED, (self.life_state, self.merged_into)
        if is_merged != (self.merged_into is not None) and (
            before is None or states != (before.life_state, before.merged_into)
        ):
            raise InvalidChange(field="life_state", reason="merged_person")

    def full_name(self) -> str:
        """Title, given and family name as they are spoken."""
        return full_name(self.title, self.given_name, self.family_name)


def full_name(title: str | None, given_name: str, family_name: str | None) -> str:
    """A name as it is spoken: the title close before it."""
    return f"{title or ''}{given_name} {family_name or ''}".strip()
