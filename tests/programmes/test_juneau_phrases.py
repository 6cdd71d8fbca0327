"""The Juneau School District's Instructional Coaching, phrase by phrase: a cell of the input, and what one sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from programmes.seen import Seen, write_school

import scheduler

School = Callable[..., Seen]

FULL_TIME = "coach | sites | full time \n C1 | S | Y"
GROUP = """
    program     | session | activity | minutes | per week | when | group size
    Partnership | Plan    | Plan     | 20      | 1        | Prep | 1
    Partnership | Reflect | Debrief  | 20      | 1        | Prep | 1
    Study       | Study   | Group    | 60      | 2        | After school | {}
"""
TWO_ALONE_THREE_TOGETHER = {
    "Teachers": "teacher | site | programs \n T1 | S | Partnership \n T2 | S | Study \n T3 | S | Study \n"
    "T4 | S | Study",
    "Coaches": FULL_TIME,
    "Coach_availability": "coach | period | days | status \n C1 | After school | Wed | Unavailable",
}


def test_juneau_a_coach_works_with_individual_teachers_and_small_groups(school: School) -> None:
    """Summary gives the share of each: two meetings alone, two of the group, which fill the two afternoons."""
    plan = school(Programs=GROUP.format(3), **TWO_ALONE_THREE_TOGETHER)
    assert plan.unscheduled() == []
    assert (len(plan.meetings(program="Partnership")), len(plan.meetings(program="Study"))) == (2, 2)
    share = plan.summary["Alone and in groups"]
    assert share.startswith("2 one-to-one meetings (50% of all")
    assert "2 in small groups (50%" in share
    alone = school(Programs=GROUP.format(1), **TWO_ALONE_THREE_TOGETHER)
    assert alone.summary["Alone and in groups"].startswith("4 one-to-one meetings (100% of all")


TWO_SCHOOLS = {
    "Sites": "site | bell schedule \n S | Week \n R | Week",
    "Teachers": "teacher | site | programs \n T1 | S | Partnership \n T2 | R | Partnership",
    "Coaches": "coach | sites | full time \n C1 | S, R | Y",
}


def test_juneau_coaches_of_a_school_or_the_district(school: School) -> None:
    """A coach of the district serves both schools; a coach of one school serves that one alone."""
    programs = "program | session | minutes | per week | when \n Partnership | Plan | 30 | 2 | Prep"
    shared = school("Every teacher has a coach | Required", **TWO_SCHOOLS, Programs=programs)
    assert shared.coach_of == {"T1": "C1", "T2": "C1"}
    assert {s["site"] for s in shared.sessions(coach="C1")} == {"S", "R"}
    alone = TWO_SCHOOLS | {"Coaches": "coach | sites | full time \n C1 | S | Y"}
    own = school("Every teacher has a coach | Required", **alone, Programs=programs)
    assert own.coach_of == {"T1": "C1", "T2": ""}
    assert {s["site"] for s in own.sessions(coach="C1")} == {"S"}


def test_juneau_a_shared_coach_needs_the_time_to_travel(school: School) -> None:
    """One period here and the next there: an hour's lesson at both, if the road is short."""
    sheets = TWO_SCHOOLS | {
        "Bell_schedule": "bell schedule | days | period | start | end \n Week | Mon | 1 | 08:00 | 09:00 \n"
        "Week | Mon | 2 | 09:05 | 10:05",
        "Master_schedule": "teacher | 1 | 2 \n T1 | Prep | Algebra \n T2 | Algebra | Prep",
        "Programs": "program | session | minutes | per week | when \n Partnership | Plan | 40 | 1 | Prep",
    }
    near = school(Travel="from | to | minutes \n S | R | 45", **sheets)
    first, second = near.sessions()
    assert (first["site"], first["end"], second["site"], second["start"]) == ("S", "08:40", "R", "09:25")
    assert len(school(Travel="from | to | minutes \n S | R | 46", **sheets).sessions()) == 1


