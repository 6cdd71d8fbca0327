"""How each rule is enforced: one module a rule, named as its twin in `scheduler.rules`, which measures it on a plan.

Each module ends in its `RULE`, an `EngineRule`: what it adds to which kind of model, and what it sees of an enrollment.
The twins don't know each other: that is what makes the audit worth something.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from scheduler.domain.instance import Enrollment, Instance, Level, ProgramSession
from scheduler.domain.plan import Purpose
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.aggregate.session_patterns import PatternCosts
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective, Term
from scheduler.engine.model.rule_needs import RuleNeeds
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.rules import (
    all_periods_covered,
    avoided_coach,
    avoided_periods,
    caseload_balance,
    caseload_maximum,
    coaches_per_site,
    coaching_periods_per_coach,
    common_planning,
    content_match,
    even_cycles,
    every_teacher_can_meet_the_coach,
    every_teacher_has_a_coach,
    flex_time,
    grade_match,
    keep_last_coach,
    one_session_a_day,
    one_site_a_day,
    prep_minutes_used,
    priority_sections,
    requested_coach,
    sections_funded,
    sessions,
    sessions_per_day,
    teachers_coached_weekly,
    weekly_coaching_time,
)
from scheduler.engine.rules.engine_rule import EngineRule

RULES: tuple[EngineRule, ...] = (
    sessions.RULE,
    every_teacher_has_a_coach.RULE,
    every_teacher_can_meet_the_coach.RULE,
    all_periods_covered.RULE,
    sections_funded.RULE,
    coaching_periods_per_coach.RULE,
    coaches_per_site.RULE,
    flex_time.RULE,
    common_planning.RULE,
    grade_match.RULE,
    content_match.RULE,
    caseload_maximum.RULE,
    caseload_balance.RULE,
    requested_coach.RULE,
    avoided_coach.RULE,
    keep_last_coach.RULE,
    avoided_periods.RULE,
    sessions_per_day.RULE,
    prep_minutes_used.RULE,
    one_session_a_day.RULE,
    weekly_coaching_time.RULE,
    teachers_coached_weekly.RULE,
    one_site_a_day.RULE,
    priority_sections.RULE,
    even_cycles.RULE,
)


def add_staffing(model: Staffing) -> None:
    """Add to a model of staffing what the rules say of releases, caseloads and matches."""
    for rule in RULES:
        if rule.staffing:
            rule.staffing(model)


def add_capacity(model: CapacityModel) -> None:
    """Add to a counting model what the rules say of its weeks: never more than their shortfall in any plan."""
    for rule in RULES:
        if rule.capacity:
            rule.capacity(model)


def add_rotation(models: Mapping[int, CapacityModel]) -> None:
    """Add to the counting models of all cycles what the rules say across them."""
    for rule in RULES:
        if rule.rotation:
            rule.rotation(models)


def add_calendar(model: Calendar) -> None:
    """Add to a model with real slots what the rules say of its weeks."""
    for rule in RULES:
        if rule.calendar:
            rule.calendar(model)


def seen_of(facts: ProblemIndex, enrollment: Enrollment) -> tuple[Hashable, ...]:
    """All that the rules see of an enrollment, whoever its coach is."""
    return tuple(rule.sees(facts, enrollment) for rule in RULES if rule.sees)


def seen_with(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> tuple[Hashable, ...]:
    """All that the rules see of an enrollment under one coach.

    Parameters
    ----------
    facts
        the index of the instance
    enrollment
        the enrollment
    coach
        the coach's id
    """
    return tuple(rule.sees_with(facts, enrollment, coach) for rule in RULES if rule.sees_with)


def reserving() -> tuple[str, ...]:
    """The names of the rules that keep whole slots of coaches free."""
    return tuple(rule.name for rule in RULES if rule.reserves)


def keeper_of(purpose: Purpose) -> str:
    """The name of the rule that keeps slots free for a purpose."""
    return next(rule.name for rule in RULES if rule.reserves == purpose)


def add_missing(
    objective: Objective, facts: ProblemIndex, enrollment: Enrollment, cycles: int, placed: Mapping[str, list[Term]]
) -> None:
    """Count the sessions that so many cycles of an enrollment are due and have not.

    Parameters
    ----------
    placed
        how often each session, by its name, is placed
    """
    for rule in RULES:
        if rule.missing:
            rule.missing(objective, facts, enrollment, cycles, placed)


def pattern_costs(facts: ProblemIndex, objective: Objective, enrollment: Enrollment) -> PatternCosts:
    """What the rules that look at one teacher alone say of an enrollment's week: of each cost one rule speaks.

    Parameters
    ----------
    facts
        the index of the instance
    objective
        the objective, which knows the settings of the rules
    enrollment
        the enrollment
    """
    said: dict[str, Any] = {}
    for rule in RULES:
        if rule.patterns:
            mine = rule.patterns(facts, objective, enrollment)
            said |= {
                field.name: getattr(mine, field.name)
                for field in fields(PatternCosts)
                if getattr(mine, field.name) != field.default
            }
    return PatternCosts(**said)


def plan_together(instance: Instance, site: str) -> bool:
    """Whether the home coaches of a site cannot be planned apart."""
    return any(rule.joins_homes(instance, site) for rule in RULES if rule.joins_homes)


def level_of_session(instance: Instance, site: str, session: ProgramSession) -> Level:
    """At which level a session that is missing counts.

    Parameters
    ----------
    instance
        the input
    site
        the site of the teacher
    session
        the session that is missing
    """
    return next(rule.level_of_session(instance, site, session) for rule in RULES if rule.level_of_session)


def needs_of(objective: Objective, coaches: Iterable[str]) -> RuleNeeds:
    """What the rules ask of a model with real slots before it is made."""
    homes = [(c, objective.instance.coaches[c].home) for c in coaches]
    reserves = [rule.name for rule in RULES if rule.reserves]
    spare = [rule.spare_meetings for rule in RULES if rule.spare_meetings]
    return RuleNeeds(
        frozenset(c for c, home in homes if any(objective.counts(name, home) for name in reserves)),
        frozenset(c for c, home in homes if any(asked(objective, home) for asked in spare)),
    )
