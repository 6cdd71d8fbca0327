"""What one choice of the quick plan costs by all rules together."""

from __future__ import annotations

from collections.abc import Mapping, Set

from scheduler.domain.instance import Coach, Instance, ProgramSession, Teacher
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules import RULES
from scheduler.engine.rules.quick_rule import CaseloadChoice


class QuickCosts(RuleCosts):
    """The weights of an instance, and what choices cost by the rules that count anywhere in it. `of_session` are what
    each of them says of one session more: the quick plan asks them for every slot that it looks at."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance)
        every = [rule.quick for rule in RULES if self.counts_somewhere(rule.name)]
        self._of_match = [quick.match for quick in every if quick.match]
        self._of_releases = [quick.releases for quick in every if quick.releases]
        self._of_caseload = [quick.caseload for quick in every if quick.caseload]
        self.of_session = [quick.session for quick in every if quick.session]
        self._of_missing = [rule.quick.missing for rule in RULES if rule.quick.missing]  # a session may have the level

    def match(self, teacher: Teacher, coach: Coach | None) -> int:
        """What a coach (None: no coach) costs a teacher, whoever else the coach has."""
        found = 0
        for cost in self._of_match:
            found += cost(self, teacher, coach)
        return found

    def releases(self, facts: ProblemIndex, site: str, released: Mapping[str, Set[str]]) -> int:
        """What the releases of a site's home coaches cost.

        Parameters
        ----------
        facts
            the index of the instance
        site
            the site's id
        released
            the periods of each coach's releases, by the coach's id
        """
        found = 0
        for cost in self._of_releases:
            found += cost(self, facts, site, released)
        return found

    def caseload(self, choice: CaseloadChoice) -> int:
        """What one enrollment more costs a coach."""
        found = 0
        for cost in self._of_caseload:
            found += cost(self, choice)
        return found

    def missing(self, teacher: Teacher, session: ProgramSession) -> int:
        """What a session that is not held costs."""
        found = 0
        for cost in self._of_missing:
            found += cost(self, teacher, session)
        return found
