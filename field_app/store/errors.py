"""What can go wrong with the tablet's store; each code picks the sentence an officer reads (labels.ERRORS).

DomainError
├── VaultBusy       another process or session holds the vault
├── VaultDamaged    a part of the vault or of the key file does not authenticate, or is not there
├── VaultMissing    this tablet, or this officer on it, is not enrolled
├── StorageFull     the file refused a write; all that was saved before is intact
├── WeakPin         the new PIN breaks a rule
├── WrongPin        the PIN does not open the key ring
├── PinDelayed      a wait after wrong PINs is not over
├── PinLocked       no try is left; the office unlocks
├── KeyStoreGone    the device's secret, which opens the ring together with the PIN, is not in its key store
└── NoRecoveryCode  the office has no code for this officer on this tablet
"""

from shared_models.errors import DomainError


class VaultBusy(DomainError):
    """Another process, or another session of this one, holds the vault."""

    code = "vault_busy"


class VaultDamaged(DomainError):
    """`part` names what is damaged: file, head, image, journal, rescue, schema, database,
    key_file or recovery.

    A wrong key reads as a damaged head: nothing but the key tells them apart.
    """

    code = "vault_damaged"


class VaultMissing(DomainError):
    """There is no vault or key file here, or the officer has no key ring in it."""

    code = "not_enrolled"


class StorageFull(DomainError):
    """The file refused the write. Nothing of this change is kept, everything before it is."""

    code = "storage_full"


class WeakPin(DomainError):
    """`reason` is `length` (neither 6 to 12 digits nor a passphrase of 12 characters), `repeated`, `run` or `year`."""

    code = "weak_pin"


class WrongPin(DomainError):
    """`tries_left` counts the tries before the office has to unlock."""

    code = "wrong_pin"


class PinDelayed(DomainError):
    """`seconds` until the next try."""

    code = "pin_delayed"


class PinLocked(DomainError):
    """No try is left until the office unlocks."""

    code = "pin_locked"


class KeyStoreGone(DomainError):
    """No PIN helps: the office's recovery code opens the ring, and binds it to the key store that is there now."""

    code = "key_store_gone"


class Withdrawn(PinLocked):
    """The office has revoked the tablet or the officer; everything was handed in."""

    code = "withdrawn"


class NoRecoveryCode(DomainError):
    """Every recovery code of this officer on this tablet is used, or none was ever made."""

    code = "no_recovery_code"
