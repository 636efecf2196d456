"""Whether somebody's welfare fits: a table of facts, and what each verdict suggests."""

from enum import StrEnum

from shared_models.deprivation import Standing
from shared_models.person import WelfareCard


class Question(StrEnum):
    """The four, in the order they are asked."""

    WHO = "who"
    LIKE = "like"
    FITTING = "fitting"
    CHANGE = "change"


class Topic(StrEnum):
    """What a line of an answer is about."""

    PROGRAMME = "programme"
    SEX = "sex"
    AGE_BAND = "age_band"
    MPI = "mpi"
    CARD = "card"
    VERDICT = "verdict"
    SUGGESTION = "suggestion"


class Verdict(StrEnum):
    """Is it fitting (question 3 of 2561)? Unclear where something that decides is not known."""

    FITTING = "fitting"  # receives and fails MPI or has little; fails and holds a card; needs nothing, has nothing
    INCLUSION_ERROR = "inclusion_error"  # receives though MPI passes and income is above the limit
    EXCLUSION_ERROR = "exclusion_error"  # fails MPI, receives nothing, holds no card
    UNCLEAR = "unclear"  # MPI, income or card is not known, and decides


class Suggestion(StrEnum):
    """Must targets change (question 4 of 2561)? A suggestion for people to decide, by verdict."""

    REVIEW = "review"
    INCLUDE = "include"
    SURVEY = "survey"


SUGGESTED = {
    Verdict.INCLUSION_ERROR: Suggestion.REVIEW,
    Verdict.EXCLUSION_ERROR: Suggestion.INCLUDE,
    Verdict.UNCLEAR: Suggestion.SURVEY,
}


def verdict(mpi: Standing, card: WelfareCard, *, receives: bool, above_limit: bool | None) -> Verdict:
    """`above_limit`: income per head is above the limit of vulnerable households; None where that is not known."""
    if mpi is Standing.NO_DATA:
        return Verdict.UNCLEAR
    if mpi is Standing.FAILS:
        if receives or card is WelfareCard.YES:
            return Verdict.FITTING
        return Verdict.EXCLUSION_ERROR if card is WelfareCard.NO else Verdict.UNCLEAR
    if not receives:
        return Verdict.FITTING
    return Verdict.UNCLEAR if above_limit is None else Verdict.INCLUSION_ERROR if above_limit else Verdict.FITTING
