"""What can go wrong between tablet and server; being offline is a state, and Offline is how a caller hears of it.

DomainError
├── Offline             nobody answered, or the answer was cut; what was typed stays and goes next time
├── InsecureServer      plain http anywhere but on this machine
├── ServerRefused       the server answered with an error of its own
├── OfficeBusy          the server asks to wait
├── Untrusted           the answer does not prove that it is the server the code was issued by
└── CertificateRefused  who answered is not who the tablet trusts; nothing was said to them
"""

from shared_models.errors import DomainError


class Offline(DomainError):
    """No answer, or one that was cut in the middle. Nothing is lost; the next exchange goes on from here."""

    code = "offline"


class InsecureServer(DomainError):
    """The address must begin with https:// unless the server is this very machine."""

    code = "insecure_server"


class ServerRefused(DomainError):
    """`answer` is the server's error code, `status` its HTTP status."""

    code = "server_refused"


class Untrusted(DomainError):
    """The server could not prove that it knows the enrolment code."""

    code = "untrusted_server"


class OfficeBusy(DomainError):
    """Asked too often; `wait_seconds` until it hears this tablet again. Nothing is lost."""

    code = "office_busy"


class CertificateRefused(DomainError):
    """`reason`: expired, not_yet (either may be the tablet's clock), name (for another address), authority."""

    code = "certificate_refused"
