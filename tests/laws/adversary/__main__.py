"""Runs a range of seeds, in processes, and says of each what does not agree: `python -m laws.adversary 0 10000`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

from laws.adversary.verdict import SOUND, Verdict, verdict


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m laws.adversary", description=__doc__)
    parser.add_argument("first", type=int, help="the first seed")
    parser.add_argument("end", type=int, help="the seed after the last")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--effort", type=float, default=4.0, help="deterministic work of the exact model, a level")
    parser.add_argument("--slow", type=float, default=60.0, help="name seeds that take more CPU seconds than that")
    options = parser.parse_args()
    seeds, kinds = range(options.first, options.end), Counter[str]()
    with ProcessPoolExecutor(options.processes) as pool:
        asked = [pool.submit(partial(verdict, effort=options.effort), seed) for seed in seeds]
        for n, answer in enumerate(as_completed(asked), 1):
            one = answer.result()
            kinds[one.kind] += 1
            if one.kind not in ("agrees", "open") or sum(one.seconds) > options.slow:
                print(one, f"({one.seconds[0]:.1f} s, {one.seconds[1]:.1f} s)", flush=True)
            if n % 100 == 0:
                print(f"{n} seeds: {summary(kinds)}", flush=True)
    print(f"{len(seeds)} seeds, {options.first} to {options.end - 1}: {summary(kinds)}")
    return int(any(kind not in SOUND for kind in kinds))


def summary(kinds: Counter[str]) -> str:
    """The counts, and what is unproven of what the exact model proves."""
    proven = kinds["agrees"] + kinds["unproven"] + kinds["worse"]
    share = (kinds["unproven"] + kinds["worse"]) / proven if proven else 0.0
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    return f"{counts}; unproven {share:.2%} of {proven} that the exact model proves"


__all__ = ["Verdict", "main", "summary"]

if __name__ == "__main__":
    sys.exit(main())
