"""Exchanges that are cut try again without the waits that an officer has."""

import pytest

from field_app.sync import engine


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST_WAIT_SECONDS", 0.001)
