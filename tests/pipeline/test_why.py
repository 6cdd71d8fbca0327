"""Why, and why not: whether it can be, alone, at best, and the sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from districts import bell, coach, district, session, setting, teacher

from scheduler import pipeline
from scheduler.domain.instance import Instance, Pin
from scheduler.domain.score import Score
from scheduler.domain.source_cells import SourceCells
from scheduler.domain.why import Best, WhyAnswer
from scheduler.pipeline import replan, why
from scheduler.reasons.questions import (
    WhyQuestion,
    about_coach,
    about_release,
    about_session,
    about_unscheduled,
    session_id,
)
from scheduler.reasons.wishes import NoSuchThing

QUIET = [
    setting(name, level="Off") for name in ("All periods covered", "Coaching periods per coach", "Sections funded")
]
T1 = teacher("T1", programs=("Cycle",))


def asked(instance: Instance, folder: Path) -> why.PlanAsked:
    solution = pipeline.solve(instance)
    path = folder / "plan.xlsx"
    pipeline.write(instance, solution, path)
    return why.PlanAsked(instance, solution.plan, replan.read_published(path, instance))


def answer(plan: why.PlanAsked, question: WhyQuestion) -> WhyAnswer:
    return why.why(plan, question.text, question.wishes, reasons=question.reasons)


def test_another_coach_of_whom_no_rule_thinks_worse_is_as_good(tmp_path: Path) -> None:
    here = asked(district(teachers=[T1], sessions=[session()], coaches=[coach(), coach("C2")], rules=QUIET), tmp_path)
    now = here.plan.assignments[0].coach
    other = next(c for c in ("C1", "C2") if c != now)
    found = answer(here, about_coach(here.instance, here.plan, "T1", coach=other))
    assert (found.verdict, found.possible, found.hindrances) == ("as good", True, ())
    assert found.sentence.startswith("As good: ")
    assert found.best is not None
    assert found.best.proven
    assert found.best.score == found.score
    assert answer(here, about_coach(here.instance, here.plan, "T1")).verdict == "as good"


def test_a_coach_who_costs_is_told_with_rule_and_figure_equal_to_a_fresh_solve(tmp_path: Path) -> None:
    rules = [*QUIET, setting("Grade match", level="Recommended")]
    coaches = [coach(grades=("9",)), coach("C2", grades=("11",))]
    instance = district(
        teachers=[teacher("T1", programs=("Cycle",), grades=("9",))], sessions=[session()], coaches=coaches, rules=rules
    )
    here = asked(instance, tmp_path)
    found = answer(here, about_coach(instance, here.plan, "T1", coach="C2"))
    fresh = pipeline.solve(replace(instance, pins=(Pin("x", "Coach", "T1", "Cycle", "C2"),)))
    assert found.verdict == "costs"
    assert found.sentence.startswith("It would cost 1 Recommended. Grade match falls short by 1 more")
    assert found.best is not None
    assert (found.best.score, found.best.proven) == (fresh.score, True)
    assert found.best.people == 1


def test_what_cannot_be_names_the_cell_and_what_would_allow_it(tmp_path: Path) -> None:
    instance = district(
        teachers=[T1],
        sessions=[session()],
        coaches=[coach(), coach("C2", roles=("Mentor",))],
        role="Coach",
        rules=QUIET,
    )
    instance = replace(instance, cells=SourceCells({("Coaches", "C2"): ({"roles": "C"}, 3)}))
    here = asked(instance, tmp_path)
    found = answer(here, about_coach(instance, here.plan, "T1"))
    (one,) = found.hindrances
    assert (one.text, one.sheet, one.cell) == ("C2 does not hold the role Coach", "Coaches", "C3")
    assert one.fix == "Add Coach to the roles of C2."
    assert (found.verdict, found.possible, found.best) == ("impossible", False, None)
    assert found.sentence == "Only possibility: C2 does not hold the role Coach (Coaches!C3)."


def test_a_pin_that_holds_it_is_the_answer(tmp_path: Path) -> None:
    pin = Pin("Pins!A5", "Coach", "T1", "Cycle", "C1")
    instance = district(teachers=[T1], sessions=[session()], coaches=[coach(), coach("C2")], rules=QUIET, pins=[pin])
    here = asked(instance, tmp_path)
    found = answer(here, about_coach(instance, here.plan, "T1", coach="C2"))
    assert (found.verdict, found.sentence) == ("pinned", "A pin holds it: a pin gives T1 C1 (Pins!A5).")


def test_a_release_against_a_class_and_a_time_without_a_slot_cannot_be(tmp_path: Path) -> None:
    instance = district(teachers=[T1], sessions=[session()], available={"C1": {"3": "Teaching"}}, rules=QUIET)
    here = asked(instance, tmp_path)
    found = answer(here, about_release(instance, here.plan, "C1/3"))
    assert found.hindrances[0].text == "C1 is Teaching in period 3"
    id = session_id(here.plan, here.plan.sessions[0])
    found = answer(here, about_session(instance, here.plan, id, "Mon 23:00"))
    assert found.verdict == "impossible"
    assert "no slot of S holds 30 minutes from 23:00 on Mon" in found.sentence


def test_another_time_is_tried_and_told(tmp_path: Path) -> None:
    instance = district(teachers=[T1], sessions=[session(when=("Prep",))], rules=QUIET)
    here = asked(instance, tmp_path)
    row = here.plan.sessions[0]
    other = "Tue" if row.day == 0 else "Mon"
    at = f"{other} {row.start // 60:02}:{row.start % 60:02}"
    found = answer(here, about_session(instance, here.plan, session_id(here.plan, row), at))
    assert found.verdict == "as good"
    assert found.best is not None
    assert found.best.people == 1


def test_a_missing_session_that_cannot_be_is_told_with_its_reason(tmp_path: Path) -> None:
    instance = district(
        teachers=[T1], sessions=[session(weekly=2)], bells=[bell(times={"1": "08:00-09:00"}, days=1)], rules=QUIET
    )
    here = asked(instance, tmp_path)
    found = answer(here, about_unscheduled(instance, here.plan, "T1"))
    assert found.verdict == "impossible"
    assert "never two on one day" in found.reasons[0]


@pytest.mark.parametrize("id", ["C9/1", "C1/9", "nothing"])
def test_what_there_is_not_is_said(tmp_path: Path, id: str) -> None:
    instance = district(teachers=[T1], sessions=[session()], rules=QUIET)
    here = asked(instance, tmp_path)
    with pytest.raises(NoSuchThing):
        about_release(instance, here.plan, id)
    with pytest.raises(NoSuchThing):
        about_session(instance, here.plan, id, "Mon 08:00")


def test_what_is_as_good_as_it_stands_is_proven_by_the_bound_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan with the one change meets the bound: no other plan is looked for."""
    here = asked(district(teachers=[T1], sessions=[session()], coaches=[coach(), coach("C2")], rules=QUIET), tmp_path)

    def none(*_: object, **__: object) -> None:
        raise AssertionError("a plan was looked for")

    monkeypatch.setattr(replan, "replan", none)
    other = next(c for c in ("C1", "C2") if c != here.plan.assignments[0].coach)
    found = answer(here, about_coach(here.instance, here.plan, "T1", coach=other))
    assert found.verdict == "as good"
    assert found.best is not None
    assert found.best.proven


