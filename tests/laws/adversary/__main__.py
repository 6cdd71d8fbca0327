"""Runs a range of seeds and says of each what does not agree:
`PYTHONPATH=tests:tests/helpers python -m laws.adversary 0 10000`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from laws.adversary.smaller import smallest
from laws.adversary.verdict import SOUND, Verdict, instance_of, proven_and_not, verdict_of, verdicts
from laws.inputs import book_of


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m laws.adversary", description=__doc__)
    parser.add_argument("first", type=int, help="the first seed")
    parser.add_argument("end", type=int, help="the seed after the last")
    parser.add_argument(
        "--smallest", action="store_true", help="of the first seed: the smallest district that is as wrong"
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--effort", type=float, default=4.0, help="deterministic work of the exact model, for a level")
    parser.add_argument("--slow", type=float, default=60.0, help="name seeds that take more CPU seconds than that")
    options = parser.parse_args()
    if options.smallest:
        return shrink(options.first, options.effort)
    seeds, kinds = range(options.first, options.end), Counter[str]()
    for n, one in enumerate(verdicts(seeds, effort=options.effort, processes=options.processes), 1):
        kinds[one.kind] += 1
        if one.kind not in ("agrees", "open") or sum(one.seconds) > options.slow:
            print(one, "(CPU: {:.1f} s, exact {:.1f} s)".format(*one.seconds), flush=True)
        if n % 100 == 0:
            print(f"{n} seeds: {summary(kinds)}", flush=True)
    print(f"Seeds {options.first} to {options.end - 1}: {summary(kinds)}")
    return int(any(kind not in SOUND for kind in kinds))


def shrink(seed: int, effort: float) -> int:
    """Print the smallest district that has the verdict of a seed, sheet by sheet."""
    same = alike(verdict_of(instance_of(seed), seed, effort))
    found = smallest(instance_of(seed), lambda i: alike(verdict_of(i, seed, effort)) == same)
    print(verdict_of(found, seed, effort))
    for sheet, rows in book_of(found).items():
        print(f"\n{sheet}")
        for row in rows:
            print("  " + " | ".join("" if cell is None else str(cell) for cell in row))
    print(f"\n{found!r}")
    return 0


def alike(one: Verdict) -> tuple[str, str]:
    """What must stay the same: the kind, and of a crash what was raised."""
    return one.kind, one.text.split(":")[0] if one.kind == "crash" else ""


def summary(kinds: Counter[str]) -> str:
    """The counts, and what is unproven of what the exact model proves."""
    proven, unproven = proven_and_not(kinds)
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    return f"{counts}; {unproven} unproven of {proven} that the exact model proves ({unproven / max(1, proven):.2%})"


if __name__ == "__main__":
    sys.exit(main())
