"""Row identity: UUIDv7 for what officers and imports create, UUIDv5 for what the server derives."""

from uuid import UUID, uuid5

DERIVED = UUID("6f3b0b7e-5d0c-5a53-9a42-1f0e3f6a7c11")  # the namespace of derived ids


def uuid7(unix_ms: int, entropy: bytes) -> UUID:
    """RFC 9562 version 7 from a time in ms and at least 10 random bytes."""
    value = (unix_ms & (1 << 48) - 1) << 80 | int.from_bytes(entropy[:10], "big")
    value = value & ~(0xF << 76) | 7 << 76
    return UUID(int=value & ~(0x3 << 62) | 2 << 62)


def office_id(district: str) -> UUID:
    """The office of a district as a device: what supervisors decide there has stamps of its own."""
    return derived_id("office", district)


def derived_id(*key: object) -> UUID:
    """The UUIDv5 of a conflict or finding: the same rows and rule always give the same id."""
    return uuid5(DERIVED, "\x1f".join(str(part) for part in key))
