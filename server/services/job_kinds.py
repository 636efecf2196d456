"""Every kind of long work there is, by name."""

from server.services import hand_on_file, hand_ons
from server.services.jobs import JobKind
from shared_models.access import HAND_ON

KINDS: dict[str, JobKind] = {hand_ons.KIND: JobKind(hand_on_file.make, HAND_ON)}
