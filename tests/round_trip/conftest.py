"""Every test here begins with a whole office: on one of the two databases by turns, most with light passwords."""

from tests.databases import database_by_turns
from tests.stretching import stretching

__all__ = ["database_by_turns", "stretching"]
