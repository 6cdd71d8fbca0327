"""No teacher has more than one session in a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.rules.entries import Held, PatternDay
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "One session a day"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each teacher and day: the sessions after the first."""
    days: dict[tuple[str, PatternDay], list[Held]] = defaultdict(list)
    for held in ledger.held:
        days[held.teacher.id, held.date].append(held)
    for sessions in days.values():
        first = sessions[0]
        yield LocalShortfall(first.teacher.site, len(sessions) - 1, f"{first.teacher.id} {first.date_text}")


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="No teacher has more than one session in a day.",
    counts="for each teacher, cycle, week and day: sessions above one",
    source="Common practice: time to try what was agreed",
    measure=measure,
)
