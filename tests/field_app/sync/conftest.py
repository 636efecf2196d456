"""Exchanges that are cut try again without the waits that an officer has, and PINs are light."""

import pytest

from field_app.sync import engine
from tests.stretching import stretching

__all__ = ["stretching"]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST_WAIT_SECONDS", 0.001)
