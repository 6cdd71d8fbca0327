"""Makes three schools after Santa Clara Unified's coaching opportunities, in one workbook: `santa_clara.xlsx`.

    python -m instances.santa_clara.make [PATH]

Nobody in it exists. The same bytes on every run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from instances.making import (
    BELL_COLUMNS,
    ELEMENTARY_SCHOOL,
    HIGH_SCHOOL,
    MIDDLE_SCHOOL,
    TEACHER_COLUMNS,
    Cell,
    Person,
    School,
    bell,
    draw_classes,
    draw_people,
    scaled,
    sheet,
    teacher_rows,
    wide,
    write_workbook,
)

SEED = 95050
MODEL = "Santa Clara Unified, Coaching Opportunities"
SIX = ("1", "2", "3", "4", "5", "6")
SCHOOLS = (
    School("EHS", "EH", scaled(HIGH_SCHOOL, 48), ("T1",), SIX, administrators=(22, 13)),
    School("OMS", "OM", scaled(MIDDLE_SCHOOL, 32), ("T2",), SIX, administrators=(17,)),
    School("PES", "PE", scaled(ELEMENTARY_SCHOOL, 18), ("T3",), SIX, administrators=(20,)),
)
COHORTS = ("Project Based Learning", "Grading for Equity", "Secondary ELD", "LEAP", "Equity Focused Teaching")
SUPPORT, DATA, PSP = "Classroom support", "Data cycle", "PSP"
INDIVIDUAL, TEAM, STAFF = "Framework: individual", "Framework: team", "Framework: whole staff"


def make(path: Path) -> None:
    """Write the workbook to `path`."""
    random = Random(SEED)
    people: list[Person] = []
    schedule: list[tuple[Cell, ...]] = []
    for school in SCHOOLS:
        staff = draw_people(random, school)
        people += _in_programs(random, school.site, staff)
        schedule += wide(draw_classes(random, school, people[-len(staff):]), SIX)
    write_workbook(path, "Three schools after Santa Clara's model: an invented input", {
        "Settings": sheet("key | value", [
            ("district", "Santa Clara model, invented schools"),
            ("school year", "2026-27"),
            ("first day", "2026-08-13"),
            ("last day", "2027-06-03"),
            ("weeks", 2),
            ("cycles", 2),
            ("prep words", "Prep, Conf"),
        ]),
        "Sites": sheet("site | name | bell schedule", [
            ("EHS", "El Molino High School", "High"),
            ("OMS", "Orchard Middle School", "Middle"),
            ("PES", "Pomegranate Elementary School", "Elementary"),
        ]),
        "Bell schedule": sheet(BELL_COLUMNS, _bells()),
        "Teachers": sheet(f"{TEACHER_COLUMNS} | email", [
            (*row, f"{str(row[1]).lower().replace(' ', '.')}@example.org") for row in teacher_rows(people)
        ]),
        "Master schedule": sheet(" | ".join(("teacher", *(f"Period {p}" for p in SIX))), schedule),
        "Coaches": sheet("coach | name | email | sites | roles | full time | max caseload | "
                         "max sessions per day", _coaches()),
        "Coach availability": sheet("coach | period | days | week | status", [
            ("D1", "1", "Mon", None, "Unavailable"),
            ("P1", "6", "Fri", 2, "Unavailable"),
            ("T1", "3", "Tue", None, "Unavailable"),
        ]),
        "Programs": sheet("program | coach role | cycles | session | activity | minutes | per week | when | after | "
                          "within days | level | mode | confidential | group size | not with", _programs()),
        "Rules": sheet("rule | level | value | site | source", _rules()),
        "Travel": sheet("from | to | minutes", [("EHS", "OMS", 10), ("OMS", "PES", 15), ("EHS", "PES", 20)]),
        "Meetings": sheet("meeting | who | scope | frequency | minutes | when | level", [
            ("Principal and TOSA", "Coaches, Administrators", "Site", "Every 2 weeks", 45, "After school", "Required"),
            ("Partnership agreement with the principal", "Coaches, Administrators", "Site", "Once", 60, "After school",
             "Required"),
        ]),
    })


def _in_programs(random: Random, site: str, staff: Iterable[Person]) -> list[Person]:
    """Who takes what. Preliminary credentials mean induction; nobody is in induction and in PSP at once."""
    found: list[Person] = []
    wishes: dict[str, list[str | None]] = {"EHS": ["P1", "P2", None], "OMS": ["P2", None], "PES": [None]}
    asked = wishes[site]
    cohorts = {"EHS": [*COHORTS, *COHORTS[:3]], "OMS": list(COHORTS), "PES": ["LEAP", "Equity Focused Teaching"]}[site]
    data = {"EHS": ("Mathematics", "English"), "OMS": ("Mathematics", "Science"), "PES": ("Primary",)}[site]
    teams = {"EHS": ("Science",), "OMS": ("Social Studies",), "PES": ("Intermediate",)}[site]
    for person in staff:
        programs: list[str] = []
        requested = None
        if not person.is_administrator:
            if person.years <= 2:
                programs.append("Induction")
            elif person.years >= 6 and asked and random.random() < 0.25:
                programs.append(PSP)
                requested = asked.pop(0)
            elif person.years >= 4 and random.random() < 0.2:
                programs.append(SUPPORT)
            elif random.random() < 0.1:
                programs.append(INDIVIDUAL)
            if person.department in data and PSP not in programs:
                programs.append(DATA)
            if person.department in teams and PSP not in programs:
                programs.append(TEAM)
            if len(programs) < 2 and PSP not in programs and cohorts and random.random() < 0.35:
                programs.append(f"Cohort: {cohorts.pop(0)}")
            if site == "PES":
                programs.append(STAFF)
        found.append(replace(person, programs=", ".join(programs) or None, requested_coach=requested, last_coach=None,
                             avoid_coach=None))
    return found


def _bells() -> list[tuple[Cell, ...]]:
    """The high school has long blocks on four days; all three have an hour after school."""
    return [
        *bell("High", "Mon", "1 08:30-09:20; 2 09:26-10:16; 3 10:22-11:12; 4 11:18-12:08; Lunch 12:08-12:43; "
              "5 12:49-13:39; 6 13:45-14:35"),
        *bell("High", "Tue, Thu", "1 08:30-10:00; 3 10:10-11:40; Flex 11:46-12:26; Lunch 12:26-13:01; 5 13:07-14:37"),
        *bell("High", "Wed, Fri", "2 08:30-10:00; 4 10:10-11:40; Flex 11:46-12:26; Lunch 12:26-13:01; 6 13:07-14:37"),
        *bell("High", "Mon-Thu", "After school 14:45-15:50"),
        *bell("Middle", "Mon, Tue, Thu, Fri", "Before 07:25-08:25 Before school; 1 08:30-09:25; 2 09:29-10:24; "
              "Advisory 10:28-10:58; 3 11:02-11:57; Lunch 11:57-12:32; 4 12:36-13:31; 5 13:35-14:30; 6 14:34-15:29"),
        *bell("Middle", "Wed", "1 08:30-09:10; 2 09:14-09:54; 3 09:58-10:38; 4 10:42-11:22; Lunch 11:22-11:57; "
              "5 12:01-12:41; 6 12:45-13:25; After school 13:35-14:45"),
        *bell("Elementary", "Mon-Fri", "1 08:15-09:05; 2 09:05-09:55; 3 10:10-11:00; 4 11:00-11:50; Lunch 11:50-12:35; "
              "5 12:35-13:25; 6 13:25-14:15"),
        *bell("Elementary", "Mon-Thu", "After school 14:25-15:30"),
    ]


def _coaches() -> list[tuple[Cell, ...]]:
    tosa = "Classroom Supporter, Instructional Specialist"
    every = "EHS, OMS, PES"

    def coach(id: str, name: str, sites: str, roles: str, caseload: int | None) -> Sequence[Cell]:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        return (id, name, email, sites, roles, "Y", caseload, 7)

    return [tuple(c) for c in (
        coach("T1", "Cordelia Nakamura", "EHS", tosa, None),
        coach("T2", "Benedict Osei", "OMS", tosa, None),
        coach("T3", "Linnea Duarte", "PES", tosa, None),
        coach("D1", "Rohan Mistry", every, "Data Coach", None),
        coach("I1", "Patience Mwangi", "EHS", "Induction Mentor", 14),
        coach("I2", "Gideon Sorensen", "OMS, PES", "Induction Mentor", 14),
        coach("P1", "Yolanda Trent", every, "PSP Coach, PBL Coach, Grading Coach, ELD Coach", 20),
        coach("P2", "Marisol Keane", every, "PSP Coach, LEAP Coach, Equity Coach", 20),
    )]


def _programs() -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (SUPPORT, "Classroom Supporter", "All", "Agreement", "Agreement", 30, "Once", "Prep", None, None, "Required",
         "In person", "Y", None, None),
        (SUPPORT, None, None, "Plan", "Plan", 30, 1, "Prep", "Agreement", None, "Required", "In person", "Y", None,
         None),
        (SUPPORT, None, None, "Demonstration lesson", "Model", 40, 0.5, "Teaching", "Plan", None, "Required",
         "In person", "Y", None, None),
        (SUPPORT, None, None, "Co-teach or observe", "Co-teach", 40, 0.5, "Teaching", "Plan", None, "Required",
         "In person", "Y", None, None),
        (SUPPORT, None, None, "Debrief", "Debrief", 30, 0.5, "Prep", "Demonstration lesson", 3, "Required",
         "In person", "Y", None, None),
        (SUPPORT, None, None, "Reflect", "Reflect", 40, "Once", "Prep", None, None, "Required", "In person", "Y", None,
         None),
        (DATA, "Data Coach", "All", "Data conversation", "Data", 30, 1, "Prep, Flex, Advisory, After school", None,
         None, "Required", "In person", None, 6, None),
        (INDIVIDUAL, "Instructional Specialist", 1, "Model", "Model", 40, 1, "Teaching", None, None, "Required",
         "In person", None, None, None),
        (INDIVIDUAL, None, None, "Clarify and extend", "Debrief", 30, 1, "Prep", "Model", 5, "Required", "In person",
         None, None, None),
        (TEAM, "Instructional Specialist", 1, "Team", "Group", 40, 1, "After school", None, None, "Recommended",
         "In person", None, 8, None),
        (STAFF, "Instructional Specialist", "All", "Whole staff", "Group", 60, 1, "After school", None, None,
         "Recommended", "In person", None, 40, None),
        ("Induction", "Induction Mentor", "All", "Mentoring", "Mentor", 30, 2, "Prep, Before school, After school",
         None, None, "Required", "In person", "Y", None, PSP),
        (PSP, "PSP Coach", "All", "Professional goals", "Plan", 30, 0.5, "Prep", None, None, "Required", "Either", "Y",
         None, "Induction"),
        (PSP, None, None, "Observe", "Observe", 30, 0.5, "Teaching", "Professional goals", None, "Required",
         "In person", "Y", None, None),
    ]
    roles = ("PBL Coach", "Grading Coach", "ELD Coach", "LEAP Coach", "Equity Coach")
    for cohort, role in zip(COHORTS, roles, strict=True):
        rows += [
            (f"Cohort: {cohort}", role, "All", "Thought partner", "Plan", 30, 0.5, "Prep, After school", None, None,
             "Recommended", "Either", None, None, None),
            (f"Cohort: {cohort}", None, None, "Classroom visit", "Observe", 30, 0.5, "Teaching", "Thought partner",
             None, "Recommended", "In person", None, None, None),
        ]
    return rows


def _rules() -> list[tuple[Cell, ...]]:
    return [
        ("Requested coach", "Required", None, None, f"{MODEL}: the PSP coach is matched to a teacher"),
        ("Prep minutes used", "Recommended", 120, None, f"{MODEL}: the principal makes time available"),
        ("Coaches per site", "Recommended", 2, None, f"{MODEL}: coaching opportunities"),
        ("One site a day", "Recommended", None, None, "District practice: no travel in the middle of a day"),
        ("All periods covered", "Off", None, None, "Not asked for: coaches come by appointment"),
        ("Caseload balance", "Off", None, None, "Roles differ, and so do caseloads"),
        ("Common planning", "Off", None, None, "TOSAs meet after school"),
        ("One session a day", "Off", None, None, "Who is in several programs meets several coaches"),
        ("Even cycles", "Off", None, None, "Programs begin when a teacher is ready"),
        ("Keep last coach", "Off", None, None, "Programs begin anew each year"),
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("santa_clara.xlsx"))
