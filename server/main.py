"""create_app: the server as an ASGI application. Nothing here is global."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from server.config import Settings
from server.console.app import create_console
from server.database import Database
from server.errors import answer_domain_error
from server.headers import Headers
from server.routers import agency_api, enrolment, health, snapshots, sync
from server.services.background.job_runner import JobRunner
from server.services.pace import Pace
from server.strangers import Strangers
from shared_models import area
from shared_models.errors import DomainError

TOO_MANY: dict[int | str, dict[str, Any]] = {
    429: {
        "description": "คำขอถี่เกินไป รอตาม Retry-After แล้วส่งใหม่ · too many requests: wait, and ask again",
        "headers": {"Retry-After": {"description": "seconds · วินาที", "schema": {"type": "integer"}}},
    }
}


def create_app(settings: Settings, *, authority: bytes | None = None) -> FastAPI:
    """The server. `authority` signed the certificate that it is served with, and is what tablets pin."""
    database = Database(settings.database_url)
    runner, pace = JobRunner(database), Pace(settings.limits)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        database.migrate()
        area.find("")  # reads the country's areas now and not within the first exchange
        runner.start()
        yield
        runner.stop()
        database.close()

    app = FastAPI(title="สมุดเยี่ยมบ้าน", docs_url=None, redoc_url=None, lifespan=lifespan, responses=TOO_MANY)
    app.state.database = database
    app.state.authority = authority
    app.state.pace = pace
    app.add_middleware(GZipMiddleware, minimum_size=400, compresslevel=6)
    app.add_middleware(Strangers, pace=pace)
    app.add_middleware(Headers)  # outermost: what is refused has them too
    app.add_exception_handler(DomainError, answer_domain_error)
    for router in (health.router, enrolment.router, snapshots.router, sync.router, agency_api.router):
        app.include_router(router)
    app.mount("/", create_console(database, runner, pace, certified=settings.data_dir if authority else None))
    return app