@pytest.mark.parametrize(
    ("score", "bound", "said"),
    [
        (Score(3, 0, 1), Score(3, 0, 1), "3 Required"),
        (Score(3, 0, 0), Score(1, 0, 0), "between 1 and 3 Required"),
        (Score(3, 0, 0), Score(0, 0, 0), "at most 3 Required"),
        (Score(0, 0, 9), Score(0, 0, 4), "between 2 and 7 Option"),
        (Score(3, 0, 9), Score(3, 0, 0), "3 Required, and on the levels below at most what is said here"),
    ],
)
def test_the_cost_is_a_range_where_it_is_not_proven(score: Score, bound: Score, said: str) -> None:
    best = Best(score, bound, score == bound, (), 0, ())
    assert why.cost_words(Score(0, 0, 2), best) == said


def test_a_time_outside_a_slot_names_the_cell_of_the_bell_schedule(tmp_path: Path) -> None:
    instance = district(teachers=[T1], sessions=[session(minutes=30)], rules=QUIET)
    here = asked(instance, tmp_path)
    cells = tuple(f"Bell schedule!D{i + 2}" for i in range(len(instance.slots("S"))))
    named = replace(instance, cells=SourceCells(slots={"Regular": cells}))
    (row,) = here.plan.sessions
    day = "Tue" if row.day == 0 else "Mon"
    question = about_session(named, here.plan, session_id(here.plan, row), f"{day} 08:45")
    (hindrance,) = question.wishes[0].hindrances
    place = next(i for i, s in enumerate(instance.slots("S")) if (s.day == 1) == (day == "Tue") and s.period == "1")
    assert (hindrance.sheet, hindrance.cell) == ("Bell schedule", f"D{place + 2}")
