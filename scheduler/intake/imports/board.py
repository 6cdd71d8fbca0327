"""The board that a school keeps: teachers down, periods across, one row a teacher, or two for two semesters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scheduler.domain.imported import MapRow
from scheduler.intake.imports import lists
from scheduler.intake.imports.columns import folded_header
from scheduler.intake.imports.expressions import period_label
from scheduler.intake.imports.kinds_of_tables import ExportTable, is_period_header, is_teacher_header
from scheduler.intake.imports.model import Doubt, Export, MeetingText, Section
from scheduler.intake.imports.terms import part_of_year

_COUNTS = re.compile(r"\s*[+*-]?\s*\b\d{1,3}\s*/\s*\d{1,3}\s*$")
_ROOM = re.compile(r"(?:rm|room|portable|bldg|gym|off campus)\b.*|[A-Z]{0,2}-?\d{1,4}[A-Z]?", re.IGNORECASE)
_SEMESTER = {"sem", "semester", "term", "trm", "s"}
_NUMBER = {"tn", "teachernumber", "tchnumber", "tch", "number", "no", "teacherno", "id", "teacherid"}
_DEPARTMENT = {"department", "dept", "subject"}
_TITLE = re.compile(r"\b(?:master schedule|master board|schedule|board|bell)\b.*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:grand\s+)?(?:total|sum|count|average|sections|seats|fte|number)s?\b.*", re.IGNORECASE)
_NAME_OF_SCHOOL = re.compile(r"\b(?:school|high|middle|academy|elementary|junior|hs|ms|prep)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Title:
    """What a cell says, and the department of the board that says it."""

    text: str
    department: str = ""


@dataclass(slots=True)
class _Person:
    """One teacher's rows: what stands in each period in each semester."""

    key: str
    room: str = ""
    rows: dict[str, dict[str, list[_Title]]] = field(default_factory=dict)  # semester -> period -> titles


def read(tables: Sequence[ExportTable]) -> Export:
    """The classes of one or several boards; several are of departments, and a teacher may stand in more than one."""
    export = Export("board", wide=True)
    people = lists.People(export)
    found: dict[str, _Person] = {}
    for table in tables:
        _Board(export, table, people, found, several=len(tables) > 1).read()
    site = next(iter(export.sites), "")
    starred = any(
        "*" in title.text for p in found.values() for row in p.rows.values() for ts in row.values() for title in ts
    )
    semesters = list(dict.fromkeys(s for p in found.values() for s in p.rows))
    if len(semesters) > 1:
        for semester in semesters:
            lists.term_of(export, semester, key=semester)
        if not starred:
            export.doubts.append(
                Doubt(
                    "Master schedule",
                    "",
                    "",
                    "Whether a blank cell of the second semester means that the first one's "
                    "class goes on: no title has a * for all year.",
                    "It means that there is no class.",
                )
            )
    for person in found.values():
        export.sections += _sections(person, semesters, site)
    _ask_of_rooms(export)
    return export


def _ask_of_rooms(export: Export) -> None:
    """A board whose cells are rooms says when people teach, and not what."""
    rooms = [s for s in export.sections if _ROOM.fullmatch(s.course)]
    if len(rooms) < 0.6 * len(export.sections):
        return
    export.sections = [
        replace(s, course=f"Class in {s.course}", room=s.course) if _ROOM.fullmatch(s.course) else s
        for s in export.sections
    ]
    export.doubts.append(
        Doubt(
            "Master schedule",
            "",
            "",
            "What the cells of the board mean: they look like rooms.",
            "A class in that room.",
            "Titles of classes",
        )
    )


def _sections(person: _Person, semesters: Sequence[str], site: str) -> list[Section]:
    sections = []
    periods = list(dict.fromkeys(p for row in person.rows.values() for p in row))
    for period in periods:
        cells = [person.rows.get(s, {}).get(period, []) for s in semesters]
        for at, titles in enumerate(cells):
            for title, department in _parts(titles):
                all_year = len(semesters) < 2 or (title.endswith("*") and at + 1 < len(cells))
                course = _COUNTS.sub("", title).strip().rstrip("*").strip() or title
                sections.append(
                    Section(
                        key=f"{person.key}/{semesters[at]}/{period}/{course}",
                        course=course,
                        site=site,
                        room=person.room,
                        department=department,
                        terms=() if all_year else (semesters[at],),
                        places=(MeetingText(period),),
                        teachers=lists.teachers_of([person.key]),
                    )
                )
    return sections


def _parts(titles: Sequence[_Title]) -> list[tuple[str, str]]:
    """The titles of a cell: "Art* / Band" are two, of which one is all year."""
    found: dict[str, str] = {}
    for title in titles:
        apart = re.split(r"\s*/\s*", title.text) if re.search(r"\*\s*/", title.text) else [title.text]
        for part in apart:
            if part:
                found.setdefault(part, title.department)
    return list(found.items())


