"""Makes three schools that share coaches, after the Juneau School District: a folder of .csv, one a sheet.

    python -m instances.juneau.make [FOLDER]

Nobody in it exists. The same bytes on every run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from instances.making import (
    BELL_COLUMNS,
    ELEMENTARY_SCHOOL,
    HIGH_SCHOOL,
    MIDDLE_SCHOOL,
    Cell,
    Classes,
    Person,
    School,
    Sheet,
    bell,
    draw_classes,
    draw_people,
    long,
    scaled,
    sheet,
    write_csv,
)

SEED = 99801
MODEL = "Juneau School District, Instructional Coaching"
SEVEN, SIX = ("1", "2", "3", "4", "5", "6", "7"), ("1", "2", "3", "4", "5", "6")
SCHOOLS = (
    School("GHS", "GV", scaled(HIGH_SCHOOL, 44), ("JSD-C1",), SEVEN, administrators=(15, 8)),
    School("TMS", "TL", scaled(MIDDLE_SCHOOL, 30), ("JSD-C2",), SIX, administrators=(12,)),
    School("SES", "SP", scaled(ELEMENTARY_SCHOOL, 20), ("JSD-C2",), SIX, administrators=(23,)),
)
# Departments whose teachers meet in small groups, by site: study groups, and reviews of data in a common prep.
STUDY = {"GHS": ("English", "Science"), "TMS": ("Social Studies",), "SES": ("Primary",)}
REVIEW = {"GHS": ("Mathematics",), "TMS": ("Mathematics",), "SES": ("Intermediate",)}


def make(folder: Path) -> None:
    """Write the sheets into `folder`, one .csv each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _sheets().items():
        write_csv(folder / f"{name}.csv", table)


def _sheets() -> dict[str, Sheet]:
    random = Random(SEED)
    people: list[Person] = []
    schedule: list[tuple[Cell, ...]] = []
    for school in SCHOOLS:
        staff = _in_programs(random, school.site, draw_people(random, school))
        people += staff
        schedule += long(_with_common_preps(school, staff, draw_classes(random, school, staff)))
    return {
        "Settings": sheet("key | value", [
            ("district", "Juneau model, invented schools"),
            ("school year", "2026-27"),
            ("timezone", "America/Juneau"),
            ("first day", "2026-08-17"),
            ("last day", "2027-05-26"),
            ("weeks", 1),
            ("cycles", 3),
        ]),
        "Sites": sheet("site | name | bell schedule", [
            ("GHS", "Glacier View High School", "High"),
            ("TMS", "Tideline Middle School", "Middle"),
            ("SES", "Spruce Elementary School", "Elementary"),
        ]),
        "Bell schedule": sheet(BELL_COLUMNS, _bells()),
        "Teachers": sheet("teacher | name | site | department | grades | years | role | programs",
                          [(p.id, p.name, p.site, p.department, p.grades, p.years, p.role, p.programs)
                           for p in people]),
        "Master schedule": sheet("teacher | period | course", schedule, title="Master schedule, all schools, 2026-27"),
        "Coaches": sheet("coach | name | email | sites | grades | full time | max sessions per day | lead", [
            ("JSD-C1", "Astrid Halvorsen", "astrid.halvorsen@example.org", "GHS, TMS", "6-12", "Y", 6, "Y"),
            ("JSD-C2", "Elias Kookesh", "elias.kookesh@example.org", "TMS, SES", "K-8", "Y", 6, None),
            ("GHS-C3", "Wendell Price", "wendell.price@example.org", "GHS", "9-12", "Y", 6, None),
        ]),
        "Coach availability": sheet("coach | period | days | status", [
            ("JSD-C1", "1", "Mon", "Unavailable"),
            ("JSD-C2", "6", "Fri", "Unavailable"),
        ]),
        "Programs": sheet("program | cycles | session | activity | minutes | per week | when | after | within days | "
                          "level | mode | group size", _programs()),
        "Rules": sheet("rule | level | value | weight | source", [
            ("Coaches per site", "Recommended", 1, None, f"{MODEL}: coaches of a school or the district"),
            ("One site a day", "Recommended", None, 2, f"{MODEL}: coaches of a school or the district"),
            ("Sessions per day", "Recommended", 6, None, f"{MODEL}: high-quality professional learning"),
            ("All periods covered", "Off", None, None, "Not asked for: coaches come by appointment"),
            ("Caseload balance", "Off", None, None, "Coaches of one school have more of its teachers"),
            ("Common planning", "Off", None, None, "Coaches plan together after school"),
            ("Even cycles", "Off", None, None, "Programs begin when a teacher is ready"),
        ]),
        "Travel": sheet("from | to | minutes", [("GHS", "TMS", 15), ("TMS", "SES", 10), ("SES", "TMS", 15),
                                                ("GHS", "SES", 25)]),
    }


