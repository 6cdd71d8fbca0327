"""Every teacher with a coach has a time in the week when the two could meet."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Every teacher can meet the coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment with a coach: 1 where the two are never free together."""
    for enrolled in ledger.coached():
        yield LocalShortfall(enrolled.site, int(not ledger.could_meet(enrolled)), f"{enrolled}, {enrolled.coach}")


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="",
    holds="Every teacher with a coach has a time in the week when the two could meet.",
    counts=(
        "each enrollment with a coach that has neither a Class slot with the coach released and the teacher on "
        "Prep, nor a Flex, Advisory, Before school or After school slot with both at work"
    ),
    source="Antelope Valley UHSD, Instructional Coaching Model: every teacher has access to a coach",
    measure=measure,
)
