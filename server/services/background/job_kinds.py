"""Every kind of long work there is, by name."""

from server.services.background.jobs import JobKind
from server.services.handing_on import hand_on_file, hand_ons
from server.services.households import household_index
from server.services.importing import import_jobs
from server.services.privacy import anonymise
from server.services.proving import audit_check, last_proof
from server.services.reviewing import duplicates
from shared_models.access import HAND_ON, IMPORT, READ, REVIEW

KINDS: dict[str, JobKind] = {
    "import_read": JobKind(import_jobs.read, IMPORT),
    "import_trial": JobKind(import_jobs.try_out, IMPORT),
    "import_commit": JobKind(import_jobs.commit, IMPORT),
    "import_undo": JobKind(import_jobs.undo, IMPORT),
    hand_ons.KIND: JobKind(hand_on_file.make, HAND_ON),
    household_index.JOB: JobKind(household_index.make, READ),
    "verify_audit": JobKind(audit_check.run, REVIEW),
    last_proof.KIND: JobKind(last_proof.run_job, REVIEW),
    anonymise.TRIAL: JobKind(anonymise.run_trial, REVIEW),
    anonymise.KIND: JobKind(anonymise.run_job, REVIEW),
    "duplicates": JobKind(duplicates.run, REVIEW),
}
