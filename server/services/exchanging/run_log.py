"""The log of signed runs: what of each is new, and how it goes on from the one before."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlmodel import Session

from server.services.exchanging.operation_log import NOWHERE
from server.services.exchanging.verdict import Sent
from server.tables import DeviceKey, LoggedRun
from shared_models.exchange import Run
from shared_models.operation import chained, salted


class Came(NamedTuple):
    """A run whose signature holds. `path` is the running hash before its first operation and after each."""

    run: Run
    path: list[bytes]
    sent: Sequence[Sent]
    now_ms: int


def path(run: Run) -> list[bytes]:
    """The running hash before the run's first operation and after each."""
    found = [run.continues]
    for signed in run.operations:
        found.append(chained(found[-1], salt=signed.salt, body=signed.body))
    return found


def keep(session: Session, key: DeviceKey, came: Came) -> UUID:
    """Keep what is new of it, give its operations their places, and move the officer's chain on. Returns its id.

    That begins where the chain stands, so that each run is seen to go on from the one before it. A run that brings
    something new and does not pass that point is a fork: it is kept and flagged. NOWHERE where nothing is new.
    """
    new = {at for at, one in enumerate(came.sent) if one.logged is None and not one.foreign}
    forked = key.chain not in came.path
    begins = min(new if forked else {*new, came.path.index(key.chain)}, default=len(came.sent))
    if begins == len(came.sent):
        return NOWHERE
    for at, one in enumerate(came.sent):
        one.place = at - begins
    key.runs, key.chain = key.runs + 1, came.path[-1]
    logged = _logged(key, came, begins=begins, forked=forked)
    session.add(logged)
    return logged.id


def _logged(key: DeviceKey, came: Came, *, begins: int, forked: bool) -> LoggedRun:
    kept = came.sent[begins:]
    elsewhere = {one.place: one.signed.stamp for one in kept if one.logged or one.foreign}
    return LoggedRun(
        district_code=key.district_code,
        id=uuid4(),
        officer_id=key.officer_id,
        device_id=key.device_id,
        number=key.runs,
        public_key=key.public_key,
        continues=came.path[begins],
        digests=b"".join(salted(one.signed.salt, one.signed.body) for one in kept),
        elsewhere=json.dumps(elsewhere) if elsewhere else "",
        ends=came.path[-1],
        signature=came.run.signature,
        received_ms=came.now_ms,
        forked=forked,
    )
