"""`make bench`: measures all figures, prints them as a table and writes them to build/bench.json."""

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import ELSEWHERE, NotMeasuredError, Scale, measure
from tests.bench.tablet import Measured

RESULT = Path("build/bench.json")
TARGETS = {  # of docs/benchmarks.md: seconds, bytes down or up, requests
    "first_download_20000": "≤ 1.0 s  ≤ 3.8 MB  ≤ 20 requests",
    "nothing_to_do_20000": "≤ 0.005 s  1 request  ≤ 1 kB",
    "edits_500_up": "≤ 0.1 s  ≤ 110 kB",
    "resume_half": "≤ 1.02 of the bytes",
    "search_20000": "p95 ≤ 50 ms",
    "save_edit": "p95 ≤ 20 ms, also during a download",
    "open_20000": "≤ 0.5 s",
    "first_screen_20000": "≤ 1 s",
    "search_on_screen_20000": "p95 ≤ 200 ms",
    "open_household_20000": "p95 ≤ 150 ms",
    "office_pages_20000": "≤ 0.15 s  ≤ 100 kB",
}


def table(figures: list[Measured]) -> str:
    """The figures as people read them."""
    lines = [f"{'':22}{'s':>9}{'kB up':>9}{'kB down':>10}{'requests':>10}{'× floor':>9}{'MB':>7}   to reach"]
    for one in figures:
        numbers = (
            *(_cell(one["seconds"], 9, 4), _cell(one["bytes_up"], 9, 1, 1000), _cell(one["bytes_down"], 10, 1, 1000)),
            *(_cell(one["requests"], 10, 0), _cell(one["ratio_to_floor"], 9, 1), _cell(one["peak_mb"], 7, 0)),
        )
        lines.append(f"{one['name']:22}{''.join(numbers)}   {TARGETS.get(one['name'], '')}")
        if more := {key: value for key, value in one.items() if key not in PLAIN}:
            lines.append(f"{'':24}" + "  ".join(f"{key} {value:.4g}" for key, value in more.items() if value))
    return "\n".join(lines)


PLAIN = frozenset({"name", "seconds", "bytes_up", "bytes_down", "requests", "ratio_to_floor", "peak_mb"})


def _cell(value: float | None, width: int, digits: int, unit: int = 1) -> str:
    return f"{'–' if value is None else f'{value / unit:.{digits}f}':>{width}}"


def main() -> int:
    scale = Scale(runs=int(os.environ.get("RUNS", "5")))
    with tempfile.TemporaryDirectory(prefix="visit-bench-") as folder:
        try:
            figures = measure(Path(folder), scale, say=lambda name: print(f"… {name}", file=sys.stderr, flush=True))
        except NotMeasuredError as problem:
            print(problem, file=sys.stderr)
            return 1
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"figures": figures}, indent=1) + "\n", encoding="utf-8")
    print(table(figures))
    print(f"ผลการวัด · figures: {RESULT.resolve()}")
    return int(any(one["seconds"] is None for one in figures if one["name"] not in ELSEWHERE))


if __name__ == "__main__":
    raise SystemExit(main())
