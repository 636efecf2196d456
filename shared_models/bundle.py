"""The exchange by a sealed file, for an office without network: what stands in the file and what is signed of it.

A file is one line that says what it is, the SHA-256 of the rest, and the rest: sealed with HPKE (RFC 9180) to the
server's key or, in a reply, to the tablet's, with the line as HPKE's `info`. The hash tells a damaged copy from a file
that is sealed to somebody else. Inside, the same requests and the same reply as online, signed and compressed.
"""

import errno
import gzip
import zlib
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self, TypeVar
from uuid import UUID

from pydantic import Field

from shared_models.errors import DomainError
from shared_models.exchange import ExchangeReply, ExchangeRequest, Number, PublicKey, Wire
from shared_models.operation import Milliseconds

METHOD, PATH = "BUNDLE", "/v1/sync"  # what a bundle is signed for, in a request's place: exchange.signed_text
MAGIC, VERSION = b"home-visit ", b"1"
BUNDLE_SUFFIX, REPLY_SUFFIX = ".hvbundle", ".hvreply"
HASH_BYTES = 32
MAX_FILE_BYTES = 1 << 28  # a longer file is none of ours: it is not read
MAX_PLAIN_BYTES = 1 << 29
_REASONS = {
    errno.ENOENT: "folder",
    errno.ENOTDIR: "folder",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
}
M = TypeVar("M", bound=Wire)


class FileKind(StrEnum):
    """What a tablet hands to its office, and what it gets back."""

    BUNDLE = "bundle"
    REPLY = "reply"


class UnreadableBundle(DomainError):
    """`reason` says why the file cannot be taken in; nothing was changed.

    form            no file of this programme          damaged         not whole, or changed on the way
    wants_bundle    the office's reply came instead     wants_reply     the tablet's bundle came instead
    version         made by a newer program             other_office    sealed to another server's key
    other_tablet    sealed to another tablet            unknown_tablet  not signed by a tablet enrolled here
    untrusted       not signed by the tablet's office
    """

    code = "unreadable_bundle"


class UnwritableFile(DomainError):
    """`reason`: folder (there is none), full, denied, or other_file (another file has this name and stays)."""

    code = "unwritable_file"

    @classmethod
    def because(cls, problem: OSError) -> Self:
        """What the system says, as one of the reasons; None for anything else."""
        return cls(reason=_REASONS.get(problem.errno or 0))


class Bundle(Wire):
    """All that a tablet has to say, as the requests it would send, each with a number of its own.

    `sealing_public` is the key that the reply is sealed to. `skew_ms` is the tablet's clock less the server's as last
    measured, None if never: a file takes days, which are no skew.
    """

    batches: Annotated[tuple[ExchangeRequest, ...], Field(min_length=1)]
    sealing_public: PublicKey
    skew_ms: Milliseconds | None = None


class SignedBundle(Wire):
    """`body` is a packed Bundle; `authorization` is signed by the officer's key with the last batch's number."""

    authorization: str
    body: bytes


class BundleReply(Wire):
    """The answer to a bundle: the reply to its last batch, with the receipts and rows of all.

    `bundle` is the bundle's id and `epoch` the one it was made under; `highest` is the highest request number that the
    server has heard from the tablet.
    """

    bundle: str
    device_id: UUID
    epoch: str
    highest: Number
    reply: ExchangeReply


class SignedReply(Wire):
    """`body` is a packed BundleReply, signed by the server's key over `reply_text`."""

    body: bytes
    signature: bytes


def first_line(kind: FileKind) -> bytes:
    """How a file of this kind begins; also HPKE's `info`."""
    return MAGIC + kind.encode() + b" " + VERSION + b"\n"


def is_kind(kind: FileKind, beginning: bytes) -> bool:
    """Whether a file that begins like this is one of this kind, of any version, or holds nothing at all."""
    return not beginning or beginning.startswith(MAGIC + kind.encode() + b" ")


def framed(kind: FileKind, sealed: bytes) -> bytes:
    """The whole file around what is sealed."""
    return first_line(kind) + sha256(sealed).digest() + sealed


def unframed(kind: FileKind, data: bytes) -> bytes:
    """What is sealed in the file. Raises UnreadableBundle."""
    line = first_line(kind)
    if line.startswith(data[: len(line)]):
        digest, sealed = data[len(line) : len(line) + HASH_BYTES], data[len(line) + HASH_BYTES :]
        if sha256(sealed).digest() != digest:
            raise UnreadableBundle(reason="damaged")
        return sealed
    if data.startswith((first_line(FileKind.BUNDLE), first_line(FileKind.REPLY))):
        raise UnreadableBundle(reason=f"wants_{kind}")
    raise UnreadableBundle(reason="version" if data.startswith(MAGIC) else "form")


def bundle_id(sealed: bytes) -> str:
    """How a reply names the bundle it answers."""
    return sha256(sealed).hexdigest()


def reply_text(body: bytes) -> bytes:
    """What the server's key signs."""
    return first_line(FileKind.REPLY) + sha256(body).digest()


def packed(message: Wire) -> bytes:
    """A message's bytes, compressed."""
    return gzip.compress(message.to_bytes(), 6, mtime=0)


def unpacked(wanted: type[M], body: bytes) -> M:
    """The reverse of packed. Raises UnreadableBundle."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MAX_PLAIN_BYTES)
        if unpacker.eof:
            return wanted.from_bytes(plain)
    except (zlib.error, ValueError):
        pass
    raise UnreadableBundle(reason="form")
