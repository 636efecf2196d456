"""`python -m tests.fuzz TARGET … --inputs N`: fuzzes targets, each in a process of its own; all where none is named."""

import argparse
import sys

from tests.fuzz.run import SHARES, TOGETHER, run


def main() -> int:
    ask = argparse.ArgumentParser(prog="fuzz")
    ask.add_argument("targets", nargs="*", choices=[*SHARES, TOGETHER, []])
    ask.add_argument("--inputs", type=int, help="for each target; its share of a million where it is left out")
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    faults = 0
    for name in args.targets or SHARES:
        ran = run(name, args.inputs or SHARES.get(name, 1000), seed=args.seed)
        print(ran, flush=True)
        faults += bool(ran.fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
