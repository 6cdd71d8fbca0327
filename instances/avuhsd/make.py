"""Makes `avuhsd.xlsx`: an invented high school of about a hundred teachers, the same bytes on every run.

    python -m instances.avuhsd.make [PATH]

Nobody in it exists. The coaching model is that of the Antelope Valley Union High School District; names, schedules,
years, wishes and grades are drawn from a seeded generator.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random

import xlsxwriter

SEED = 2026
SITE = "JRHS"
PERIODS = ("1", "2", "3", "4", "5", "6")
MODEL = "AVUHSD Instructional Coaching Model"
Cell = str | int | None

# Department, teachers in it, its courses by the grades that take them.
DEPARTMENTS: tuple[tuple[str, int, dict[str, Sequence[str]]], ...] = (
    ("English", 17, {"9-10": ("English 9", "English 9 Honors", "English 10", "AVID 9", "Journalism"),
                     "11-12": ("English 11", "English 12", "AP Literature", "ERWC", "Creative Writing")}),
    ("Mathematics", 16, {"9-10": ("Algebra 1", "Geometry", "Math Support 9", "Geometry Honors"),
                         "11-12": ("Algebra 2", "Precalculus", "AP Calculus AB", "Statistics")}),
    ("Science", 14, {"9-10": ("Biology", "Earth Science", "Biology Honors"),
                     "11-12": ("Chemistry", "Physics", "AP Biology", "Anatomy")}),
    ("Social Science", 12, {"9-10": ("World Geography", "World History", "World History Honors"),
                            "11-12": ("US History", "Government", "Economics", "AP US History")}),
    ("Special Education", 12, {"9-10": ("RSP English 9", "RSP Algebra", "Study Skills 9"),
                               "11-12": ("RSP English 11", "Transition", "Study Skills 11")}),
    ("Career Technical Education", 8, {"9-10": ("Computer Science 1", "Intro to Health", "Ag Science 1"),
                                       "11-12": ("Auto Tech", "Culinary 2", "Sports Medicine")}),
    ("World Languages", 7, {"9-10": ("Spanish 1", "Spanish 2", "French 1"),
                            "11-12": ("Spanish 3", "AP Spanish", "French 3")}),
    ("Physical Education", 7, {"9-12": ("PE 9", "PE 10", "Weights", "Dance", "Athletics")}),
    ("Visual and Performing Arts", 5, {"9-12": ("Art 1", "Ceramics", "Choir", "Band", "Drama")}),
    ("English Language Development", 2, {"9-12": ("ELD 1", "ELD 2", "ELD 3")}),
)

FIRST = ("Aaron Ada Alma Andre Anita Beth Bruno Carla Cesar Clara Dana Dario Dolores Edith Elena Elias Esther Felix "
         "Flora Gloria Grant Hector Helen Hugo Ines Irene Ivan Jonas Joyce Julia Karim Lena Leo Lucia Mabel Marco "
         "Maya Miles Nadia Noel Nora Omar Oscar Paula Pearl Quinn Rafael Renee Rita Ruben Ruth Saul Selma Silas "
         "Sonia Stella Tessa Theo Uma Vera Victor Wanda Willa Xavier Yara Zoe")
LAST = ("Abbott Aguilar Albright Avila Barnes Bautista Becker Bishop Calderon Carver Castillo Chavez Cross Dalton "
        "Delgado Dixon Duarte Ellis Escobar Farley Figueroa Flynn Fuentes Garner Gomez Graves Guzman Hale Harmon "
        "Herrera Holt Hong Huerta Ibarra Jarvis Jimenez Kemp Kim Lara Lowe Lozano Malone Marsh Medina Mercer Molina "
        "Nava Nguyen Norris Ochoa Olsen Orozco Paredes Pham Pope Quiroz Ramos Reyes Rhodes Rios Rosales Salas "
        "Sawyer Serrano Singh Solis Soto Stark Tovar Tran Valdez Vance Vega Villa Walsh Weber Yates Zamora")

COACHES = ("JR-C1", "JR-C2", "JR-C3")
BELL = "Regular"


def make(path: Path) -> None:
    """Write the workbook to `path`."""
    random = Random(SEED)
    people = _people(random)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Joshua Ridge High School: an invented input", "created": datetime(2026, 8, 3)})
    sheet = _sheet_writer(book)
    sheet("Settings", ("key", "value"), _settings())
    sheet("Sites", ("site", "name", "bell schedule", "sections funded", "cost per section"),
          [(SITE, "Joshua Ridge High School", BELL, 7, 21500)])
    sheet("Bell schedule", ("bell schedule", "days", "period", "start", "end", "kind"), _bell())
    sheet("Teachers", ("teacher", "name", "site", "department", "grades", "years", "role", "programs",
                       "requested coach", "avoid coach", "last coach", "prep minutes"), people)
    sheet("Master schedule", ("teacher", *(f"Period {p}" for p in PERIODS)), _master_schedule(random, people))
    sheet("Coaches", ("coach", "name", "email", "sites", "departments", "grades", "release max", "max caseload",
                      "lead", "new"), _coaches())
    sheet("Coach availability", ("coach", "period", "status"), _availability())
    sheet("Programs", ("program", "cycles", "session", "activity", "minutes", "per week", "when", "after",
                       "within days", "level"), _programs())
    sheet("Rules", ("rule", "level", "value", "source"), _rules())
    book.close()


def _sheet_writer(book: xlsxwriter.Workbook) -> Callable[[str, Sequence[str], Iterable[Sequence[Cell]]], None]:
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    plain = book.add_format()

    def write(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 1)
        table = [tuple(header), *(tuple(row) for row in rows)]
        for r, row in enumerate(table):
            for c, value in enumerate(row):
                if value is not None:
                    page.write(r, c, value, head if r == 0 else plain)
        for c in range(len(header)):
            widest = max(len(str(row[c])) for row in table if row[c] is not None or row is table[0])
            page.set_column(c, c, min(48, widest + 3))

    return write


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
    rows: list[tuple[Cell, ...]] = []
    regular = (("1", "08:00", "08:56"), ("2", "09:02", "09:58"), ("3", "10:04", "11:00"),
               ("Advisory", "11:06", "11:36"), ("4", "11:42", "12:38"), ("Lunch", "12:38", "13:13"),
               ("5", "13:19", "14:15"), ("6", "14:21", "15:17"))
    short = (("1", "09:00", "09:46"), ("2", "09:52", "10:38"), ("3", "10:44", "11:30"), ("4", "11:36", "12:22"),
             ("Lunch", "12:22", "12:57"), ("5", "13:03", "13:49"), ("6", "13:55", "14:41"))
    for days, slots in (("Mon, Tue, Thu, Fri", regular), ("Wed", short)):
        rows += [(BELL, days, period, start, end, period if not period.isdigit() else None)
                 for period, start, end in slots]
    rows.append((BELL, "Mon-Thu", "After school", "15:25", "16:05", "After school"))
    return rows


def _people(random: Random) -> list[tuple[Cell, ...]]:
    """The rows of Teachers: administrators first, then department by department, its chair first."""
    firsts, lasts = random.sample(FIRST.split() * 2, 103), random.sample(LAST.split() * 2, 103)
    names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]
    number = iter(range(101, 1000))
    rows: list[tuple[Cell, ...]] = [
        (f"JR-{next(number)}", names.pop(), SITE, "Administration", None, years, "Administrator", None, None, None,
         None, None)
        for years in (24, 15, 11)
    ]
    for department, size, courses in DEPARTMENTS:
        for place in range(size):
            years = random.choice((1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27)) if place else random.randint(9, 25)
            coached = place == 0 or years <= 5 or random.random() < 0.45
            last = random.choice(COACHES) if years > 1 and random.random() < 0.4 else None
            rows.append((
                f"JR-{next(number)}", names.pop(), SITE, department, random.choice([*courses, *courses, "9-12"]), years,
                "Department chair" if place == 0 else None,
                "Coaching cycle" if coached else None,
                random.choice(COACHES) if random.random() < 0.06 else None,
                random.choice(COACHES) if random.random() < 0.03 else None,
                last,
                60 if coached and random.random() < 0.3 else None,
            ))
    return [_consistent(row) for row in rows]


def _consistent(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Nobody asks for a coach whom they avoid."""
    requested, avoided = row[8], row[9]
    return (*row[:8], None, *row[9:]) if requested is not None and requested == avoided else row


def _master_schedule(random: Random, people: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Five classes and a prep for most; a few part-time teachers, and a few who sold their prep for a sixth class."""
    courses_of = {department: courses for department, _, courses in DEPARTMENTS}
    rows: list[tuple[Cell, ...]] = []
    preps = {department: random.sample(PERIODS, len(PERIODS)) for department in courses_of}
    turn = dict.fromkeys(courses_of, 0)
    for person in people:
        if person[6] == "Administrator":
            continue
        department, grades, coached = str(person[3]), str(person[4]), person[7] is not None
        bands = courses_of[department]
        courses = bands.get(grades) or tuple(course for band in bands.values() for course in band)
        taught = random.sample(courses, min(3, len(courses)))
        row: dict[str, Cell] = {period: random.choice(taught) for period in PERIODS}
        prep = preps[department][turn[department] % len(PERIODS)]
        turn[department] += 1
        if coached or random.random() < 0.85:
            row[prep] = random.choice(("Prep", "Prep", "Prep", "Conf"))
        if not coached and random.random() < 0.12:
            row["1" if prep != "1" else "2"] = "Off"
        rows.append((person[0], *(row[period] for period in PERIODS)))
    return rows + _coaches_classes()


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


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("avuhsd.xlsx"))
