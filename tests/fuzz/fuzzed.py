"""The process that is fuzzed: `python -m tests.fuzz.fuzzed TARGET FOLDER FLAGS`. libFuzzer takes over and ends it."""

import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import atheris

from tests.fuzz.run import TOGETHER

INSTRUMENTED = ["shared_models", "field_app.store", "field_app.sync", "server.services", "server.deps", "stream_unzip"]


def main() -> None:
    name, folder, *flags = sys.argv[1:]
    logging.disable()
    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.target import Opened, by_first_byte
        from tests.fuzz.targets import TARGETS
    here, corpus = Path(folder), Path(folder) / "corpus"
    chosen = TARGETS if name == TOGETHER else [name]
    ready: list[Opened] = []
    for target in chosen:
        (here / target).mkdir()
        ready.append(TARGETS[target](here / target))
    take = timed(by_first_byte(*(one.take for one in ready)) if name == TOGETHER else ready[0].take)
    corpus.mkdir()
    for place, one in enumerate(ready):
        for number, seed in enumerate(one.seeds):
            take(bytes([place]) + seed if name == TOGETHER else seed)
            (corpus / f"{place}-{number}").write_bytes(bytes([place]) + seed if name == TOGETHER else seed)
    print(f"begun_rss_mb: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}", flush=True)
    longest = max(path.stat().st_size for path in corpus.iterdir())
    atheris.Setup([sys.argv[0], *flags, f"-max_len={longest + 1024}", os.fspath(corpus)], take)
    atheris.Fuzz()


def timed(take: Callable[[bytes], object]) -> Callable[[bytes], None]:
    """Tells how long an input took whenever it was the slowest so far: the process ends without a word of ours."""
    slowest = 0

    def one(data: bytes) -> None:
        nonlocal slowest
        began = time.perf_counter()
        take(data)
        taken = int((time.perf_counter() - began) * 1000)
        if taken > slowest:
            slowest = taken
            print(f"\nslowest_ms: {slowest}", flush=True)

    return one


if __name__ == "__main__":
    main()
