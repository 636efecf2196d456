"""Every kind of long work there is, by name."""

from server.services import audit_check
from server.services.jobs import JobKind
from shared_models.access import REVIEW

KINDS: dict[str, JobKind] = {
    "verify_audit": JobKind(audit_check.run, REVIEW),
}
