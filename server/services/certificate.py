"""The office's certificate in the data directory: made, renewed, looked at, and served with.

`tls/authority.pem` is the authority with its private key, which only renewing needs; `tls/server.pem` the server's
key with its certificate and the authority's; `tls/authority.crt` the authority's certificate alone, for browsers.
"""

import os
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from filelock import FileLock

from server.authority import Pair, hosts_of, new_authority, new_server
from shared_models.bundle import UnwritableFile
from shared_models.errors import DomainError

FOLDER, AUTHORITY, SERVER, PUBLIC = "tls", "authority.pem", "server.pem", "authority.crt"
WARN_DAYS = 30  # before the end


class CertificateMissing(DomainError):
    """The office has none yet, and it was not said for which hosts to make one."""

    code = "certificate_missing"


class AuthorityMissing(DomainError):
    """There is a server's certificate, and not the authority that signed it, which tablets have pinned."""

    code = "authority_missing"


class CertificateDamaged(DomainError):
    """`name` is the file that holds no key or no certificate."""

    code = "certificate_damaged"


class Status(NamedTuple):
    """`authority` is the SHA-256 of its certificate, `days_left` below zero of one that has run out."""

    hosts: list[str]
    expires: datetime
    days_left: int
    authority: str
    authority_expires: datetime

    @property
    def ends_soon(self) -> bool:
        return self.days_left < WARN_DAYS


def make(data_dir: Path, hosts: Sequence[str], *, now: datetime, anew: bool = False) -> Status:
    """A certificate for the hosts, or those of the last one, by the office's authority, which is made if there is none.

    `anew` makes another authority, too: every tablet then has to be enrolled again. One command at a time; each file
    is there whole or the old one still is. Raises CertificateMissing, AuthorityMissing, InvalidHost, UnwritableFile.
    """
    folder = data_dir / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            authority = None if anew else _authority(folder)
            wanted = list(hosts) or _last_hosts(folder)
            authority = authority or new_authority(now=now)
            server = new_server(authority, wanted, now=now)
            _write(folder / AUTHORITY, authority.to_pem())
            _write(folder / PUBLIC, authority.certificate.public_bytes(Encoding.PEM), mode=0o644)
            _write(folder / SERVER, server.to_pem())
    except OSError as problem:
        raise UnwritableFile.because(problem) from problem
    return _status(server, now)


def status(data_dir: Path, *, now: datetime) -> Status | None:
    """How the server's certificate stands; None where there is none. Raises CertificateDamaged."""
    server = _read(server_pem(data_dir))
    return _status(server, now) if server else None


def authority_der(data_dir: Path) -> bytes | None:
    """What tablets pin; None where the office has no certificate of its own. Raises CertificateDamaged."""
    server = _read(server_pem(data_dir))
    return server.authority.public_bytes(Encoding.DER) if server else None


def server_pem(data_dir: Path) -> Path:
    """Where the server's key and certificates are."""
    return data_dir / FOLDER / SERVER


class Renewed:
    """Has a server's TLS context take the renewed certificate while it serves; another authority's waits for a start.

    Looked for at each connection, which still gets the one before: the next gets the new one.
    """

    def __init__(self, context: ssl.SSLContext, data_dir: Path) -> None:
        self._context, self._data_dir = context, data_dir
        self._authority, self._taken = authority_der(data_dir), self._time()
        context.sni_callback = self._look

    def _look(self, *_handshake: object) -> None:
        with suppress(OSError, CertificateDamaged):  # as while it is written by hand: what is served stays good
            if (found := self._time()) == self._taken:
                return
            self._taken = found
            if authority_der(self._data_dir) == self._authority:
                self._context.load_cert_chain(server_pem(self._data_dir))

    def _time(self) -> int:
        return server_pem(self._data_dir).stat().st_mtime_ns


def _authority(folder: Path) -> Pair | None:
    found, server = _read(folder / AUTHORITY), _read(folder / SERVER)
    if server is not None and (found is None or found.certificate != server.authority):
        raise AuthorityMissing()
    return found


def _last_hosts(folder: Path) -> list[str]:
    last = _read(folder / SERVER)
    if last is None:
        raise CertificateMissing()
    return hosts_of(last.certificate)


def _read(path: Path) -> Pair | None:
    try:
        return Pair.from_pem(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, OSError):
        raise CertificateDamaged(name=path.name) from None


def _write(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Never readable to others for a moment, and never half there."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _status(server: Pair, now: datetime) -> Status:
    expires = server.certificate.not_valid_after_utc
    return Status(
        hosts=hosts_of(server.certificate),
        expires=expires,
        days_left=(expires - now).days,
        authority=server.authority.fingerprint(SHA256()).hex(),
        authority_expires=server.authority.not_valid_after_utc,
    )
