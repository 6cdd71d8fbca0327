"""Makes two schools after Instruction Partners' sample coaching model, in one workbook: `instruction_partners.xlsx`.

    python -m instances.instruction_partners.make [PATH]

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
    MIDDLE_SCHOOL,
    Cell,
    Person,
    School,
    bell,
    draw_classes,
    draw_people,
    scaled,
    sheet,
    write_workbook,
)

SEED = 2020
MODEL = "Instruction Partners, Sample Coaching Model"
MIDDLE = School("CMS", "CM", scaled(MIDDLE_SCHOOL, 40), ("IP-ELA",), ("1", "2", "3", "4", "5", "6"),
                administrators=(16, 9))
ELEMENTARY = School("FES", "FE", scaled(ELEMENTARY_SCHOOL, 20), ("IP-MATH",), ("1", "2", "3", "4", "5"),
                    administrators=(18,))
# Where priority groups of students are taught: these courses, and a third of the other sections.
SUPPORT = ("Math 6 Support", "Reading 6", "Reading 7", "Study Skills", "RSP ELA", "RSP Math", "Reading intervention")
CONTENT = ("English Language Arts", "Mathematics", "Science", "Social Studies")


def make(path: Path) -> None:
    """Write the workbook to `path`."""
    random = Random(SEED)
    middle, elementary = draw_people(random, MIDDLE), draw_people(random, ELEMENTARY)
    middle = [_coached_at_the_middle_school(random, p) for p in middle]
    elementary = [_coached_at_the_elementary_school(random, p) for p in elementary]
    schedule = [
        *_sections(random, middle),
        *_class_teachers(random, elementary),
        *_teacher_leaders(),
    ]
    write_workbook(path, "Cedar Middle and Fern Elementary: an invented input", {
        "Settings": sheet("key | value", [
            ("district", "Instruction Partners model, invented schools"),
            ("school year", "2026-27"),
            ("timezone", "America/Chicago"),
            ("first day", "2026-08-06"),
            ("last day", "2027-05-21"),
            ("weeks", 2),
            ("cycles", 2),
        ], title="Coaching partnership 2026-27"),
        "Sites": sheet("site | name | bell schedule", [
            ("CMS", "Cedar Middle School", "Cedar"),
            ("FES", "Fern Elementary School", "Fern"),
        ]),
        "Bell schedule": sheet(BELL_COLUMNS, [
            *bell("Cedar", "Mon-Fri", "1 08:00-08:55; 2 09:00-09:55; 3 10:00-10:55; Lunch 10:55-11:30; 4 11:35-12:30; "
                  "5 12:35-13:30; 6 13:35-14:30"),
            *bell("Fern", "Mon-Fri", "Before 07:30-08:00 Before school; 1 08:05-09:05; 2 09:10-10:10; 3 10:15-11:15; "
                  "Lunch 11:15-11:55; 4 12:00-13:00; 5 13:05-14:05"),
        ]),
        "Teachers": sheet("Teacher | Name | Site | Department | Grades | Years | Role | Programs | Priority",
                          [(p.id, p.name, p.site, p.department, p.grades, p.years, p.role, p.programs, p.priority)
                           for p in (*middle, *elementary)], title="Staff list 2026-27"),
        "Master schedule": sheet("Teacher | Period | Days | Course | Room | Priority", schedule,
                                 title="Section list 2026-27 (export of the information system)"),
        "Coaches": sheet("coach | name | email | sites | departments | full time | release max | max caseload | "
                         "max sessions per day | lead", _coaches()),
        "Programs": sheet("program | cycles | session | activity | minutes | per week | when | after | within days | "
                          "level | mode", _programs()),
        "Rules": sheet("rule | level | value | weight | source", [
            ("Content match", "Recommended", None, 1, f"{MODEL}: expertise in the specific content"),
            ("Priority sections", "Recommended", None, 1,
             f"{MODEL}: prioritize observing instruction with priority groups of students"),
            ("Coaching periods per coach", "Required", 2, None, "District practice"),
            ("Coaches per site", "Recommended", 1, None, f"{MODEL}: formal coaches and teacher leader coaches"),
            ("All periods covered", "Off", None, None, "Not asked for: coaches come by appointment"),
            ("Grade match", "Off", None, None, f"{MODEL}: content comes first"),
            ("Common planning", "Off", None, None, "Coaches plan together after school"),
        ]),
        "Travel": sheet("from | to | minutes", [("CMS", "FES", 25)]),
    })


def _coached_at_the_middle_school(random: Random, p: Person) -> Person:
    """Teachers of the four subjects are coached: new ones and half of the others every week, the rest bi-weekly."""
    if p.is_administrator or p.department not in CONTENT:
        return p
    weekly = p.years <= 3 or random.random() < 0.3
    return replace(p, programs="Weekly coaching" if weekly else "Bi-weekly coaching", priority=2 if p.years == 1 else 1)


def _coached_at_the_elementary_school(random: Random, p: Person) -> Person:
    """A coach in the building for reading; the mathematics coach, whose home is the other school, by video."""
    if p.is_administrator or p.department == "Specialists":
        return p
    if p.department == "Intermediate":
        return replace(p, programs="Virtual coaching")
    return replace(p, programs="Bi-weekly coaching" if random.random() < 0.7 else "Weekly coaching", priority=1)


def _sections(random: Random, people: Iterable[Person]) -> list[tuple[Cell, ...]]:
    """The middle school's rows: teacher, period, days, course, room, priority."""
    rows: list[tuple[Cell, ...]] = []
    for id, row in draw_classes(random, MIDDLE, people).items():
        room = f"{random.choice('ABC')}{random.randint(1, 24)}"
        for period, course in row.items():
            taught = course not in ("Prep", "Conf", "Off")
            priority = taught and (course in SUPPORT or random.random() < 0.33)
            rows.append((id, period, None, course, room if taught else None, "Y" if priority else None))
    return rows


