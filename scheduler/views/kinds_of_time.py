"""The kinds of time on a calendar and on a coverage map, each with the word that names it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindOfTime:
    """One kind of time: the word that stands in its cell. What it looks like is each writer's own."""

    word: str


SESSION = KindOfTime("Session")
RELEASED = KindOfTime("Released, free")
FLEX = KindOfTime("Flex time, kept free")
COMMON_PLANNING = KindOfTime("Common planning")
TEACHING = KindOfTime("Teaching")
PREP = KindOfTime("Prep")
UNAVAILABLE = KindOfTime("Not at work")
NOT_RELEASED = KindOfTime("Not released")
OPEN = KindOfTime("Open, no class")
NO_SLOT = KindOfTime("")
NOBODY = KindOfTime("Nobody")

LEGEND = (SESSION, RELEASED, FLEX, COMMON_PLANNING, TEACHING, PREP, UNAVAILABLE, NOT_RELEASED)

SEVERAL_COACHES = KindOfTime("Two coaches or more")
ONE_COACH = KindOfTime("One coach")
NO_COACH = KindOfTime("Nobody is released")
COVERAGE_LEGEND = (ONE_COACH, SEVERAL_COACHES, NO_COACH)
