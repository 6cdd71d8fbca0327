"""The plan workbook, and the workbooks of single sites, put together from their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.instance import Coach, Instance
from scheduler.domain.score import Solution
from scheduler.domain.workbook import plan_sheet
from scheduler.export.book import Book, Cell, printable
from scheduler.export.calendars import write_calendar
from scheduler.export.coverage import write_coverage
from scheduler.export.figures import Figures, figures_of
from scheduler.export.files import make_folder, write_all
from scheduler.export.plan_rows import (
    Pins,
    assignment_rows,
    release_rows,
    reserved_rows,
    rule_rows,
    session_rows,
    unscheduled_rows,
)
from scheduler.export.reasons import Unscheduled, unscheduled
from scheduler.export.summary import write_site_summary, write_summary
from scheduler.export.tables import write_table
from scheduler.rules.entries import Held
from scheduler.rules.ledger import Ledger

MOST_CALENDARS = 60  # sheets of coaches in one workbook; above it they are written by site
MASK = "Confidential"
NOT_IN_FILE_NAMES = '<>:"/\\|?*'


@dataclass(frozen=True)
class Report:
    """A plan with everything that its workbooks say of it, worked out once."""

    instance: Instance
    solution: Solution
    ledger: Ledger
    figures: Figures
    missing: tuple[Unscheduled, ...]
    pins: Pins

    @classmethod
    def of(cls, instance: Instance, solution: Solution) -> Report:
        """The report of a solution."""
        ledger = Ledger(instance, solution.plan)
        missing = tuple(unscheduled(ledger))
        return cls(instance, solution, ledger, figures_of(ledger), missing, Pins.of(instance))

    @property
    def margin(self) -> tuple[str, str]:
        settings = self.instance.settings
        return " ".join(filter(None, (settings.district, settings.school_year))), "Coaching plan"


def write_plan_workbooks(instance: Instance, solution: Solution, path: Path, by_site: Path | None) -> tuple[Path, ...]:
    """Write the plan workbook, and with `by_site` one a site into that folder; the files written.

    Raises
    ------
    CannotWrite
        a file or the folder cannot be written; nothing is then changed
    """
    report = Report.of(instance, solution)
    files = {path: _district_workbook(report, by_site)}
    if by_site is not None:
        make_folder(by_site)
        files |= {by_site / name: _site_workbook(report, site) for site, name in file_names(instance).items()}
    write_all(files)
    return tuple(files)


def file_names(instance: Instance) -> dict[str, str]:
    """A legal name for the workbook of each site, each unlike the others whatever the case."""
    names: dict[str, str] = {}
    for site in instance.sites:
        legal = "".join("-" if c in NOT_IN_FILE_NAMES else c for c in printable(site)).strip(" .")[:80] or "site"
        name, number = legal, 2
        while name.casefold() in {n.casefold() for n in names.values()}:
            name, number = f"{legal} ({number})", number + 1
        names[site] = name
    return {site: f"{name}.xlsx" for site, name in names.items()}


def _district_workbook(report: Report, by_site: Path | None) -> bytes:
    instance, solution = report.instance, report.solution
    book = Book(f"Coaching plan {instance.settings.district}".strip(), f"Score {solution.score}")
    with_calendars = len(instance.coaches) <= MOST_CALENDARS
    write_summary(book, instance, solution, report.figures, _notes(report, with_calendars, by_site))
    write_table(book, plan_sheet("Rules"), rule_rows(instance, solution), report.margin)
    _write_tables(book, report, list(instance.coaches.values()), None)
    for figures in report.figures.sites:
        write_coverage(book, report.ledger, figures.site, figures)
    for coach in instance.coaches.values() if with_calendars else ():
        write_calendar(book, report.ledger, coach)
    return book.done()


def _notes(report: Report, with_calendars: bool, by_site: Path | None) -> list[str]:
    notes = [
        "Rules, Release periods, Assignments, Sessions, Reserved time and Unscheduled are tables, with filters; put a "
        "Y into a column locked and give this workbook with the input, and that row stays as it is.",
    ]
    if not with_calendars:
        coaches = len(report.instance.coaches)
        notes.append(
            f"With {coaches} coaches the calendars stand in the workbooks by site"
            + (f", in the folder {by_site.name}." if by_site else ": add --by-site FOLDER to the command for them.")
        )
    if any(p.confidential for p in report.instance.programs.values()):
        notes.append(
            "Calendars and workbooks by site show of confidential sessions only that time is taken; the tables of this "
            "workbook name them: keep it to those who plan."
        )
    notes.append(f"Seed {report.solution.seed}.")
    return notes


def _site_workbook(report: Report, site: str) -> bytes:
    """A site's own workbook: its rows, and the calendars of the coaches who work there."""
    instance, ledger = report.instance, report.ledger
    book = Book(f"Coaching plan {instance.sites[site].name or site}", instance.settings.district)
    guests = {e.coach for e in ledger.coached() if e.site == site}
    coaches = [c for c in instance.coaches.values() if c.home == site or c.id in guests]
    ids = {c.id for c in coaches}
    figures = next(f for f in report.figures.sites if f.site == site)
    write_site_summary(
        book, instance, figures, [f for f in report.figures.coaches if f.coach in ids],
        ["A part of the district's plan. Of confidential sessions it shows only that time is taken. To change the "
         "plan, use the district's workbook."],
    )  # fmt: skip
    _write_tables(book, report, coaches, site)
    write_coverage(book, ledger, site, figures)
    for coach in coaches:
        write_calendar(book, ledger, coach)
    return book.done()


