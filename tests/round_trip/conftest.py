"""Every test here begins with a whole office: on one of the two databases by turns."""

from tests.databases import database_by_turns

__all__ = ["database_by_turns"]
