"""How time and memory grow with the number of sites: the exponent of a fitted power law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.families import FAMILIES
from benchmarks.measure import Measured

LEAST_SIZES = 3


@dataclass(frozen=True)
class Growth:
    """seconds ~ sites ** `time`, MiB ~ sites ** `memory`, fitted over `sizes`."""

    peer: str
    family: str
    sizes: tuple[int, ...]
    time: float
    memory: float


def fitted(measured: Iterable[Measured]) -> list[Growth]:
    """The growth of every peer and family, over tight inputs of three sizes or more: of the time to the proof for who
    proves something, else of the time to the best plan. What a limit cut short says nothing about growth, nor do sizes
    at which fewer sites share coaches than do at all others."""
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for m in measured:
        sharing = FAMILIES[m.family].together if m.family in FAMILIES else 1
        if m.result is not None and m.result.best and m.tightness == "tight" and m.sites >= sharing:
            found[m.peer, m.family].append(m)
    growth = []
    for (peer, family), of_family in found.items():
        proves = any(m.result is not None and m.result.proof for m in of_family)
        points = {
            m.sites: (seconds, m.mebibytes)
            for m in of_family
            if m.result is not None and (seconds := m.result.proof if proves else m.result.best)
        }
        if len(points) >= LEAST_SIZES:
            growth.append(Growth(peer, family, tuple(sorted(points)), _exponent(points, 0), _exponent(points, 1)))
    return growth


def _exponent(of_size: dict[int, tuple[float, float]], which: int) -> float:
    sizes = sorted(of_size)
    figures = [of_size[n][which] for n in sizes]
    return float(np.polyfit(np.log(sizes), np.log(figures), 1)[0])
