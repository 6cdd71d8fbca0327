"""Santa Clara Unified's coaching opportunities, phrase by phrase: a cell of the input, and what one sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from programmes.seen import Seen, cells_for, write_school

import scheduler
from scheduler.domain.problem import InputProblems

School = Callable[..., Seen]

FULL_TIME = "coach | sites | full time \n C1 | S | Y"


def test_santa_clara_classroom_supporter_plans_then_supports_then_debriefs(school: School) -> None:
    """Planning comes before a demonstration, a co-taught lesson or an observation, and the debrief after it."""
    programs = """
        program | session       | activity | minutes | per week | when     | after
        Support | Plan          | Plan     | 15      | 1        | Prep     |
        Support | Demonstration | Model    | 15      | 1        | Teaching | Plan
        Support | Co-teach      | Co-teach | 15      | 1        | Teaching | Plan
        Support | Observe       | Observe  | 15      | 1        | Teaching | Plan
        Support | Debrief       | Debrief  | 15      | 1        | Prep     | Demonstration
    """
    sheets = {
        "Bell_schedule": "bell schedule | days | period | start | end \n Week | Mon-Wed | 1 | 08:00 | 09:00 \n"
        "Week | Mon-Wed | 2 | 09:05 | 10:05",
        "Teachers": "teacher | site | programs \n T1 | S | Support",
        "Master_schedule": "teacher | 1 | 2 \n T1 | Prep | Algebra",
        "Coaches": FULL_TIME,
        "Coach_availability": "coach | period | days | status \n C1 | 1 | Mon | Unavailable \n"
        "C1 | 2 | Wed | Unavailable",
    }
    plan = school(Programs=programs, **sheets)
    at = {s["session"]: (["Mon", "Tue", "Wed"].index(s["day"]), s["start"]) for s in plan.sessions()}
    assert plan.unscheduled() == []
    assert at["Plan"] < min(at["Demonstration"], at["Co-teach"], at["Observe"])
    assert at["Demonstration"] < at["Debrief"]
    assert {name for name, (day, _) in at.items() if day == 2} == {"Debrief"}
    closed = sheets | {"Coach_availability": sheets["Coach_availability"].replace("| 1 | Mon", "| 1 | Mon, Tue")}
    late = school(Programs=programs, **closed)
    assert [s["session"] for s in late.sessions()] == ["Plan"]
    unordered = "\n".join(line.rpartition("|")[0] + "|" for line in programs.strip().splitlines()[1:])
    header = programs.strip().splitlines()[0]
    assert len(school(Programs=f"{header}\n{unordered}", **closed).sessions()) == 5


def test_santa_clara_principal_makes_time_for_pre_conversations_and_reflection(school: School) -> None:
    """They take place in preps, of which no more is used than the principal, or a teacher's contract, allows."""
    sheets = {
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | Algebra | Algebra",
        "Coaches": FULL_TIME,
        "Programs": "program | session | minutes | per week | when \n Support | Pre-conversation | 30 | 1 | Prep \n"
        "Support | Reflection | 30 | 1 | Prep",
    }
    teacher = "teacher | site | programs | prep minutes \n T1 | S | Support | {}"
    off = school("Sessions | Option", Teachers=teacher.format(""), **sheets)
    assert {s["period"] for s in off.sessions()} == {"1"}
    assert len(off.sessions()) == 2
    asked = school("Sessions | Option \n Prep minutes used | Recommended | 30", Teachers=teacher.format(""), **sheets)
    assert len(asked.sessions()) == 1
    own = school("Sessions | Option \n Prep minutes used | Recommended | 60", Teachers=teacher.format(30), **sheets)
    assert len(own.sessions()) == 1


DATA_TEAM = "teacher | site | programs" + "".join(f"\n T{n} | S | Data" for n in range(1, 7))


