"""What every kind of export says, in one form: people, sections, where they meet, and terms."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from scheduler.domain.imported import MapRow, TakenFile


@dataclass(frozen=True, slots=True)
class ExportTerm:
    """A term as the source names it. `part` is its place in the year (0 to 1) where there are no dates."""

    key: str
    name: str
    also: tuple[str, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    site: str = ""
    part: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff. `key` is the id that the workbook gets; `role` is a word of the source, folded."""

    key: str
    name: str
    email: str = ""
    title: str = ""
    role: str = "teacher"
    sites: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Teaches:
    """One teacher of a section, who leads it or teaches along, and from when to when."""

    person: str
    leads: bool = True
    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class MeetingText:
    """Where a section meets, as the source writes it: periods (or an expression with its days), and days."""

    periods: str
    days: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One class. `students` is a count, None where the source does not tell; `terms` are keys, () is the whole year."""

    key: str
    course: str
    site: str = ""
    room: str = ""
    grades: tuple[str, ...] = ()
    department: str = ""
    terms: tuple[str, ...] = ()
    places: tuple[MeetingText, ...] = ()
    teachers: tuple[Teaches, ...] = ()
    students: int | None = None
    homeroom: bool = False  # the source says so, whatever its title


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An all-day event of the district's calendar that means something for coaching."""

    date: str
    end: str
    event: str
    kind: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question before the workbook is laid out: `about` names the row (its key in the sheet), `column` the cell."""

    sheet: str
    about: str
    column: str
    unknown: str
    assumed: str
    choices: str = ""


@dataclass(slots=True)
class FileLog:
    """What becomes of the rows of one file."""

    file: str
    rows: int = 0
    taken: int = 0
    left: Counter[str] = field(default_factory=Counter)

    def done(self) -> TakenFile:
        """What came of the file: rows, those taken, and why the others were left."""
        why = "; ".join(f"{n} {reason}" for reason, n in sorted(self.left.items()))
        return TakenFile(self.file, self.rows, self.taken, self.rows - self.taken, why)


@dataclass(slots=True)
class Export:
    """All that the files of one kind say."""

    kind: str
    district: str = ""
    school_year: str = ""
    sites: dict[str, str] = field(default_factory=dict)  # id -> name
    people: dict[str, Person] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    terms: list[ExportTerm] = field(default_factory=list)
    events: list[CalendarEvent] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    logs: list[FileLog] = field(default_factory=list)
    columns: list[MapRow] = field(default_factory=list)
    first_day: str = ""
    last_day: str = ""
    wide: bool = False  # a board: the master schedule is written as a board, too

    def log(self, file: str) -> FileLog:
        """The log of a file, made at its first row."""
        found = next((entry for entry in self.logs if entry.file == file), None)
        if found is None:
            found = FileLog(file)
            self.logs.append(found)
        return found
