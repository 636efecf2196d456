"""Where the review queues begin."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from server.console.queue import ReviewerDep
from server.deps import DatabaseDep
from server.services.reviewing import review

router = APIRouter()


@router.get("/review")
def first(database: DatabaseDep, visitor: ReviewerDep) -> Response:
    """To the first queue in which something waits."""
    with database.reading() as session:
        queues = review.queues(session, visitor.district)
    name = next((queue.name for queue in queues if queue.count), queues[0].name)
    return RedirectResponse(f"/review/{name}", 303)
