"""Which Required rules cannot hold together: every minimal set of them, found by leaving rules out.

A set is in conflict when the coarse model of the year, with these rules alone, proves a shortfall. A minimal set is
what is left when each rule has been left out in turn and the conflict stayed (deletion filter: Chinneck and Dravnieks
1991); the other sets come to light when one rule of each known set is left out (hitting sets: Reiter 1987). Of each set
of rules, a smallest set of the cells is looked for that they rest on (QuickXplain: Junker 2004).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.conflict import Conflict
from scheduler.domain.instance import Instance
from scheduler.domain.score import Audit, Score
from scheduler.engine.problem.components import parts_of
from scheduler.engine.search.budget import Budget
from scheduler.explain.arithmetic import arithmetic
from scheduler.explain.items import Item, items_of, without
from scheduler.explain.minimal import TooMuchWork, smallest_conflict
from scheduler.explain.shortfall import OF_STAFFING, Kept, least_shortfall, ordered, place, required_rules

WORK_OF_A_PART = 20.0
MOST_SETS = 6  # of rules in conflict, in one part of a district
MOST_CHECKS = 80  # of items, in one part: coarse models with sessions


def conflicts_of(
    instance: Instance,
    audit: Audit,
    bound: Score,
    *,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    cells: bool = True,
) -> tuple[Conflict, ...]:
    """The Required rules in conflict where a plan falls short, of each part of the district the smaller sets first;
    none where nothing proves that they are in conflict. The same plan gives the same answer, unless `seconds` or
    `stop` end the search early.

    Parameters
    ----------
    audit, bound
        the plan's
    seconds
        for the search; None for a limit of work that repeats
    cells
        whether the cells are looked for of which each conflict is made
    """
    short_at = {s.site for s in audit.shortfalls if s.level == "Required" and s.amount and s.weight}
    deadline = None if seconds is None else time.monotonic() + seconds
    found = [
        conflict
        for part in parts_of(instance)
        if short_at & set(part.sites)
        for conflict in _of_part(
            replace(part, cells=instance.cells),
            Budget(deadline, stop or threading.Event(), WORK_OF_A_PART),
            cells=cells,
        )
    ]
    if found or bound.required == 0:
        return tuple(found)
    short = tuple(name for (name, level), amount in audit.rules.items() if level == "Required" and amount)
    text = f"The Required rules cannot all hold: whatever the plan, they fall short by at least {bound.required}."
    return (Conflict(short, tuple(instance.sites), bound.required, f"{text} In this plan {_names(short)} give way."),)


def _of_part(part: Instance, budget: Budget, *, cells: bool) -> list[Conflict]:
    finder = _Finder(part, budget)
    sets = sorted(finder.minimal_sets(), key=lambda s: (len(s), [place(r) for r in ordered(s)]))
    cut = Checks(budget)
    return [_conflict(part, s, finder.least(s), _items(part, s, cut) if cells else ()) for s in sets]


def _conflict(part: Instance, rules: Kept, least: int, items: tuple[Item, ...] | None) -> Conflict:
    names = ordered(rules)
    told = tuple(item.told for item in items or ())
    why = arithmetic(part, rules)
    several = "both" if len(rules) == 2 else "all"
    text = f"{_names(names)} cannot {several + ' ' if len(rules) > 1 else ''}hold"
    if why:
        text += f": {'; '.join(why)}."
    else:
        where = ", ".join(part.sites) if len(part.sites) <= 3 else f"{len(part.sites)} sites that share coaches"
        text += f" at {where}{_with_pins(items or ())}: whatever the plan, they are short by at least {least}."
    return Conflict(names, tuple(part.sites), least, text, told, items is not None)


def _with_pins(items: Sequence[Item]) -> str:
    """The pins of a conflict by their cells."""
    cells = [f"{item.told.sheet}!{item.told.cell}" for item in items if item.kind == "pin"]
    if not cells:
        return ""
    return f" (with the pin{'s' * (len(cells) > 1)} {_names(cells)})"


@dataclass
class Checks:
    """How many coarse models with sessions may still be made for one part: those take time."""

    budget: Budget
    left: int = MOST_CHECKS

    def take(self, rules: Kept) -> None:
        """Take one, for a model of these rules.

        Raises
        ------
        TooMuchWork
            there is none left
        """
        self.left -= not rules <= OF_STAFFING
        if self.left < 0 or self.budget.over:
            raise TooMuchWork


def _items(part: Instance, rules: Kept, checks: Checks) -> tuple[Item, ...] | None:
    """A smallest set of the cells that these rules rest on and with which they cannot hold; None where the search for
    it was cut short."""

    def conflicts(kept: Sequence[Item]) -> bool:
        checks.take(rules)
        there = set(kept)
        least = least_shortfall(without(part, [i for i in every if i not in there]), rules, checks.budget)
        if least is None:
            raise TooMuchWork
        return least > 0

    every = items_of(part, rules)
    try:
        return smallest_conflict(every, conflicts)
    except TooMuchWork:
        return None


def _names(rules: Iterable[str]) -> str:
    *most, last = rules
    return f"{', '.join(most)} and {last}" if most else last


class _Finder:
    """The search through sets of Required rules of one part; each set is looked at once."""

    def __init__(self, part: Instance, budget: Budget) -> None:
        self.part, self.budget = part, budget
        self.known: dict[Kept, int] = {}

    def minimal_sets(self) -> list[Kept]:
        """Every minimal set in conflict, as far as the work allows."""
        found: list[Kept] = []
        waiting: deque[Kept] = deque([required_rules(self.part)])
        seen: set[Kept] = set()
        while waiting and len(found) < MOST_SETS:
            rules = waiting.popleft()
            if rules in seen:
                continue
            seen.add(rules)
            here = next((s for s in found if s <= rules), None) or self._minimal(rules)
            if here is None:
                continue
            if here not in found:
                found.append(here)
            waiting.extend(rules - {rule} for rule in ordered(here))
        return found

    def _minimal(self, rules: Kept) -> Kept | None:
        """What is left of a set in conflict when every rule that it does not need is left out; None where it is none.

        The rules of staffing go first: they are looked at in no time, and hold most conflicts.
        """
        staffing = rules & OF_STAFFING
        if self.least(staffing) > 0:
            rules = staffing
        elif self.least(rules) == 0:
            return None
        for rule in ordered(rules):
            without = rules - {rule}
            if self.least(without) > 0:
                rules = without
        return rules

    def least(self, rules: Kept) -> int:
        """The Required shortfall that these rules alone are proven to have."""
        if not rules or self.budget.over:
            return self.known.get(rules, 0)
        if rules not in self.known:
            least = least_shortfall(self.part, rules, self.budget)
            if least is None:
                return 0
            self.known[rules] = least
        return self.known[rules]
