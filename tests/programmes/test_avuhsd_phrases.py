"""AVUHSD's Instructional Coaching Model, phrase by phrase: a cell of the input, and what one sees in the plan."""

from __future__ import annotations

from collections.abc import Callable

from programmes.seen import CLASSES_ALONE, Seen

School = Callable[..., Seen]

TWO_COACHES = "coach | sites \n C1 | S \n C2 | S"
THREE_TEACHERS = """
    teacher | 1       | 2       | 3
    T1      | Prep    | Algebra | Algebra
    T2      | Prep    | Biology | Biology
    T3      | English | Prep    | English
"""


def test_avuhsd_every_teacher_has_access_to_a_coach(school: School) -> None:
    sheets = {"Teachers": "teacher | site \n T1 | S \n T2 | S", "Coaches": "coach | sites | max caseload \n C1 | S | 1"}
    small_caseload = "Caseload maximum | Required | | 1"
    asked = school(f"{small_caseload} \n Every teacher has a coach | Required | | 2", **sheets)
    assert asked.coach_of == {"T1": "C1", "T2": "C1"}
    assert asked.short("Every teacher has a coach") == 0
    off = school(small_caseload, **sheets)
    assert "" in off.coach_of.values()


def test_avuhsd_every_teacher_can_meet_the_coach(school: School) -> None:
    """Access is a coach who is released while the teacher has a prep; last year's coach is not enough."""
    sheets = {
        "Bell_schedule": CLASSES_ALONE,
        "Teachers": "teacher | site | last coach \n T1 | S | C1 \n T2 | S | C1 \n T3 | S | C1",
        "Master_schedule": THREE_TEACHERS,
        "Coaches": "coach | sites | release min | release max \n C1 | S | 1 | 1 \n C2 | S | 1 | 1",
    }
    rules = "Every teacher has a coach | Required \n Keep last coach | Option \n Coaching periods per coach | Required"
    prep = {"T1": "1", "T2": "1", "T3": "2"}

    def meets(plan: Seen) -> list[bool]:
        return [prep[teacher] in plan.released(coach) for teacher, coach in plan.coach_of.items()]

    asked = school(f"{rules} \n Every teacher can meet the coach | Required", **sheets)
    assert all(meets(asked))
    assert set(asked.coach_of.values()) == {"C1", "C2"}
    off = school(rules, **sheets)
    assert not all(meets(off))
    assert set(off.coach_of.values()) == {"C1"}


def test_avuhsd_number_of_coaches_2_per_site_minimum(school: School) -> None:
    sheets = {"Teachers": "teacher | site | last coach \n T1 | S | C1 \n T2 | S | C1", "Coaches": TWO_COACHES}
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    asked = school(f"{rules} \n Coaches per site | Recommended | 2", **sheets)
    assert sorted(asked.coach_of.values()) == ["C1", "C2"]
    off = school(rules, **sheets)
    assert sorted(off.coach_of.values()) == ["C1", "C1"]


def test_avuhsd_grade_level_specific(school: School) -> None:
    sheets = {
        "Teachers": "teacher | site | grades | last coach \n T1 | S | 9 | C2 \n T2 | S | 11-12 | C1",
        "Coaches": "coach | sites | grades \n C1 | S | 9-10 \n C2 | S | 11-12",
    }
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    asked = school(f"{rules} \n Grade match | Option | | 2", **sheets)
    assert asked.coach_of == {"T1": "C1", "T2": "C2"}
    assert [r["grade match"] for r in asked.tables["Assignments"]] == ["Y", "Y"]
    off = school(rules, **sheets)
    assert off.coach_of == {"T1": "C2", "T2": "C1"}
    assert [r["grade match"] for r in off.tables["Assignments"]] == ["N", "N"]


def test_avuhsd_content_specific(school: School) -> None:
    sheets = {
        "Teachers": "teacher | site | department | last coach \n T1 | S | Math | C2 \n T2 | S | English | C1",
        "Coaches": "coach | sites | departments \n C1 | S | Math, Science \n C2 | S | English",
    }
    rules = "Every teacher has a coach | Required \n Keep last coach | Option"
    asked = school(f"{rules} \n Content match | Option | | 2", **sheets)
    assert asked.coach_of == {"T1": "C1", "T2": "C2"}
    assert [r["content match"] for r in asked.tables["Assignments"]] == ["Y", "Y"]
    off = school(rules, **sheets)
    assert off.coach_of == {"T1": "C2", "T2": "C1"}


SIX_PERIODS = "site | bell schedule | sections funded \n S | | 7"


def test_avuhsd_all_6_periods_covered(school: School) -> None:
    sheets = {
        "Sites": SIX_PERIODS,
        "Bell_schedule": "",
        "Coaches": TWO_COACHES,
        "Coach_availability": "coach | 1 | 2 \n C1 | Avoid | Avoid \n C2 | Avoid | Avoid",
    }
    rules = "Sections funded | Required \n Coaching periods per coach | Required | 2 \n Avoided periods | Option"
    asked = school(f"{rules} \n All periods covered | Required", **sheets)
    assert {*asked.released("C1"), *asked.released("C2")} == {"1", "2", "3", "4", "5", "6"}
    off = school(rules, **sheets)
    assert not {"1", "2"} & {*off.released("C1"), *off.released("C2")}


