"""Filters in words: the answers of each to choose from, and each that is set as a chip says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from field_app.services.household_filter import UNDECIDED, Narrowing, Only
from field_app.services.household_traits import Target
from field_app.views.components.sheet import Option
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.area import Level, display_name
from shared_models.area_words import subdistrict_name, village_name
from shared_models.failing import Question
from shared_models.indicator import IndicatorSet
from shared_models.labels import choice
from shared_models.mpi import Dimension
from shared_models.person import WelfareCard
from shared_models.stage_decision import Stage
from shared_models.target_group import Group

EVERY = "every"
ONLY_WORDS = {
    Only.NO_ANALYSIS: "work_no_analysis",
    Only.HELP_DUE: "work_help_due",
    Only.CONFLICT: "work_conflicts",
    Only.ATTENTION: "work_attention",
}
TARGETS = {
    code: target
    for group in Group
    for code, target in [
        (group.value, Target(group)),
        *((f"{group}.{card}", Target(group, card)) for card in WelfareCard if group is Group.URGENT),
    ]
}


@dataclass(frozen=True)
class Offered:
    """What there is to choose from on this tablet: its villages, the indicators that somebody here fails.

    `failing` counts by dimension what ticking it would leave, None while it is not known.
    """

    villages: Sequence[str] = ()
    indicators: Sequence[Question] = ()
    sets: Mapping[str, IndicatorSet] | None = None
    failing: Mapping[Dimension, int] | None = None


class SetFilter(NamedTuple):
    """A filter that is on, in a few words, and the narrowing without it."""

    words: str
    without: Narrowing


def set_filters(narrowing: Narrowing, language: Language) -> list[SetFilter]:
    """All that are on, in the order in which they are offered."""
    return [SetFilter(words, replace(narrowing, **changes)) for words, changes in _set(narrowing, language)]


def _set(narrowing: Narrowing, language: Language) -> Iterator[tuple[str, dict[str, object]]]:
    if narrowing.area:
        yield area_name(narrowing.area, language), {"area": ""}
    for dimension in Dimension:
        if dimension in narrowing.failed:
            words = say("filter_failed_one", language, dimension=choice(dimension, Dimension, language))
            yield words, {"failed": narrowing.failed - {dimension}}
    if narrowing.indicator:
        yield say("filter_indicator_one", language, code=narrowing.indicator.code), {"indicator": None}
    if narrowing.visited is not None:
        yield say("find_visited" if narrowing.visited else "find_not_visited", language), {"visited": None}
    if narrowing.target:
        yield target_name(narrowing.target, language), {"target": None}
    if narrowing.stage:
        yield stage_name(narrowing.stage, language), {"stage": ""}
    if narrowing.open_problem:
        yield say("filter_problem", language), {"open_problem": False}
    if narrowing.only:
        yield say(ONLY_WORDS[narrowing.only], language), {"only": None}


def area_name(code: str, language: Language) -> str:
    """`หมู่ 4`, `ต.แม่ใส`, `อ.เมืองพะเยา`: the smallest part alone."""
    if len(code) == Level.VILLAGE:
        return village_name(code, language)
    if len(code) == Level.SUBDISTRICT:
        return subdistrict_name(code, language)
    outer = display_name(code[:-2], language) if len(code) > Level.PROVINCE else ""
    return display_name(code, language).removesuffix(outer).strip(" ,")


def target_name(target: Target, language: Language) -> str:
    """`กลุ่ม 1`, or with the card that parts it."""
    key = f"filter_card_{target.card}" if target.card else "filter_target_one"
    return say(key, language, n=target.group)


def stage_name(stage: str, language: Language) -> str:
    """`ระดับอยู่รอด`."""
    if stage == UNDECIDED:
        return say("filter_undecided", language)
    return say("filter_stage_one", language, stage=choice(stage, Stage, language))


def target_options(language: Language) -> list[Option]:
    """The four groups by their numbers; group 1 also by welfare card."""
    return [
        Option(EVERY, say("filter_every_target", language)),
        *(Option(code, _target_named(target, language)) for code, target in TARGETS.items()),
    ]


def _target_named(target: Target, language: Language) -> str:
    if target.card:
        return target_name(target, language)
    return say("filter_target_named", language, n=target.group, name=choice(target.group, Group, language))


def stage_options(language: Language) -> list[Option]:
    """In the order of progress."""
    stages = [Option(stage.value, choice(stage, Stage, language)) for stage in Stage]
    every, undecided = say("filter_every_stage", language), say("filter_undecided", language)
    return [Option(EVERY, every), *stages, Option(UNDECIDED, undecided)]


def indicator_options(offered: Offered, language: Language) -> list[Option]:
    """By number and name; with their set where the tablet knows answers of several."""
    several = len({question.version for question in offered.indicators}) > 1
    named = [
        Option(code_of(question), _indicator_named(question, offered, language, several=several))
        for question in offered.indicators
    ]
    return [Option(EVERY, say("filter_every_indicator", language)), *named]


def code_of(question: Question) -> str:
    """What an option of it is called by."""
    return f"{question.version} {question.code}"


def _indicator_named(question: Question, offered: Offered, language: Language, *, several: bool) -> str:
    known = (offered.sets or {}).get(question.version)
    indicator = known.find(question.code) if known else None
    key = "filter_indicator_version" if several else "filter_indicator_named"
    name = indicator.name(language) if indicator else ""
    return say(key, language, code=question.code, name=name, version=question.version).strip()
