"""Every error a rule can raise, with a code that picks the sentence a person reads (labels.ERRORS).

DomainError
├── InvalidChange        a value, field or row that the rules do not allow
│   └── InvalidTransition    a status that may not follow the one before
├── NotPermitted         the officer's role or area does not allow it
└── (others beside their noun: UnreadableList, VaultBusy, …)
"""

from typing import ClassVar


class DomainError(Exception):
    """Carries a `code` and `details`. Details never hold a name or a citizen number."""

    code: ClassVar[str] = "internal"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details

    def __str__(self) -> str:
        return self.code + "".join(f" {key}={value}" for key, value in self.details.items())


class InvalidChange(DomainError):
    """`field` names the form field and `reason` the sentence under it (labels.ERRORS)."""

    code = "invalid_change"


class InvalidTransition(InvalidChange):
    """`before` and `after` are codes of one list of statuses."""

    code = "invalid_transition"


class NotPermitted(DomainError):
    """`action` is the verb of access.may that was refused."""

    code = "not_permitted"
