"""Makes three schools after Des Moines's mentor program: a workbook of the district, two of sites, two .csv of a third.

    python -m instances.des_moines.make [FOLDER]

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
    Department,
    Person,
    School,
    Sheet,
    bell,
    draw_classes,
    draw_people,
    long,
    scaled,
    sheet,
    wide,
    write_csv,
    write_workbook,
)

SEED = 2013
MODEL = "Des Moines: Supporting Instructional Coaches"
YEAR = "2026-27"
STAFF_WHO_COACH_NO_CLASS = Department("Instructional staff", 2, {"9-12": ("Library and media", "Interventions")})
HIGH = School("NHS", "NH", (*scaled(HIGH_SCHOOL, 52), STAFF_WHO_COACH_NO_CLASS), ("NHS-M1",),
              ("1", "2", "3", "4", "5", "6"), administrators=(19, 12))
MIDDLE = School("OMS", "OM", scaled(MIDDLE_SCHOOL, 34), ("OMS-M1",), ("1", "2", "3", "4", "5", "6", "7"),
                administrators=(14,))
ELEMENTARY = School("PES", "PE", ELEMENTARY_SCHOOL, ("PES-M1",), ("A", "B", "C", "D", "E"), administrators=(21,))
# The programs of the second-year teachers of each school, one a teacher: each is 90 minutes a week.
MENTORED = {
    "NHS": ("Mentoring", "Conference and lesson", "Mentoring", "Lesson and student work"),
    "OMS": ("Mentoring", "Lesson and student work", "Conference and lesson", "Conference and lesson", "Mentoring"),
    "PES": ("Conference and lesson", "Mentoring", "Lesson and student work"),
}
TEACHERS = "teacher | name | site | department | grades | years | role | programs"


def make(folder: Path) -> None:
    """Write the five files into `folder`."""
    random = Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(folder / "district.xlsx", "Three Iowa schools: an invented input", _district())

    people = _staff(random, HIGH)
    write_workbook(folder / "site-NHS.xlsx", "Northgate High School: an invented input", {
        "Teachers": sheet(TEACHERS, _rows(people)),
        "Master schedule": sheet(" | ".join(("teacher", *(f"P{p}" for p in HIGH.periods))),
                                 wide(draw_classes(random, HIGH, people), HIGH.periods)),
    })
    people = _staff(random, MIDDLE)
    write_workbook(folder / "site-OMS.xlsx", "Oakridge Middle School: an invented input", {
        "TEACHERS": sheet(TEACHERS.upper(), _rows(people), title=f"Oakridge Middle School, staff {YEAR}"),
        "Master schedule": sheet("Teacher | Period | Course", long(draw_classes(random, MIDDLE, people)),
                                 title=f"Oakridge Middle School, master schedule {YEAR}"),
    })
    people = _staff(random, ELEMENTARY)
    write_csv(folder / "Teachers.csv", sheet(TEACHERS, _rows(people)))
    write_csv(folder / "Master schedule.csv", sheet("teacher | period | days | course", _specials(people)))


def _staff(random: Random, school: School) -> list[Person]:
    """A staff in which exactly those who are mentored are in their second year, from as many departments as can be."""
    people = draw_people(random, school)
    younger = [replace(p, years=3) if p.years == 2 else p for p in people]
    programs = list(MENTORED[school.site])
    chosen: dict[str, str] = {}
    seen: set[str] = set()
    for person in reversed(younger):  # the last departments of the list first: instructional staff, electives
        if programs and person.role is None and person.department not in seen:
            chosen[person.id] = programs.pop(0)
            seen.add(person.department)
    return [replace(p, years=2, programs=chosen[p.id]) if p.id in chosen else p for p in younger]


def _rows(people: Iterable[Person]) -> list[tuple[Cell, ...]]:
    return [(p.id, p.name, p.site, p.department, p.grades, p.years, p.role, p.programs) for p in people]


def _specials(people: Iterable[Person]) -> list[tuple[Cell, ...]]:
    """An elementary teacher has the own class all day, and a prep while it has music, PE or library: by day another."""
    rows: list[tuple[Cell, ...]] = []
    teachers = [p for p in people if not p.is_administrator]
    for n, person in enumerate(teachers):
        preps = {"Mon, Wed, Fri": ELEMENTARY.periods[n % 5], "Tue, Thu": ELEMENTARY.periods[(n + 2) % 5]}
        course = "Homeroom class" if person.department != "Specialists" else "Classes of all grades"
        for period in ELEMENTARY.periods:
            free = [days for days, prep in preps.items() if prep == period]
            rows.append((person.id, period, None, course))
            rows += [(person.id, period, days, "Prep") for days in free]
    return rows


def _district() -> dict[str, Sheet]:
    return {
        "Settings": sheet("key | value", [
            ("district", "Des Moines model, invented schools"),
            ("school year", YEAR),
            ("timezone", "America/Chicago"),
            ("first day", "2026-08-25"),
            ("last day", "2027-06-02"),
            ("weeks", 1),
            ("cycles", 1),
        ]),
        "Sites": sheet("site | name | bell schedule", [
            ("NHS", "Northgate High School", "High school"),
            ("OMS", "Oakridge Middle School", "Middle school"),
            ("PES", "Prairie Elementary School", "Elementary"),
        ]),
        "Bell schedule": sheet(BELL_COLUMNS, _bells()),
        "Coaches": sheet("coach | name | email | sites | full time | max sessions per day | lead", [
            ("NHS-M1", "Anneliese Brandt", "anneliese.brandt@example.org", "NHS", "Y", 4, "Y"),
            ("OMS-M1", "Desmond Achebe", "desmond.achebe@example.org", "OMS", "Y", 5, None),
            ("PES-M1", "Luz Villanueva", "luz.villanueva@example.org", "PES", "Y", 4, None),
        ]),
        "Coach availability": sheet("coach | period | days | status", [
            ("NHS-M1", "6", "Fri", "Unavailable"),
            ("OMS-M1", "7", "Fri", "Unavailable"),
            ("PES-M1", "E", "Fri", "Unavailable"),
        ]),
        "Programs": sheet("program | cycles | session | activity | minutes | per week | when | after | within days | "
                          "level", [
            ("Mentoring", "All", "Mentor", "Mentor", 45, 2, "Prep, Teaching", None, None, "Required"),
            ("Conference and lesson", "All", "Goals", "Goal setting", 45, "Once", "Prep", None, None, "Required"),
            ("Conference and lesson", None, "Conference", "Conference", 45, 1, "Prep", "Goals", None, "Required"),
            ("Conference and lesson", None, "Observe", "Observe", 45, 1, "Teaching", "Conference", 3, "Required"),
            ("Lesson and student work", "All", "Plan lessons", "Plan", 30, 1, "Prep", None, None, "Required"),
            ("Lesson and student work", None, "Model", "Model", 30, 1, "Teaching", "Plan lessons", 2, "Required"),
            ("Lesson and student work", None, "Student work", "Data", 30, 1, "Prep, After school", "Model", None,
             "Required"),
        ]),
        "Rules": sheet("rule | level | value | site | source", [
            ("Weekly coaching time", "Required", 360, None, f"{MODEL}: a minimum of 6 hours per week of 1:1 coaching"),
            ("Teachers coached weekly", "Required", 4, None, f"{MODEL}: 90 minutes per week with 4 different teachers"),
            ("Weekly coaching time", "Recommended", 360, "PES", f"{MODEL}: required of SINA 4 and above, else offered"),
            ("Teachers coached weekly", "Recommended", 4, "PES",
             f"{MODEL}: required of SINA 4 and above, else offered"),
            ("Sessions", "Recommended", None, "PES", f"{MODEL}: required of SINA 4 and above, else offered"),
            ("Coaches per site", "Recommended", 1, None, f"{MODEL}: an Instructional Coach in the building"),
            ("One session a day", "Recommended", None, None, "District practice"),
        ]),
        "Meetings": sheet("meeting | who | scope | frequency | minutes | when | level", [
            ("Forum of coaches and mentors", "Coaches", "District", "Monthly", 120, "Fri 13:30", "Required"),
            ("Peer coaching on site", "Coaches, Administrators", "Site", "Monthly", 60, "After school", "Required"),
        ]),
        "Calendar": sheet("date | end date | event | kind | who", [
            ("2026-08-20", "2026-08-21", "Academy 1: Instructional mentoring, formative assessment", "Training",
             "Coaches"),
            ("2026-10-13", "2026-10-14", "Academy 2: Mentoring for effective instruction", "Training", "Coaches"),
            ("2027-02-09", "2027-02-10", "Academy 3: Inquiry into practice", "Training", "Coaches"),
            ("2027-04-20", "2027-04-21", "Academy 4: Assess growth and deepening practice", "Training", "Coaches"),
            ("2026-09-07", None, "Labor Day", "Holiday", "All"),
            ("2026-11-25", "2026-11-27", "Thanksgiving", "Holiday", "All"),
            ("2026-12-23", "2027-01-03", "Winter break", "Holiday", "All"),
            ("2027-03-15", "2027-03-19", "Spring break", "Holiday", "All"),
        ]),
    }


def _bells() -> list[tuple[Cell, ...]]:
    """Fridays end before 13:30, when the forum is."""
    return [
        *bell("High school", "Mon-Thu", "Homeroom 07:45-08:00 Advisory; 1 08:05-09:00; 2 09:05-10:00; 3 10:05-11:00; "
              "4 11:05-12:00; Lunch 12:00-12:35; 5 12:40-13:35; 6 13:40-14:35; After school 14:45-15:45"),
        *bell("High school", "Fri", "1 07:45-08:30; 2 08:35-09:20; 3 09:25-10:10; 4 10:15-11:00; Lunch 11:00-11:35; "
              "5 11:40-12:25; 6 12:30-13:15"),
        *bell("Middle school", "Mon-Thu", "1 08:15-09:02; 2 09:06-09:53; 3 09:57-10:44; 4 10:48-11:35; "
              "Lunch 11:35-12:10; 5 12:14-13:01; 6 13:05-13:52; 7 13:56-14:43; After school 14:50-15:35"),
        *bell("Middle school", "Fri", "1 08:00-08:40; 2 08:43-09:23; 3 09:26-10:06; 4 10:09-10:49; "
              "Lunch 10:49-11:19; 5 11:22-12:02; 6 12:05-12:45; 7 12:48-13:20"),
        *bell("Elementary", "Mon-Thu", "A 08:30-09:30; B 09:35-10:35; C 10:40-11:40; Lunch 11:40-12:25; "
              "D 12:30-13:30; E 13:35-14:35; After school 14:45-15:30"),
        *bell("Elementary", "Fri", "A 08:30-09:18; B 09:22-10:10; C 10:14-11:02; Lunch 11:02-11:37; D 11:40-12:26; "
              "E 12:30-13:16"),
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