def _class_teachers(random: Random, people: Iterable[Person]) -> list[tuple[Cell, ...]]:
    """The elementary school's: the own class but while it has a specialist, on Mon, Wed, Fri and Tue, Thu at another
    time; reading groups of priority students in one period."""
    rows: list[tuple[Cell, ...]] = []
    periods = ELEMENTARY.periods
    for n, person in enumerate(p for p in people if not p.is_administrator):
        preps = {"Mon, Wed, Fri": periods[n % 5], "Tue, Thu": periods[(n + 3) % 5]}
        groups = periods[(n + 1) % 5]
        course = "Class" if person.department != "Specialists" else "Specials"
        for period in periods:
            name = f"{course}, reading groups" if period == groups else course
            rows.append((person.id, period, None, name, f"F{n + 1}", "Y" if period == groups else None))
            rows += [(person.id, period, days, "Planning", None, None) for days, p in preps.items() if p == period]
    return rows


def _teacher_leaders() -> list[tuple[Cell, ...]]:
    """Teacher leader coaches teach most of the day."""
    return [
        ("CMS-SCI", "1", None, "Life Science 7", "C3", None),
        ("CMS-SCI", "2", None, "Life Science 7", "C3", None),
        ("CMS-SCI", "4", None, "Prep", None, None),
        ("CMS-HIS", "3", None, "US History 8", "B9", "Y"),
        ("CMS-HIS", "5", None, "US History 8", "B9", None),
        ("CMS-HIS", "6", None, "Prep", None, None),
        ("FES-READ", "1", None, "Reading intervention", "F21", "Y"),
        ("FES-READ", "4", None, "Planning", None, None),
    ]


def _coaches() -> list[tuple[Cell, ...]]:
    return [
        ("IP-ELA", "Marguerite Olin", "marguerite.olin@example.org", "CMS", "English Language Arts, Special Education",
         "Y", None, 30, 7, "Y"),
        ("IP-MATH", "Dev Chaudhuri", "dev.chaudhuri@example.org", "CMS, FES", "Mathematics, Electives, Intermediate",
         "Y", None, 36, 7, None),
        ("CMS-SCI", "Noelle Fairweather", "noelle.fairweather@example.org", "CMS", "Science, Physical Education", None,
         3, 14, None, None),
        ("CMS-HIS", "Aurelio Paz", "aurelio.paz@example.org", "CMS", "Social Studies", None, 3, 14, None, None),
        ("FES-READ", "Hattie Bloom", "hattie.bloom@example.org", "FES", "Primary, Specialists", None, 3, 16, None,
         None),
    ]


def _programs() -> list[tuple[Cell, ...]]:
    return [
        ("Weekly coaching", 1, "Launch", "Launch", 30, "Once", "Prep", None, None, "Required", "Either"),
        ("Weekly coaching", None, "Observe", "Observe", 20, 1, "Teaching", "Launch", None, "Required", "In person"),
        ("Weekly coaching", None, "Debrief", "Debrief", 30, 1, "Prep", "Observe", 2, "Required", "Either"),
        ("Bi-weekly coaching", 1, "Launch", "Launch", 30, "Once", "Prep", None, None, "Required", "Either"),
        ("Bi-weekly coaching", None, "Observe", "Observe", 25, 0.5, "Teaching", "Launch", None, "Required",
         "In person"),
        ("Bi-weekly coaching", None, "Debrief", "Debrief", 30, 0.5, "Prep", "Observe", 2, "Required", "Either"),
        ("Virtual coaching", 1, "Launch", "Launch", 30, "Once", "Prep", None, None, "Required", "Virtual"),
        ("Virtual coaching", None, "Observe", "Observe", 15, 0.5, "Teaching", "Launch", None, "Required", "Virtual"),
        ("Virtual coaching", None, "Debrief", "Debrief", 30, 0.5, "Prep, Before school", "Observe", 2, "Required",
         "Virtual"),
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("instruction_partners.xlsx"))