def _write_tables(book: Book, report: Report, coaches: Sequence[Coach], site: str | None) -> None:
    """The tables from Release periods on: of everything, or of one site, there without names of confidential rows."""
    instance, ledger, pins = report.instance, report.ledger, report.pins
    enrolled = [e for e in ledger.enrolled.values() if site in (None, e.site)]
    held = [h for h in ledger.held if site in (None, h.teacher.site)]
    missing = [u for u in report.missing if site in (None, u.enrolled.site)]
    ids = {c.id for c in coaches}
    reserved = [r for r in ledger.reserved if r.coach in ids]
    sessions = list(session_rows(instance, held, pins))
    assignments = list(assignment_rows(ledger, enrolled, pins))
    short = list(unscheduled_rows(missing))
    if site is not None:
        sessions = [_masked("Sessions", row, _secret(h)) for row, h in zip(sessions, held, strict=True)]
        assignments = [
            _masked("Assignments", row, e.program.confidential) for row, e in zip(assignments, enrolled, strict=True)
        ]
        short = [_masked("Unscheduled", row, u.spec.confidential) for row, u in zip(short, missing, strict=True)]
    for name, rows in (
        ("Release periods", release_rows(instance, report.solution.plan, coaches, pins)),
        ("Assignments", assignments),
        ("Sessions", sessions),
        ("Reserved time", reserved_rows(instance, reserved)),
        ("Unscheduled", short),
    ):
        write_table(book, plan_sheet(name), rows, report.margin)


def _secret(held: Held) -> bool:
    return held.spec.confidential


NAMED = ("teacher", "program", "session", "activity", "course", "room", "group", "reason", "cycles", "grade match",
         "content match")  # fmt: skip


def _masked(sheet: str, row: tuple[Cell, ...], secret: bool) -> tuple[Cell, ...]:
    """A row of a confidential session with only the time that it takes."""
    if not secret:
        return row
    shown: list[Cell] = []
    for column, value in zip(plan_sheet(sheet).columns, row, strict=True):
        if column.name in ("teacher", "program"):
            shown.append(MASK)
        else:
            shown.append("" if column.name in NAMED else value)
    return tuple(shown)
