"""No coach has more enrolments than the most allowed."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.ledger import Ledger
from scheduler.rules.rule import Measure, Rule, above

NAME = "Caseload maximum"


def measure(ledger: Ledger) -> Iterator[Measure]:
    for coach in ledger.instance.coaches.values():
        most = ledger.value(NAME, coach.home, own=coach.max_caseload)
        yield Measure(coach.home, above(ledger.caseloads[coach.id], most), coach.id)


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="enrolments",
    holds="No coach has more enrolments than the most allowed.",
    counts="for each coach: enrolments, at all sites, above `max caseload`, else the value",
    source="Common practice: caseload limits",
    measure=measure,
)
