"""Coaching in class goes to the sections with priority students."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.matching import has_priority_section, is_in_class, misses_priority
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Priority sections"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each observation of a teacher with a priority section: 1 where another section is seen."""
    states = ledger.instance.states
    having = {t for t, doing in states.items() if has_priority_section(doing)}
    for held in ledger.held:
        if held.state and held.teacher.id in having and is_in_class(held.spec):
            yield LocalShortfall(held.teacher.site, int(misses_priority(held.state)), str(held))


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Coaching in class goes to the sections with priority students.",
    counts="each Observe, Model or Co-teach session in a section that is not priority, of a teacher who has one",
    source="Instruction Partners: priority groups of students",
    measure=measure,
)
