"""Coaching takes no more of a teacher's prep than it may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above, started_half_hours

NAME = "Prep minutes used"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each teacher and week: the minutes of prep above the most that coaching may use."""
    used: Counter[tuple[str, int, int]] = Counter()
    for held in ledger.held:
        if held.state and held.state.doing == "Prep":
            used[held.teacher.id, held.row.cycle, held.row.week] += held.minutes
    for (teacher_id, cycle, week), minutes in used.items():
        teacher = ledger.instance.teachers[teacher_id]
        most = ledger.value(NAME, teacher.site, own=teacher.prep_minutes)
        amount = started_half_hours(above(minutes, most))
        yield LocalShortfall(teacher.site, amount, f"{teacher_id} cycle {cycle} week {week}")


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=None,
    unit="minutes",
    holds="Coaching takes no more of a teacher's prep than it may.",
    counts=(
        "for each teacher, cycle and week of the pattern: started half hours of session minutes in Prep slots "
        "above `prep minutes`, else the value"
    ),
    source="Common practice: contracts cap the use of prep",
    measure=measure,
)
