"""Schools that never were, and what each system would export of them: one list of sections, written in every layout."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

FIRST = [
    "Ada",
    "Bo",
    "Cyr",
    "Dina",
    "Esmé",
    "Finn",
    "Gus",
    "Hana",
    "Ivo",
    "June",
    "Kai",
    "Lou",
    "Mei",
    "Nils",
    "Oona",
    "Pía",
    "Rui",
    "Søren",
    "Tess",
    "Uma",
]
LAST = [
    "Abbot",
    "Brämer",
    "O'Kane",
    "De la Vega",
    "Eich",
    "Fox-Lee",
    "Garza",
    "Hull",
    "Ito",
    "Jäger",
    "Kerr",
    "Lund",
    "Mbeki",
    "Núñez",
    "Ortiz",
    "Pike",
    "Quist",
    "Roe",
    "St. John",
    "Tran",
    "Ueda",
    "Voss",
]
SUBJECTS = {
    "English": ["English 9", "English 10", "AP Literature", "Journalism, Digital"],
    "Mathematics": ["Algebra 1", "Geometry", "College Prep Statistics", 'Math "Lab"'],
    "Science": ["Biology", "Physics", "Marine Science", "Planning for Space"],
    "World Language": ["Español 1", "French 2", "Spanish A", "Latin"],
}
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri")


@dataclass(frozen=True)
class Teacher:
    number: int
    first: str
    last: str

    @property
    def id(self) -> str:
        return f"{7000 + 7 * self.number}"

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def last_first(self) -> str:
        return f"{self.last}, {self.first}"


@dataclass(frozen=True)
class Klass:
    """A class: each of `meets` is periods and days; no days is every day. `term` is S1, S2 or Y."""

    number: int
    course: str
    department: str
    room: str
    term: str
    meets: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    teachers: tuple[Teacher, ...]
    grades: tuple[str, ...] = ("9",)


@dataclass
class School:
    """A school: its periods, the labels of its days, its teachers and classes."""

    periods: tuple[str, ...]
    days: tuple[str, ...]
    teachers: list[Teacher]
    classes: list[Klass]
    name: str = "Invented High"
    students: list[str] = field(default_factory=list)

    def taught(self, term: str, *, days: bool = True, co: bool = True) -> dict[tuple[str, str, str], set[str]]:
        """Teacher's name, period, day ("" where days are not known) -> courses."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for klass in self.classes:
            if klass.term not in ("Y", term):
                continue
            for periods, on in klass.meets:
                for period in periods:
                    for day in (on or self.days) if days and self.days else ("",):
                        for teacher in klass.teachers if co else klass.teachers[:1]:
                            found.setdefault((teacher.name, period, day), set()).add(klass.course)
        return found


def school(seed: int, *, days: Sequence[str] | None = None, split: bool = True) -> School:
    """A school whose teachers teach most periods; with `split`, some classes meet on some days or in two periods."""
    rng = random.Random(seed)
    count = rng.choice((6, 7, 8))
    periods = tuple(str(n) for n in range(rng.choice((0, 1, 1)), count))
    labels = tuple(days) if days is not None else rng.choice((("A", "B"), ("A", "B", "C", "D", "E"), WEEK, ()))
    names = rng.sample([(f, last) for f in FIRST for last in LAST], 9)
    teachers = [Teacher(n, first, last) for n, (first, last) in enumerate(names)]
    classes: list[Klass] = []
    departments = sorted(SUBJECTS)
    for teacher in teachers:
        department = departments[teacher.number % len(departments)]
        prep = rng.choice(periods)
        at = 0
        while at < len(periods):
            period = periods[at]
            at += 1
            if period == prep or rng.random() < 0.06:
                continue
            for term in rng.choice((("Y",), ("Y",), ("S1", "S2"))):
                meets: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (((period,), ()),)
                if split and len(labels) > 1 and rng.random() < 0.25:
                    cut = rng.randrange(1, len(labels))
                    classes.append(_klass(rng, len(classes), department, term, (((period,), labels[cut:]),), teacher))
                    meets = (((period,), labels[:cut]),)
                classes.append(_klass(rng, len(classes), department, term, meets, teacher))
            if split and at < len(periods) and periods[at] != prep and rng.random() < 0.1:
                last = classes[-1]
                if last.term == "Y" and last.meets == (((period,), ()),):
                    classes[-1] = Klass(
                        last.number,
                        last.course,
                        last.department,
                        last.room,
                        "Y",
                        (((period, periods[at]), ()),),
                        (teacher,),
                    )
                    at += 1
    helper = teachers[0]
    for n, klass in enumerate(classes):
        if klass.teachers[0] is not helper and rng.random() < 0.08:
            classes[n] = Klass(
                klass.number,
                klass.course,
                klass.department,
                klass.room,
                klass.term,
                klass.meets,
                (klass.teachers[0], helper),
            )
    students = [f"Zyx{n}wq{seed}" for n in range(40)]
    return School(periods, labels, teachers, classes, students=students)


