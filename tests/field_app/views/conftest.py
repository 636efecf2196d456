"""Tablets are opened hundreds of times here, for a light PIN."""

from tests.stretching import stretching

__all__ = ["stretching"]
