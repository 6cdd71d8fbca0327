"""What one choice of the quick plan costs, as one whole number: no amount of a lower level adds up to a higher one."""

from __future__ import annotations

from scheduler.domain.instance import Instance, Level
from scheduler.domain.matching import department_matches, grades_match
from scheduler.engine.problem.index import ProblemIndex

UNIT: dict[Level, int] = {"Required": 1 << 80, "Recommended": 1 << 40, "Option": 1, "Off": 0}


class Costs:
    """The weights of the rules, looked up once for each site."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._found: dict[tuple[str, str, Level | None], int] = {}

    def of(self, rule: str, site: str, level: Level | None = None) -> int:
        """What one unit of a rule's shortfall costs at a site. `level` is the session's, for the rule Sessions."""
        key = rule, site, level
        if key not in self._found:
            setting = self.instance.rule(rule, site)
            self._found[key] = UNIT[setting.level or level or "Off"] * setting.weight
        return self._found[key]

    def value(self, rule: str, site: str, own: int | None = None) -> int | None:
        """A limit: one's own, else the rule's."""
        return self.instance.rule(rule, site).value if own is None else own


def match_cost(facts: ProblemIndex, costs: Costs, e: int, coach: str) -> int:
    """What a coach ("" for none) costs an enrolment by the wishes of its teacher, whoever else the coach has."""
    teacher = facts.instance.teachers[facts.enrolments[e].teacher]
    site, found = teacher.site, 0
    if teacher.requested_coach and teacher.requested_coach != coach:
        found += costs.of("Requested coach", site)
    if teacher.last_coach and teacher.last_coach != coach:
        found += costs.of("Keep last coach", site)
    if not coach:
        return found + costs.of("Every teacher has a coach", site)
    who = facts.instance.coaches[coach]
    if not grades_match(teacher, who):
        found += costs.of("Grade match", site)
    if not department_matches(teacher, who):
        found += costs.of("Content match", site)
    if coach in teacher.avoid_coaches:
        found += costs.of("Avoided coach", site)
    return found
