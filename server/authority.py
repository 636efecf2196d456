"""The office's own certificates: an authority that lives long, and the server's, which it signs for a year."""

import ipaddress
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shared_models.errors import DomainError

AUTHORITY_SPAN = timedelta(days=20 * 365)
SERVER_SPAN = timedelta(days=397)
CLOCK_SLACK = timedelta(
    days=1
)  # of a tablet's clock; with it a server's certificate is good for 398 days, the most taken
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")


class InvalidHost(DomainError):
    """Neither a name that a network knows nor an address."""

    code = "invalid_host"


class Pair(NamedTuple):
    """A private key and the certificates that lead from it to its authority, its own first."""

    key: EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def authority(self) -> x509.Certificate:
        return self.chain[-1]

    def to_pem(self) -> bytes:
        """The key in the open, then the chain."""
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + b"".join(certificate.public_bytes(Encoding.PEM) for certificate in self.chain)

    @classmethod
    def from_pem(cls, pem: bytes) -> "Pair":
        """The reverse of to_pem. Raises ValueError."""
        key = load_pem_private_key(pem, password=None)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise ValueError("another kind of key")
        return cls(key, tuple(x509.load_pem_x509_certificates(pem)))


def new_authority(*, now: datetime) -> Pair:
    """A new authority, named so that two are told apart."""
    key = generate_private_key(SECP256R1())
    name = _name(f"Home Visit Logbook office {secrets.token_hex(4)}")
    public = key.public_key()
    built = (
        _begun(name, name, now, now + AUTHORITY_SPAN)
        .public_key(public)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return Pair(key, (built.sign(key, SHA256()),))


def new_server(authority: Pair, hosts: Sequence[str], *, now: datetime) -> Pair:
    """A certificate for the hosts, never good for longer than its authority is. Raises InvalidHost."""
    names = [host_name(host) for host in hosts]
    key, issuer = generate_private_key(SECP256R1()), authority.certificate
    public = key.public_key()
    until = min(now + SERVER_SPAN, issuer.not_valid_after_utc)
    built = (
        _begun(_name(hosts[0][:64]), issuer.subject, now, until)
        .public_key(public)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    return Pair(key, (built.sign(authority.key, SHA256()), issuer))


def host_name(host: str) -> x509.GeneralName:
    """An address or a name, as a certificate holds it. Raises InvalidHost."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if len(host) > 253 or not _HOST.fullmatch(host.lower()):
            raise InvalidHost(host=host) from None
        return x509.DNSName(host.lower())


def hosts_of(certificate: x509.Certificate) -> list[str]:
    """The names and addresses that it is for."""
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _begun(subject: x509.Name, issuer: x509.Name, now: datetime, until: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    return builder.serial_number(x509.random_serial_number()).not_valid_before(now - CLOCK_SLACK).not_valid_after(until)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
