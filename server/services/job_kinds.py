"""Every kind of long work there is, by name."""

from server.services.jobs import JobKind

KINDS: dict[str, JobKind] = {}
