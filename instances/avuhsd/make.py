"""Makes `avuhsd.xlsx`: an invented high school of about a hundred teachers, the same bytes on every run; and the same
school in October, `october/october.xlsx`: a teacher is hired, a coach is on leave on Fridays, a prep has moved.

    python -m instances.avuhsd.make [PATH [OCTOBER]]

Nobody in it exists. The coaching model is that of the Antelope Valley Union High School District; names, schedules,
years, wishes and grades are drawn from a seeded generator.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from instances.making import (
    BELL_COLUMNS,
    HIGH_SCHOOL,
    SCENARIO_COLUMNS,
    TEACHER_COLUMNS,
    Cell,
    Line,
    School,
    Sheet,
    bell,
    draw_classes,
    draw_people,
    sheet,
    teacher_rows,
    wide,
    write_workbook,
)

SEED = 2026
SITE = "JRHS"
PERIODS = ("1", "2", "3", "4", "5", "6")
MODEL = "AVUHSD Instructional Coaching Model"
COACHES = ("JR-C1", "JR-C2", "JR-C3")
BELL = "Regular"


SCHOOL = School(SITE, "JR", HIGH_SCHOOL, COACHES, PERIODS, coached="Coaching cycle")


HIRED: tuple[Cell, ...] = (
    "JR-204", "Delia Marsh", SITE, "Mathematics", "9-10", 0, None, "Coaching cycle", None, None, None, None,
)
HIRED_TEACHES: tuple[Cell, ...] = (
    "JR-204", "Algebra 1", "Prep", "Algebra 1", "Geometry", "Geometry", "Math Support 9",
)
ON_LEAVE = "JR-C2"  # on Fridays
PREP_MOVED, PREP_FROM, PREP_TO = "JR-142", "3", "1"


def make(path: Path, *, october: bool = False) -> None:
    """Write the workbook to `path`: as it was in August, or as it is in October."""
    random = Random(SEED)
    people = draw_people(random, SCHOOL)
    teachers = list(teacher_rows(people))
    schedule = list(wide(draw_classes(random, SCHOOL, people), PERIODS))
    if october:
        teachers.append(HIRED)
        schedule = [_moved(row) for row in schedule] + [HIRED_TEACHES]
    write_workbook(path, "Joshua Ridge High School: an invented input", {
        "Settings": sheet("key | value", _settings()),
        "Sites": sheet("site | name | bell schedule | sections funded | cost per section",
                       [(SITE, "Joshua Ridge High School", BELL, 7, 21500)]),
        "Bell schedule": sheet(BELL_COLUMNS, _bell()),
        "Teachers": sheet(TEACHER_COLUMNS, teachers),
        "Master schedule": sheet(" | ".join(("teacher", *(f"Period {p}" for p in PERIODS))),
                                 [*schedule, *_coaches_classes()]),
        "Coaches": sheet("coach | name | email | sites | departments | grades | release max | max caseload | lead | "
                         "new", _coaches()),
        "Coach availability": _leave() if october else sheet("coach | period | status", _availability()),
        "Programs": sheet("program | cycles | session | activity | minutes | per week | when | after | within days | "
                          "level", _programs()),
        "Rules": sheet("rule | level | value | source", _rules()),
        "Scenarios": sheet(SCENARIO_COLUMNS, _scenarios()),
    })


def _moved(row: Line) -> tuple[Cell, ...]:
    """A row of the master schedule, with the prep that has moved."""
    cells = list(row)
    if cells[0] == PREP_MOVED:
        a, b = 1 + PERIODS.index(PREP_FROM), 1 + PERIODS.index(PREP_TO)
        cells[a], cells[b] = cells[b], cells[a]
    return tuple(cells)


def _leave() -> Sheet:
    """The coaches' availability in October, with the days of the leave."""
    rows: list[tuple[Cell, ...]] = [(coach, period, None, status) for coach, period, status in _availability()]
    rows += [(ON_LEAVE, period, "Fri", "Unavailable") for period in PERIODS]
    return sheet("coach | period | days | status", rows)


def _settings() -> list[tuple[Cell, ...]]:
    return [
        ("district", "Antelope Valley model, invented school"),
        ("school year", "2026-27"),
        ("first day", "2026-08-10"),
        ("last day", "2027-05-27"),
        ("weeks", 1),
        ("cycles", 6),
        ("minutes between sessions", 5),
        ("blank means", "Prep"),
    ]


