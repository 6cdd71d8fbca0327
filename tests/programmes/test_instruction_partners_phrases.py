"""Instruction Partners' sample coaching model, phrase by phrase: a cell of the input, and what one sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from programmes.seen import Seen

School = Callable[..., Seen]

FULL_TIME = "coach | sites | full time \n C1 | S | Y"
COACHED = "teacher | site | programs \n T1 | S | Coaching"


def test_instruction_partners_expertise_in_the_specific_content(school: School) -> None:
    """Content counts for more than last year's coach where it is Recommended, and the other an Option."""
    sheets = {
        "Teachers": "teacher | site | department | last coach \n T1 | S | Science | C2 \n T2 | S | Science | C2",
        "Coaches": "coach | sites | departments \n C1 | S | Science \n C2 | S | History",
    }
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    asked = school(f"{rules} \n Content match | Recommended", **sheets)
    assert asked.coach_of == {"T1": "C1", "T2": "C1"}
    assert [r["content match"] for r in asked.tables["Assignments"]] == ["Y", "Y"]
    assert school(rules, **sheets).coach_of == {"T1": "C2", "T2": "C2"}


@pytest.mark.parametrize(("minutes", "end"), [(15, "15"), (20, "20"), (30, "30")])
def test_instruction_partners_observe_15_to_30_minutes_of_instruction(school: School, minutes: int, end: str) -> None:
    sheets = {
        "Teachers": COACHED,
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | Prep | Biology",
        "Coaches": FULL_TIME,
    }
    programs = "program | session | activity | minutes | per week | when \n Coaching | Observe | Observe | {} | 1 | {}"
    (held,) = school(Programs=programs.format(minutes, "Teaching"), **sheets).sessions()
    assert (held["period"], held["course"]) == ("3", "Biology")
    assert (held["start"], held["end"]) == ("10:10", f"10:{10 + int(end)}")
    (held,) = school(Programs=programs.format(minutes, "Prep"), **sheets).sessions()
    assert held["course"] is None


CYCLE = """
    program  | session | activity | minutes | per week | when     | after   | within days
    Coaching | Observe | Observe  | 20      | 1        | Teaching |         |
    Coaching | Debrief | Debrief  | 30      | 1        | Prep     | Observe | 2
"""
FOUR_DAYS = {
    "Settings": "key | value \n days | Mon,Tue,Wed,Thu",
    "Bell_schedule": "bell schedule | days | period | start | end \n Week | Mon-Thu | 1 | 08:00 | 09:00",
    "Teachers": COACHED,
    "Coaches": FULL_TIME,
}


def days_of(plan: Seen) -> dict[str, str]:
    return {s["session"]: s["day"] for s in plan.sessions()}


def test_instruction_partners_meet_to_debrief_after_the_observation(school: School) -> None:
    """The only prep is on Monday, before any lesson: there is nothing yet to debrief."""
    only_monday = "teacher | period | days | course \n T1 | 1 | | Biology \n T1 | 1 | Mon | Prep"
    plan = school(Master_schedule=only_monday, Programs=CYCLE, **FOUR_DAYS)
    assert days_of(plan).keys() == {"Observe"}
    assert plan.unscheduled() == [("T1", "Debrief")]
    free = school(Master_schedule=only_monday, Programs=CYCLE.replace("| Observe | 2", "| |"), **FOUR_DAYS)
    assert days_of(free)["Debrief"] == "Mon"


def test_instruction_partners_the_debrief_follows_within_2_days_in_prep(school: School) -> None:
    """A lesson on Monday alone, a prep on Thursday alone: three days are too many."""
    schedule = """
        teacher | period | days     | course
        T1      | 1      | Mon      | Biology
        T1      | 1      | Tue, Wed | Off
        T1      | 1      | Thu      | Prep
    """
    late = school(Master_schedule=schedule, Programs=CYCLE, **FOUR_DAYS)
    assert late.unscheduled() == [("T1", "Debrief")]
    three = school(Master_schedule=schedule, Programs=CYCLE.replace("| 2", "| 3"), **FOUR_DAYS)
    assert days_of(three) == {"Observe": "Mon", "Debrief": "Thu"}
    assert [s["course"] for s in three.sessions()] == ["Biology", None]


