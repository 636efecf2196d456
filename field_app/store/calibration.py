"""How much work a PIN's derivation is on this device: measured once, never less than the floor."""

import time
from collections.abc import Callable

from field_app.store.vault import MOST_PASSES, PASSES, WrappedRing, stretched

LEAST_SECONDS, AIM_SECONDS, MOST_SECONDS = 0.3, 0.5, 1.0
STEPS = 4  # of trying; each comes closer
TRIES = 2  # the quicker of them counts


def seconds_of(passes: int) -> float:
    """How long one derivation takes with so many passes over 64 MiB, on a device that does nothing else meanwhile."""
    blank = WrappedRing(passes=passes, salt=bytes(16), sealed=b"")
    taken = []
    for _ in range(TRIES):
        began = time.thread_time()
        stretched(blank, b"000000")
        taken.append(time.thread_time() - began)
    return min(taken)


def calibrated(aim: float = AIM_SECONDS, *, seconds: Callable[[int], float] = seconds_of) -> int:
    """The passes with which a derivation takes about `aim` seconds here, and 0.3 to 1 s where the aim is in between.

    Takes a few derivations: call it off the event loop. Only passes grow: memory stays at 64 MiB, which a small tablet
    has to spare. The floor is never undercut, whatever is measured or aimed at. An aim of 0 is the floor without
    measuring: tests, which open tablets by the thousand, ask for it, and get no less than a slow tablet gets.
    """
    passes = PASSES
    if aim <= 0:
        return passes
    for _ in range(STEPS):
        taken = seconds(passes)
        if min(aim, LEAST_SECONDS) <= taken <= max(aim, MOST_SECONDS):
            break
        wanted = min(max(round(passes * aim / taken), PASSES), MOST_PASSES)
        if wanted == passes:
            break
        passes = wanted
    return passes
