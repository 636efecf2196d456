"""What can be said of a sent operation by itself, before any row is looked at: readable, well formed, whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError

from server.services.exchanging.operation_log import Logged
from server.services.exchanging.places import district_of
from shared_models import area
from shared_models.entities import ENTITIES, HOUSEHOLD, SERVER_WRITES, UNKNOWN_CODE, changeable, typed
from shared_models.errors import InvalidChange
from shared_models.exchange import SCHEMA_VERSION, Refusal, SignedOperation
from shared_models.operation import MAX_BODY_BYTES, Kind, Operation


class Refused(Exception):
    """Why an operation is refused. `words` name a field or rule, never a value."""

    def __init__(self, refusal: Refusal, words: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal, self.words = refusal, words


@dataclass
class Sent:
    """One operation as it came; `operation` is None when its body cannot be read.

    `foreign`: its stamp is another tablet's, or was given to another operation before; it is answered, never logged.
    """

    signed: SignedOperation
    operation: Operation | None
    foreign: bool = False
    logged: Logged | None = None
    late: bool = False
    place: int = 0  # in the run as it is logged


def read(signed: SignedOperation, device_id: UUID) -> Sent:
    try:
        too_large = len(signed.body) > MAX_BODY_BYTES
        operation = None if too_large else Operation.model_validate_json(signed.body)
    except ValidationError:
        operation = None
    named = operation and (operation.stamp, operation.action_id) == (signed.stamp, signed.action_id)
    return Sent(signed, operation if named else None, foreign=signed.stamp[16:] != device_id.hex[16:])


def readable(one: Sent, *, schema_version: int) -> Operation:
    """The operation, or Refused: a tablet of a newer version may send what this server cannot read yet."""
    if one.foreign:
        raise Refused(Refusal.MALFORMED, "stamp")
    if one.operation is None and len(one.signed.body) > MAX_BODY_BYTES:
        raise Refused(Refusal.TOO_LARGE, "body")
    if one.operation is None:
        raise Refused(Refusal.UPGRADE if schema_version > SCHEMA_VERSION else Refusal.MALFORMED, "body")
    return one.operation


def check_form(operation: Operation) -> None:
    """Raise Refused for what no state of the rows could make right."""
    if operation.entity not in ENTITIES or set(operation.changes) - changeable(operation.entity):
        raise Refused(Refusal.UPGRADE, operation.entity)
    if operation.entity in SERVER_WRITES:
        raise Refused(Refusal.ACCESS, operation.entity)
    not_its_own = operation.entity == "household" and operation.row_id != operation.household_id
    if not_its_own or (operation.kind == Kind.CREATE and HOUSEHOLD in operation.changes):
        raise Refused(Refusal.MALFORMED, HOUSEHOLD)
    try:
        values = typed(operation.entity, operation.changes)
        if operation.kind == Kind.CREATE:
            identity = {"id": operation.row_id, "household_id": operation.household_id}
            ENTITIES[operation.entity].model_validate({**values, **identity})
    except InvalidChange as problem:
        newer = problem.details["reason"] == UNKNOWN_CODE
        raise Refused(Refusal.UPGRADE if newer else Refusal.MALFORMED, str(problem.details["field"])) from None
    except ValidationError as problem:
        raise Refused(Refusal.MALFORMED, ".".join(str(part) for part in problem.errors()[0]["loc"])) from None
    if "village_code" in values and area.find(values["village_code"]) is None:
        raise Refused(Refusal.MALFORMED, "village_code")


def target_of(operation: Operation) -> UUID | None:
    """The household that a change brings its row to, if it says so and is well formed."""
    try:
        return UUID(str(operation.changes[HOUSEHOLD])) if operation.kind == Kind.CHANGE else None
    except (KeyError, ValueError):
        return None


def new_home(household_id: UUID, creates: Iterable[Operation]) -> tuple[str, str] | None:
    """District and village of a household that an action brings into being."""
    for create in creates:
        if create.entity == "household" and create.row_id == household_id:
            village = str(create.changes.get("village_code", ""))
            return district_of(village), village
    return None
