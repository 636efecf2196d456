"""Whose or what a row is, in words."""

from shared_models.household import Household
from shared_models.labels import choice, label
from shared_models.mpi import Dimension
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.synced import Synced

OF_THE_HOUSEHOLD = ("ของทั้งบ้าน", "of the household")


def subject_words(row: Synced | None, entity: str, language: str) -> str:
    """A person's name, a problem's words, the whole household, or what kind of record."""
    if isinstance(row, Person):
        return row.full_name()
    if isinstance(row, Household):
        return OF_THE_HOUSEHOLD[language == "en"]
    if isinstance(row, Problem):
        return problem_title(row, language)
    return label(entity, language)


def problem_title(problem: Problem, language: str) -> str:
    """The officer's own words, else the dimension."""
    if problem.words and problem.words.strip():
        return problem.words.strip()
    return choice(problem.dimension, Dimension, language) if problem.dimension else ""
