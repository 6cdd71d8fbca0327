"""Where a coach's time is, whatever the site: slots of several sites that overlap hold sessions once, not twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.engine.aggregate.session_patterns import Cell
from scheduler.engine.problem.index import ProblemIndex, Window


@dataclass(frozen=True, slots=True)
class Measure:
    """What minutes on end hold: sessions of so many minutes, or minutes, each session with its gap (`session` 0)."""

    gap: int
    session: int = 0

    def of(self, minutes: int) -> int:
        """What so many minutes hold, above 0."""
        return (minutes + self.gap) // (self.session + self.gap) if self.session else minutes + self.gap


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes on end, on one day, under one release ("": none), in which windows of a coach lie that overlap."""

    need: str
    start: int
    end: int
    windows: tuple[Window, ...]

    @property
    def minutes(self) -> int:
        """How long it is, in minutes."""
        return self.end - self.start


def stretches(windows: Iterable[Window], need: Callable[[Window], str]) -> list[Stretch]:
    """Windows that overlap are one stretch; of a single site no two do. `need` says which release opens a window."""
    days: dict[tuple[int, int, str], list[Window]] = defaultdict(list)
    for w in windows:
        days[w.week, w.day, need(w)].append(w)
    found = []
    for (_, _, name), mine in sorted(days.items()):
        run: list[Window] = []
        end = 0
        for w in sorted(mine, key=lambda w: (w.start, w.end, w.site)):
            if run and w.start >= end:
                found.append(Stretch(name, run[0].start, end, tuple(run)))
                run, end = [], 0
            run.append(w)
            end = max(end, w.end)
        found.append(Stretch(name, run[0].start, end, tuple(run)))
    return found


def connected(facts: ProblemIndex, found: Iterable[Stretch]) -> list[tuple[frozenset[Cell], list[Stretch]]]:
    """Stretches that have cells in common, together, and their cells."""
    sets: list[tuple[set[Cell], list[Stretch]]] = []
    for stretch in found:
        cells = {facts.cell(w.site, w) for w in stretch.windows}
        mine = [stretch]
        for other in [s for s in sets if s[0] & cells]:
            sets.remove(other)
            cells |= other[0]
            mine = other[1] + mine
        sets.append((cells, mine))
    return [(frozenset(cells), mine) for cells, mine in sets]


def lost(facts: ProblemIndex, home: str, found: Iterable[Stretch], measure: Measure) -> dict[Cell, int]:
    """For each cell of the home site what a stretch holds less, at least, where a whole Class slot of the cell is
    reserved. 0 where several such slots lie in one stretch: what they take need not add up.

    Parameters
    ----------
    facts
        the index of the instance
    home
        the coach's home site
    found
        the stretches of the coach's time
    measure
        what is counted: minutes, or sessions of a length
    """
    least: dict[Cell, int] = {}
    for stretch in found:
        own = {w.slot: w for w in stretch.windows if w.site == home and w.is_class}
        for w in own.values():
            slot = facts.instance.slots(home)[w.slot]
            rest = [slot.start - stretch.start, stretch.end - slot.end]
            loss = measure.of(stretch.minutes) - sum(measure.of(minutes) for minutes in rest if minutes > 0)
            cell = facts.cell(home, w)
            least[cell] = min(least.get(cell, loss), max(0, loss) if len(own) == 1 else 0)
    return least
