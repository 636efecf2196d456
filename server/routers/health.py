"""GET /health: whether the server answers and its database is set up."""

from fastapi import APIRouter

from server.deps import DatabaseDep
from server.routers.described import refusals
from server.services import districts

router = APIRouter()


@router.get("/health", responses=refusals("server_not_set_up"))
def health(database: DatabaseDep) -> dict[str, str]:
    with database.reading() as session:
        return {"status": "ok", "epoch": districts.epoch(session)}
