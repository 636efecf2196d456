"""Which areas somebody may ask a report of."""

from server.console.visitor import allowed, areas_of, check
from server.services.people.console_sessions import Visitor
from shared_models.access import READ
from shared_models.area import UnknownArea, contains, known


def areas_seen(visitor: Visitor) -> list[str]:
    """What can be chosen, the widest first; the areas held where neither the district nor a subdistrict of it is."""
    seen = [code for code in areas_of(visitor) if allowed(visitor, READ, code)]
    return seen or [code for code in visitor.held if contains(visitor.district, code)]


def area_asked(visitor: Visitor, area: str) -> str:
    """The area that was asked for, or the widest one if "". Raises UnknownArea, NotPermitted."""
    found = area or next(iter(areas_seen(visitor)), visitor.district)
    if not known(found) or not contains(visitor.district, found):
        raise UnknownArea(area=found)
    check(visitor, READ, found)
    return found
