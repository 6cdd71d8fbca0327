"""The table and the picture of a run."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.growth import Growth
from benchmarks.measure import Measured
from benchmarks.peers import PEERS, PRODUCT

HEAD = ("input", "teachers", "peer", "score", "bound", "first s", "best s", "proof s", "MiB", "")
FEW_SITES = 10
MARKS = "osD^vP"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000")  # of the peers, in their order
MOST_LEVEL_TICKS = 4
LIBRARIES = ("coaching-scheduler", "ortools", "highspy", "timefold")


def line(m: Measured) -> tuple[str, ...]:
    """A row of the table."""
    result = m.result
    if result is None:
        return (m.input, str(m.teachers), m.peer, *("",) * 6, m.trouble)
    notes = [result.note] if result.note else []
    if m.violations:
        notes.insert(0, f"breaks {m.violations} things that hold in every plan")
    if result.plan is None:
        notes.insert(0, "no plan")
    bound = "" if result.bound == (None, None, None) else " / ".join("?" if b is None else str(b) for b in result.bound)
    score = "" if m.score is None else str(m.score)
    times = (_seconds(t) for t in (result.first, result.best, result.proof))
    return (m.input, str(m.teachers), m.peer, score, bound, *times, f"{m.mebibytes:.0f}", "; ".join(notes))


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.2f}"


def text(measured: Sequence[Measured], growth: Sequence[Growth], limit: str, cores: int, command: str) -> str:
    """The whole report."""
    parts = [
        "The product and its peers on the same inputs, in one run. Lower scores are better; a bound is what its maker "
        "proved; every plan is scored by the audit.",
        "Times are of this machine and this run: read them as ratios. Memory is the peak of all processes of a peer.",
        "",
        f"command   {command}",
        f"limits    {limit} and {cores} cores for every peer",
        f"machine   {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        f"versions  {', '.join(f'{name} {_version(name)}' for name in LIBRARIES)}",
        "",
        *(f"{name:<10}{about}" for name, (_, about) in PEERS.items()),
        "",
        *table([HEAD, *(line(m) for m in measured)], apart=True),
        "",
        *_verdicts(measured),
        "",
        *_shares(measured),
    ]
    if growth:
        rows = [("peer", "family", "sites", "time ~ sites ^", "memory ~ sites ^")]
        rows += [(g.peer, g.family, ", ".join(map(str, g.sizes)), f"{g.time:.2f}", f"{g.memory:.2f}") for g in growth]
        parts += [
            "",
            "Growth of time (to the proof; to the best plan where there is none) and of memory with the "
            "number of sites:",
            "",
            *table(rows),
        ]
    return "\n".join(p.rstrip() for p in parts) + "\n"


def table(rows: Sequence[Sequence[str]], *, apart: bool = False) -> list[str]:
    """Rows with their columns lined up; if `apart`, a blank line wherever the first column changes."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines: list[str] = []
    before = rows[0][0]
    for row in rows:
        if apart and row[0] != before:
            lines.append("")
        before = row[0]
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return lines


def _verdicts(measured: Sequence[Measured]) -> list[str]:
    """Where a peer ends better than the product or proves what the product does not; and how much sooner it proves."""
    lines = []
    ours = {m.input: m for m in measured if m.peer == PRODUCT and m.result is not None}
    compared = 0
    for m in measured:
        mine = ours.get(m.input)
        if mine is None or m.peer == PRODUCT or m.result is None or m.violations or mine.score is None:
            continue
        compared += 1
        if m.score is not None and m.score < mine.score:
            lines.append(f"{m.input}: {m.peer} ends better than {PRODUCT}: {m.score} against {mine.score}")
        lines += _proofs(mine, m)
    return [f"{compared} comparisons with a peer's plan:", *(lines or ["no peer ends with a better score"])]


def _shares(measured: Sequence[Measured]) -> Iterable[str]:
    """How many of its inputs each peer proved on all levels, and how far its Recommended is from the bound."""
    for peer in PEERS:
        asked = [m for m in measured if m.peer == peer and m.result is not None]
        small = [m for m in asked if m.sites <= FEW_SITES]
        proven = sum(1 for m in small if m.result is not None and m.result.proof is not None)
        if small:
            yield f"{peer}: {proven} of {len(small)} inputs of up to {FEW_SITES} sites proven on all levels"
        for m in asked:
            bound = m.result.bound[1] if m.result is not None else None
            if m.sites > FEW_SITES and m.score is not None and bound is not None and m.score.recommended > bound:
                above = 100 * (m.score.recommended - bound) / max(1, bound)
                yield f"{m.input}: Recommended of {peer} is {above:.1f} % above its bound"


def _proofs(mine: Measured, m: Measured) -> Iterable[str]:
    assert mine.result is not None
    assert m.result is not None
    levels = ("Required", "Recommended", "Option")
    for level, ours, theirs in zip(levels, mine.result.proven, m.result.proven, strict=True):
        if theirs is not None and ours is None:
            yield f"{m.input}: {m.peer} proves {level} and {PRODUCT} does not"
    if mine.result.proof and m.result.proof:
        times = m.result.proof / mine.result.proof
        if times >= 1:
            yield f"{m.input}: {PRODUCT} proves all levels {times:.1f} times as fast as {m.peer}"
        else:
            yield f"{m.input}: {m.peer} proves all levels {1 / times:.1f} times as fast as {PRODUCT}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def picture(measured: Sequence[Measured], path: Path) -> bool:
    """Draw seconds against sites, a line a peer; False where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError:
        return False
    matplotlib.use("Agg")
    from matplotlib import pyplot

    families = list(dict.fromkeys(m.family for m in measured))
    columns = min(4, len(families) + 1)
    rows = -(-(len(families) + 1) // columns)  # the last place is the legend's
    figure, axes = pyplot.subplots(rows, columns, figsize=(4.2 * columns, 3.8 * rows), squeeze=False)
    places = list(axes.flat)
    seen: dict[str, Any] = {}
    for axis, family in zip(places, families, strict=False):
        for peer in PEERS:
            seen.update(_draw(axis, peer, [m for m in measured if (m.peer, m.family) == (peer, family)]))
        axis.set(title=family, xlabel="teachers", ylabel="seconds", xscale="log", yscale="log")
        sizes = sorted({m.teachers for m in measured if m.family == family})
        axis.set_xticks(sizes, [str(n) for n in sizes], rotation=45 if len(sizes) > MOST_LEVEL_TICKS else 0)
        axis.minorticks_off()
        axis.grid(visible=True, which="major", alpha=0.3)
    for axis in places[len(families) :]:
        axis.axis("off")
    places[-1].legend(seen.values(), seen.keys(), loc="center")
    figure.suptitle("Seconds to the proof (filled), or to the best plan where nothing is proven (hollow)")
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": ""})
    pyplot.close(figure)
    return True


def _draw(axis: Any, peer: str, found: Sequence[Measured]) -> dict[str, Any]:
    """The points of one peer, and the names of those that there are."""
    place = list(PEERS).index(peer)
    style = {"color": COLOURS[place], "marker": MARKS[place], "linestyle": "none"}
    proven = sorted((m.teachers, m.result.proof) for m in found if m.result and m.result.proof)
    begun = sorted((m.teachers, m.result.best) for m in found if m.result and m.result.best and not m.result.proof)
    drawn = {}
    for points, fill, label in ((proven, "full", "proven"), (begun, "none", "best plan")):
        if points:
            (drawn[f"{peer}: {label}"],) = axis.plot(*zip(*points, strict=True), fillstyle=fill, **style)
    return drawn
