"""Every kind of long work there is, by name."""

from server.services import household_index
from server.services.jobs import JobKind
from shared_models.access import READ

KINDS: dict[str, JobKind] = {
    household_index.JOB: JobKind(household_index.make, READ),
}
