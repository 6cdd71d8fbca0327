"""Every teacher keeps the coach of last year."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Keep last coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment of a teacher with a last coach: 1 where it has another."""
    for enrolled in ledger.enrolled.values():
        last = enrolled.teacher.last_coach
        if last:
            yield LocalShortfall(enrolled.site, int(last != enrolled.coach), f"{enrolled}, {last}")


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Every teacher keeps the coach of last year.",
    counts="each enrollment of a teacher whose `last coach` is named and is not the coach",
    source="Common practice: continuity from year to year",
    measure=measure,
)
