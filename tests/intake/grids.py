"""A school's own grid for tests: three teachers, a coach, six periods; and what was understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workbooks import Book, Grid

from scheduler.domain.problem import Problem
from scheduler.intake.files.raw_cells import Merge, RawSheet
from scheduler.intake.files.read_files import RawBook as InputBook
from scheduler.intake.instance import instance_of
from scheduler.intake.problems import Problems
from scheduler.intake.tables.input_workbook import InputWorkbook

SHORT = {"Teaching": "", "Prep": "-", "Duty": "d", "Off": "x", "": "?"}


def larkspur(labels: str = "1 2 3 4 5 6") -> Book:
    """A wide grid on a bell schedule with these periods, each of 50 minutes."""
    periods = labels.split()
    rows = [
        ["T1", "Alg", "Alg", "Prep", "Geo", "Geo", "Alg"],
        ["T2", "Eng", "Prep", "Eng", "Eng", "Eng", "Eng"],
        ["T3", "Bio", "Bio", "Chem", "Prep", "Chem", "Chem"],
        ["C1", None, None, None, None, "Math", "Math"],
    ]
    return {
        "Sites": [["site"], ["LHS"]],
        "Bell schedule": [
            ["days", "period", "start", "end", "kind"],
            *(["Mon-Fri", p, f"{n:02}:00", f"{n:02}:50", "Class"] for n, p in enumerate(periods, 7)),
        ],
        "Teachers": [
            ["teacher", "name", "site", "department", "grades"],
            ["T1", "Alba Quill", "LHS", "Math", "9"],
            ["T2", "Bruno Fane", "LHS", "English", "10"],
            ["T3", "Cleo Marsh", "LHS", "Science", "11"],
        ],
        "Master schedule": [["teacher", *periods], *(row[: len(periods) + 1] for row in rows)],
        "Coaches": [["coach", "name", "sites"], ["C1", "Maya Stone", "LHS"]],
    }


class Answer(NamedTuple):
    """The states of Monday by person ("Alg Alg - Geo Geo Alg"), and the problems by level."""

    states: Mapping[str, str]
    errors: list[Problem]
    warnings: list[Problem]
    notes: list[Problem]

    def has(self, level: str, where: str, *says: str) -> bool:
        """Whether there is a problem of that level at that place whose words hold each of these."""
        problems = {"error": self.errors, "warning": self.warnings, "note": self.notes}[level]
        return any(
            p.where == where and all(s.casefold() in f"{p.text} {p.fix}".casefold() for s in says) for p in problems
        )


def look(book: Book, day: int = 0, term: str = "", merges: Mapping[str, list[Merge]] | None = None) -> Answer:
    """What is understood of an input, read as if from a workbook."""
    sheets = [
        RawSheet(
            "in.xlsx",
            name,
            {
                number: cells
                for number, row in enumerate(rows, 1)
                if (cells := {n: value for n, value in enumerate(row, 1) if value is not None})
            },
            list((merges or {}).get(name, ())),
        )
        for name, rows in book.items()
    ]
    problems = Problems()
    instance = instance_of(InputWorkbook.of_books([InputBook("in.xlsx", sheets)], problems, term))
    by_level: dict[str, list[Problem]] = {"error": [], "warning": [], "note": []}
    for problem in problems.in_order():
        by_level[problem.level].append(problem)
    states: dict[str, str] = {}
    for teacher, own in instance.states.items() if not by_level["error"] else ():
        slots = instance.slots(instance.teachers[teacher].site)
        today = (s for slot, s in zip(slots, own, strict=True) if slot.day == day and slot.week == 1)
        states[teacher] = " ".join(SHORT[s.doing] or s.course or "*" for s in today)
    for coach, statuses in instance.availability.items() if not by_level["error"] else ():
        found = zip(instance.home_slots(coach), statuses, strict=True)
        states[coach] = " ".join(s for slot, s in found if slot.day == day and slot.week == 1)
    return Answer(states, by_level["error"], by_level["warning"], by_level["note"])


def grid(header: str, *rows: str) -> Grid:
    """A grid of one line a row, cells divided by |; a blank cell is none."""
    return [[cell.strip() or None for cell in line.split("|")] for line in (header, *rows)]
