"""What else could be: each option holds, costs what the rules say, and what cannot be names who or what is there."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from districts import bell, coach, district, session, setting, teacher
from workbooks import changed, save, school

import scheduler
from scheduler import pipeline
from scheduler.cli import main
from scheduler.domain.instance import Instance
from scheduler.domain.why import Options
from scheduler.pipeline import replan, what_else, why
from scheduler.pipeline.why import PlanAsked
from scheduler.reasons.questions import session_id
from scheduler.reasons.wishes import NoSuchThing

DATA = Path(__file__).parents[2] / "shared" / "data"
SCHOOL, PLAN = DATA / "avuhsd-gunn.xlsx", DATA / "changes" / "plans" / "avuhsd-gunn.xlsx"
QUIET = [
    setting(name, level="Off") for name in ("All periods covered", "Coaching periods per coach", "Sections funded")
]
T1, T2 = (teacher(id, programs=("Cycle",)) for id in ("T1", "T2"))


def asked(instance: Instance, folder: Path) -> PlanAsked:
    solution = pipeline.solve(instance)
    path = folder / "plan.xlsx"
    pipeline.write(instance, solution, path)
    return PlanAsked(instance, solution.plan, replan.read_published(path, instance))


def assert_true(here: PlanAsked, found: Options) -> None:
    """Every option holds in the whole plan, and differs by what the audit says, to the unit; the best comes first."""
    for option in found.options:
        audit = pipeline.audit(here.instance, option.plan)
        assert audit.violations == (), option.text
        assert audit.score == option.score, option.text
        by = tuple(after - before for before, after in zip(here.audit.score, audit.score, strict=True))
        assert by == tuple(option.difference), option.text
        for level, amount in zip(("Required", "Recommended", "Option"), by, strict=True):
            weighted = sum(
                d.by * here.instance.rule(d.rule, d.site).weight for d in option.differences if d.level == level
            )
            assert weighted == amount, option.text
        assert option.says == "As good." if not any(by) else option.says.startswith(("Costs", "Saves"))
        assert len(option.moves) <= 1
    assert [o.difference for o in found.options] == sorted(o.difference for o in found.options)


def test_other_times_of_a_session_are_those_that_hold_and_as_good_is_said(tmp_path: Path) -> None:
    here = asked(district(teachers=[T1], sessions=[session()], rules=QUIET), tmp_path)
    (row,) = here.plan.sessions
    found = what_else.options(here, session=session_id(here.plan, row))
    assert_true(here, found)
    assert found.options[0].says == "As good."
    times = {(o.rows[0].day, o.rows[0].start) for o in found.options}
    assert (row.day, row.start) not in times


def test_a_session_that_is_in_the_way_may_move_once(tmp_path: Path) -> None:
    """Two teachers, two slots: one can only have the other's, who takes the one left."""
    times = {"1": "08:00-08:30", "2": "08:40-09:10"}
    instance = district(
        teachers=[T1, T2], sessions=[session(minutes=30)], bells=[bell(times=times, days=1)], rules=QUIET
    )
    here = asked(instance, tmp_path)
    assert len(here.plan.sessions) == 2
    first, second = sorted(here.plan.sessions, key=lambda s: s.start)
    found = what_else.options(here, session=session_id(here.plan, first))
    assert_true(here, found)
    (only,) = found.options
    assert only.rows[-1].start == second.start or only.rows[0].start == second.start
    assert only.moves == (f"Observe of {second.teacher} to Mon 08:00",)


