"""Makes a district of twelve sites and a thousand teachers: `district.xlsx` and one workbook a site.

    python -m instances.district.make [FOLDER] [TIMES]

Nobody in it exists. Eight high schools have coaches of their own, who also teach, after the Antelope Valley model; two
pairs of smaller schools share coaches who travel. TIMES makes so many copies of the district under other ids (1 by
default): a district of twice the sites is one of twice the size. The same bytes on every run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from instances.making import (
    BELL_COLUMNS,
    HIGH_SCHOOL,
    MIDDLE_SCHOOL,
    SCENARIO_COLUMNS,
    TEACHER_COLUMNS,
    Cell,
    Classes,
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
    teacher_rows,
    wide,
    write_workbook,
)

SEED = 1012
TITLE = "Sagebrush Union High School District: an invented input"
MODEL = "AVUHSD Instructional Coaching Model"
SIX, SEVEN = ("1", "2", "3", "4", "5", "6"), ("1", "2", "3", "4", "5", "6", "7")
PERIODS = {"Regular": SIX, "Late start": SIX, "Block": SIX, "Seven": SEVEN}


@dataclass(frozen=True)
class Place:
    """A school of the district; `shares` is the other school of its pair, whose coaches serve it too."""

    site: str
    name: str
    teachers: int
    bell: str
    sections: int | None
    long: bool = False
    shares: str = ""

    @property
    def periods(self) -> tuple[str, ...]:
        """The labels of the school's periods."""
        return PERIODS[self.bell]


PLACES = (
    Place("MVH", "Mesa Verde High School", 112, "Regular", 7),
    Place("LKH", "Larkspur High School", 104, "Regular", 7, long=True),
    Place("IRH", "Ironwood High School", 96, "Late start", 7),
    Place("CWH", "Cottonwood High School", 100, "Seven", 9),
    Place("SDH", "Sandstone High School", 92, "Block", 7, long=True),
    Place("SBH", "Saltbush High School", 88, "Regular", 7),
    Place("JFH", "Juniper Flats High School", 108, "Seven", 9, long=True),
    Place("GPH", "Granite Pass High School", 100, "Late start", 8),
    Place("WCM", "Willow Creek Middle School", 56, "Regular", None, shares="ASM"),
    Place("ASM", "Aspen Middle School", 44, "Late start", None, long=True, shares="WCM"),
    Place("DBA", "Desert Bloom Academy", 52, "Regular", None, shares="PYA"),
    Place("PYA", "Pinyon Academy", 48, "Late start", None, shares="DBA"),
)
COACH_NAMES = (
    "Ramona Whitfield", "Tobias Lindqvist", "Imani Okafor", "Priya Raman", "Gavin Holloway", "Noor Haddad",
    "Beatriz Moura", "Callum Reid", "Denise Fontaine", "Emeka Obi", "Farah Siddiqui", "Greta Nilsson", "Hiro Tanabe",
    "Isla Campbell", "Jorge Pacheco", "Keiko Mori", "Lionel Baptiste", "Mireille Roux", "Nils Andersen",
    "Olga Petrova", "Pablo Iriarte", "Quentin Moss", "Rosalind Peck", "Samir Aziz", "Tamsin Doyle", "Ulrich Baum",
    "Valentina Cruz",
)
SUBJECTS = (
    "English, English Language Development, World Languages, Visual and Performing Arts",
    "Mathematics, Science, Career Technical Education",
    "Special Education, Social Science, Physical Education",
)


def make(folder: Path, times: int = 1) -> None:
    """Write the district's workbook and those of its sites into `folder`."""
    places = [_copy(place, n) for n in range(1, times + 1) for place in PLACES]
    random = Random(SEED)
    coaches = [line for place in places for line in _coaches(place)]
    folder.mkdir(parents=True, exist_ok=True)
    write_workbook(folder / "district.xlsx", TITLE, _district(places, coaches))
    for place in places:
        sheets = _site(random, place, [str(c[0]) for c in coaches if place.site in str(c[3]).split(", ")])
        write_workbook(folder / f"site-{place.site}.xlsx", f"{place.name}: an invented input", sheets)


