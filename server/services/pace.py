"""How often may be asked: by a tablet, an address, an agency's key. Counted in the memory of each serving process.

An office is often one address to the server, so what an address may do is meant for everybody in it; who has shown a
key or a signature that holds is counted by that alone. FIELD_SERVER_LIMITS changes them: `enrolment=10/minute,…`.
"""

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from ipaddress import ip_address, ip_network
from threading import Lock

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from shared_models.errors import DomainError


class Kind(StrEnum):
    """Who is counted for what."""

    STRANGER = "stranger"  # an address, for requests that show no key, signature or session
    ENROLMENT = "enrolment"  # an address, for codes that it tries
    SIGN_IN = "sign_in"  # an address, for wrong passwords
    TABLET = "tablet"  # a tablet, for what it signed
    AGENCY_KEY = "agency_key"
    AGENCY_ADDRESS = "agency_address"


PER_MINUTE = 60  # requests of one agency's key, unless the office says otherwise
# An honest tablet makes at most about a hundred requests in a whole first exchange; an office of fifty people opens its
# pages at eight in the morning from one address.
USUAL = {
    Kind.STRANGER: "1200/minute",
    Kind.ENROLMENT: "120/minute",
    Kind.SIGN_IN: "60/5 minutes",
    Kind.TABLET: "3000/minute",
    Kind.AGENCY_KEY: f"{PER_MINUTE}/minute",
    Kind.AGENCY_ADDRESS: "600/minute",
}
NEIGHBOURS = 64  # the network of an IPv6 address that one house is given


class TooManyRequests(DomainError):
    """`wait_seconds` until the next one."""

    code = "too_many_requests"


class InvalidLimit(DomainError):
    """`limit` is no line of `name=number/time`."""

    code = "invalid_limit"


class Pace:
    """Counts, and says when it is too much. `changed` is FIELD_SERVER_LIMITS. Raises InvalidLimit."""

    def __init__(self, changed: str = "") -> None:
        self._items = {kind: parse(text) for kind, text in USUAL.items()} | _read(changed)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._lock, self._under_way = Lock(), Counter[tuple[Kind, str]]()

    def count(self, kind: Kind, who: str) -> None:
        """One more. Raises TooManyRequests."""
        if not self._limiter.hit(self._items[kind], kind, who):
            raise self._too_many(kind, who)

    @contextmanager
    def trying(self, kind: Kind, who: str) -> Iterator[None]:
        """While a try lasts that may turn out to count: so many at once are heard as could be counted.

        Raises TooManyRequests.
        """
        with self._lock:
            left = self._limiter.get_window_stats(self._items[kind], kind, who).remaining
            if left <= self._under_way[kind, who]:
                raise self._too_many(kind, who)
            self._under_way[kind, who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[kind, who] -= 1
                self._under_way += Counter()  # those at nought go

    def _too_many(self, kind: Kind, who: str) -> TooManyRequests:
        wait = self._limiter.get_window_stats(self._items[kind], kind, who).reset_time - time.time()
        return TooManyRequests(wait_seconds=max(1, math.ceil(wait)))


def neighbourhood(host: str) -> str:
    """What counts as one address: an IPv6 network, since one machine has as many addresses there as it likes."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ip_network((address, NEIGHBOURS), strict=False))


def _read(text: str) -> dict[Kind, RateLimitItem]:
    return dict(_line(line.strip()) for line in text.split(",") if line.strip())


def _line(line: str) -> tuple[Kind, RateLimitItem]:
    name, _, rate = line.partition("=")
    try:
        return Kind(name.strip()), parse(rate.strip())
    except ValueError:
        raise InvalidLimit(limit=line) from None
