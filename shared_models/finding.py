"""Finding: something in a household that a person should look at. Written by the server, never a refusal."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.field_facts import about
from shared_models.synced import Synced, coded


class FindingStatus(StrEnum):
    """Open while the rule does not hold and nobody has closed it."""

    OPEN = "open"
    CLOSED = "closed"


class FindingRule(StrEnum):
    """What a finding is about: a rule of a household that does not hold, or what a list says against an officer."""

    NO_HEAD = "no_head"
    HEAD_NOT_A_MEMBER = "head_not_a_member"
    HEAD_DECEASED = "head_deceased"
    HEAD_ABSENT = "head_absent"
    SECOND_HEAD = "second_head"
    SAME_ID_TWICE = "same_id_twice"
    IN_TWO_HOUSEHOLDS = "in_two_households"
    OPEN_PROBLEM_OF_DECEASED = "open_problem_of_deceased"
    BIRTH_UNREADABLE = "birth_unreadable"
    BORN_IN_FUTURE = "born_in_future"
    TOO_OLD = "too_old"
    DIED_BEFORE_BIRTH = "died_before_birth"
    IMPOSSIBLE_RELATION = "impossible_relation"
    NOT_ARRIVED = "not_arrived"
    LIVING_IN_MERGED = "living_in_merged"
    LIVING_IN_MOVED = "living_in_moved"
    EDITED_AFTER_MERGE = "edited_after_merge"
    PERSON_EDITED_AFTER_MERGE = "person_edited_after_merge"
    PROBLEM_OF_MERGED = "problem_of_merged"
    NEWER_LIST_DIFFERS = "newer_list_differs"
    TWO_HEADS_IN_LIST = "two_heads_in_list"


# Found by an import, which alone closes them; and what is no state of the rows but something that happened.
OF_LISTS = frozenset({FindingRule.NEWER_LIST_DIFFERS, FindingRule.TWO_HEADS_IN_LIST})
OF_MERGES = frozenset({FindingRule.EDITED_AFTER_MERGE, FindingRule.PERSON_EDITED_AFTER_MERGE})
OF_ROWS = frozenset(FindingRule) - OF_LISTS - OF_MERGES
ACCEPTED = "accepted"


class Finding(Synced, table=True):
    """`rule` is a FindingRule, or one of a newer version; `other_value` what the row would say instead, in wire form.

    Of OF_MERGES, `row_id` is the household or person that was kept, `other_value` the one that was merged into it, and
    the heads name the late edit. `source` is the list that says otherwise, or ACCEPTED where the office looked and left
    it as it is: it stays closed for as long as the row says the same.
    """

    rule: str = Field(max_length=40, schema_extra=about(section="finding", asked=False))
    entity: str = Field(max_length=40, schema_extra=about(asked=False))
    row_id: UUID = Field(index=True, schema_extra=about(asked=False))
    field: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    other_value: str | None = Field(default=None, max_length=8000, schema_extra=about(asked=False))
    source: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    status: FindingStatus = coded(default=FindingStatus.OPEN, schema_extra=about(asked=False))
