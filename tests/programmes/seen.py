"""A small school as text, solved and written; and what a person sees in its plan workbook.

Each sheet is a text: a header, then a row a line, cells separated by "|". What a test does not give is that of
`SCHOOL`: one site with three Class periods, Lunch, Flex and After school on three days, and every rule Off but those of
sessions: so that a test turns on what it is about, and nothing else can be the reason for what it sees.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

import scheduler
from scheduler.domain.instance import Instance
from scheduler.domain.reader import reader_named
from scheduler.domain.solution import Solution
from scheduler.rules import RULES

Sheets = Mapping[str, str]

WEEK = """
    bell schedule | days        | period       | start | end   | kind
    Week          | Mon,Tue,Wed | 1            | 08:00 | 09:00 |
    Week          | Mon,Tue,Wed | 2            | 09:05 | 10:05 |
    Week          | Mon,Tue,Wed | 3            | 10:10 | 11:10 |
    Week          | Mon,Tue,Wed | Lunch        | 11:10 | 11:40 | Lunch
    Week          | Mon,Tue,Wed | Flex         | 11:45 | 12:20 | Flex
    Week          | Mon,Tue,Wed | After school | 15:00 | 16:00 | After school
"""
# The same without slots that need no release: then a coach and a teacher meet in class time or not at all.
CLASSES_ALONE = "\n".join(line for line in WEEK.splitlines() if "Flex" not in line and "After" not in line)
SCHOOL = {
    "Settings": "key | value \n days | Mon,Tue,Wed",
    "Sites": "site | bell schedule \n S | Week",
    "Bell schedule": WEEK,
    "Teachers": "teacher | site \n T1 | S",
    "Master schedule": "teacher | 1 | 2 | 3 \n T1 | Algebra | Prep | Algebra",
    "Coaches": "coach | sites \n C1 | S",
}
ALL_OFF = [["rule", "level", "value", "weight", "site"]] + [[rule, "Off"] for rule in RULES if rule != "Sessions"]


@dataclass(frozen=True)
class Seen:
    """The plan workbook as a person opens it: its tables by sheet, and the words of Summary."""

    instance: Instance
    solution: Solution
    tables: Mapping[str, list[dict[str, Any]]]
    summary: Mapping[str, str]

    def released(self, coach: str) -> list[str]:
        """The periods in which a coach is released, as Release periods says."""
        rows = self.tables["Release periods"]
        return [str(r["period"]) for r in rows if r["coach"] == coach and r["status"] == "Coaching"]

    @property
    def coach_of(self) -> dict[str, str]:
        """Teacher -> coach, as Assignments says ("" = none); of a teacher in several programs, the last."""
        return {r["teacher"]: r["coach"] or "" for r in self.tables["Assignments"]}

    def coach_in(self, teacher: str, program: str) -> str:
        """The coach of a teacher in one program."""
        rows = self.tables["Assignments"]
        return next(r["coach"] or "" for r in rows if (r["teacher"], r["program"]) == (teacher, program))

    def sessions(self, **where: Any) -> list[dict[str, Any]]:
        """The rows of Sessions with these cells, in the order of time."""
        rows = [r for r in self.tables["Sessions"] if all(r[key] == value for key, value in where.items())]
        days = self.instance.settings.days
        return sorted(rows, key=lambda r: (r["cycle"], r["week"], days.index(r["day"]), r["start"]))

    def meetings(self, **where: Any) -> set[tuple[Any, ...]]:
        """The different meetings among those rows: a group is one."""
        return {tuple(r[key] for key in ("cycle", "week", "day", "start", "coach")) for r in self.sessions(**where)}

    def unscheduled(self) -> list[tuple[str, str]]:
        """(teacher, session) of every row of Unscheduled."""
        return [(r["teacher"], r["session"]) for r in self.tables["Unscheduled"]]

    def reserved(self, purpose: str) -> list[dict[str, Any]]:
        """The rows of Reserved time for a purpose."""
        return [r for r in self.tables["Reserved time"] if r["purpose"] == purpose]

    def short(self, rule: str) -> int:
        """By how much a rule falls short, as the sheet Rules says."""
        return sum(r["shortfall"] for r in self.tables["Rules"] if r["rule"] == rule)


def grid(text: str) -> list[list[str]]:
    """The cells of a sheet that is written as text."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]


def write_school(folder: Path, rules: str = "", **sheets: str) -> Path:
    """A folder of .csv, one a sheet: `SCHOOL` with other sheets; `rules` are the rows of Rules that are not Off."""
    folder.mkdir()
    texts = SCHOOL | {name.replace("_", " "): text for name, text in sheets.items()}
    grids = {name: grid(text) for name, text in texts.items() if text}
    grids["Rules"] = ALL_OFF + grid(rules) if rules else ALL_OFF
    for name, rows in grids.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def see(folder: Path, plan: Path) -> Seen:
    """Read, solve and write a school; and open the plan workbook."""
    instance = scheduler.read(folder)
    solution = scheduler.solve(instance)
    scheduler.write(instance, solution, plan)
    book = openpyxl.load_workbook(plan)
    names = ("Rules", "Release periods", "Assignments", "Sessions", "Reserved time", "Unscheduled")
    summary = {str(row[0]): str(row[1]) for row in book["Summary"].iter_rows(values_only=True) if row[0] is not None}
    return Seen(instance, solution, {name: _table(book[name]) for name in names}, summary)


def _table(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def cells_for(seen: Seen, reader: str, path: Path) -> str:
    """Every text that stands in the workbook for a reader."""
    scheduler.write(seen.instance, seen.solution, path, reader=reader_named(reader))
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return "\n".join(str(cell) for cell in cells if cell is not None)