def _bell() -> list[tuple[Cell, ...]]:
    return [
        *bell(BELL, "Mon, Tue, Thu, Fri", "1 08:00-08:56; 2 09:02-09:58; 3 10:04-11:00; Advisory 11:06-11:36; "
              "4 11:42-12:38; Lunch 12:38-13:13; 5 13:19-14:15; 6 14:21-15:17"),
        *bell(BELL, "Wed", "1 09:00-09:46; 2 09:52-10:38; 3 10:44-11:30; 4 11:36-12:22; Lunch 12:22-12:57; "
              "5 13:03-13:49; 6 13:55-14:41"),
        *bell(BELL, "Mon-Thu", "After school 15:25-16:05"),
    ]


def _coaches_classes() -> list[tuple[Cell, ...]]:
    """What is settled of the coaches' own schedules: their classes and preps; the rest the plan decides."""
    return [
        ("JR-C1", None, "AP Literature", None, None, "Prep", None),
        ("JR-C2", "Statistics", None, None, None, None, "Prep"),
        ("JR-C3", None, None, "Prep", "Transition", None, None),
    ]


def _coaches() -> list[tuple[Cell, ...]]:
    return [
        ("JR-C1", "Ramona Whitfield", "ramona.whitfield@example.org", SITE,
         "English, English Language Development, World Languages, Visual and Performing Arts", "9-12", 3, 40, "Y",
         None),
        ("JR-C2", "Tobias Lindqvist", "tobias.lindqvist@example.org", SITE,
         "Mathematics, Science, Career Technical Education", "9-12", 3, 40, None, None),
        ("JR-C3", "Imani Okafor", "imani.okafor@example.org", SITE,
         "Special Education, Social Science, Physical Education", "11-12", 3, 40, None, "Y"),
    ]


def _availability() -> list[tuple[Cell, ...]]:
    return [("JR-C1", "6", "Avoid"), ("JR-C2", "3", "Prefer"), ("JR-C3", "1", "Avoid")]


def _programs() -> list[tuple[Cell, ...]]:
    return [
        ("Coaching cycle", 1, "Plan", "Plan", 20, 1, "Prep", None, None, "Required"),
        ("Coaching cycle", None, "Observe", "Observe", 25, 1, "Teaching", "Plan", None, "Required"),
        ("Coaching cycle", None, "Debrief", "Debrief", 20, 1, "Prep", "Observe", 2, "Required"),
    ]


def _rules() -> list[tuple[Cell, ...]]:
    return [
        ("Every teacher has a coach", "Required", None, f"{MODEL}: Personnel, Required"),
        ("Every teacher can meet the coach", "Required", None, f"{MODEL}: Personnel, Required"),
        ("All periods covered", "Required", None, f"{MODEL}: Master Schedule, Required"),
        ("Sections funded", "Required", None, f"{MODEL}: Master Schedule, Required (7 sections district funded)"),
        ("Coaching periods per coach", "Required", 2, f"{MODEL}: Master Schedule, Required"),
        ("Avoided coach", "Required", None, "Site practice: nobody is coached by the own evaluator"),
        ("Coaches per site", "Recommended", 2, f"{MODEL}: Personnel, Recommended"),
        ("Flex time", "Recommended", 1, f"{MODEL}: Master Schedule, Recommended"),
        ("Prep minutes used", "Recommended", None, "Teachers' contract, where a teacher's row has a cap"),
        ("Grade match", "Option", None, f"{MODEL}: Personnel, Options"),
        ("Content match", "Option", None, f"{MODEL}: Personnel, Options"),
        ("Common planning", "Option", 1, f"{MODEL}: Master Schedule, Options"),
        ("Caseload balance", "Option", 4, "Site practice"),
    ]


def _scenarios() -> list[tuple[Cell, ...]]:
    """What the district asks itself before it funds the year: sections, coaches, and a stricter match."""
    numbers = {5: "Five", 6: "Six", 8: "Eight", 9: "Nine"}
    fourth = (("name", "Lucille Barre"), ("sites", SITE), ("departments", "Science, World Languages"),
              ("grades", "9-12"), ("release max", 3), ("max caseload", 40))
    return [
        *((f"{word} sections", "Set", "Sites", SITE, "sections funded", n) for n, word in numbers.items()),
        ("Two coaches", "Remove", "Coaches", "JR-C3", None, None),
        *(("Four coaches", "Add", "Coaches", "JR-C4", column, value) for column, value in fourth),
        *(("Four coaches, nine sections", "Add", "Coaches", "JR-C4", column, value) for column, value in fourth),
        ("Four coaches, nine sections", "Set", "Sites", SITE, "sections funded", 9),
        ("Grade match required", "Set", "Rules", "Grade match", "level", "Required"),
    ]


if __name__ == "__main__":
    here = Path(__file__).parent
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "avuhsd.xlsx")
    october_path = Path(sys.argv[2]) if len(sys.argv) > 2 else here / "october" / "october.xlsx"
    october_path.parent.mkdir(exist_ok=True)
    make(october_path, october=True)
