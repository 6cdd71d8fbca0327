"""How time and memory grow with the number of sites: the exponent of a fitted power law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

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
    """The growth of every peer and family that solved tight inputs of three sizes or more to its best plan."""
    points: dict[tuple[str, str], dict[int, tuple[float, float]]] = defaultdict(dict)
    for m in measured:
        if m.result is not None and m.result.best and m.tightness == "tight":
            points[m.peer, m.family][m.sites] = (m.result.proof or m.result.best, m.mebibytes)
    return [
        Growth(peer, family, tuple(sorted(of_size)), _exponent(of_size, 0), _exponent(of_size, 1))
        for (peer, family), of_size in points.items()
        if len(of_size) >= LEAST_SIZES
    ]


def _exponent(of_size: dict[int, tuple[float, float]], which: int) -> float:
    sizes = sorted(of_size)
    figures = [of_size[n][which] for n in sizes]
    return float(np.polyfit(np.log(sizes), np.log(figures), 1)[0])
