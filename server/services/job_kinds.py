"""Every kind of long work there is, by name."""

from server.services import duplicates
from server.services.jobs import JobKind
from shared_models.access import REVIEW

KINDS: dict[str, JobKind] = {"duplicates": JobKind(duplicates.run, REVIEW)}
