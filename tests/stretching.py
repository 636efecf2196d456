"""What a PIN, a password or an enrolment code costs, where a test is about something else."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from argon2.low_level import hash_secret_raw

from field_app.store import vault
from shared_models import enrolment

LIGHT_KIB = 64


def _light(secret: bytes, salt: bytes, **cost: Any) -> bytes:
    return hash_secret_raw(secret, salt, **cost | {"memory_cost": LIGHT_KIB})


@pytest.fixture(scope="module", autouse=True)
def stretching() -> Iterator[None]:
    """The same Argon2id over a thousandth of the memory, in this process; what is written says the real cost.

    For a folder whose tests open tablets and sign in: its conftest imports this. A module that measures the cost, or
    where programs of their own open or enrol the same tablets, has a fixture of this name that leaves it as it is.
    """
    with pytest.MonkeyPatch.context() as patch:
        for place in (vault, enrolment):
            patch.setattr(place, "hash_secret_raw", _light)
        if find_spec("fastapi"):  # the device environment has no server
            from server import security

            patch.setattr(security, "MEMORY_KIB", LIGHT_KIB)
        yield
