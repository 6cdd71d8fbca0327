"""What the makers of the invented inputs share: sheets into workbooks and .csv files, and staffs that are drawn.

The same seed gives the same bytes. Nobody in any of it exists.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

import xlsxwriter

Cell = str | int | float | None
Line = Sequence[Cell]
MADE_ON = datetime(2026, 8, 3)  # stands in every workbook, so that its bytes are the same on every run

FIRST = ("Aaron Ada Alma Andre Anita Beth Bruno Carla Cesar Clara Dana Dario Dolores Edith Elena Elias Esther Felix "
         "Flora Gloria Grant Hector Helen Hugo Ines Irene Ivan Jonas Joyce Julia Karim Lena Leo Lucia Mabel Marco "
         "Maya Miles Nadia Noel Nora Omar Oscar Paula Pearl Quinn Rafael Renee Rita Ruben Ruth Saul Selma Silas "
         "Sonia Stella Tessa Theo Uma Vera Victor Wanda Willa Xavier Yara Zoe")
LAST = ("Abbott Aguilar Albright Avila Barnes Bautista Becker Bishop Calderon Carver Castillo Chavez Cross Dalton "
        "Delgado Dixon Duarte Ellis Escobar Farley Figueroa Flynn Fuentes Garner Gomez Graves Guzman Hale Harmon "
        "Herrera Holt Hong Huerta Ibarra Jarvis Jimenez Kemp Kim Lara Lowe Lozano Malone Marsh Medina Mercer Molina "
        "Nava Nguyen Norris Ochoa Olsen Orozco Paredes Pham Pope Quiroz Ramos Reyes Rhodes Rios Rosales Salas "
        "Sawyer Serrano Singh Solis Soto Stark Tovar Tran Valdez Vance Vega Villa Walsh Weber Yates Zamora")


# ---- sheets and files ----


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a workbook: its header, its rows, and a title row above them where one is given."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


def sheet(columns: str, rows: Iterable[Line], title: str = "") -> Sheet:
    """A sheet whose columns are named in one text, separated by "|"; None is a blank cell."""
    names = tuple(name.strip() for name in columns.split("|"))
    lines = tuple(tuple(row) for row in rows)
    for line in lines:
        if len(line) != len(names):
            raise ValueError(f"{len(line)} cells for the {len(names)} columns {columns}: {line}")
    return Sheet(names, lines, title)


_SLOT = re.compile(r"(?P<period>.+?) (?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)(?: (?P<kind>.+))?")
_KINDS = ("Lunch", "Flex", "Advisory", "Before school", "After school")


def bell(name: str, days: str, slots: str) -> list[tuple[Cell, ...]]:
    """Rows of Bell schedule: bell schedule, days, period, start, end, kind.

    `slots` reads "1 08:00-08:55; Lunch 12:00-12:35; Homeroom 07:45-08:00 Advisory".
    """
    rows: list[tuple[Cell, ...]] = []
    for text in slots.split(";"):
        slot = _SLOT.fullmatch(text.strip())
        if slot is None:
            raise ValueError(f'"{text}" is no slot')
        kind = slot["kind"] or (slot["period"] if slot["period"] in _KINDS else None)
        rows.append((name, days, slot["period"], slot["start"], slot["end"], kind))
    return rows


BELL_COLUMNS = "bell schedule | days | period | start | end | kind"


def write_workbook(path: Path, title: str, sheets: Mapping[str, Sheet]) -> None:
    """Write sheets to an .xlsx, in their order."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": MADE_ON})
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    plain = book.add_format()
    for name, table in sheets.items():
        page = book.add_worksheet(name)
        first = 2 if table.title else 0  # a title row and a blank one, as exports of information systems have them
        if table.title:
            page.write(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
        page.freeze_panes(first + 1, 1)
        lines = [table.columns, *table.rows]
        for r, line in enumerate(lines):
            for c, value in enumerate(line):
                if value is not None:
                    page.write(first + r, c, value, head if r == 0 else plain)
        for c in range(len(table.columns)):
            widest = max(len(str(line[c])) for line in lines if line[c] is not None)
            page.set_column(c, c, min(48, widest + 3))
    book.close()


def write_csv(path: Path, table: Sheet) -> None:
    """Write a sheet to a .csv as Excel saves it: UTF-8 with a mark, and lines that end in CR LF."""
    out = io.StringIO(newline="")
    lines: list[Line] = [table.columns, *table.rows]
    if table.title:
        lines = [(table.title,), (), *lines]
    filled = [["" if cell is None else cell for cell in line] for line in lines]
    csv.writer(out, lineterminator="\r\n").writerows(filled)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


# ---- staffs ----


@dataclass(frozen=True)
class Department:
    """A subject, how many teach it, and its courses by the grades that take them."""

    name: str
    teachers: int
    courses: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class School:
    """Where a staff is drawn for. `prefix` begins the ids; `coached` is the program of those who take one."""

    site: str
    prefix: str
    departments: tuple[Department, ...]
    coaches: tuple[str, ...]
    periods: tuple[str, ...]
    coached: str = ""
    administrators: tuple[int, ...] = (24, 15, 11)  # years of experience of each


@dataclass(frozen=True)
class Person:
    """A row of Teachers."""

    id: str
    name: str
    site: str
    department: str
    years: int
    grades: str | None = None
    role: str | None = None
    programs: str | None = None
    requested_coach: str | None = None
    avoid_coach: str | None = None
    last_coach: str | None = None
    prep_minutes: int | None = None
    priority: int | None = None

    @property
    def is_administrator(self) -> bool:
        """Whether the person is never coached."""
        return self.role == "Administrator"


HIGH_SCHOOL = (
    Department("English", 17, {"9-10": ("English 9", "English 9 Honors", "English 10", "AVID 9", "Journalism"),
                               "11-12": ("English 11", "English 12", "AP Literature", "ERWC", "Creative Writing")}),
    Department("Mathematics", 16, {"9-10": ("Algebra 1", "Geometry", "Math Support 9", "Geometry Honors"),
                                   "11-12": ("Algebra 2", "Precalculus", "AP Calculus AB", "Statistics")}),
    Department("Science", 14, {"9-10": ("Biology", "Earth Science", "Biology Honors"),
                               "11-12": ("Chemistry", "Physics", "AP Biology", "Anatomy")}),
    Department("Social Science", 12, {"9-10": ("World Geography", "World History", "World History Honors"),
                                      "11-12": ("US History", "Government", "Economics", "AP US History")}),
    Department("Special Education", 12, {"9-10": ("RSP English 9", "RSP Algebra", "Study Skills 9"),
                                         "11-12": ("RSP English 11", "Transition", "Study Skills 11")}),
    Department("Career Technical Education", 8, {"9-10": ("Computer Science 1", "Intro to Health", "Ag Science 1"),
                                                 "11-12": ("Auto Tech", "Culinary 2", "Sports Medicine")}),
    Department("World Languages", 7, {"9-10": ("Spanish 1", "Spanish 2", "French 1"),
                                      "11-12": ("Spanish 3", "AP Spanish", "French 3")}),
    Department("Physical Education", 7, {"9-12": ("PE 9", "PE 10", "Weights", "Dance", "Athletics")}),
    Department("Visual and Performing Arts", 5, {"9-12": ("Art 1", "Ceramics", "Choir", "Band", "Drama")}),
    Department("English Language Development", 2, {"9-12": ("ELD 1", "ELD 2", "ELD 3")}),
)
MIDDLE_SCHOOL = (
    Department("English Language Arts", 9, {"6": ("ELA 6", "Reading 6"), "7-8": ("ELA 7", "ELA 8", "Reading 7")}),
    Department("Mathematics", 9, {"6": ("Math 6", "Math 6 Support"), "7-8": ("Math 7", "Math 8", "Algebra 1")}),
    Department("Science", 7, {"6": ("Earth Science 6",), "7-8": ("Life Science 7", "Physical Science 8")}),
    Department("Social Studies", 7, {"6": ("Ancient History 6",), "7-8": ("Medieval History 7", "US History 8")}),
    Department("Special Education", 5, {"6-8": ("Study Skills", "RSP ELA", "RSP Math")}),
    Department("Physical Education", 4, {"6-8": ("PE 6", "PE 7", "PE 8")}),
    Department("Electives", 4, {"6-8": ("Art", "Band", "Coding", "Spanish 1")}),
)
ELEMENTARY_SCHOOL = (
    Department("Primary", 9, {"K-1": ("Kindergarten", "Grade 1"), "2": ("Grade 2",)}),
    Department("Intermediate", 9, {"3-4": ("Grade 3", "Grade 4"), "5": ("Grade 5",)}),
    Department("Specialists", 4, {"K-5": ("Music", "PE", "Library", "Reading intervention")}),
)


def scaled(departments: Iterable[Department], teachers: int) -> tuple[Department, ...]:
    """The same subjects with so many teachers in all, shared out as before; every subject keeps one at least."""
    departments = tuple(departments)
    whole = sum(d.teachers for d in departments)
    sizes = [max(1, d.teachers * teachers // whole) for d in departments]
    for i in range(teachers - sum(sizes)):
        sizes[i % len(sizes)] += 1
    return tuple(replace(d, teachers=n) for d, n in zip(departments, sizes, strict=True))


def draw_people(random: Random, school: School) -> list[Person]:
    """The rows of Teachers: administrators first, then department by department, its chair first."""
    many = len(school.administrators) + sum(d.teachers for d in school.departments)
    firsts, lasts = random.sample(FIRST.split() * 2, many), random.sample(LAST.split() * 2, many)
    names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]
    number = iter(range(101, 1000))
    people = [
        Person(f"{school.prefix}-{next(number)}", names.pop(), school.site, "Administration", years,
               role="Administrator")
        for years in school.administrators
    ]
    for department in school.departments:
        for place in range(department.teachers):
            id = f"{school.prefix}-{next(number)}"
            person = Person(id, names.pop(), school.site, department.name, 0)
            people.append(_drawn(random, school, department, person, place))
    return people


def _drawn(random: Random, school: School, department: Department, person: Person, place: int) -> Person:
    """A teacher's years, grades, program, wishes and contract; nobody asks for a coach whom they avoid."""
    years = random.choice((1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27)) if place else random.randint(9, 25)
    coached = place == 0 or years <= 5 or random.random() < 0.45
    last = random.choice(school.coaches) if years > 1 and random.random() < 0.4 else None
    grades = random.choice([*department.courses, *department.courses, _span(department)])
    requested = random.choice(school.coaches) if random.random() < 0.06 else None
    avoided = random.choice(school.coaches) if random.random() < 0.03 else None
    return replace(
        person,
        years=years,
        grades=grades,
        role="Department chair" if place == 0 else None,
        programs=(school.coached or None) if coached else None,
        requested_coach=None if requested == avoided else requested,
        avoid_coach=avoided,
        last_coach=last,
        prep_minutes=60 if coached and random.random() < 0.3 else None,
    )


def _span(department: Department) -> str:
    """All grades of a department: "9-12" of "9-10" and "11-12"."""
    bands = list(department.courses)
    return f"{bands[0].split('-')[0]}-{bands[-1].split('-')[-1]}"


Classes = dict[str, dict[str, str]]  # a person -> period -> what stands in the cell


def draw_classes(random: Random, school: School, people: Iterable[Person]) -> Classes:
    """A class in every period but the prep; a few part-time teachers, and a few who sold their prep for a class."""
    courses_of = {d.name: d.courses for d in school.departments}
    preps = {name: random.sample(school.periods, len(school.periods)) for name in courses_of}
    turn = dict.fromkeys(courses_of, 0)
    classes: Classes = {}
    for person in people:
        if person.is_administrator:
            continue
        bands = courses_of[person.department]
        courses = bands.get(str(person.grades)) or tuple(course for band in bands.values() for course in band)
        taught = random.sample(courses, min(3, len(courses)))
        row = {period: random.choice(taught) for period in school.periods}
        prep = preps[person.department][turn[person.department] % len(school.periods)]
        turn[person.department] += 1
        coached = person.programs is not None
        if coached or random.random() < 0.85:
            row[prep] = random.choice(("Prep", "Prep", "Prep", "Conf"))
        if not coached and random.random() < 0.12:
            row[school.periods[0 if prep != school.periods[0] else 1]] = "Off"
        classes[person.id] = row
    return classes


def wide(classes: Classes, periods: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The rows of a wide Master schedule: a teacher, and a cell a period."""
    return [(id, *(row.get(p) for p in periods)) for id, row in classes.items()]


def long(classes: Classes) -> list[tuple[Cell, ...]]:
    """The rows of a long Master schedule: teacher, period, course; a row a class."""
    return [(id, period, course) for id, row in classes.items() for period, course in row.items()]


SCENARIO_COLUMNS = "scenario | change | sheet | row | column | value"
TEACHER_COLUMNS = (
    "teacher | name | site | department | grades | years | role | programs | requested coach | avoid coach | "
    "last coach | prep minutes"
)


def teacher_rows(people: Iterable[Person]) -> list[tuple[Cell, ...]]:
    """The rows of Teachers, in the order of `TEACHER_COLUMNS`."""
    return [
        (p.id, p.name, p.site, p.department, p.grades, p.years, p.role, p.programs, p.requested_coach, p.avoid_coach,
         p.last_coach, p.prep_minutes)
        for p in people
    ]
