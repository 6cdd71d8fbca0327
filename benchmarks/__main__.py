"""The product and its peers on the same inputs, in one run.

    python -m benchmarks                                everything: some hours
    python -m benchmarks --quick                        the short version: a quarter of an hour
    python -m benchmarks --peers coach cp-sat --families workbooks --seconds 60

Writes peers.txt and peers.png into reports/benchmarks, or into --to. Peers that are not installed are said to be
missing: pip install -r requirements-bench.lock, Java 17 for Timefold, and fet-cl of Debian's package fet.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import report
from benchmarks.families import FAMILIES, SIZES, TIGHTNESS, Input, Tightness, seeded, workbooks
from benchmarks.growth import fitted
from benchmarks.measure import Measured, run, score
from benchmarks.peers import PEERS, PRODUCT

REPORTS = Path(__file__).parents[1] / "reports" / "benchmarks"
QUICK_SIZES = (1, 2, 5)
MOST_SITES_OF_A_PEER = 10  # a model of the whole district does not fit beyond; the product goes on alone
QUICK_SITES_OF_A_PEER = 1
ALL_FAMILIES = ("workbooks", *FAMILIES)


def main() -> None:
    """Run the comparison with the peers, and write its page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small sizes, tight inputs, 10 seconds; of the seeded ones, peers get one site",
    )
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--families", nargs="+", choices=ALL_FAMILIES, default=ALL_FAMILIES)
    parser.add_argument("--sizes", nargs="+", type=int, help=f"sites of a seeded district (default: {SIZES})")
    parser.add_argument("--tightness", nargs="+", choices=TIGHTNESS)
    parser.add_argument(
        "--seconds", type=float, help="limit of every peer on every input (default: 60, 600 from 30 sites)"
    )
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--to", type=Path, default=REPORTS, help="folder of the report")
    given = parser.parse_args()
    seconds = given.seconds or (10.0 if given.quick else 60.0)
    sizes = tuple(given.sizes or (QUICK_SIZES if given.quick else SIZES))
    tightness = tuple(given.tightness or (TIGHTNESS[:1] if given.quick else TIGHTNESS))
    most_sites = QUICK_SITES_OF_A_PEER if given.quick else MOST_SITES_OF_A_PEER
    ask_longer = given.seconds is None and not given.quick
    allowed = f"{seconds:g} s{f' ({seconds * 10:g} s above {MOST_SITES_OF_A_PEER} sites)' if ask_longer else ''}"
    measured: list[Measured] = []
    given.to.mkdir(parents=True, exist_ok=True)
    for source in _inputs(given.families, sizes, tightness):
        limit = seconds * 10 if ask_longer and source.sites > MOST_SITES_OF_A_PEER else seconds
        for m in _measure(source, given.peers, limit, most_sites, given.cores):
            measured.append(m)
            print("  ".join(cell for cell in report.line(m) if cell), flush=True)
        command = "python -m benchmarks " + " ".join(sys.argv[1:])  # written after each input: a long run can be read
        text = report.text(measured, fitted(measured), allowed, given.cores, command.strip())
        (given.to / "peers.txt").write_text(text, encoding="utf-8")
    if not report.picture(measured, given.to / "peers.png"):
        print("matplotlib is missing: no picture", file=sys.stderr)


def _inputs(families: tuple[str, ...], sizes: tuple[int, ...], tightness: tuple[Tightness, ...]) -> Iterator[Input]:
    if "workbooks" in families:
        found = workbooks()
        if not found:
            print("../shared/data is absent: no workbooks", file=sys.stderr)
        yield from found
    for family in families:
        if family in FAMILIES:
            yield from (seeded(family, n, t) for t in tightness for n in sizes)


def _measure(source: Input, peers: tuple[str, ...], seconds: float, most_sites: int, cores: int) -> Iterator[Measured]:
    instance = source.make()
    for peer in peers:
        about = (peer, source.name, source.family, source.tightness, source.sites, len(instance.teachers))
        if peer not in (PRODUCT, "greedy") and source.family != "workbooks" and source.sites > most_sites:
            yield Measured(*about, trouble=f"not asked: more sites than {most_sites}")
            continue
        result, mebibytes = run(peer, instance, seconds, cores)
        if isinstance(result, str):
            yield Measured(*about, mebibytes=mebibytes, trouble=result)
            continue
        scored, violations = score(instance, result)
        yield Measured(*about, result, scored, violations, mebibytes)


if __name__ == "__main__":
    main()
