"""Des Moines's Instructional Coach Mentor Program, phrase by phrase: a cell of the input, and what one sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from programmes.seen import Seen

School = Callable[..., Seen]

FOUR = "teacher | site | years | programs" + "".join(f"\n T{n} | S | 2 | Mentoring" for n in (1, 2, 3, 4))
PREPS = """
    teacher | 1       | 2       | 3
    T1      | Prep    | Algebra | Algebra
    T2      | Prep    | Biology | Biology
    T3      | English | Prep    | English
    T4      | Art     | Art     | Prep
"""
MENTOR = "program | session | minutes | per week | when \n Mentoring | Mentor | 45 | 2 | Prep, Teaching"
FULL_TIME = "coach | sites | full time \n C1 | S | Y"


def minutes(session: dict[str, str]) -> int:
    start, end = session["start"], session["end"]
    return 60 * (int(end[:2]) - int(start[:2])) + int(end[3:]) - int(start[3:])


def test_des_moines_a_minimum_of_6_hours_per_week_of_one_to_one_coaching(school: School) -> None:
    """The coach would rather have two sessions a day at most; the six hours take more."""
    sheets = {
        "Teachers": FOUR,
        "Master_schedule": PREPS,
        "Coaches": "coach | sites | full time | max sessions per day \n C1 | S | Y | 2",
        "Programs": MENTOR,
    }
    rules = "Sessions | Option \n Sessions per day | Recommended"
    asked = school(f"{rules} \n Weekly coaching time | Required | 360", **sheets)
    assert sum(minutes(s) for s in asked.sessions(coach="C1")) == 360
    assert asked.short("Weekly coaching time") == 0
    off = school(rules, **sheets)
    assert sum(minutes(s) for s in off.sessions(coach="C1")) == 270


def test_des_moines_90_minutes_per_week_with_4_different_teachers(school: School) -> None:
    sheets = {"Teachers": FOUR, "Master_schedule": PREPS, "Coaches": FULL_TIME, "Programs": MENTOR}
    rules = "Sessions | Option \n Caseload maximum | Recommended | 3"
    asked = school(f"{rules} \n Teachers coached weekly | Required | 4", **sheets)
    time = defaultdict(int)
    days = defaultdict(set)
    for session in asked.sessions():
        time[session["teacher"]] += minutes(session)
        days[session["teacher"]].add(session["day"])
    assert time == {"T1": 90, "T2": 90, "T3": 90, "T4": 90}
    assert {len(d) for d in days.values()} == {2}
    off = school(rules, **sheets)
    assert len({s["teacher"] for s in off.sessions()}) == 3


def test_des_moines_2nd_year_classroom_teachers_or_instructional_staff(school: School) -> None:
    """A librarian without a class is instructional staff; a teacher of ten years has access, and no sessions."""
    sheets = {
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | Algebra | Algebra \n T3 | Art | Art | Prep",
        "Coaches": FULL_TIME,
        "Programs": MENTOR,
    }
    staff = (
        "teacher | site | years | department | programs \n T1 | S | 2 | Math | Mentoring \n"
        "T2 | S | 2 | Library | {} \n T3 | S | 10 | Art |"
    )
    plan = school(Teachers=staff.format("Mentoring"), **sheets)
    assert [s["teacher"] for s in plan.sessions()].count("T1") == 2
    assert [s["teacher"] for s in plan.sessions()].count("T2") == 2
    assert plan.sessions(teacher="T3") == []
    assert [r["program"] for r in plan.tables["Assignments"]] == ["Mentoring", "Mentoring", "Access"]
    assert school(Teachers=staff.format(""), **sheets).sessions(teacher="T2") == []


def test_des_moines_conferencing_goal_setting_lesson_planning_analyzing_student_work_modeling_observing(
    school: School,
) -> None:
    """Each in the state of the teacher that its row names; where it names both, a lesson will do when no prep can."""
    programs = """
        program   | session      | activity    | minutes | per week | when
        Mentoring | Conference   | Conference  | 20      | 1        | Prep
        Mentoring | Goals        | Goal setting| 20      | 1        | Prep
        Mentoring | Lesson plan  | Plan        | 20      | 1        | Prep
        Mentoring | Student work | Data        | 20      | 1        | Prep, Teaching
        Mentoring | Model        | Model       | 20      | 1        | Teaching
        Mentoring | Observe      | Observe     | 20      | 1        | Teaching
    """
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Mentoring",
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | Algebra | Algebra",
        "Coaches": FULL_TIME,
    }
    plan = school(Programs=programs, **sheets)
    place = {s["activity"]: s["period"] for s in plan.sessions()}
    assert {place[a] for a in ("Conference", "Goal setting", "Plan")} == {"1"}
    assert {place[a] for a in ("Model", "Observe")} <= {"2", "3"}
    assert plan.unscheduled() == []

    no_prep = sheets | {"Coach_availability": "coach | period | status \n C1 | 1 | Teaching"}
    (held,) = school(Programs=programs, **no_prep).sessions(activity="Data")
    assert held["course"] == "Algebra"
    prep_alone = programs.replace("Prep, Teaching", "Prep")
    assert ("T1", "Student work") in school(Programs=prep_alone, **no_prep).unscheduled()


def test_des_moines_offered_to_all_schools_required_of_some(school: School) -> None:
    """Two schools share a coach who has time for one session: the school that is required to has it."""
    sheets = {
        "Sites": "site | bell schedule \n S | Week \n R | Week",
        "Bell_schedule": "bell schedule | days | period | start | end \n Week | Mon | 1 | 08:00 | 09:00",
        "Teachers": "teacher | site | programs \n T1 | S | Mentoring \n T2 | R | Mentoring",
        "Master_schedule": "teacher | 1 \n T1 | Prep \n T2 | Prep",
        "Coaches": "coach | sites | full time \n C1 | S, R | Y",
        "Programs": "program | session | minutes | per week | when \n Mentoring | Mentor | 45 | 1 | Prep",
    }

    def coached(required: str, offered: str) -> list[str]:
        plan = school(f"Sessions | Required | | 1 | {required} \n Sessions | Option | | 5 | {offered}", **sheets)
        return [s["site"] for s in plan.sessions()]

    assert coached(required="S", offered="R") == ["S"]
    assert coached(required="R", offered="S") == ["R"]
