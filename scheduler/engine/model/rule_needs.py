"""What the rules ask of a model with real slots before it is made: the model itself names none of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleNeeds:
    """The coaches of whom some rule may keep whole slots free (`reserving`), and those for whom more meetings of a
    group than it needs may be of use (`spare_meetings`)."""

    reserving: frozenset[str] = frozenset()
    spare_meetings: frozenset[str] = frozenset()
