"""Keys of agencies' programs: making one with its scope and end, revoking it, and the guide for who writes them."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from server.console.render import page as rendered
from server.console.visitor import FormDep, LanguageDep, VisitorDep, areas_of, check
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.handing_on import agency_keys
from server.services.handing_on.agency_description import PREFIX, STATUSES, groups_opening
from server.services.handing_on.agency_keys import LIFETIMES, WantedKey
from server.services.importing.agency_reading import MOST
from server.services.pace import PER_MINUTE
from server.services.people.console_sessions import Visitor
from server.tables import AgencyKey
from shared_models.access import HAND_ON
from shared_models.agency_resource import KEY_GROUPS, RESOURCES, TARGET_GROUPS
from shared_models.area import UnknownArea, contains, known
from shared_models.entities import IDENTITY
from shared_models.errors import NotPermitted
from shared_models.hand_on import SENSITIVE, FieldGroup, Purpose

router = APIRouter()


@router.get("/hand-on/keys")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, HAND_ON)
    with database.reading() as session:
        lines = agency_keys.every(session, visitor.district)
    return rendered(request, "hand_on/keys.html", lines=lines, now_ms=int(datetime.now(UTC).timestamp() * 1000))


@router.get("/hand-on/keys/new")
def new(request: Request, visitor: VisitorDep) -> Response:
    check(visitor, HAND_ON)
    return _form(request, visitor, WantedKey("", None, "", visitor.district, frozenset(), LIFETIMES[1]), {})


@router.post("/hand-on/keys")
def make(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep) -> Response:
    """A new key. It is on this answer alone: no page shows it again."""
    wanted = _wanted(form, visitor)
    if wanted.missing():
        return _form(request, visitor, wanted, _errors(wanted, told), status=422)
    with database.writing() as session:
        token = agency_keys.make(session, visitor.district, wanted, by=visitor.officer_id, now=datetime.now(UTC))
    where = f"{str(request.base_url).rstrip('/')}{PREFIX}"
    return rendered(request, "hand_on/key.html", wanted=wanted, token=token, where=where, groups=_in_order(wanted))


@router.get("/hand-on/keys/{lookup}/revoke")
def ask_to_revoke(request: Request, database: DatabaseDep, visitor: VisitorDep, lookup: str) -> Response:
    """What revoking does, before it is done."""
    check(visitor, HAND_ON)
    return rendered(request, "hand_on/revoke.html", key=_key(database, visitor, lookup))


@router.post("/hand-on/keys/{lookup}/revoke")
def revoke(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, lookup: str) -> Response:
    check(visitor, HAND_ON)
    with database.writing() as session:
        key = agency_keys.find(session, visitor.district, lookup)
        agency_keys.revoke(session, key, by=visitor.officer_id, now=datetime.now(UTC))
    return RedirectResponse("/hand-on/keys", 303)


@router.get("/hand-on/guide")
def guide(request: Request) -> Response:
    """For who writes an agency's program and has no account here; it holds nobody's data."""
    resources = [
        (name, resource, [] if name == TARGET_GROUPS else _described(name)) for name, resource in RESOURCES.items()
    ]
    where = f"{str(request.base_url).rstrip('/')}{PREFIX}"
    limits = {"most": MOST, "pace": PER_MINUTE, "errors": STATUSES}
    return rendered(request, "hand_on/guide.html", resources=resources, where=where, prefix=PREFIX, **limits)


def _described(name: str) -> list[tuple[str, str, str]]:
    """Each field, the key of its words, and the group that opens it."""
    resource = RESOURCES[name]
    opened = groups_opening(resource)
    return [
        (field.name, f"row.{field.name}" if field.name in IDENTITY else field.key, opened[field.name])
        for field in resource.fields(set(FieldGroup))
    ]


def _key(database: Database, visitor: Visitor, lookup: str) -> AgencyKey:
    with database.reading() as session:
        found = agency_keys.find(session, visitor.district, lookup)
        session.expunge(found)
    return found


def _in_order(wanted: WantedKey) -> list[FieldGroup]:
    return [group for group in KEY_GROUPS if group in wanted.groups]


def _errors(wanted: WantedKey, told: Language) -> dict[str, str]:
    words = {"agency": "key_needs_agency"}
    return {name: say(words.get(name, f"hand_on_needs_{name}"), told) for name in wanted.missing()}


def _wanted(form: dict[str, str], visitor: Visitor) -> WantedKey:
    """What the form says. Raises UnknownArea, NotPermitted for an area that the visitor does not hold."""
    area, purpose, days = form.get("area", ""), form.get("purpose", ""), form.get("days", "")
    if not known(area):
        raise UnknownArea(area=area[:8])
    if not contains(visitor.district, area):
        raise NotPermitted(action=HAND_ON)
    check(visitor, HAND_ON, area)
    return WantedKey(
        agency=form.get("agency", "").strip(),
        purpose=Purpose(purpose) if purpose in set(Purpose) else None,
        purpose_words=form.get("purpose_words", "").strip(),
        area=area,
        groups=frozenset(group for group in KEY_GROUPS if form.get(f"group_{group.value}")),
        days=int(days) if days in map(str, LIFETIMES) else LIFETIMES[0],
    )


def _form(request: Request, visitor: Visitor, wanted: WantedKey, errors: dict[str, str], status: int = 200) -> Response:
    return rendered(
        request,
        "hand_on/new_key.html",
        status=status,
        wanted=wanted,
        errors=errors,
        purposes=list(Purpose),
        groups=KEY_GROUPS,
        noted=SENSITIVE | {FieldGroup.NUMBER, FieldGroup.PHONE},
        areas=areas_of(visitor),
        lifetimes=LIFETIMES,
    )
