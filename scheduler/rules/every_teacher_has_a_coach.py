"""Every teacher has a coach in every program of theirs."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Every teacher has a coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment: 1 where it has no coach."""
    for enrolled in ledger.enrolled.values():
        yield LocalShortfall(enrolled.site, int(not enrolled.coach), str(enrolled))


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="",
    holds="Every teacher has a coach in every program of theirs.",
    counts="each enrollment without a coach",
    source="Antelope Valley UHSD, Instructional Coaching Model: every teacher has access to a coach",
    measure=measure,
)
