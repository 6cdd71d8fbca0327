"""What some Required rules of a part fall short by at least, by the coarse model of the year with these rules alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.domain.instance import Instance, Program, RuleSetting
from scheduler.engine import rules as enforced
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.relaxation import relaxation_of
from scheduler.rules import RULES

WORK_OF_A_SET = 2.0  # deterministic time, about seconds, of one proof

# Rules that staffing alone decides: without others no session needs to be looked at.
OF_STAFFING = frozenset(rule.name for rule in enforced.RULES if rule.is_of_staffing_alone)

Kept = frozenset[str]


def least_shortfall(part: Instance, rules: Kept, budget: Budget) -> int | None:
    """The Required shortfall that these rules of a part are proven to have; None where time ended before that.

    Parameters
    ----------
    part
        the part of the district
    rules
        the rules that count
    budget
        the time and work that it may take
    """
    facts = ProblemIndex(_with_only(part, rules), check=budget.check)
    try:
        model = relaxation_of(facts)
    except OutOfTime:
        return None
    solver = LexicographicSolver(model.cp, model.objective, budget, 0)
    return solver.solve(WORK_OF_A_SET, once=True).bound.required


def ordered(rules: Iterable[str]) -> tuple[str, ...]:
    """Rules in the order of their registry."""
    return tuple(sorted(rules, key=place))


def place(rule: str) -> int:
    """Where a rule stands in the registry."""
    return list(RULES).index(rule)


def required_rules(part: Instance) -> Kept:
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