@pytest.mark.parametrize(("when", "period"), [("Prep", "2"), ("Flex", "Flex"), ("Advisory", "Advisory")])
def test_santa_clara_data_coach_collaborative_data_cycles(school: School, when: str, period: str) -> None:
    """Six teachers in one meeting, in a prep that they have in common or in flex time; one hour of the coach's."""
    sheets = {
        "Bell_schedule": "bell schedule | days | period | start | end | kind \n Week | Mon | 1 | 08:00 | 09:00 | \n"
        "Week | Mon | 2 | 09:05 | 10:05 | \n Week | Mon | Flex | 10:10 | 11:00 | Flex \n"
        "Week | Mon | Advisory | 11:05 | 11:55 | Advisory",
        "Teachers": DATA_TEAM,
        "Master_schedule": "teacher | 1 | 2" + "".join(f"\n T{n} | Algebra | Prep" for n in range(1, 7)),
        "Coaches": FULL_TIME,
    }
    programs = (
        "program | session | activity | minutes | per week | when | group size \n Data | Cycle | Data | 40 | 1 | {}"
    )
    plan = school(Programs=f"{programs.format(when)} | 6", **sheets)
    assert len(plan.sessions()) == 6
    assert len(plan.meetings()) == 1
    assert {(s["period"], s["group"]) for s in plan.sessions()} == {(period, "G1")}
    assert len(school(Programs=f"{programs.format(when)} | 1", **sheets).sessions()) == 1
    assert len(school(Programs=f"{programs.format(when)} | 5", **sheets).sessions()) == 5


def test_santa_clara_instructional_specialist_individuals_teams_and_whole_staff(school: School) -> None:
    """After school there is time for one meeting a day: a teacher's, a team's and the whole staff's fill the week."""
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Individual, Staff"
        + "".join(f"\n T{n} | S | {'Team, ' if n < 5 else ''}Staff" for n in range(2, 9)),
        "Master_schedule": "teacher | 1 | 2 | 3" + "".join(f"\n T{n} | A | A | A" for n in range(1, 9)),
        "Coaches": FULL_TIME,
    }
    programs = """
        program    | session     | activity | minutes | per week | when         | group size
        Individual | One to one  | Plan     | 60      | 1        | After school | 1
        Team       | Team        | Group    | 60      | 1        | After school | 3
        Staff      | Whole staff | Group    | 60      | 1        | After school | 40
    """
    plan = school(Programs=programs, **sheets)
    assert plan.unscheduled() == []
    assert len(plan.sessions(program="Individual")) == 1
    assert (len(plan.sessions(program="Team")), len(plan.meetings(program="Team"))) == (3, 1)
    assert (len(plan.sessions(program="Staff")), len(plan.meetings(program="Staff"))) == (8, 1)
    assert len(plan.meetings()) == 3
    halves = school(Programs=programs.replace("| 40", "| 4"), **sheets)
    assert len(halves.unscheduled()) > 0


def test_santa_clara_induction_weekly_for_preliminary_credentials_by_induction_mentors(school: School) -> None:
    """An Induction Mentor, though last year it was somebody else; every week of every cycle of the year."""
    sheets = {
        "Settings": "key | value \n days | Mon,Tue,Wed \n cycles | 3",
        "Teachers": "teacher | site | programs | last coach \n T1 | S | Induction | C2",
        "Coaches": "coach | sites | roles | full time \n C1 | S | Induction Mentor | Y \n C2 | S | Data Coach | Y",
    }
    programs = (
        "program | coach role | cycles | session | minutes | per week | when \n"
        "Induction | {} | {} | Mentoring | 60 | 1 | Prep"
    )
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    plan = school(rules, Programs=programs.format("Induction Mentor", "All"), **sheets)
    assert plan.coach_of == {"T1": "C1"}
    assert [s["cycle"] for s in plan.sessions(coach="C1")] == [1, 2, 3]
    assert plan.tables["Assignments"][0]["cycles"] == "1, 2, 3"
    anybody = school(rules, Programs=programs.format("", 1), **sheets)
    assert anybody.coach_of == {"T1": "C2"}
    assert len(anybody.sessions()) == 1


PSP = """
    program   | session | minutes | per week | when | not with
    PSP       | Goals   | 20      | 2        | Prep | {}
    Induction | Mentor  | 20      | 2        | Prep |
"""


def test_santa_clara_psp_is_for_educators_who_are_not_in_the_induction_program(school: School, tmp_path: Path) -> None:
    both = "teacher | site | programs \n T1 | S | PSP, Induction"
    folder = write_school(tmp_path / "both", Teachers=both, Programs=PSP.format("Induction"), Coaches=FULL_TIME)
    with pytest.raises(InputProblems) as refusal:
        scheduler.read(folder)
    (problem,) = [p for p in refusal.value.problems if p.level == "error"]
    assert (problem.sheet, problem.cell) == ("Teachers", "C2")
    assert problem.text == '"PSP" and "Induction" may not go together (not with, in Programs).'
    assert len(school(Teachers=both, Programs=PSP.format(""), Coaches=FULL_TIME).sessions()) == 4


