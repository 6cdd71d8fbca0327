"""Every teacher who asks for a coach has that coach."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Requested coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment of a teacher who asks for a coach: 1 where it has another."""
    for enrolled in ledger.enrolled.values():
        wish = enrolled.teacher.requested_coach
        if wish:
            yield LocalShortfall(enrolled.site, int(wish != enrolled.coach), f"{enrolled}, {wish}")


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=None,
    unit="",
    holds="Every teacher who asks for a coach has that coach.",
    counts="each enrollment of a teacher whose `requested coach` is named and is not the coach",
    source="Santa Clara USD, Professional Support Program",
    measure=measure,
)
