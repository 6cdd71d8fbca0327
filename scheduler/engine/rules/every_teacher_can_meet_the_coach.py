"""Every enrollment with a coach has a time of the week in which the two could meet."""

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment
from scheduler.engine.model.objective import Term, is_fixed, variables_of
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import CaseloadChoice, QuickRule

NAME = "Every teacher can meet the coach"


def staffing(m: Staffing) -> None:
    """Loads are added up over the groups with the same free periods: the fewer the rows, the tighter they are."""
    alike: dict[tuple[str, str, frozenset[str]], list[tuple[int, Term]]] = defaultdict(list)
    for k in range(len(m.groups)):
        teacher = m.teacher(k)
        if not m.objective.counts(NAME, teacher.site):
            continue
        for coach, load in m.load[k].items():
            needs = m.facts.meeting_needs(coach, teacher.id)
            if needs is not None:
                alike[coach, teacher.site, needs].append((m.groups[k].size, load))
    for (coach, site, needs), loads in alike.items():
        most = sum(size for size, _ in loads)
        total = cp_model.LinearExpr.sum([load for _, load in loads])
        released = [m.release[coach, p] for p in sorted(needs)]
        if any(is_fixed(r, 1) for r in released):
            continue
        free = variables_of(released)
        short = m.cp.new_int_var(0, most, f"short of {NAME}: {coach} at {site} without {' '.join(sorted(needs))}")
        m.cp.add(short + most * cp_model.LinearExpr.sum(free) >= total)
        m.objective.add(NAME, site, short, most)


def _needs(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> frozenset[str] | None:
    return facts.meeting_needs(coach, enrollment.teacher)


def _caseload(costs: RuleCosts, choice: CaseloadChoice) -> int:
    needs = choice.facts.meeting_needs(choice.coach.id, choice.teacher.id)
    met = needs is None or needs & choice.released[choice.coach.id]
    return 0 if met else costs.of(NAME, choice.teacher.site)


RULE = EngineRule(NAME, staffing=staffing, sees_with=_needs, quick=QuickRule(caseload=_caseload))
