"""Whose certificate the tablet takes for the office's: by the authority it pinned alone, or by the platform's list.

At the first contact nothing can be checked yet: the line is open to anybody, and the enrolment code's proof covers the
authority that is pinned from then on (docs/decisions/0022).
"""

import ssl

import httpx

from field_app.sync.errors import CertificateRefused, Offline

EXPIRED, NOT_YET = 10, 9  # as OpenSSL numbers them
OTHER_NAME = {62, 64}


def line_to(authority: bytes | None) -> httpx.AsyncClient:
    """A client that talks only to who has a certificate of the authority (DER), of the platform's where it is None."""
    return httpx.AsyncClient(verify=_only(authority)) if authority else httpx.AsyncClient()


def open_line() -> httpx.AsyncClient:
    """A client that talks to anybody. Nothing secret may be said to it, and nothing it says is believed unproven."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname = False
    anybody.verify_mode = ssl.CERT_NONE
    return httpx.AsyncClient(verify=anybody)


def broken(problem: Exception) -> Offline | CertificateRefused:
    """What went wrong with the line, as the officer hears of it."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateRefused(reason=_reason(cause.verify_code))
        cause = cause.__cause__ or cause.__context__
    return Offline(reason=type(problem).__name__)


def _only(authority: bytes) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.load_verify_locations(cadata=authority)
    return made


def _reason(verify_code: int) -> str:
    if verify_code in OTHER_NAME:
        return "name"
    return {EXPIRED: "expired", NOT_YET: "not_yet"}.get(verify_code, "authority")
