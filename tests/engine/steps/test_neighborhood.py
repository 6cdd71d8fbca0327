"""Neighborhood search: plans only get better, what is not free stays, and a search ends."""

from __future__ import annotations

from districts import bell, coach, district, session, setting

from engine.alone import SESSIONS, cycled, only
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Site
from scheduler.domain.plan import Plan
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.exact import least_plan
from scheduler.engine.steps.neighborhood import improve, neighborhoods


def two_schools(**given: object) -> Instance:
    return district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        bells=[bell(times={"1": "08:00-08:40", "2": "09:00-09:40"}, days=2)],
        coaches=[coach("C1", "S", "N", full_time=True)],
        teachers=[cycled("T1", "S"), cycled("T2", "S"), cycled("T3", "N"), cycled("T4", "N")],
        sessions=[session()],
        rules=only(SESSIONS, setting("One site a day"), setting("Every teacher has a coach")),
        **given,
    )


def improved(instance: Instance, plan: Plan, work: float = 10.0) -> list[Plan]:
    """The plans that were found, each better than all before."""
    kept = [plan]

    def better(found: Plan) -> bool:
        audit = audit_plan(instance, found)
        assert audit.violations == ()
        if audit.score >= audit_plan(instance, kept[-1]).score:
            return False
        kept.append(found)
        return True

    improve(ProblemIndex(instance), plan, better, Budget(), 0, work)
    return kept


def test_a_plan_with_nothing_in_it_becomes_the_best():
    instance = two_schools()
    plans = improved(instance, least_plan(ProblemIndex(instance), 0, Budget()))
    assert audit_plan(instance, plans[-1]).score == (0, 0, 0)


def test_without_work_nothing_is_tried():
    instance = two_schools()
    assert len(improved(instance, least_plan(ProblemIndex(instance), 0, Budget()), work=0.0)) == 1


def test_neighborhoods_are_of_sites_of_days_and_of_the_input_with_all_that_is_short():
    instance = two_schools()
    facts = ProblemIndex(instance)
    best = improved(instance, least_plan(facts, 0, Budget()))[-1]
    found = list(neighborhoods(facts, best))
    assert len(found) == len(set(found))
    assert frozenset(range(4)) in found  # both sites
    nothing = least_plan(facts, 0, Budget())
    assert set(neighborhoods(facts, nothing)) == {frozenset(range(4))}  # everybody is short
