"""Limits of an instance: figures of which more only ever allows more. Parts that differ in nothing else are kin."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.engine.problem.fingerprint import fingerprint
from scheduler.engine.rules import RULES

Limits = dict[str, tuple[float, ...]]  # by kind


def family(part: Instance) -> str:
    """The fingerprint of a part without its limits: the same for parts that differ at most in these."""
    unlimited = replace(part, settings=replace(part.settings, minutes_between_sessions=0))
    names = {rule.name for rule in RULES if rule.limits}
    unlimited = replace(
        unlimited,
        rules={key: replace(rule, value=None) if rule.rule in names else rule for key, rule in part.rules.items()},
    )
    for rule in RULES:
        if rule.without_limits:
            unlimited = rule.without_limits(unlimited)
    return fingerprint(unlimited)


def limits(part: Instance) -> Limits:
    """The limits of a part by kind, a greater figure being the looser one. Where no limit of one part of a family is
    above another's, no plan scores worse in the other: each of these figures counts in one rule alone, or is what all
    plans keep (`minutes between sessions`)."""
    found: Limits = {"minutes between sessions": (-float(part.settings.minutes_between_sessions),)}
    for rule in RULES:
        if rule.limits:
            found |= rule.limits(part)
    return found
