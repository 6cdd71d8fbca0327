"""The audit of a plan: everything that holds in every plan, every rule, and the score."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scheduler.checker.enrollments import (
    coach_is_the_enrollments,
    followers_have_what_they_follow,
    groups_agree,
    no_more_than_due,
    same_name_on_different_days,
)
from scheduler.checker.pins import pins_hold, releases_are_allowed
from scheduler.checker.times import (
    coach_can_be_used,
    coaches_have_time_between,
    inside_one_slot,
    mode_is_the_programs,
    nobody_in_two_places,
    reserved_time_is_free,
    teacher_fits,
)
from scheduler.domain.instance import ALL_LEVELS, Instance, Level
from scheduler.domain.plan import Plan
from scheduler.domain.score import Audit, Score, Shortfall, Violation
from scheduler.rules import RULES
from scheduler.rules.plan_index import PlanIndex

# In the order of "What holds in every plan".
CHECKS: tuple[Callable[[PlanIndex], Iterator[Violation]], ...] = (
    releases_are_allowed,
    nobody_in_two_places,
    coaches_have_time_between,
    inside_one_slot,
    coach_can_be_used,
    teacher_fits,
    coach_is_the_enrollments,
    mode_is_the_programs,
    no_more_than_due,
    same_name_on_different_days,
    followers_have_what_they_follow,
    groups_agree,
    pins_hold,
    reserved_time_is_free,
)


def audit_plan(instance: Instance, plan: Plan) -> Audit:
    """Everything that a plan breaks, and by how much it falls short of each rule.

    Rows that do not fit the instance are violations ("plan") and left out of the figures.
    """
    ledger = PlanIndex(instance, plan)
    violations = [*ledger.unmatched_rows, *(violation for check in CHECKS for violation in check(ledger))]
    shortfalls = tuple(_shortfalls(ledger))
    totals = _levels(instance)
    points: dict[Level, int] = dict.fromkeys(ALL_LEVELS, 0)
    for s in shortfalls:
        totals[s.rule, s.level] += s.amount
        points[s.level] += s.amount * s.weight
    score = Score(points["Required"], points["Recommended"], points["Option"])
    return Audit(tuple(dict.fromkeys(violations)), shortfalls, totals, score)


def _shortfalls(ledger: PlanIndex) -> Iterator[Shortfall]:
    for name, rule in RULES.items():
        for site, amount, about, level in rule.measure(ledger):
            if amount:
                setting = ledger.instance.rule(name, site)
                counted = setting.level or level
                if counted is None:
                    raise ValueError(f"rule {name} has no level at {site}, and neither has {about}")
                yield Shortfall(name, counted, setting.weight, site, amount, about)


def _levels(instance: Instance) -> dict[tuple[str, Level], int]:
    """A zero for every rule at every level that it has at some site; where Sessions is not set, those of Programs."""
    levels: dict[tuple[str, Level], int] = {}
    of_programs = {s.level for p in instance.programs.values() for s in p.sessions}
    for name in RULES:
        given = {instance.rule(name, site).level for site in instance.sites}
        here = {level for level in given if level} | (of_programs if None in given else set())
        levels.update({(name, level): 0 for level in ALL_LEVELS if level in here})
    return levels
