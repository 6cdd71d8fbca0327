"""The releases of the quick plan: one after another, each where it mends most and is needed most."""

from __future__ import annotations

from collections.abc import Set
from fractions import Fraction

from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import UNIT
from scheduler.engine.rules.quick_costs import QuickCosts


class QuickReleases:
    """Who is released when. `wanted` minutes of sessions could lie in a period of a coach's: (coach, period)."""

    def __init__(self, facts: ProblemIndex, costs: QuickCosts) -> None:
        self.facts, self.instance, self.costs = facts, facts.instance, costs
        self.domain = {c: facts.release_domain(c) for c in self.instance.coaches}
        self.released = {c: {p for p, on in domain.items() if on} for c, domain in self.domain.items()}

    def may(self, coach: str, need: str) -> bool:
        """Whether a coach is released in a period of the home site ("" for no need of it), or could still be."""
        return not need or self.domain[coach].get(need) is not False

    def has(self, coach: str, need: str) -> bool:
        """Whether a coach has the release that is needed; none is needed for ""."""
        return not need or need in self.released[coach]

    def add(self, coach: str, need: str) -> None:
        """Release a coach in a period; "" needs no release."""
        if need:
            self.released[coach].add(need)

    def fill(self, wanted: dict[tuple[str, str], Fraction], needed: Set[tuple[str, str]]) -> None:
        """Releases the coaches of every site while a release costs no more than it mends."""
        for site in self.instance.sites:
            self._fill(site, wanted, needed)

    def _fill(self, site: str, wanted: dict[tuple[str, str], Fraction], needed: Set[tuple[str, str]]) -> None:
        homes = self.instance.home_coaches(site)
        free = [(c.id, p) for c in homes for p, on in self.domain[c.id].items() if on is None]
        held = {c.id: set(self.released[c.id]) for c in homes}  # before anything is chosen: by pins
        cost = self._cost(site)
        while True:
            more = []
            for i, one in self._open(free):
                after, want = self._with(site, add=one), self._want(site, one, wanted)
                lacked = want if one in needed else 0  # what somebody went short for comes before an Option
                more.append((after // UNIT["Recommended"], lacked, after, want, i, one))
            if not more:
                break
            *_, after, want, _, (coach, period) = min(more)
            # a period that a coach avoids is worth it where sessions want it
            if after > cost and not (after - cost < UNIT["Recommended"] and want < 0):
                break
            self.released[coach].add(period)
            cost = after
        self._exchange(site, [(c, p) for c, p in free if p not in held[c]], cost)

    def _exchange(self, site: str, free: list[tuple[str, str]], cost: int) -> None:
        """Gives a release to another coach or period, or takes it back, as long as that mends something."""
        while True:
            mine = [(c, p) for c, p in free if p in self.released[c]]
            changes = [(self._with(site, drop=one), i, -1) for i, one in enumerate(mine)]
            changes += [
                (self._with(site, add=other, drop=one), i, j)
                for i, one in enumerate(mine)
                for j, other in self._open(free)
            ]
            if not changes or min(changes)[0] // UNIT["Recommended"] >= cost // UNIT["Recommended"]:
                return
            cost, i, j = min(changes)
            coach, period = mine[i]
            self.released[coach].remove(period)
            if j >= 0:
                coach, period = free[j]
                self.released[coach].add(period)

    def _open(self, free: list[tuple[str, str]]) -> list[tuple[int, tuple[str, str]]]:
        return [(i, (c, p)) for i, (c, p) in enumerate(free) if p not in self.released[c]]

    def _want(self, site: str, one: tuple[str, str], wanted: dict[tuple[str, str], Fraction]) -> Fraction:
        """Below 0, the further the more sessions want a release of a coach and period."""
        there = sum(one[1] in self.released[c.id] for c in self.instance.home_coaches(site))
        return -wanted.get(one, Fraction(0)) / (there + 1)

    def _with(self, site: str, add: tuple[str, str] | None = None, drop: tuple[str, str] | None = None) -> int:
        """The cost with one release more or less."""
        if drop is not None:
            self.released[drop[0]].remove(drop[1])
        if add is not None:
            self.released[add[0]].add(add[1])
        cost = self._cost(site)
        if add is not None:
            self.released[add[0]].remove(add[1])
        if drop is not None:
            self.released[drop[0]].add(drop[1])
        return cost

    def _cost(self, site: str) -> int:
        """What the releases of a site's home coaches cost by the rules that look at releases alone."""
        return self.costs.releases(self.facts, site, self.released)
