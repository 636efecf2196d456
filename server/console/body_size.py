"""How much a browser may send at once, known before any of it is read: also from who is not signed in."""

from fastapi import Request

from shared_models.errors import DomainError

MOST_FORM = 8 << 20  # bytes of a form, with a table of the settings in it
MOST_UPLOAD = 1 << 29  # bytes of a form with a list in it
UPLOADS = frozenset({"/import"})  # reads nothing before it knows who sends


class TooLarge(DomainError):
    """`most` is how many MB are taken."""

    code = "too_large"


def too_large(request: Request) -> TooLarge | None:
    """Why the body of a request is not read. One that does not tell its size is never read."""
    most = MOST_UPLOAD if request.url.path in UPLOADS else MOST_FORM
    length = request.headers.get("content-length", "0")
    is_told = length.isdecimal() and "transfer-encoding" not in request.headers
    return None if is_told and int(length) <= most else TooLarge(most=most >> 20)