def _klass(
    rng: random.Random,
    number: int,
    department: str,
    term: str,
    meets: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
    teacher: Teacher,
) -> Klass:
    grades = rng.choice((("9",), ("10",), ("11", "12")))
    room = f"{rng.choice('BCG')}{100 + teacher.number}"
    return Klass(number, rng.choice(SUBJECTS[department]), department, room, term, meets, (teacher,), grades)


# ---- how files are written


@dataclass(frozen=True)
class Style:
    """How a system writes its files."""

    encoding: str = "utf-8"
    ends: str = "\n"
    separator: str = ","
    shuffled: int = 0
    header: Callable[[str], str] = str
    title_rows: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


STYLES = (
    Style(),
    Style("utf-8-sig", "\r\n"),
    Style("cp1252", "\r\n", "\t"),
    Style("utf-8", "\r", shuffled=3),
    Style("utf-16", "\r\n", "\t", shuffled=5),
    Style("utf-8-sig", "\n", ";", header=str.upper),
    Style("utf-8", "\n", shuffled=7, extra=("metadata.ext_code", "ext_note")),
    Style("utf-8", "\r\n", header=lambda h: f" {h} "),
    Style("cp1252", "\r", shuffled=11),
    Style("utf-8", "\n", header=str.lower, shuffled=13),
    Style("utf-8-sig", "\r\n", extra=("dcid",), shuffled=17),
    Style("utf-16-le", "\n", ",", shuffled=19),
)


