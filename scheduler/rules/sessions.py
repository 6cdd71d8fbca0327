"""Every enrollment has all the sessions of its program."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Sessions"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment and session: the sessions that are missing, times the teacher's priority."""
    for enrolled in ledger.enrolled.values():
        teacher = enrolled.teacher
        for due in ledger.dues(enrolled):
            yield LocalShortfall(
                teacher.site, due.missing * teacher.priority, f"{enrolled} {due.spec.name}", due.spec.level
            )


RULE = Rule(
    name=NAME,
    level=None,
    value=None,
    unit="",
    holds="Every enrollment has all the sessions of its program.",
    counts="each session that an enrollment is due and does not have, times the teacher's priority",
    source="The program's own model (sheet Programs)",
    measure=measure,
)
