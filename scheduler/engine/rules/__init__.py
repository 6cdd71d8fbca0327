"""How each rule is enforced: one module a rule, named as its twin in `scheduler.rules`, which measures it on a plan.

A module has up to four functions, each of which adds the rule's shortfall to a model: `staffing` (exact, in every
model that decides staffing), `room` (never more than the shortfall, where days are summed away), `rotation` (across
the rooms of all cycles) and `calendar` (exact, in a model with real slots). The twins don't know each other: that is
what makes the audit worth something.
"""

from types import ModuleType

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

RULES: tuple[ModuleType, ...] = (
    sessions,
    every_teacher_has_a_coach,
    every_teacher_can_meet_the_coach,
    all_periods_covered,
    sections_funded,
    coaching_periods_per_coach,
    coaches_per_site,
    flex_time,
    common_planning,
    grade_match,
    content_match,
    caseload_maximum,
    caseload_balance,
    requested_coach,
    avoided_coach,
    keep_last_coach,
    avoided_periods,
    sessions_per_day,
    prep_minutes_used,
    one_session_a_day,
    weekly_coaching_time,
    teachers_coached_weekly,
    one_site_a_day,
    priority_sections,
    even_cycles,
)


def add(part: str, *to: object) -> None:
    """Adds to a model what every rule has to say there: `part` is "staffing", "room", "rotation" or "calendar"."""
    for rule in RULES:
        enforce = getattr(rule, part, None)
        if enforce is not None:
            enforce(*to)
