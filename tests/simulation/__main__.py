"""`make simulate SEEDS=n FIRST=k`: plays the stories and says how many lost an edit, and in how many sides differ."""

import argparse
import logging
import sys
from collections import Counter

from tests.simulation.play import play_all

PROCESSES = 2
TOLD_EVERY = 100


def main() -> int:
    ask = argparse.ArgumentParser(prog="simulate")
    ask.add_argument("--seeds", type=int, default=200)
    ask.add_argument("--first", type=int, default=0)
    ask.add_argument("--counts", action="store_true", help="what happened how often")
    args = ask.parse_args()
    logging.disable()
    lost = diverged = 0
    counts: Counter[str] = Counter()
    played_all = play_all(args.first, args.seeds, processes=min(PROCESSES, args.seeds))
    for number, played in enumerate(played_all, start=1):
        if number % TOLD_EVERY == 0:
            print(f"… {number} / {args.seeds}", file=sys.stderr, flush=True)
        counts += played.counts
        if played.words:
            print(played, flush=True)
            lost, diverged = lost + played.is_lost, diverged + (not played.is_lost)
    if args.counts:
        print("\n".join(f"{count:>8} {what}" for what, count in counts.most_common()))
    print(f"{args.seeds} seeds, {lost} lost, {diverged} diverged")
    return 1 if lost or diverged else 0


if __name__ == "__main__":
    sys.exit(main())
