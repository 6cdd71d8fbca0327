"""In every Class period of a site some coach of the site is released."""

from collections.abc import Mapping, Set

from scheduler.engine.model.objective import Term, is_fixed, variables_of
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "All periods covered"


def staffing(m: Staffing) -> None:
    """Count each Class period that no coach covers."""
    for site in m.instance.sites:
        homes = m.instance.home_coaches(site)
        for period in m.instance.class_periods(site):
            options: list[list[Term]] = (
                [[m.release[c.id, period]] for c in homes] if homes else _visitors(m, site, period)
            )
            _count(m, site, period, options)


def _visitors(m: Staffing, site: str, period: str) -> list[list[Term]]:
    """For each coach who serves a site that is nobody's home: the releases that together cover every slot of a
    period. A slot in which the coach is Unavailable still counts as released, as it does at home."""
    slots = [(i, s) for i, s in enumerate(m.instance.slots(site)) if s.period == period and s.is_class]
    options = []
    for coach in m.instance.coaches.values():
        if site not in coach.sites:
            continue
        needs = [m.facts.released_in(coach.id, site, i) for i, _ in slots]
        if None not in needs:
            options.append([m.release[coach.id, need] for need in sorted({n for n in needs if n})])
    return options


def _count(m: Staffing, site: str, period: str, options: list[list[Term]]) -> None:
    """One unit unless every release of one of the options is made."""
    covering: list[Term] = []
    for n, option in enumerate(options):
        if any(is_fixed(r, 0) for r in option):
            continue
        free = variables_of(option)
        if not free:
            return
        if len(free) == 1:
            covering.append(free[0])
        else:
            every = m.cp.new_bool_var(f"{site} {period} is covered by visitor {n}")
            m.cp.add_bool_and(free).only_enforce_if(every)
            covering.append(every)
    uncovered = m.cp.new_bool_var(f"short of {NAME}: {site} {period}")
    m.cp.add_bool_or([*covering, uncovered])
    m.objective.add(NAME, site, uncovered, 1)


def _releases(costs: RuleCosts, facts: ProblemIndex, site: str, released: Mapping[str, Set[str]]) -> int:
    covered = {p for c in facts.instance.home_coaches(site) for p in released[c.id]}
    return costs.of(NAME, site) * sum(p not in covered for p in facts.instance.class_periods(site))


RULE = EngineRule(NAME, staffing=staffing, quick=QuickRule(releases=_releases))
