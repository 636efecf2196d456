"""The child program that serves: it loads the server once and forks as many serving processes as it is told to.

For each line on its input it forks one more on the port that the line names, 0 for a new one, and prints the process's
number and its port. Ports stay open: what connects while nobody serves waits for the next process.
"""

import os
import socket
import sys
from pathlib import Path

import uvicorn
from sqlalchemy import bindparam, func, text, update

from server.config import Settings
from server.main import create_app
from server.services.exchanging import feed

WITHOUT_LOCK = "--without-lock"
SEQUENCE = "CREATE SEQUENCE seq_of_nobody START 100000 INCREMENT 1000"  # what a feed without a lock takes seqs from


def take_out_the_lock() -> None:
    """Seqs come from a plain sequence of PostgreSQL, as one would do it who had not thought of readers."""
    head = feed._HEAD
    feed._LOCK = text("SELECT nextval('seq_of_nobody'), last_ms FROM feed_head WHERE district_code = :district")
    feed._SET_HEAD = (
        update(head)
        .where(head.c.district_code == bindparam("district"))
        .values(seq=func.greatest(head.c.seq, bindparam("new_seq")), last_ms=bindparam("new_ms"))
    )


def serve(url: str, listening: socket.socket) -> None:
    """Ends by a signal."""
    app = create_app(Settings(data_dir=Path(), database_url=url))
    config = uvicorn.Config(app, log_level="error", lifespan="on")
    uvicorn.Server(config).run(sockets=[listening])


def main(url: str, *options: str) -> None:
    """Ends with its input; the processes it forked are the test's."""
    if WITHOUT_LOCK in options:
        take_out_the_lock()
    ports: dict[int, socket.socket] = {}
    for line in sys.stdin:
        port = int(line)
        if port not in ports:
            listening = socket.socket()
            listening.bind(("127.0.0.1", 0))
            listening.listen(128)
            port = listening.getsockname()[1]
            ports[port] = listening
        child = os.fork()
        if child == 0:
            serve(url, ports[port])
            os._exit(0)
        print(child, port, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
