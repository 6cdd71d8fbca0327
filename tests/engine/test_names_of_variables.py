"""Every variable of every model has a name that a person can read in the model's dump, and no two have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from districts import bell, coach, district, session
from ortools.sat.python import cp_model

from benchmarks.guard import guarded
from engine.alone import cycled, pin
from scheduler.domain.instance import Enrollment, Instance, Program, RuleSetting, Site, State
from scheduler.domain.replan import Keep
from scheduler.engine import quick_part, solve_instance
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.replan.model import Loose, RingModel
from scheduler.engine.steps.exact import Whole
from scheduler.engine.steps.relaxation import relaxation_of
from scheduler.pipeline import score_of
from scheduler.rules import RULES


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[cp_model.CpModel]]:
    """Every model that is solved meanwhile."""
    found: list[cp_model.CpModel] = []
    solve = cp_model.CpSolver.solve

    def noted(self, model, *args, **kwargs):
        found.append(model)
        return solve(self, model, *args, **kwargs)

    monkeypatch.setattr(cp_model.CpSolver, "solve", noted)
    return found


def names(model: cp_model.CpModel) -> list[str]:
    return [variable.name for variable in model.proto.variables]


def wrong(model: cp_model.CpModel) -> tuple[int, list[str]]:
    """How many variables have no name, and the names of several."""
    counted = Counter(names(model))
    return counted.pop("", 0), sorted(name for name, n in counted.items() if n > 1)


def everything() -> Instance:
    """Two sites a few minutes apart, coaches at both, groups of several classes, followers, sessions of several
    programs, a pinned start, reserved slots that cover others in part, and every rule on."""
    times = {"1": "08:00-09:00", "2": "09:05-10:05", "3": "10:10-11:10"}
    sessions = [
        session("Pre", mode="Either"),
        session("Watch", weekly=2, after="Pre", within_days=2),
        session("Debrief", weekly=2, after="Watch"),
        session("Circle", group_size=3),
    ]
    other = Program("Other", "", 1, (session("Meet"), session("Talk", after="Meet")))
    people = [cycled(f"T{n}", "SN"[n % 2], programs=("Cycle", "Other")) for n in range(4)]
    taught = {f"T{n}": {"1": State("Teaching", course="Art", room=f"R{n // 2}")} for n in range(4)}
    rules = [
        (site, RuleSetting(name, "Option" if name != "Sessions" else "Required", rule.value or 1, 1))
        for name, rule in RULES.items()
        for site in ("",)
    ]
    return district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[bell(times=times, days=2, weeks=2), bell("North", {"A": "08:30-09:30", "B": "09:35-10:35"}, weeks=2)],
        coaches=[coach("C1", "S", "N"), coach("C2", "S", "N"), coach("C3", "N", "S")],
        teachers=people,
        sessions=sessions,
        programs=[other],
        doing=taught,
        rules=rules,
        pins=[pin(teacher="T0", session="Pre", start=8 * 60 + 10), pin(teacher="T1", session="Circle", day=1)],
        travel={("S", "N"): 15, ("N", "S"): 20},
        weeks=2,
        cycles=2,
    )


@pytest.mark.parametrize("by_day", [False, True])
def test_the_models_of_a_district_with_everything_have_names(by_day):
    instance = everything()
    facts = ProblemIndex(instance, by_day=by_day)
    relaxation = relaxation_of(facts)
    assert wrong(relaxation.cp) == (0, [])
    for in_turn in (False, True):
        whole = Whole(facts, None, in_turn=in_turn)
        assert len(names(whole.cp)) > 1000
        assert wrong(whole.cp) == (0, [])


@pytest.mark.parametrize("name", ["one site", "two sites", "shared coaches"])
def test_all_models_of_a_solve_have_names(models, name):
    solve_instance(guarded()[name], score_of)
    assert len(models) > 2
    assert [found for model in models if (found := wrong(model)) != (0, [])] == []


def test_the_models_of_a_plan_anew_have_names():
    """With rows that stay, rows that may move, and reserved time of both kinds."""
    instance = guarded()["shared coaches"]
    plan = quick_part(instance, score_of).plan
    kept = Keep(
        {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments if a.coach},
        {(c, p): p in on for c, on in plan.releases.items() for p in instance.class_periods(instance.coaches[c].home)},
        plan.sessions,
        plan.reserved,
        {Enrollment(a.teacher, a.program): a.cycles for a in plan.assignments},
    )
    loose = Loose(sessions=frozenset(plan.sessions[::2]), reserved=frozenset(plan.reserved[::2]))
    model = RingModel(ProblemIndex(instance), kept, loose, "required")
    assert model.calendar.stays
    assert model.calendar.reserve_stays
    assert wrong(model.cp) == (0, [])