def table(style: Style, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file of text in a style: columns in another order, other headers, more columns."""
    order = list(range(len(header)))
    if style.shuffled:
        random.Random(style.shuffled).shuffle(order)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=style.separator, lineterminator=style.ends)
    for title in style.title_rows:
        writer.writerow([title])
    writer.writerow([*(style.header(header[i]) for i in order), *style.extra])
    for row in rows:
        writer.writerow([*(row[i] for i in order), *("x" for _ in style.extra)])
    return out.getvalue().encode(style.encoding, "replace")


def put(folder: Path, files: dict[str, bytes], *, zipped: bool) -> Path:
    """The files as a folder, or as a .zip."""
    if zipped:
        path = folder / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
            for name, data in files.items():
                box.writestr(name, data)
        return path
    path = folder / "export"
    path.mkdir()
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def expression(school: School, meets: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    """Periods first, days in brackets: 1-2(A,C-E)."""
    return " ".join(f"{span(p)}({span(_short(d or school.days))})" for p, d in meets)


def days_first(school: School, meets: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    return " ".join(f"{span(_short(d or school.days))}({span(p)})" for p, d in meets)


SHORT = {"Mon": "M", "Tue": "T", "Wed": "W", "Thu": "R", "Fri": "F"}


def _short(days: Sequence[str]) -> tuple[str, ...]:
    return tuple(SHORT.get(d, d) for d in days)


def span(labels: Sequence[str]) -> str:
    """A list of labels that follow one another is a range."""
    if len(labels) > 2:
        return f"{labels[0]}-{labels[-1]}"
    return ",".join(labels) if len(labels) < 2 or len(labels[0]) > 1 else f"{labels[0]}-{labels[-1]}"


# ---- OneRoster


def oneroster(school: School, style: Style, version: str, *, days: bool) -> dict[str, bytes]:
    """A .zip of OneRoster: 1.0 and 1.1 have the role with the user, 1.2 has roles.csv."""
    terms = {"Y": "T_Y", "S1": "T_1", "S2": "T_2"}
    classes = []
    for k in school.classes:
        periods = expression(school, k.meets) if days and school.days else ",".join(p for ps, _ in k.meets for p in ps)
        term = terms[k.term] if k.number % 2 or k.term != "Y" else "T_1,T_2"
        classes.append(
            (
                f"C{k.number}",
                "",
                k.course,
                ",".join(g.zfill(2) for g in k.grades),
                f"K{k.course}",
                k.room,
                "55",
                term,
                k.department,
                periods,
            )
        )
    classes.append(
        ("C_gone", "tobedeleted", "Deleted Class", "09", "KDeleted Class", "X1", "55", "T_Y", "English", "1")
    )
    enrollments = [
        (f"E{k.number}_{n}", "", f"C{k.number}", "55", t.id, "teacher", str(n == 0).lower())
        for k in school.classes
        for n, t in enumerate(k.teachers)
    ]
    enrollments += [
        (f"S{k.number}_{s}", "", f"C{k.number}", "55", s, "student", "false")
        for k in school.classes
        for s in school.students[:9]
    ]
    enrollments.append(("E_gone", "", "C_gone", "55", school.teachers[1].id, "teacher", "true"))
    role = ["role"] if version != "1.2" else []
    users = [
        (t.id, "", "true", "55", t.first, t.last, f"{t.id}@example.org", *(["teacher"] * len(role)))
        for t in school.teachers
    ]
    users += [
        (s, "", "true", "55", f"First{s}", f"Last{s}", f"{s}@example.org", *(["student"] * len(role)))
        for s in school.students
    ]
    users.append(("900", "", "true", "55", "Ann", "Leader", "lead@example.org", *(["administrator"] * len(role))))
    users.append(("901", "", "true", "55", "Al", "Helper", "help@example.org", *(["aide"] * len(role))))
    term_column = "termSourcedIds" if version != "1.0" else "termSourcedId"
    org = "orgSourcedIds" if version != "1.2" else "primaryOrgSourcedId"
    files = {
        "manifest.csv": table(
            style, ("propertyName", "value"), [("oneroster.version", version), ("file.classes", "bulk")]
        ),
        "orgs.csv": table(
            style,
            ("sourcedId", "status", "name", "type"),
            [("D", "", "Dist", "district"), ("55", "", school.name, "school")],
        ),
        "academicSessions.csv": table(
            style,
            ("sourcedId", "status", "title", "type", "startDate", "endDate", "schoolYear"),
            [
                ("T_Y", "", "2026-2027", "schoolYear", "2026-08-10", "2027-06-05", "2027"),
                ("T_1", "", "Semester 1", "semester", "8/10/2026", "12/18/2026", "2027"),
                ("T_2", "", "Semester 2", "semester", "2027-01-05", "2027-06-05", "2027"),
            ],
        ),
        "courses.csv": table(
            style,
            ("sourcedId", "status", "title", "courseCode", "subjects"),
            [(f"K{c}", "", c, c[:4], d) for d, cs in SUBJECTS.items() for c in cs],
        ),
        "classes.csv": table(
            style,
            (
                "sourcedId",
                "status",
                "title",
                "grades",
                "courseSourcedId",
                "location",
                "schoolSourcedId",
                term_column,
                "subjects",
                "periods",
            ),
            classes,
        ),
        "users.csv": table(
            style, ("sourcedId", "status", "enabledUser", org, "givenName", "familyName", "email", *role), users
        ),
        "enrollments.csv": table(
            style,
            ("sourcedId", "status", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"),
            enrollments,
        ),
        "demographics.csv": table(style, ("sourcedId", "birthDate"), [(s, "2010-01-01") for s in school.students]),
    }
    if version == "1.2":
        roles = [(f"R{t.id}", "", t.id, "primary", "teacher", "55") for t in school.teachers]
        roles += [(f"R{s}", "", s, "primary", "student", "55") for s in school.students]
        roles += [("R900", "", "900", "primary", "principal", "55"), ("R901", "", "901", "primary", "aide", "55")]
        files["roles.csv"] = table(
            style, ("sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId"), roles
        )
    return files


# ---- the others


def clever(school: School, style: Style) -> dict[str, bytes]:
    spans = {"S1": ("Semester 1", "2026-08-10", "2026-12-18"), "S2": ("Semester 2", "2027-01-05", "2027-06-05")}
    rows = []
    for k in school.classes:
        ids = [*(t.id for t in k.teachers), "", "", ""][:4]
        for term in ("S1", "S2") if k.term == "Y" else (k.term,):
            period = ",".join(p for ps, _ in k.meets for p in ps)
            rows.append(
                (
                    "55",
                    f"{k.number}-{term}",
                    *ids,
                    f"{k.course} - {k.number}",
                    k.number,
                    k.grades[0],
                    k.course,
                    k.course[:3],
                    period,
                    k.department,
                    *spans[term],
                )
            )
    return {
        "sections.csv": table(
            style,
            (
                "School_id",
                "Section_id",
                "Teacher_id",
                "Teacher_2_id",
                "Teacher_3_id",
                "Teacher_4_id",
                "Name",
                "Section_number",
                "Grade",
                "Course_name",
                "Course_number",
                "Period",
                "Subject",
                "Term_name",
                "Term_start",
                "Term_end",
            ),
            rows,
        ),
        "teachers.csv": table(
            style,
            ("School_id", "Teacher_id", "Teacher_number", "Teacher_email", "First_name", "Last_name", "Title"),
            [("55", t.id, t.number, f"{t.id}@example.org", t.first, t.last, "Ms.") for t in school.teachers],
        ),
        "schools.csv": table(
            style, ("School_id", "School_name", "School_number", "Low_grade"), [("55", school.name, "5", "9")]
        ),
        "students.csv": table(
            style,
            ("School_id", "Student_id", "Last_name", "First_name"),
            [("55", s, f"Last{s}", f"First{s}") for s in school.students],
        ),
        "enrollments.csv": table(
            style,
            ("School_id", "Student_id", "Section_id"),
            [("55", s, f"{k.number}-S1") for k in school.classes for s in school.students[:5]],
        ),
    }


def powerschool(school: School, style: Style, *, prefix: str) -> dict[str, bytes]:
    def named(table_name: str, header: str) -> str:
        numbers = {"Courses": "[02]", "Terms": "[13]", "Teachers": "[05]"}
        return {"number": numbers[table_name], "name": f"[{table_name}]", "": ""}[prefix] + header

    terms = {"Y": ("3600", "26-27"), "S1": ("3601", "S1"), "S2": ("3602", "S2")}
    rows = [
        (
            500 + k.number,
            "55",
            k.course[:4],
            k.course,
            k.number,
            *terms[k.term],
            expression(school, k.meets),
            "",
            k.room,
            300 + k.teachers[0].number,
            k.teachers[0].id,
            k.teachers[0].last_first,
            k.grades[0],
            25,
        )
        for k in school.classes
    ]
    header = (
        "ID",
        "SchoolID",
        "Course_Number",
        named("Courses", "Course_Name"),
        "Section_Number",
        "TermID",
        named("Terms", "Abbreviation"),
        "Expression",
        "External_Expression",
        "Room",
        "Teacher",
        named("Teachers", "TeacherNumber"),
        named("Teachers", "LastFirst"),
        "Grade_Level",
        "No_of_Students",
    )
    teachers = [
        (300 + t.number, t.id, t.last_first, t.first, t.last, f"{t.id}@example.org", "55", 1, 1, "Mr.")
        for t in school.teachers
    ]
    return {
        "sections.export.text": table(style, header, rows),
        "teachers.export.text": table(
            style,
            (
                "ID",
                "TeacherNumber",
                "LastFirst",
                "First_Name",
                "Last_Name",
                "Email_Addr",
                "SchoolID",
                "Status",
                "StaffStatus",
                "Title",
            ),
            teachers,
        ),
    }


def campus(school: School, style: Style, *, prefixed: bool, apart: bool) -> dict[str, bytes]:
    """One row a section, or (`apart`) one row a term, schedule and period."""
    groups = {
        "courseInfo": ("courseNumber", "courseName", "departmentName"),
        "sectionInfo": ("sectionNumber", "teacherDisplay", "roomName"),
        "sectionSchedule": ("periodStart", "periodEnd", "terms", "schedules"),
    }
    if apart:
        groups["sectionSchedule"] = ("periodName", "termName", "scheduleName")
    header = [f"{g}.{h}" if prefixed else h for g, hs in groups.items() for h in hs]
    rows: list[tuple[object, ...]] = []
    days = [f"Day {d}" for d in school.days] or ["Main"]
    for k in school.classes:
        who = k.teachers[0].last_first
        first = (k.course[:4], k.course, k.department, f"{k.number:02d}", who, k.room)
        terms = ("S1", "S2") if k.term == "Y" else (k.term,)
        for periods, on in k.meets:
            schedules = [f"Day {d}" for d in on] or days
            if apart:
                rows += [(*first, p.zfill(2), t, s) for t in terms for s in schedules for p in periods]
            else:
                rows.append((*first, periods[0].zfill(2), periods[-1].zfill(2), ", ".join(terms), ", ".join(schedules)))
    return {"campus.csv": table(style, header, rows)}


def aeries(school: School, style: Style, *, api: bool) -> dict[str, bytes]:
    """The tables, or the names of the API; days are A and B."""
    letters = {"Y": "Y", "S1": "F", "S2": "S"}
    rows = []
    for k in school.classes:
        ((periods, on),) = k.meets
        split = f"{on[0]}-DAYS" if on else ""
        ids = [*(t.id for t in k.teachers), ""][:2]
        rows.append(
            (
                "55",
                1000 + k.number,
                periods[0],
                len(periods),
                letters[k.term],
                split,
                f"C{k.course}",
                *ids,
                k.room,
                k.grades[0],
                k.grades[-1],
                36,
            )
        )
    header = ("SC", "SE", "PD", "BL", "SM", "SplitTerm", "CN", "TN1", "TN2", "RM", "LO", "HI", "MX")
    if api:
        header = (
            "SchoolCode",
            "SectionNumber",
            "Period",
            "PeriodBlock",
            "Semester",
            "SplitTerm",
            "CourseID",
            "TeacherNumber1",
            "TeacherNumber2",
            "Room",
            "LowGrade",
            "HighGrade",
            "MaxStudents",
        )
    courses = [(f"C{c}", c, d) for d, cs in SUBJECTS.items() for c in cs]
    return {
        "MST.csv": table(style, header, rows),
        "TCH.csv": table(
            style, ("SC", "TN", "TE", "ID"), [("55", t.id, t.last_first, 10**5 + t.number) for t in school.teachers]
        ),
        "STF.csv": table(
            style,
            ("ID", "FN", "LN", "EM", "TI"),
            [(10**5 + t.number, t.first, t.last, f"{t.id}@example.org", "") for t in school.teachers],
        ),
        "CRS.csv": table(style, ("CN", "CO", "DC"), courses),
    }


def board_rows(school: School, *, semesters: bool, marks: bool, header: Callable[[str], str]) -> list[list[str]]:
    """Teachers down, periods across; with `semesters` two rows a teacher, and `*` for all year."""
    rows = [["TEACHER", *(["SEM"] if semesters else []), *(header(p) for p in school.periods), ""]]
    for t in school.teachers:
        cells: dict[tuple[str, str], list[str]] = {}
        for k in school.classes:
            if t not in k.teachers:
                continue
            for ps, _ in k.meets:
                for p in ps:
                    for term in (
                        ("S1", "S2") if k.term == "Y" and not semesters else (("S1",) if k.term == "Y" else (k.term,))
                    ):
                        star = "*" if k.term == "Y" and semesters else ""
                        cells.setdefault((term, p), []).append(k.course + star)
        name = t.last_first.upper() if marks else t.name
        first = [name + ("^" if marks and t.number % 3 == 0 else "")]
        line = {
            s: [
                " / ".join(sorted(set(cells.get((s, p), [])), key=lambda c: not c.endswith("*")))
                for p in school.periods
            ]
            for s in ("S1", "S2")
        }
        if semesters:
            rows.append([*first, "1", *line["S1"], ""])
            rows.append([f"rm {100 + t.number}" if marks else "", "2", *line["S2"], "*" if marks else ""])
        else:
            rows.append([*first, *line["S1"], ""])
    return rows


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path