@pytest.mark.parametrize(("per_week", "weeks"), [("1", {1: 1, 2: 1}), ("0.5", {1: 1}), ("2", {1: 2, 2: 2})])
def test_instruction_partners_weekly_or_bi_weekly(school: School, per_week: str, weeks: dict[int, int]) -> None:
    plan = school(
        Settings="key | value \n days | Mon,Tue,Wed \n weeks | 2",
        Teachers=COACHED,
        Coaches=FULL_TIME,
        Programs=f"program | session | minutes | per week | when \n Coaching | Observe | 20 | {per_week} | Teaching",
    )
    held = Counter(s["week"] for s in plan.sessions())
    assert sorted(held.values()) == sorted(weeks.values())
    assert plan.tables["Assignments"][0]["sessions due"] == sum(weeks.values())
    assert plan.unscheduled() == []


@pytest.mark.parametrize(("mode", "held"), [("Virtual", 2), ("Either", 2), ("In person", 1)])
def test_instruction_partners_in_person_or_virtually(school: School, mode: str, held: int) -> None:
    """One hour at one school, the next at another an hour's drive away: by video both can be."""
    plan = school(
        Sites="site | bell schedule \n S | Week \n R | Week",
        Bell_schedule="bell schedule | days | period | start | end \n Week | Mon | 1 | 08:00 | 09:00 \n"
        "Week | Mon | 2 | 09:05 | 10:05",
        Teachers="teacher | site | programs \n T1 | S | Coaching \n T2 | R | Coaching",
        Master_schedule="teacher | 1 | 2 \n T1 | Prep | Biology \n T2 | Biology | Prep",
        Coaches="coach | sites | full time \n C1 | S, R | Y",
        Programs=f"program | session | minutes | per week | when | mode \nCoaching | Debrief | 50 | 1 | Prep | {mode}",
        Travel="from | to | minutes \n S | R | 60",
    )
    assert len(plan.sessions()) == held
    assert {"In person"} != {s["mode"] for s in plan.sessions()} or mode == "In person"


def test_instruction_partners_priority_groups_of_students(school: School) -> None:
    """The coach would rather be released in the other period; the section with priority students is observed."""
    sheets = {
        "Teachers": COACHED,
        "Master_schedule": "teacher | period | course | priority \n T1 | 1 | Math | \n T1 | 2 | Math lab | Y \n"
        "T1 | 3 | Prep |",
        "Coach_availability": "coach | 2 \n C1 | Avoid",
        "Programs": "program | session | activity | minutes | per week | when \n"
        "Coaching | Observe | Observe | 20 | 1 | Teaching",
    }
    asked = school("Avoided periods | Option \n Priority sections | Recommended", **sheets)
    assert [s["course"] for s in asked.sessions()] == ["Math lab"]
    off = school("Avoided periods | Option", **sheets)
    assert [s["course"] for s in off.sessions()] == ["Math"]


def test_instruction_partners_formal_coaches_and_teacher_leader_coaches(school: School) -> None:
    """A formal coach is there all day, and no funded section pays for it; a teacher leader has what is funded."""
    sheets = {
        "Sites": "site | bell schedule | sections funded \n S | Week | 1",
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Algebra | Prep | Algebra \n C2 | | English | ",
    }
    rules = "Sections funded | Required \n Coaching periods per coach | Recommended | 2"
    plan = school(rules, Coaches="coach | sites | full time \n C1 | S | Y \n C2 | S |", **sheets)
    assert plan.released("C1") == ["1", "2", "3"]
    assert len(plan.released("C2")) == 1
    assert plan.short("Sections funded") == 0
    both_lead = school(rules, Coaches="coach | sites | full time \n C1 | S | \n C2 | S |", **sheets)
    assert len(both_lead.released("C1")) + len(both_lead.released("C2")) == 1