def _copy(place: Place, number: int) -> Place:
    if number == 1:
        return place
    return replace(
        place,
        site=f"{place.site}{number}",
        name=f"{place.name} {number}",
        shares=place.shares and f"{place.shares}{number}",
    )


# ---- the district's workbook ----


def _district(places: list[Place], coaches: list[tuple[Cell, ...]]) -> dict[str, Sheet]:
    return {
        "Settings": sheet("key | value", [
            ("district", "Sagebrush Union High School District (invented)"),
            ("school year", "2026-27"),
            ("first day", "2026-08-10"),
            ("last day", "2027-05-27"),
            ("cycles", 6),
            ("minutes between sessions", 5),
        ]),
        "Sites": sheet("site | name | bell schedule | sections funded | cost per section",
                       [(p.site, p.name, p.bell, p.sections, 21500 if p.sections else None) for p in places]),
        "Bell schedule": sheet(BELL_COLUMNS, _bells()),
        "Coaches": sheet("coach | name | email | sites | departments | grades | release max | full time | "
                         "max caseload | max sessions per day | lead | new", coaches),
        "Coach availability": sheet("coach | period | days | status", _availability(places)),
        "Programs": sheet("program | cycles | session | activity | minutes | per week | when | after | within days | "
                          "level | mode | confidential | group size", _programs()),
        "Rules": sheet("rule | level | value | site | source", _rules(places)),
        "Scenarios": sheet(SCENARIO_COLUMNS, _scenarios(places)),
        "Travel": sheet("from | to | minutes", [
            (p.site, p.shares, 12 if "M" in p.site else 18) for p in places if p.shares and p.site > p.shares
        ]),
        "Meetings": sheet("meeting | who | scope | frequency | minutes | when | level", [
            ("District-wide meeting", "Lead coaches", "District", "Quarterly", 60, "After school", "Required"),
            ("Site planning", "Coaches, Administrators", None, "Monthly", 40, "After school", "Required"),
            ("Department chairs", "Coaches, Department chairs", None, "Quarterly", 40, "After school", "Required"),
        ]),
        "Calendar": sheet("date | end date | event | kind | who", [
            ("2026-08-06", None, "Training of new coaches", "Training", "New coaches"),
            ("2026-11-23", "2026-11-27", "Thanksgiving", "Holiday", None),
            ("2026-12-21", "2027-01-08", "Winter break", "Holiday", None),
            ("2027-03-29", "2027-04-02", "Spring break", "Holiday", None),
        ]),
    }


def _bells() -> list[tuple[Cell, ...]]:
    """Six periods and a short Wednesday; the same with Flex for Advisory; long blocks on two days; seven periods."""
    after = "After school 15:25-16:05"
    six = ("1 08:00-08:56; 2 09:02-09:58; 3 10:04-11:00; Advisory 11:06-11:36; 4 11:42-12:38; Lunch 12:38-13:13; "
           "5 13:19-14:15; 6 14:21-15:17")
    short = ("1 09:00-09:46; 2 09:52-10:38; 3 10:44-11:30; 4 11:36-12:22; Lunch 12:22-12:57; 5 13:03-13:49; "
             "6 13:55-14:41")
    seven = ("1 08:00-08:48; 2 08:54-09:42; 3 09:48-10:36; 4 10:42-11:30; Lunch 11:30-12:05; 5 12:11-12:59; "
             "6 13:05-13:53; Flex 13:59-14:29; 7 14:35-15:23")
    return [
        *bell("Regular", "Mon, Tue, Thu, Fri", six),
        *bell("Regular", "Wed", short),
        *bell("Regular", "Mon-Thu", after),
        *bell("Late start", "Mon, Tue, Thu, Fri", six.replace("Advisory", "Flex")),
        *bell("Late start", "Wed", short),
        *bell("Late start", "Mon-Thu", after),
        *bell("Block", "Mon, Tue, Fri", six.replace("Advisory", "Flex")),
        *bell("Block", "Wed", "1 08:00-09:35; 3 09:45-11:20; Lunch 11:20-11:55; Flex 12:00-12:35; 5 12:45-14:20"),
        *bell("Block", "Thu", "2 08:00-09:35; 4 09:45-11:20; Lunch 11:20-11:55; Flex 12:00-12:35; 6 12:45-14:20"),
        *bell("Block", "Mon, Tue, Thu", after),
        *bell("Seven", "Mon-Fri", seven),
        *bell("Seven", "Mon-Thu", "After school 15:30-16:10"),
    ]