def test_santa_clara_psp_coach_is_matched_to_a_teacher(school: School) -> None:
    """The teacher who has chosen a coach has that coach, though the other was last year's."""
    sheets = {
        "Teachers": "teacher | site | programs | requested coach | last coach \n T1 | S | PSP | C2 | C1",
        "Coaches": "coach | sites | full time \n C1 | S | Y \n C2 | S | Y",
        "Programs": PSP.format(""),
    }
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    assert school(f"{rules} \n Requested coach | Recommended", **sheets).coach_of == {"T1": "C2"}
    assert school(rules, **sheets).coach_of == {"T1": "C1"}


def test_santa_clara_a_teacher_in_several_programs_has_a_coach_in_each(school: School) -> None:
    plan = school(
        Teachers="teacher | site | programs \n T1 | S | Data, Support",
        Coaches="coach | sites | roles | full time \n C1 | S | Data Coach | Y \n C2 | S | Classroom Supporter | Y",
        Programs="program | coach role | session | minutes | per week | when \n"
        "Data | Data Coach | Talk | 50 | 2 | Prep \n Support | Classroom Supporter | Plan | 50 | 1 | Prep",
    )
    assert (plan.coach_in("T1", "Data"), plan.coach_in("T1", "Support")) == ("C1", "C2")
    days = [s["day"] for s in plan.sessions()]
    assert sorted(days) == ["Mon", "Tue", "Wed"]  # one prep a day: nobody is in two sessions at once


def test_santa_clara_district_cohorts_have_members_at_several_sites(school: School) -> None:
    """Each member has the one coach who holds the cohort's role, and is met at the own school."""
    sheets = {
        "Sites": "site | bell schedule \n S | Week \n R | Week",
        "Teachers": "teacher | site | programs | last coach \n T1 | S | PBL | C1 \n T2 | R | PBL | C1",
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | A | A \n T2 | A | A | Prep",
        "Coaches": "coach | sites | roles | full time \n C1 | S, R | Data Coach | Y \n C2 | R, S | PBL Coach | Y",
    }
    programs = "program | coach role | session | minutes | per week | when \n PBL | {} | Partner | 30 | 1 | Prep"
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    plan = school(rules, Programs=programs.format("PBL Coach"), **sheets)
    assert plan.coach_of == {"T1": "C2", "T2": "C2"}
    assert {(s["teacher"], s["site"]) for s in plan.sessions(coach="C2")} == {("T1", "S"), ("T2", "R")}
    assert school(rules, Programs=programs.format(""), **sheets).coach_of == {"T1": "C1", "T2": "C1"}


@pytest.mark.parametrize("reader", ["coach:C2", "teacher:T2", "site-admin:S", "principal:S"])
def test_santa_clara_confidentiality_between_coach_and_teacher(school: School, tmp_path: Path, reader: str) -> None:
    """Who else reads the plan sees at most that time is taken: no teacher, no program, no session by name."""
    sheets = {
        "Teachers": "teacher | name | site | programs \n T1 | Aurelia Finch | S | Support \n T2 | Bram Otis | S |",
        "Coaches": "coach | name | sites | full time \n C1 | Cora Lund | S | Y \n C2 | Dag Moe | S | Y",
        "Pins": "pin | teacher | coach \n Coach | T1 | C1 \n Coach | T2 | C2",
    }
    programs = (
        "program | session | minutes | per week | when | confidential \n Support | Reflecting | 30 | 2 | Prep | {}"
    )
    kept = school(Programs=programs.format("Y"), **sheets)
    told = cells_for(kept, reader, tmp_path / "kept.xlsx")
    assert [word for word in ("Reflecting", "Support", "Aurelia Finch", "T1") if word in told] == []
    assert ("Time taken" in told) == (reader == "site-admin:S")
    mine = cells_for(kept, "coach:C1", tmp_path / "mine.xlsx")
    assert "Reflecting" in mine
    assert "Aurelia Finch" in mine
    if reader == "site-admin:S":
        told_openly = cells_for(school(Programs=programs.format(""), **sheets), reader, tmp_path / "open.xlsx")
        assert "Reflecting" in told_openly
        assert "Aurelia Finch" in told_openly
