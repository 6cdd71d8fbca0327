"""What a solve gives: a plan, what is audited of it, and what is proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.plan import Plan
from scheduler.domain.replan import Replan
from scheduler.domain.score import Audit, Score

SolveStatus = Literal["optimal", "feasible", "short"]


@dataclass(frozen=True)
class Solution:
    """A plan with its audited score and the proven bound: no plan scores better than `bound`, level by level, given
    the levels above. A level's bound is 0 while a level above it is unproven."""

    plan: Plan
    audit: Audit
    bound: Score
    seed: int = 0
    replan: Replan | None = None  # where the plan goes on from one that was published

    @property
    def score(self) -> Score:
        """What the plan scores by the audit."""
        return self.audit.score

    @property
    def status(self) -> SolveStatus:
        """short: a Required shortfall is left; optimal: score and bound meet on every level, and Change its bound; else
        feasible."""
        if self.score.required > 0:
            return "short"
        proven = self.replan is None or self.replan.change.value == self.replan.change.bound
        return "optimal" if self.score == self.bound and proven else "feasible"