def test_avuhsd_7_sections_district_funded(school: School) -> None:
    """Three coaches would like three periods each; seven are funded."""
    sheets = {"Sites": SIX_PERIODS, "Bell_schedule": "", "Coaches": f"{TWO_COACHES} \n C3 | S"}
    rules = "Coaching periods per coach | Recommended | 3"

    def released(plan: Seen) -> int:
        return sum(len(plan.released(coach)) for coach in ("C1", "C2", "C3"))

    assert released(school(f"{rules} \n Sections funded | Required", **sheets)) == 7
    assert released(school(rules, **sheets)) == 9


def test_avuhsd_minimum_2_coaching_periods_for_each_coach(school: School) -> None:
    sheets = {
        "Sites": SIX_PERIODS,
        "Bell_schedule": "",
        "Coaches": TWO_COACHES,
        "Coach_availability": "coach | 1 | 2 | 3 | 4 | 5 | 6 \n C1 | Avoid | Avoid | Avoid | Avoid | Avoid | Avoid",
    }
    asked = school("Avoided periods | Option \n Coaching periods per coach | Required | 2", **sheets)
    assert len(asked.released("C1")) == 2
    assert len(asked.released("C2")) >= 2
    assert school("Avoided periods | Option", **sheets).released("C1") == []


def test_avuhsd_flex_time_in_the_schedule_for_meetings_debriefings_facilitation(school: School) -> None:
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Cycle",
        "Coaches": "coach | sites | release min | release max \n C1 | S | 1 | 1",
        "Programs": "program | session | minutes | per week | when \n Cycle | Plan | 60 | 3 | Prep",
    }
    rules = "Sessions | Option \n Coaching periods per coach | Required"
    asked = school(f"{rules} \n Flex time | Recommended | 1", **sheets)
    (kept,) = asked.reserved("Flex")
    assert (kept["coach"], kept["period"]) == ("C1", "2")
    assert kept["day"] not in [s["day"] for s in asked.sessions()]
    assert len(asked.sessions()) == 2
    off = school(rules, **sheets)
    assert off.reserved("Flex") == []
    assert len(off.sessions()) == 3


def test_avuhsd_common_planning_period(school: School) -> None:
    sheets = {
        "Coaches": TWO_COACHES,
        "Coach_availability": "coach | 1 | 2 | 3 \n C1 | Coaching | Teaching | Prep \n C2 | Teaching | Prep | Coaching",
    }
    asked = school("Common planning | Option | 1", **sheets)
    (first, second) = asked.reserved("Common planning")
    assert {first["coach"], second["coach"]} == {"C1", "C2"}
    assert (first["day"], first["start"], first["period"]) == (second["day"], second["start"], "3")
    assert school(**sheets).reserved("Common planning") == []


JOB = """
    program  | session     | activity    | minutes | per week | when     | after   | group size
    Cycle    | Plan        | Plan        | 20      | 1        | Prep     |         |
    Cycle    | Observe     | Observe     | 20      | 1        | Teaching | Plan    |
    Cycle    | Model       | Model       | 20      | 1        | Teaching | Plan    |
    Cycle    | Debrief     | Debrief     | 20      | 1        | Prep     | Observe |
    Team     | Small group | Group       | 30      | 1        | Flex     |         | 6
    Team     | Walkthrough | Walkthrough | 15      | 1        | Teaching |         |
"""


def test_avuhsd_observations_modeling_feedback_small_group_and_individual_meetings_walk_throughs(
    school: School,
) -> None:
    """Flex is free for the coach on Monday alone: a group meets there, or one teacher."""
    sheets = {
        "Teachers": "teacher | site | programs \n T1 | S | Cycle, Team \n T2 | S | Team \n T3 | S | Team",
        "Master_schedule": THREE_TEACHERS,
        "Coaches": "coach | sites | full time \n C1 | S | Y",
        "Coach_availability": "coach | period | days | status \n C1 | Flex | Tue, Wed | Unavailable",
        "Programs": JOB,
    }
    plan = school(**sheets)
    assert plan.unscheduled() == []
    alone = {s["activity"]: s for s in plan.sessions(teacher="T1", program="Cycle")}
    assert {a: s["course"] for a, s in alone.items()} == {
        "Plan": None,
        "Observe": "Algebra",
        "Model": "Algebra",
        "Debrief": None,
    }
    assert alone["Plan"]["period"] == alone["Debrief"]["period"] == "1"
    group = plan.sessions(activity="Group")
    assert [s["teacher"] for s in group] == ["T1", "T2", "T3"]
    assert {(s["day"], s["start"], s["group"]) for s in group} == {("Mon", group[0]["start"], "G1")}
    assert [s["course"] for s in plan.sessions(activity="Walkthrough", teacher="T2")] == ["Biology"]
    one_by_one = school(**sheets | {"Programs": JOB.replace("| 6", "| 1")})
    assert len(one_by_one.sessions(activity="Group")) == 1
