"""Which Required rules cannot hold together: every minimal set of them, found by leaving rules out.

A set is in conflict when the coarse model of the year, with these rules alone, proves a shortfall. A minimal set is
what is left when each rule has been left out in turn and the conflict stayed (deletion filter: Chinneck and Dravnieks
1991); the other sets come to light when one rule of each known set is left out (hitting sets: Reiter 1987).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scheduler.domain.instance import Instance, Program, RuleSetting
from scheduler.domain.score import Audit, Score
from scheduler.engine import rules as enforced
from scheduler.engine.problem.components import parts_of
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.relaxation import relaxation_of
from scheduler.explain.arithmetic import arithmetic
from scheduler.rules import RULES

WORK_OF_A_SET = 2.0  # deterministic time, about seconds, of one proof
WORK_OF_A_PART = 20.0
MOST_SETS = 6  # of rules in conflict, in one part of a district

# Rules that staffing alone decides: without others no session needs to be looked at.
OF_STAFFING = frozenset(rule.name for rule in enforced.RULES if rule.is_of_staffing_alone)

Kept = frozenset[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Required rules that cannot all hold: whatever the plan, they fall short by `least` together (in units times
    weights). Without any one of them the others can hold, as far as the coarse model tells. `sites` are those of the
    part of the district that it is about."""

    rules: tuple[str, ...]
    sites: tuple[str, ...]
    least: int
    sentence: str


def conflicts_of(
    instance: Instance, audit: Audit, bound: Score, *, seconds: float | None = None, stop: threading.Event | None = None
) -> tuple[Conflict, ...]:
    """The Required rules in conflict where a plan falls short, of each part of the district the smaller sets first;
    none where nothing proves that they are in conflict. `audit` and `bound` are the plan's.

    The same plan gives the same answer, unless `seconds` or `stop` end the search early.
    """
    short_at = {s.site for s in audit.shortfalls if s.level == "Required" and s.amount and s.weight}
    deadline = None if seconds is None else time.monotonic() + seconds
    found = [
        conflict
        for part in parts_of(instance)
        if short_at & set(part.sites)
        for conflict in _of_part(part, Budget(deadline, stop or threading.Event(), WORK_OF_A_PART))
    ]
    if found or bound.required == 0:
        return tuple(found)
    short = tuple(name for (name, level), amount in audit.rules.items() if level == "Required" and amount)
    text = f"The Required rules cannot all hold: whatever the plan, they fall short by at least {bound.required}."
    return (Conflict(short, tuple(instance.sites), bound.required, f"{text} In this plan {_names(short)} give way."),)


def _of_part(part: Instance, budget: Budget) -> list[Conflict]:
    finder = _Finder(part, budget)
    sets = sorted(finder.minimal_sets(), key=lambda s: (len(s), [_place(r) for r in _ordered(s)]))
    return [_conflict(part, _ordered(s), finder.least(s)) for s in sets]


def _conflict(part: Instance, rules: tuple[str, ...], least: int) -> Conflict:
    why = arithmetic(part, frozenset(rules))
    several = "both" if len(rules) == 2 else "all"
    text = f"{_names(rules)} cannot {several + ' ' if len(rules) > 1 else ''}hold"
    if why:
        return Conflict(rules, tuple(part.sites), least, f"{text}: {'; '.join(why)}.")
    where = ", ".join(part.sites) if len(part.sites) <= 3 else f"{len(part.sites)} sites that share coaches"
    pins = " (with the pins as they are)" if part.pins else ""
    return Conflict(
        rules,
        tuple(part.sites),
        least,
        f"{text} at {where}{pins}: whatever the plan, they are short by at least {least}.",
    )


def _names(rules: Iterable[str]) -> str:
    *most, last = rules
    return f"{', '.join(most)} and {last}" if most else last


def _place(rule: str) -> int:
    return list(RULES).index(rule)


def _ordered(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(rules, key=_place))


class _Finder:
    """The search through sets of Required rules of one part; each set is looked at once."""

    def __init__(self, part: Instance, budget: Budget) -> None:
        self.part, self.budget = part, budget
        self.known: dict[Kept, int] = {}

    def minimal_sets(self) -> list[Kept]:
        """Every minimal set in conflict, as far as the work allows."""
        found: list[Kept] = []
        waiting: deque[Kept] = deque([_required(self.part)])
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
            waiting.extend(rules - {rule} for rule in _ordered(here))
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
        for rule in _ordered(rules):
            without = rules - {rule}
            if self.least(without) > 0:
                rules = without
        return rules

    def least(self, rules: Kept) -> int:
        """The Required shortfall that these rules alone are proven to have."""
        if not rules or self.budget.over:
            return self.known.get(rules, 0)
        if rules not in self.known:
            facts = ProblemIndex(_with_only(self.part, rules), check=self.budget.check)
            try:
                model = relaxation_of(facts)
            except OutOfTime:
                return 0
            reached = LexicographicSolver(model.cp, model.objective, self.budget, 0).solve(WORK_OF_A_SET, once=True)
            self.known[rules] = reached.bound.required
        return self.known[rules]


def _required(part: Instance) -> Kept:
    """The rules that are Required somewhere in the part."""
    return frozenset(name for name in RULES if any(_counts(part, s) for s in _settings(part, name)))


def _settings(part: Instance, rule: str) -> Iterator[RuleSetting]:
    return (part.rule(rule, site) for site in part.sites)


def _counts(part: Instance, setting: RuleSetting) -> bool:
    if setting.level is None:
        of_sessions = {s.level for p in part.programs.values() for s in p.sessions}
        return "Required" in of_sessions and setting.weight > 0
    return setting.level == "Required" and setting.weight > 0


def _with_only(part: Instance, kept: Kept) -> Instance:
    """The part with every rule Off but for the Required ones of `kept`."""
    rules = {
        key: s if s.rule in kept and s.level in (None, "Required") else replace(s, level="Off")
        for key, s in part.rules.items()
    }
    by_staffing = kept <= OF_STAFFING and not any(pin.kind == "Session" for pin in part.pins)
    programs = {p.id: _without_sessions(p) if by_staffing else _required_sessions(p) for p in part.programs.values()}
    return replace(part, rules=rules, programs=programs)


def _without_sessions(program: Program) -> Program:
    return replace(program, sessions=())


def _required_sessions(program: Program) -> Program:
    """The program with its other sessions not counted; where the rule Sessions has a level, that level is theirs."""
    return replace(
        program, sessions=tuple(s if s.level == "Required" else replace(s, level="Off") for s in program.sessions)
    )