def test_what_is_there_is_named_with_its_cell(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", school())
    plan = tmp_path / "plan.xlsx"
    assert CliRunner().invoke(main, ["solve", str(path), "-o", str(plan)]).exit_code == 0
    here = why.read_asked([path], plan)
    t1 = next(s for s in here.plan.sessions if s.teacher == "T1" and s.session == "Plan")
    found = what_else.options(here, session=session_id(here.plan, t1))
    assert_true(here, found)
    other = what_else.options(here, teacher="T2")
    assert_true(here, other)
    assert [(o.text, o.says) for o in other.options if "C2" in o.text] == [
        ("C2 coaches T2 / Cycle", "Costs 1 Required.")
    ]
    taught = what_else.options(here, slot=f"{t1.coach} Mon 13:40")
    assert any(b.sheet == "Master schedule" or b.why for b in taught.blocked)


def test_a_coach_who_cannot_be_is_told_by_cell(tmp_path: Path) -> None:
    cells = {"Programs!B2": "Mentor"}
    path = save(tmp_path / "school.xlsx", changed(school(), {**cells, "Coaches!D3": "Expert"}))
    plan = tmp_path / "plan.xlsx"
    CliRunner().invoke(main, ["solve", str(path), "-o", str(plan)])
    here = why.read_asked([path], plan)
    found = what_else.options(here, teacher="T1")
    assert [(b.why, b.sheet, b.cell) for b in found.blocked if "C2" in b.text] == [
        ("C2 does not hold the role Mentor", "Coaches", "D3")
    ]


def test_a_missing_session_may_be_asked_for(tmp_path: Path) -> None:
    """One slot, two teachers: the second has none, and what is there is said; with another slot it is the option."""
    one = district(
        teachers=[T1, T2], sessions=[session(minutes=60)], bells=[bell(times={"1": "08:00-09:00"}, days=1)], rules=QUIET
    )
    here = asked(one, tmp_path)
    held = {s.teacher for s in here.plan.sessions}
    (missing,) = {"T1", "T2"} - held
    (holds,) = held
    found = what_else.options(here, session=f"{missing}/Cycle/Observe/1")
    assert found.options == ()
    assert [(b.text, b.why) for b in found.blocked] == [("Mon 08:00, period 1", f"C1 has Observe with {holds}")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"teacher": "T9"}, "T9 is not a teacher"),
        ({"session": "T1/Cycle/Dance/1"}, "no session"),
        ({"slot": "C9 Mon 08:00"}, "begins with no coach"),
        ({"slot": "C1 Someday 08:00"}, "no day and time"),
        ({"teacher": "T1", "slot": "C1 Mon 08:00"}, "one thing"),
        ({}, "one thing"),
    ],
)
def test_a_question_of_what_is_not_there_is_refused(question: dict[str, str], said: str, tmp_path: Path) -> None:
    here = asked(district(teachers=[T1], sessions=[session()], coaches=[coach()], rules=QUIET), tmp_path)
    with pytest.raises(NoSuchThing, match=said):
        what_else.options(here, **question)


def test_the_command_answers_refuses_and_says_when_a_plan_does_not_hold(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", school())
    plan = tmp_path / "plan.xlsx"
    assert CliRunner().invoke(main, ["solve", str(path), "-o", str(plan)]).exit_code == 0
    told = CliRunner().invoke(main, ["options", str(path), str(plan), "--teacher", "T1", "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert list(answer) == ["question", "score", "options", "blocked", "tried", "note", "seconds"]
    assert list(answer["options"][0]) == ["option", "difference", "score", "differences", "moves", "says", "pins"]
    shown = CliRunner().invoke(main, ["options", str(path), str(plan), "--teacher", "T1"])
    assert "As good." in shown.output or "Costs" in shown.output
    assert CliRunner().invoke(main, ["options", str(path), str(plan)]).exit_code == 2
    assert CliRunner().invoke(main, ["options", str(path), str(plan), "--teacher", "T9"]).exit_code == 2
    assert CliRunner().invoke(main, ["options", str(path), str(path), "--teacher", "T1"]).exit_code == 3
    book = openpyxl.load_workbook(plan)
    book["Sessions"]["F2"] = "05:00"
    book.save(plan)
    assert CliRunner().invoke(main, ["options", str(path), str(plan), "--teacher", "T1"]).exit_code == 5


@pytest.mark.skipif(not PLAN.is_file(), reason="needs the inputs and plans in ../shared/data")
def test_options_of_a_real_school_are_the_audits_to_the_unit() -> None:
    here = why.read_asked([SCHOOL], PLAN)
    assert scheduler.options is what_else.options
    rows = here.plan.sessions
    answers = [what_else.options(here, session=session_id(here.plan, row)) for row in rows[:: len(rows) // 12]]
    answers += [what_else.options(here, teacher=t) for t in list(here.instance.teachers)[::25]]
    answers += [what_else.options(here, slot=f"{c} Tue 10:00") for c in here.instance.coaches]
    for found in answers:
        assert_true(here, found)
        assert len(found.options) <= 10
        assert found.options or found.blocked
    assert any(o.says == "As good." for found in answers for o in found.options)
    assert any(o.moves for found in answers for o in found.options)