def _coaches(place: Place) -> list[tuple[Cell, ...]]:
    """Three who also teach at a high school; one full-time coach at home in each school of a pair, for both."""
    at = next(i for i, p in enumerate(PLACES) if place.site.startswith(p.site))
    first = 3 * at if at < 8 else 24 + at - 8
    if place.shares:
        name = COACH_NAMES[min(first, len(COACH_NAMES) - 1)] if at < 11 else "Wiremu Parata"
        return [(f"{place.site}-C1", name, _email(name), f"{place.site}, {place.shares}", None, None, None, "Y", None,
                 7, "Y" if at == 8 else None, None)]
    rows: list[tuple[Cell, ...]] = []
    for n in range(3):
        name = COACH_NAMES[first + n]
        rows.append((f"{place.site}-C{n + 1}", name, _email(name), place.site, SUBJECTS[n],
                     "11-12" if n == 2 else "9-12", 3 if place.sections != 9 else 4, None, 45, 6,
                     "Y" if n == 0 else None, "Y" if n == 2 and at % 3 == 0 else None))
    return rows


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def _availability(places: list[Place]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for i, place in enumerate(places):
        if place.shares:
            rows.append((f"{place.site}-C1", place.periods[i % 6], "Fri", "Unavailable"))
        else:
            rows += [
                (f"{place.site}-C1", place.periods[-1], None, "Avoid"),
                (f"{place.site}-C2", place.periods[i % 3 + 1], None, "Prefer"),
            ]
    return rows


def _programs() -> list[tuple[Cell, ...]]:
    return [
        ("Coaching cycle", 1, "Plan", "Plan", 20, 1, "Prep", None, None, "Required", None, None, None),
        ("Coaching cycle", None, "Observe", "Observe", 25, 1, "Teaching", "Plan", None, "Required", None, None, None),
        ("Coaching cycle", None, "Debrief", "Debrief", 20, 1, "Prep", "Observe", 2, "Required", "Either", None, None),
        ("New teacher support", "All", "Check-in", "Mentor", 30, 1, "Prep, After school", None, None, "Recommended",
         None, "Y", None),
        ("New teacher support", None, "Visit", "Walkthrough", 15, 1, "Teaching", None, None, "Option", None, "Y", None),
        ("Team", 1, "Team meeting", "Group", 30, 1, "After school, Flex, Advisory", None, None, "Recommended", None,
         None, 6),
        ("Team", None, "Follow-up", "Debrief", 20, 1, "Prep, Teaching", "Team meeting", None, "Option", None, None,
         None),
    ]


def _rules(places: list[Place]) -> list[tuple[Cell, ...]]:
    pairs = [p.site for p in places if p.shares]
    return [
        ("Every teacher has a coach", "Required", None, None, f"{MODEL}: Personnel, Required"),
        ("Every teacher can meet the coach", "Required", None, None, f"{MODEL}: Personnel, Required"),
        ("All periods covered", "Required", None, None, f"{MODEL}: Master Schedule, Required"),
        ("Sections funded", "Required", None, None, f"{MODEL}: Master Schedule, Required (district funded)"),
        ("Coaching periods per coach", "Required", 2, None, f"{MODEL}: Master Schedule, Required"),
        ("Avoided coach", "Required", None, None, "District practice: nobody is coached by the own evaluator"),
        ("Coaches per site", "Recommended", 2, None, f"{MODEL}: Personnel, Recommended"),
        ("Flex time", "Recommended", 1, None, f"{MODEL}: Master Schedule, Recommended"),
        ("One site a day", "Recommended", None, None, "District practice: no travel in the middle of a day"),
        ("Grade match", "Option", None, None, f"{MODEL}: Personnel, Options"),
        ("Content match", "Option", None, None, f"{MODEL}: Personnel, Options"),
        ("Common planning", "Option", 1, None, f"{MODEL}: Master Schedule, Options"),
        *(("Common planning", "Off", None, site, "Coaches who travel plan by telephone") for site in pairs),
        ("Caseload balance", "Option", 6, None, "District practice"),
        ("Even cycles", "Off", None, None, "District practice: sites set their own pace"),
    ]


# ---- a site's workbook ----


def _site(random: Random, place: Place, coaches: list[str]) -> dict[str, Sheet]:
    departments = scaled(MIDDLE_SCHOOL if place.site.startswith(("WCM", "ASM")) else HIGH_SCHOOL, place.teachers)
    school = School(place.site, place.site[:2] + place.site[3:], departments, tuple(coaches), place.periods,
                    "Coaching cycle", (24, 15, 11) if place.teachers > 60 else (17,))
    people = draw_people(random, school)
    classes = draw_classes(random, school, people) | _coaches_classes(place, departments)
    people = [_in_programs(random, person, classes, bool(place.shares)) for person in people]
    year = f"{place.name}, 2026-27"
    if place.long:
        schedule = sheet("teacher | period | course", long(classes), title=f"Master schedule of {year}")
    else:
        schedule = sheet(" | ".join(("teacher", *(f"Period {p}" for p in place.periods))), wide(classes, place.periods))
    return {
        "Teachers": sheet(TEACHER_COLUMNS, teacher_rows(people), title=f"Staff of {year}" if place.long else ""),
        "Master schedule": schedule,
    }


def _coaches_classes(place: Place, departments: tuple[Department, ...]) -> Classes:
    """What is settled of the own schedules of coaches who teach; a full-time coach has none."""
    if place.shares:
        return {}
    courses = {d.name: list(d.courses.values())[-1][0] for d in departments}
    return {
        f"{place.site}-C1": {"2": courses["English"], "5": "Prep"},
        f"{place.site}-C2": {"1": courses["Mathematics"], "6": "Prep"},
        f"{place.site}-C3": {"3": "Prep", "4": courses["Social Science"]},
    }


def _in_programs(random: Random, person: Person, classes: Mapping[str, Mapping[str, str]], travelling: bool) -> Person:
    """Some first-year teachers have support instead of a cycle; some of the others meet in a team, too."""
    if person.is_administrator or "Off" in classes[person.id].values():
        return person
    if person.years == 1 and random.random() < 0.5:
        return replace(person, programs="New teacher support")
    if travelling and random.random() < 0.3:
        return replace(person, programs=None)
    if random.random() < 0.1:
        return replace(person, programs=", ".join(filter(None, (person.programs, "Team"))))
    return person


def _scenarios(places: list[Place]) -> list[tuple[Cell, ...]]:
    """What a planner of the district asks; of a district that is copied, of its first copy."""
    first, second, third, fourth = places[:4]
    coach = f"{fourth.site}-C4"
    added = (("name", "Lucille Barre"), ("sites", fourth.site), ("departments", "Science, World Languages"),
             ("grades", "9-12"), ("release max", 3), ("max caseload", 45))
    return [
        (f"A section more at {first.site}", "Set", "Sites", first.site, "sections funded", 8),
        (f"Five sections at {second.site}", "Set", "Sites", second.site, "sections funded", 5),
        *((f"A fourth coach at {fourth.site}", "Add", "Coaches", coach, column, value) for column, value in added),
        (f"{third.site} without its third coach", "Remove", "Coaches", f"{third.site}-C3", None, None),
        ("One coach fewer for the middle schools", "Remove", "Coaches", "ASM-C1", None, None),
        ("Grade match recommended", "Set", "Rules", "Grade match", "level", "Recommended"),
    ]


if __name__ == "__main__":
    make(
        Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent,
        int(sys.argv[2]) if len(sys.argv) > 2 else 1,
    )
