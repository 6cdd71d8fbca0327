"""Coaching in class goes to the sections with priority students."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.ledger import Ledger
from scheduler.rules.rule import Measure, Rule
from scheduler.rules.words import folded

NAME = "Priority sections"
IN_CLASS = ("observe", "model", "coteach")  # as folded


def measure(ledger: Ledger) -> Iterator[Measure]:
    states = ledger.instance.states
    having = {t for t, doing in states.items() if any(s.doing == "Teaching" and s.priority for s in doing)}
    for held in ledger.held:
        if held.state and held.teacher.id in having and folded(held.spec.activity) in IN_CLASS:
            missed = held.state.doing == "Teaching" and not held.state.priority
            yield Measure(held.teacher.site, int(missed), str(held))


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