def _with_common_preps(school: School, staff: Iterable[Person], classes: Classes) -> Classes:
    """Those who review data together have their prep at the same time, three by three."""
    together = [p.id for p in staff if "Data review" in str(p.programs)]
    for n, id in enumerate(together):
        row, period = classes[id], school.periods[1 + n // 3]
        prep = next(p for p, cell in row.items() if cell in ("Prep", "Conf"))
        row[prep], row[period] = row[period], row[prep]
    return classes


def _in_programs(random: Random, site: str, staff: Iterable[Person]) -> list[Person]:
    """Who works with a coach alone, who in a small group, who in both."""
    found: list[Person] = []
    for person in staff:
        programs = []
        if not person.is_administrator:
            if person.years <= 3 or random.random() < 0.15:
                programs.append("Coaching partnership")
            if person.department in STUDY[site]:
                programs.append("Study group")
            if person.department in REVIEW[site]:
                programs.append("Data review")
            if not programs and random.random() < 0.15:
                programs.append("New strategies")
        found.append(replace(person, programs=", ".join(programs) or None))
    return found


def _bells() -> list[tuple[Cell, ...]]:
    return [
        *bell("High", "Mon, Tue, Thu, Fri", "1 08:30-09:17; 2 09:22-10:09; 3 10:14-11:01; 4 11:06-11:53; "
              "Lunch 11:53-12:28; 5 12:33-13:20; 6 13:25-14:12; 7 14:17-15:04"),
        *bell("High", "Wed", "1 08:30-09:10; 2 09:15-09:55; 3 10:00-10:40; 4 10:45-11:25; Lunch 11:25-12:00; "
              "5 12:05-12:45; 6 12:50-13:30; 7 13:35-14:15; Flex 14:20-15:04"),
        *bell("High", "Mon, Tue, Thu", "After school 15:10-15:55"),
        *bell("Middle", "Mon-Fri", "Advisory 08:00-08:25; 1 08:30-09:25; 2 09:30-10:25; 3 10:30-11:25; "
              "Lunch 11:25-12:00; 4 12:05-13:00; 5 13:05-14:00; 6 14:05-15:00"),
        *bell("Middle", "Mon, Tue, Thu", "After school 15:05-15:50"),
        *bell("Elementary", "Mon-Fri", "Before 08:00-08:40 Before school; 1 08:45-09:35; 2 09:35-10:25; 3 10:40-11:30; "
              "Lunch 11:30-12:10; 4 12:10-13:00; 5 13:00-13:50; 6 14:00-14:50"),
    ]


def _programs() -> list[tuple[Cell, ...]]:
    return [
        ("Coaching partnership", 1, "Plan", "Plan", 30, 1, "Prep", None, None, "Required", "In person", None),
        ("Coaching partnership", None, "Model", "Model", 40, 1, "Teaching", "Plan", None, "Required", "In person",
         None),
        ("Coaching partnership", None, "Feedback", "Debrief", 30, 1, "Prep", "Model", 3, "Required", "Either", None),
        ("Study group", 1, "Study group", "Group", 40, 1, "After school, Before school, Flex", None, None, "Required",
         "In person", 4),
        ("Study group", None, "Visit", "Observe", 20, 1, "Teaching", "Study group", None, "Recommended", "In person",
         None),
        ("Data review", 1, "Data review", "Data", 40, 1, "Prep", None, None, "Required", "In person", 3),
        ("Data review", None, "Next steps", "Plan", 20, 1, "Prep, Before school, After school, Flex", "Data review",
         None, "Recommended", "Either", None),
        ("New strategies", 1, "Workshop", "Group", 25, 1, "Advisory, Flex, Before school", None, None, "Recommended",
         "In person", 12),
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