class _Board:
    def __init__(
        self, export: Export, table: ExportTable, people: lists.People, found: dict[str, _Person], *, several: bool
    ) -> None:
        self.export, self.table, self.people, self.found = export, table, people, found
        header = [folded_header(cell) for cell in table.header]
        self.periods = {
            i: period_label(_without_bracket(c)) for i, c in enumerate(table.header) if c and is_period_header(c)
        }
        first = min(self.periods)
        named = [i for i, cell in enumerate(table.header[:first]) if is_teacher_header(cell)]
        numbers = [i for i in named if "#" in table.header[i]] if len(named) > 1 else []
        self.name = next((i for i in named if i not in numbers), 0)
        self.semester = next((i for i, h in enumerate(header) if h in _SEMESTER and i not in self.periods), None)
        self.number = next(
            (i for i, h in enumerate(header[:first]) if (h in _NUMBER or i in numbers) and i != self.name), None
        )
        self.department_at = next((i for i, h in enumerate(header) if h in _DEPARTMENT), None)
        self.room = next((i for i, h in enumerate(header) if h in ("room", "rm", "roomnumber")), None)
        self.department = _department_in(table.sheet.name) if several else ""
        self.log = export.log(table.sheet.file)

    def read(self) -> None:
        self._titles()
        self._columns()
        person: _Person | None = None
        semester = ""
        for row in self.table.rows():
            self.log.rows += 1
            cells = {p: row[i] for i, p in self.periods.items() if i < len(row) and _says_something(row[i])}
            name = row[self.name].strip("^* ").strip() if self.name < len(row) else ""
            written = row[self.semester] if self.semester is not None and self.semester < len(row) else ""
            if self._is_heading(name, written, cells):
                if name:
                    self.department = name.title() if name.isupper() else name
                self.log.left["a heading" if name else "a note"] += 1
                continue
            if _TOTAL.fullmatch(name) and all(re.fullmatch(r"[\d./% ]+", cell) for cell in cells.values()):
                self.log.left["a total"] += 1
                continue
            if person is None or self._is_new(name, written, semester):
                if not name or lists.is_nobody(name):
                    self.log.left["without a teacher"] += 1
                    person = None
                    continue
                person, semester = self._person(row, name), written or "1"
            elif _ROOM.fullmatch(name):
                person.room = person.room or re.sub(r"^(?:rm|room)\.?\s*", "", name, flags=re.IGNORECASE)
                semester = written or _next(semester)
            elif written:
                semester = written
            elif self.semester is None:
                semester = _next(semester)
            self.log.taken += 1
            for period, title in cells.items():
                titles = person.rows.setdefault(semester, {}).setdefault(period, [])
                if all(title != known.text for known in titles):
                    titles.append(_Title(title, self._department_of(row)))
            person.rows.setdefault(semester, {})

    def _is_heading(self, name: str, written: str, cells: dict[str, str]) -> bool:
        if cells or written:
            return False
        return not name or not _ROOM.fullmatch(name)

    def _is_new(self, name: str, written: str, semester: str) -> bool:
        if not name or _ROOM.fullmatch(name):
            return False
        if self.semester is None or not written:
            return True
        return (
            written == "1" or part_of_year(written, 2) in ((0.0, 0.5), (0.0, 1.0)) or name.casefold() != self.last_name
        )

    last_name = ""

    def _person(self, row: Sequence[str], name: str) -> _Person:
        self.last_name = name.casefold()
        number = row[self.number] if self.number is not None and self.number < len(row) else ""
        site = next(iter(self.export.sites), "")
        key = self.people.met(number, name, site=site)
        if key not in self.found:
            self.found[key] = _Person(key)
        person = self.found[key]
        if self.room is not None and self.room < len(row):
            person.room = person.room or row[self.room]
        return person

    def _department_of(self, row: Sequence[str]) -> str:
        own = row[self.department_at] if self.department_at is not None and self.department_at < len(row) else ""
        return own or self.department

    def _titles(self) -> None:
        """The school by the title above the board."""
        for row in self.table.above():
            text = " ".join(cell for cell in row if cell)
            name = _TITLE.sub("", text).strip(" -\u2013:,")
            if _NAME_OF_SCHOOL.search(name) and not self.export.sites:
                shown = name.title() if name.isupper() else name
                self.export.sites[shown] = shown
                self.export.doubts.append(
                    Doubt("Sites", shown, "site", "How the school is called: the board has only its title.", shown)
                )

    def _columns(self) -> None:
        for at, text in enumerate(self.table.header):
            if text:
                known = {self.name: "teacher name", self.semester: "term", self.number: "teacher", self.room: "room"}
                read_as = f"period {self.periods[at]}" if at in self.periods else known.get(at, "")
                how = "known" if read_as else "left alone"
                self.export.columns.append(MapRow("Column", self.table.sheet.name, text, read_as, how))


def _without_bracket(header: str) -> str:
    return re.sub(r"\s*[\(\[].*$", "", header)


def _says_something(cell: str) -> bool:
    return any(c.isalnum() for c in cell)


def _next(semester: str) -> str:
    return str(int(semester) + 1) if semester.isdecimal() else "2"


def _department_in(name: str) -> str:
    """The department that a file or sheet is named after: "Math 2025-26" is Math."""
    plain = re.sub(
        r"\b(?:20)?\d\d[-\u2013_](?:20)?\d\d\b|\b20\d\d\b|master|schedule|board|\bcopy\b",
        " ",
        name,
        flags=re.IGNORECASE,
    )
    return re.sub(r"[\s_-]+", " ", plain).strip()
