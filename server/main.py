"""create_app: the server as an ASGI application. Nothing here is global."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from server.config import Settings
from server.console.app import create_console
from server.database import Database
from server.errors import answer_domain_error
from server.headers import Headers
from server.routers import agency_api, enrolment, health, snapshots, sync
from server.services.agency_keys import Pace
from server.services.job_runner import JobRunner
from shared_models import area
from shared_models.errors import DomainError


def create_app(settings: Settings) -> FastAPI:
    database = Database(settings.database_url)
    runner = JobRunner(database)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        database.migrate()
        area.find("")  # reads the country's areas now and not within the first exchange
        runner.start()
        yield
        runner.stop()
        database.close()

    app = FastAPI(title="สมุดเยี่ยมบ้าน", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.database = database
    app.state.pace = Pace()
    app.add_middleware(GZipMiddleware, minimum_size=400, compresslevel=6)
    app.add_middleware(Headers)
    app.add_exception_handler(DomainError, answer_domain_error)
    for router in (health.router, enrolment.router, snapshots.router, sync.router, agency_api.router):
        app.include_router(router)
    app.mount("/", create_console(database, runner))
    return app
