"""The table and the picture of a run."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.growth import Growth
from benchmarks.measure import Measured
from benchmarks.peers import PEERS, PRODUCT

HEAD = ("input", "teachers", "peer", "score", "bound", "first s", "best s", "proof s", "MiB", "")
FEW_SITES = 10
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


def text(measured: Sequence[Measured], growth: Sequence[Growth], seconds: float, cores: int, command: str) -> str:
    """The whole report."""
    parts = [
        "The product and its peers on the same inputs, in one run. Lower scores are better; a bound is what its maker "
        "proved; every plan is scored by the audit.",
        "Times are of this machine and this run: read them as ratios. Memory is of all processes of a peer.",
        "",
        f"command   {command}",
        f"limits    {seconds:g} s and {cores} cores for every peer",
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
        parts += ["", "Growth of time (to the proof; to the best plan where there is none) and of memory with the "
                  "number of sites:", "", *table(rows)]  # fmt: skip
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
        yield f"{m.input}: {PRODUCT} proves all levels {times:.1f} times as fast as {m.peer}"


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

    marks = dict(zip(PEERS, "osD^vP", strict=True))
    colours = dict(zip(PEERS, ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000"), strict=True))
    families = list(dict.fromkeys(m.family for m in measured))
    figure, axes = pyplot.subplots(1, len(families), figsize=(4.2 * len(families), 4.2), squeeze=False)
    for axis, family in zip(axes[0], families, strict=True):
        for peer in PEERS:
            found = [m for m in measured if m.peer == peer and m.family == family and m.result and m.result.best]
            proven = [(m.teachers, m.result.proof) for m in found if m.result and m.result.proof]
            open_ = [(m.teachers, m.result.best) for m in found if m.result and not m.result.proof]
            style = {"color": colours[peer], "marker": marks[peer], "linestyle": "none"}
            if proven:
                axis.plot(*zip(*sorted(proven), strict=True), label=f"{peer}: proven", **style)
            if open_:
                axis.plot(*zip(*sorted(open_), strict=True), fillstyle="none", label=f"{peer}: best plan", **style)
        axis.set(title=family, xlabel="teachers", ylabel="seconds", xscale="log", yscale="log")
        axis.grid(visible=True, which="major", alpha=0.3)
        axis.legend(fontsize=7)
    figure.suptitle("Seconds to the proof (filled), or to the best plan where nothing is proven (hollow)")
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": ""})
    pyplot.close(figure)
    return True
