"""What each rule means: one module a rule, and all of them in one table. No solver."""

from __future__ import annotations

from scheduler.rules import (
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
from scheduler.rules.rule import LocalShortfall, Rule

__all__ = ["RULES", "LocalShortfall", "Rule"]

# In the order of the contract: so they stand in the docs, the template workbook and every plan.
RULES: dict[str, Rule] = {
    module.RULE.name: module.RULE
    for module in (
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
}
