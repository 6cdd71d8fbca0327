"""OneRoster 1.0, 1.1 and 1.2: a .zip of .csv files. Rows of students are counted as they pass by, and never kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from scheduler.domain.message import problem_of
from scheduler.domain.place import NOWHERE
from scheduler.domain.problem import InputProblems
from scheduler.intake.imports.expressions import split_list
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Doubt, Export, ExportTerm, MeetingText, Person, Section, Teaches
from scheduler.intake.imports.sources import date_of
from scheduler.intake.imports.titles import full_name, grades_of, is_administrator
from scheduler.messages import imports as messages

_STUDENTS = ("student", "learner")
_NOT_STAFF = (*_STUDENTS, "parent", "guardian", "relative", "family")
_TEACHES = ("teacher", "primary teacher", "co-teacher", "coteacher", "secondary teacher")
_FIELDS = {
    "orgs": ("id", "name", "type", "parent"),
    "academicsessions": ("id", "course", "type", "start date", "end date", "parent", "year"),
    "courses": ("id", "course", "department"),
    "classes": ("id", "course", "grade", "course number", "room", "site", "term", "department", "period", "class type"),
    "users": ("id", "first name", "last name", "middle name", "email", "role", "site"),
    "roles": ("teacher", "type", "role", "site"),
    "enrollments": ("class", "teacher", "role", "primary", "begin", "end"),
}
Row = dict[str, str]


def read(tables: Sequence[ExportTable]) -> Export:
    """The sections, people and terms of a OneRoster export.

    Raises
    ------
    InputProblems
        there are no classes: the file is a delta with no bulk export before it
    """
    return _OneRoster(tables).export


class _OneRoster:
    def __init__(self, tables: Sequence[ExportTable]) -> None:
        self.export = Export("oneroster")
        self.tables = self._usable(tables)
        self.students: Counter[str] = Counter()  # class -> students, a count
        self._orgs()
        self._terms()
        classes = self._frame("classes")
        if classes.empty and not any(t.role == "classes" for t in self.tables):
            raise InputProblems((problem_of(messages.DELTA_ONLY, NOWHERE),))
        self.roles = self._roles()
        enrolled = self._frame("enrollments", self._is_teaching)
        users = self._users(set(enrolled["teacher"]))
        self._sections(classes, enrolled)
        self._terms_of_classes()
        self._people(users, enrolled, classes)

    # ---- files

    def _usable(self, tables: Sequence[ExportTable]) -> list[ExportTable]:
        """The tables without deltas that no bulk export comes before; what is not used is counted."""
        modes: dict[tuple[str, str], str] = {}
        for table in tables:
            if table.role == "manifest":
                log = self.export.log(table.sheet.file)
                for row in table.rows():
                    log.rows += 1
                    log.taken += 1
                    if len(row) > 1 and row[0].casefold().startswith("file."):
                        modes[table.sheet.home, row[0][5:].casefold()] = row[1].strip().casefold()
        usable: list[ExportTable] = []
        for table in tables:
            mode = modes.get((table.sheet.home, table.role), "bulk")
            if table.role == "manifest":
                continue
            if table.role not in _FIELDS:
                self._pass_over(table, "not needed for a schedule")
            elif mode == "delta" and not any(t.role == table.role for t in usable):
                self._pass_over(table, "of a delta, with no bulk export before")
            else:
                usable.append(table)
                self.export.columns += table.columns.understood
        return usable

    def _pass_over(self, table: ExportTable, why: str) -> None:
        log = self.export.log(table.sheet.file)
        log.rows = sum(1 for _ in table.rows())
        log.left[why] += log.rows

    def _frame(self, role: str, keep: Callable[[Row], str] = lambda _: "") -> pd.DataFrame:
        """The rows of all files of a role: a later row of the same id replaces the earlier one, deleted ones are gone.

        `keep` gives the reason for which a row is left out, "" where it is kept.
        """
        fields = _FIELDS[role]
        found: dict[str, Row] = {}
        for table in (t for t in self.tables if t.role == role):
            log, columns = self.export.log(table.sheet.file), table.columns
            for number, cells in enumerate(table.rows()):
                log.rows += 1
                row = {field: columns.get(cells, field) for field in fields}
                why = keep(row)
                if why:
                    log.left[why] += 1
                    continue
                key = columns.get(cells, "id") or f"{table.sheet.file} {number}"
                if columns.get(cells, "status").casefold().replace(" ", "") in ("tobedeleted", "inactive", "deleted"):
                    log.left["deleted in the source"] += 1
                    found.pop(key, None)
                    continue
                log.taken += 1
                found[key] = row
        return pd.DataFrame(list(found.values()), columns=list(fields), dtype=object)

    def _is_teaching(self, row: Row) -> str:
        role = row["role"].casefold()
        if role in _TEACHES:
            return ""
        if role in _STUDENTS:
            self.students[row["class"]] += 1
            return "students, counted a class"
        return f"with the role {role or 'blank'}"

    # ---- what they say

    def _orgs(self) -> None:
        for row in _rows(self._frame("orgs")):
            if row["type"].casefold() == "school":
                self.export.sites[row["id"]] = row["name"]
            elif row["type"].casefold() in ("district", "local"):
                self.export.district = self.export.district or row["name"]

    def _terms(self) -> None:
        for row in _rows(self._frame("academicsessions")):
            first, last = date_of(row["start date"]), date_of(row["end date"])
            year = row["type"].casefold().replace(" ", "") == "schoolyear"
            part = (0.0, 1.0) if year else None
            site = next((s for s in self.export.sites if s and row["id"].startswith((f"{s}_", f"{s}-"))), "")
            self.export.terms.append(ExportTerm(row["id"], row["course"] or row["id"], (), first, last, site, part))
            if year and not self.export.school_year:
                self.export.school_year = row["course"]

    def _terms_of_classes(self) -> None:
        """The terms that classes name and no file of terms defines, by their ids: they are not the whole year."""
        known = {term.key for term in self.export.terms}
        for key in dict.fromkeys(key for section in self.export.sections for key in section.terms):
            if key not in known:
                self.export.terms.append(ExportTerm(key, key, (), None, None, ""))

    def _roles(self) -> dict[str, tuple[str, str]]:
        """Of 1.2: user -> role and organization, the primary one; students and families are left out."""
        frame = self._frame("roles", lambda r: _not_staff(r["role"]))
        found: dict[str, tuple[str, str]] = {}
        for row in _rows(frame):
            if row["teacher"] not in found or row["type"].casefold() == "primary":
                found[row["teacher"]] = (row["role"], row["site"])
        return found

    def _users(self, teaching: set[str]) -> pd.DataFrame:
        """The staff. Who is a student is passed over, whatever an enrollment says."""
        has_roles = any(t.role == "roles" for t in self.tables)

        def keep(row: Row) -> str:
            why = _not_staff(row["role"])
            if why or row["role"]:
                return why
            if has_roles:
                return "" if row["id"] in self.roles else "students and others without a role on the staff"
            return "" if row["id"] in teaching else "without a role and without a class"

        return self._frame("users", keep)

    def _sections(self, classes: pd.DataFrame, enrolled: pd.DataFrame) -> None:
        courses = self._frame("courses").rename(
            columns={"id": "course number", "course": "course title", "department": "subjects"}
        )
        joined = classes.merge(courses.drop_duplicates("course number"), on="course number", how="left").fillna("")
        teachers: dict[str, list[Teaches]] = {}
        for row in _rows(enrolled.sort_values("primary", key=_leads, kind="stable")):
            teaches = Teaches(row["teacher"], _is_true(row["primary"]), date_of(row["begin"]), date_of(row["end"]))
            teachers.setdefault(row["class"], []).append(teaches)
        for row in _rows(joined):
            subject = split_list(row["subjects"]) or split_list(row["department"])
            self.export.sections.append(
                Section(
                    key=row["id"],
                    course=row["course"] or row["course title"] or row["id"],
                    site=row["site"],
                    room=row["room"],
                    grades=grades_of(row["grade"]),
                    department=subject[0] if subject else "",
                    terms=tuple(split_list(row["term"])),
                    places=tuple(MeetingText(p) for p in split_list(row["period"])),
                    teachers=_one_leads(teachers.get(row["id"], [])),
                    students=self.students.get(row["id"], 0),
                    homeroom=row["class type"].casefold() == "homeroom",
                )
            )
        known = set(classes["id"])
        lost = sum(1 for c in enrolled["class"] if c not in known)
        if lost:
            log = next(self.export.log(t.sheet.file) for t in self.tables if t.role == "enrollments")
            log.taken -= lost
            log.left["of a class that is deleted or not in the export"] += lost

    def _people(self, users: pd.DataFrame, enrolled: pd.DataFrame, classes: pd.DataFrame) -> None:
        teaching = set(enrolled.merge(classes, left_on="class", right_on="id")["teacher"])
        log = next((self.export.log(t.sheet.file) for t in self.tables if t.role == "users"), None)
        for row in _rows(users):
            role, org = self.roles.get(row["id"], (row["role"], ""))
            sites = [
                s
                for s in (*split_list(row["site"]), *split_list(org))
                if s in self.export.sites or not self.export.sites
            ]
            person = Person(
                row["id"],
                full_name(row["first name"], row["last name"], row["middle name"]),
                row["email"],
                role=role.casefold(),
                sites=tuple(dict.fromkeys(sites)),
            )
            if row["id"] in teaching or is_administrator(role):
                self.export.people[row["id"]] = person
            elif log is not None:
                log.taken -= 1
                log.left[f"with the role {role.casefold() or 'blank'}, without a class"] += 1
        self._strangers(teaching)

    def _strangers(self, teaching: set[str]) -> None:
        """Teachers of classes whom no file of users names: they may be students, so their ids are not written."""
        gone = teaching - set(self.export.people)
        if not gone:
            return
        kept = []
        for section in self.export.sections:
            left = tuple(t for t in section.teachers if t.person not in gone)
            if len(left) < len(section.teachers) and not left:
                self.export.doubts.append(
                    Doubt(
                        "Teachers",
                        "",
                        "",
                        f"Who teaches {section.course} ({section.key}): its teacher is not "
                        "among the staff of the export.",
                        "The class was left out.",
                        "Add the teacher and the class",
                    )
                )
            kept.append(replace(section, teachers=left))
        self.export.sections = kept


def _one_leads(teachers: Sequence[Teaches]) -> tuple[Teaches, ...]:
    """The teachers of a class, each once a span of dates; where none is primary, the first leads."""
    unique = list(dict.fromkeys(teachers))
    if unique and not any(t.leads for t in unique):
        first = unique[0]
        unique[0] = Teaches(first.person, True, first.first, first.last)
    return tuple(unique)


def _not_staff(role: str) -> str:
    plain = role.casefold()
    if plain in _STUDENTS:
        return "students, passed over"
    return f"with the role {plain}" if plain in _NOT_STAFF else ""


def _is_true(text: str) -> bool:
    return text.strip().casefold() in ("true", "1", "y", "yes", "t")


def _leads(column: pd.Series[str]) -> pd.Series[bool]:
    return ~column.map(_is_true).astype(bool)


def _rows(frame: pd.DataFrame) -> Iterable[Row]:
    names = [str(c) for c in frame.columns]
    return (
        dict(zip(names, (str(v) for v in values), strict=True)) for values in frame.itertuples(index=False, name=None)
    )
