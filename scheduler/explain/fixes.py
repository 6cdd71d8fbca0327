"""The changes of cells with which the Required rules fall short by less, each of them tried.

Every change of the catalogue (`edits.py`) that touches a conflict is made on the sheets, as a scenario would make it,
and what then comes out is tried on the coarse model of the year with the Required rules alone: one change at a time,
then, where none is enough, the best of them two by two. The best are solved and audited. The search has a limit of work
that is the same on every machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from scheduler.domain.conflict import Conflict, Fix, FixSearch
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.plan_parts import plan_of_part
from scheduler.domain.problem import InputProblems
from scheduler.domain.scenario import Ask
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution
from scheduler.engine.problem.components import parts_of
from scheduler.engine.search.budget import Budget
from scheduler.explain.edits import WEAKER, Candidate, CandidateEdit, candidates
from scheduler.explain.items import Item, items_of
from scheduler.explain.shortfall import least_shortfall, required_rules

MOST_TRIALS = 60  # of changes, on the coarse model, for one part of a district
MOST_PAIRED = 12
MOST_FIXES = 3  # that are offered
MOST_SOLVES = 5
WORK_OF_TRIALS = 20.0  # deterministic time, of one part
WORK_OF_A_PLAN = 6.0

Changed = Callable[[Sequence[Ask]], Instance | None]
Solve = Callable[[Instance, float, float | None], Solution]  # a part, within so much work and so many seconds


@dataclass(frozen=True)
class Tools:
    """What a search for fixes is given: the input with some changes (None where it then has an error); a plan of a
    part, audited; what a plan scores by the rules alone; and when to end (a value of `time.monotonic`)."""

    changed: Changed
    solve: Solve
    score: Callable[[Instance, Plan], Score]
    deadline: float | None = None
    stop: threading.Event | None = None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the deadline; None without one."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the search is stopped or out of time."""
        return (self.stop is not None and self.stop.is_set()) or self.seconds_left == 0.0


