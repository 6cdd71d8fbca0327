"""The rules whose limits stand in cells of their own, by name."""

from __future__ import annotations

COVERED = "All periods covered"
FUNDED = "Sections funded"
LEAST = "Coaching periods per coach"
COACHED = "Every teacher has a coach"
CASELOAD = "Caseload maximum"
PER_DAY = "Sessions per day"

# Of these an item is the limit of one site, coach or teacher, not the rule.
OF_LIMITS = frozenset({FUNDED, LEAST, CASELOAD, PER_DAY, "Avoided coach"})