def test_juneau_a_shared_coach_is_at_one_site_a_day(school: School) -> None:
    """Two schools, three days: Wednesday at one of them only, where the coach would save nothing by moving."""
    sheets = TWO_SCHOOLS | {
        "Bell_schedule": "bell schedule | days | period | start | end \n Week | Mon,Tue | 1 | 08:00 | 09:00 \n"
        "Week | Mon,Tue | 2 | 10:00 | 11:00",
        "Master_schedule": "teacher | period | days | course \n T1 | 1 | | Prep \n T1 | 2 | | Algebra \n"
        "T2 | 1 | | Algebra \n T2 | 2 | | Prep",
        "Programs": "program | session | minutes | per week | when \n Partnership | Plan | 30 | 2 | Prep",
    }

    def sites(plan: Seen) -> dict[str, set[str]]:
        by_day: dict[str, set[str]] = defaultdict(set)
        for s in plan.sessions():
            by_day[s["day"]].add(s["site"])
        return by_day

    asked = school("Sessions | Option \n One site a day | Recommended", **sheets)
    assert [len(found) for found in sites(asked).values()] == [1, 1]
    assert asked.short("One site a day") == 0
    off = school("Sessions | Option", **sheets)
    assert sites(off) == {"Mon": {"S", "R"}, "Tue": {"S", "R"}}


def test_juneau_chief_profession_is_to_bring_practices_into_classrooms(school: School) -> None:
    """Summary gives the share of the released time that is spent in sessions: 9 hours are released."""
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Partnership",
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | A | A | A",
        "Coaches": FULL_TIME,
    }
    programs = "program | session | minutes | per week | when" + "".join(
        f"\n Partnership | Co-teach {n} | 60 | {{}} | Teaching" for n in (1, 2)
    )
    full = school(Programs=programs.format(3, 3), **sheets)
    assert full.summary["Use of released time"].startswith(
        "6 h of 9 h of released class time are spent in sessions (67%; the goal is 60%)."
    )
    less = school(Programs=programs.format(1, 1), **sheets)
    assert less.summary["Use of released time"].startswith(
        "2 h of 9 h of released class time are spent in sessions (22%; the goal is 60%)."
    )


def test_juneau_planning_feedback_reviewing_data_and_on_the_job_professional_development(school: School) -> None:
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Partnership \n T2 | S | Workshop",
        "Master_schedule": "teacher | 1 | 2 | 3 \n T1 | Prep | Algebra | Algebra \n T2 | Art | Art | Art",
        "Coaches": FULL_TIME,
        "Programs": """
            program     | session  | activity    | minutes | per week | when     | after | group size
            Partnership | Plan     | Plan        | 20      | 1        | Prep     |       | 1
            Partnership | Model    | Model       | 40      | 1        | Teaching | Plan  | 1
            Partnership | Feedback | Debrief     | 20      | 1        | Prep     | Model | 1
            Partnership | Data     | Data        | 20      | 1        | Prep     |       | 1
            Workshop    | Workshop | Group       | 30      | 1        | Flex     |       | 12
            Workshop    | In class | Walkthrough | 15      | 1        | Teaching | Workshop | 1
        """,
    }
    plan = school(**sheets)
    assert plan.unscheduled() == []
    assert {s["activity"]: s["period"] for s in plan.sessions(teacher="T1")}.keys() == {
        "Plan",
        "Model",
        "Debrief",
        "Data",
    }
    assert {s["course"] for s in plan.sessions(activity="Model")} == {"Algebra"}
    workshop, in_class = plan.sessions(teacher="T2")
    assert (workshop["period"], in_class["course"]) == ("Flex", "Art")
    no_classes = sheets | {"Coach_availability": "coach | 1 | 2 | 3 \n C1 | Teaching | Teaching | Teaching"}
    assert {s["activity"] for s in school(**no_classes).sessions()} == {"Group"}


@pytest.mark.parametrize(("per_week", "warned"), [("1", False), ("2", False), ("Once", True)])
def test_juneau_follow_up_and_no_one_shot_workshop(tmp_path: Path, per_week: str, warned: bool) -> None:
    programs = f"program | session | minutes | per week | when \n New strategies | Workshop | 30 | {per_week} | Flex"
    teachers = "teacher | site | programs \n T1 | S | New strategies"
    found = scheduler.read(write_school(tmp_path / "school", Teachers=teachers, Programs=programs)).problems
    said = [p.text for p in found if p.level == "warning" and p.sheet == "Programs"]
    expected = '"Workshop" is the only session of a cycle: no other follows it up.'
    assert said == ([expected] if warned else [])