@dataclass(frozen=True)
class Tried:
    """Some changes that help: what the Required rules of the whole plan then fall short by at least."""

    edits: tuple[CandidateEdit, ...]
    required: int

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What all edits together ask for."""
        return tuple(ask for edit in self.edits for ask in edit.asks)

    @property
    def text(self) -> str:
        """The edits in words."""
        return "; and ".join(edit.text for edit in self.edits)

    @property
    def cost(self) -> float | None:
        """What the edits cost together; None where one of them does not say."""
        costs = [edit.cost for edit in self.edits]
        return None if None in costs else sum(c for c in costs if c is not None)

    @property
    def cells(self) -> int:
        """How many cells they change."""
        return sum(edit.edits for edit in self.edits)

    @property
    def order(self) -> tuple[object, ...]:
        """The cheapest first: what leaves least, asks for no less, changes fewest cells, costs least."""
        ranks = sorted((edit.rank for edit in self.edits), reverse=True)
        cost = self.cost
        return self.required, ranks[0] == WEAKER, self.cells, ranks, cost is None, cost or 0, self.text


def find_fixes(instance: Instance, solution: Solution, conflicts: Sequence[Conflict], tools: Tools) -> FixSearch:
    """The best fixes of each part of a district that is in conflict; none is offered that was not solved and audited.

    Parameters
    ----------
    instance, solution
        the input as it stands, and its plan
    conflicts
        of the plan, with their items
    """
    found: list[FixSearch] = []
    for part in parts_of(instance):
        mine = [c for c in conflicts if set(c.sites) & set(part.sites) and c.rules]
        if mine and len(mine[0].sites) == len(part.sites):
            search = _Search(instance, replace(part, cells=instance.cells), solution, tools)
            found.append(search.fixes(mine))
    fixes = tuple(fix for one in found for fix in one.fixes)
    notes = dict.fromkeys(one.note for one in found if one.note)
    return FixSearch(fixes, sum(one.tried for one in found), " ".join(notes))


class _Search:
    """The search for fixes of one part."""

    def __init__(self, instance: Instance, part: Instance, solution: Solution, tools: Tools) -> None:
        self.instance, self.part, self.solution, self.tools = instance, part, solution, tools
        self.budget = Budget(tools.deadline, tools.stop or threading.Event(), WORK_OF_TRIALS)
        self.parts = parts_of(instance)
        self.trials = 0

    @property
    def is_over(self) -> bool:
        return self.trials >= MOST_TRIALS or self.budget.over

    def fixes(self, conflicts: Sequence[Conflict]) -> FixSearch:
        found = candidates(self.part, self.instance, self._items(conflicts), (r for c in conflicts for r in c.rules))
        now = self.solution.score.required
        at_best = now - self._scored(self.part).required  # what no change of this part can be below
        tried, done = self._singles(found, at_best)
        early = done < len(found) and self.is_over
        if not any(t.required <= at_best for t in tried if not _weakens(t)):
            tried += self._pairs(tried)
            early = early or self.is_over
        helpful = sorted((t for t in tried if t.required < now), key=lambda t: t.order)
        fixes, all_solved = self._solved(helpful)
        note = ""
        if early or not all_solved:
            note = (
                f"The search for fixes ended early, after {self.trials} trials "
                f"({done} of {len(found)} single changes); there may be others."
            )
        return FixSearch(tuple(fixes), self.trials, note)

    def _singles(self, found: Sequence[Candidate], at_best: int) -> tuple[list[Tried], int]:
        """One change at a time, until enough are found or the search is over; and how many were looked at."""
        tried: list[Tried] = []
        for done, candidate in enumerate(found):
            enough = sum(t.required <= at_best and t.cells == 1 for t in tried) >= MOST_FIXES
            if enough or self.is_over:  # those that come after are dearer
                return tried, done
            tried += self._single(candidate)
        return tried, len(found)

    def _pairs(self, tried: Sequence[Tried]) -> list[Tried]:
        """The best single changes two by two, where both do more than each."""
        found: list[Tried] = []
        for a, b in combinations(sorted(tried, key=lambda t: t.order)[:MOST_PAIRED], 2):
            if self.is_over:
                break
            pair = self._try((*a.edits, *b.edits))
            if pair is not None and pair.required < min(a.required, b.required):
                found.append(pair)
        return found

    def _items(self, conflicts: Sequence[Conflict]) -> list[Item]:
        found: dict[Item, None] = {}
        for conflict in conflicts:
            told, every = set(conflict.items), items_of(self.part, frozenset(conflict.rules))
            found |= dict.fromkeys(i for i in every if i.told in told or not conflict.minimal)
        return list(found)

    # ---- on the coarse model

    def _single(self, candidate: Candidate) -> Iterator[Tried]:
        """One change; of several figures the nearest one that does as much as the farthest."""
        if isinstance(candidate, CandidateEdit):
            one = self._try((candidate,))
            if one is not None:
                yield one
            return
        low, high = 0, len(candidate.figures) - 1
        best = self._try((candidate.edit(candidate.figures[high]),))
        if best is None:
            return
        if best.required >= self.solution.score.required:
            yield replace(best, edits=(candidate.edit(candidate.figures[0]),))  # of use in a pair, if at all
            return
        while low < high:
            middle = (low + high) // 2
            one = self._try((candidate.edit(candidate.figures[middle]),))
            if one is not None and one.required <= best.required:
                best, high = one, middle
            else:
                low = middle + 1
        yield best

    def _try(self, edits: tuple[CandidateEdit, ...]) -> Tried | None:
        """Some changes on the coarse model; None where the input then has an error, or time ended."""
        tried = Tried(edits, 0)
        changed = self.tools.changed(tried.asks)
        if changed is None:
            return None
        self.trials += 1
        now, after = self._around(changed)
        least = [least_shortfall(p, required_rules(p), self.budget) for p in after]
        known = [n for n in least if n is not None]
        if len(known) < len(least):
            return None
        there = sum(self._scored(p).required for p in now)
        return replace(tried, required=self.solution.score.required - there + sum(known))

    def _around(self, changed: Instance) -> tuple[list[Instance], list[Instance]]:
        """The parts of the input as it stands and as it is changed that have to do with this part."""
        after = [p for p in parts_of(changed) if set(p.sites) & set(self.part.sites)]
        sites = {s for p in after for s in p.sites}
        return [p for p in self.parts if set(p.sites) & sites], after

    def _scored(self, part: Instance) -> Score:
        return self.tools.score(part, plan_of_part(self.solution.plan, part))

    # ---- solved

    def _solved(self, helpful: Sequence[Tried]) -> tuple[list[Fix], bool]:
        """The first of the changes that are solved, audited and do help; whether none was left out for lack of time."""
        found: list[tuple[tuple[object, ...], Fix]] = []
        for solves, tried in enumerate(helpful):
            if len(found) == MOST_FIXES:
                break
            if solves == MOST_SOLVES or self.tools.is_over:
                return _in_order(found), False
            score = self._score_with(tried)
            if score is not None and score.required < self.solution.score.required:
                true = replace(tried, required=score.required)
                found.append((true.order, Fix(true.asks, true.text, score.required, score, true.cost, verified=True)))
        return _in_order(found), True

    def _score_with(self, tried: Tried) -> Score | None:
        """What a plan scores with these changes, everything else of the district as it is; None where none is made."""
        changed = self.tools.changed(tried.asks)
        assert changed is not None  # it was, when it was tried
        now, after = self._around(changed)
        try:
            made = [self.tools.solve(p, WORK_OF_A_PLAN, self.tools.seconds_left).score for p in after]
        except InputProblems:
            return None
        there = [self._scored(p) for p in now]
        return Score(
            *(
                whole - sum(s[level] for s in there) + sum(s[level] for s in made)
                for level, whole in enumerate(self.solution.score)
            )
        )


def _in_order(found: Sequence[tuple[tuple[object, ...], Fix]]) -> list[Fix]:
    return [fix for _, fix in sorted(found, key=lambda f: f[0])]


def _weakens(tried: Tried) -> bool:
    return any(edit.rank == WEAKER for edit in tried.edits)
