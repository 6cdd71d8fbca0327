"""The plan workbook, and the workbooks of single sites, put together from their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scheduler.domain.conflict import Conflict, FixSearch
from scheduler.domain.instance import Instance
from scheduler.domain.reader import Reader
from scheduler.domain.solution import Solution
from scheduler.export.book import WorkbookBuilder, printable
from scheduler.export.calendars import write_calendar
from scheduler.export.changes import write_changes
from scheduler.export.conflicts import write_conflicts
from scheduler.export.coverage import write_coverage
from scheduler.export.files import make_folder, write_all
from scheduler.export.reader_workbook import reader_workbook
from scheduler.export.summary import write_summary
from scheduler.export.tables import write_table
from scheduler.schema.sheets import plan_sheet
from scheduler.views.report import PlanReport, plan_tables
from scheduler.views.rows import (
    rule_rows,
)

MOST_CALENDARS = 60  # sheets of coaches in one workbook; above it they are written by site
NOT_IN_FILE_NAMES = '<>:"/\\|?*'


def write_plan_workbooks(
    instance: Instance,
    solution: Solution,
    path: Path,
    by_site: Path | None,
    reader: Reader,
    conflicts: Sequence[Conflict],
    fixes: FixSearch,
) -> tuple[Path, ...]:
    """Write the plan workbook of a reader, and with `by_site` a site admin's for each site into that folder; the files
    written. `conflicts` are the Required rules that cannot hold together, `fixes` the changes that end it.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    path
        the workbook to write
    by_site
        the folder for the workbooks by site, None for none
    reader
        for whom it is written
    conflicts
        the Required rules that cannot hold together
    fixes
        the changes that end that

    Raises
    ------
    CannotWrite
        a file or the folder cannot be written; nothing is then changed
    """
    report = PlanReport.of(instance, solution)
    files = {
        path: _district_workbook(report, by_site, conflicts, fixes)
        if reader.sees_all
        else reader_workbook(report.view(reader))
    }
    if by_site is not None:
        make_folder(by_site)
        files |= {
            by_site / name: reader_workbook(report.view(Reader("site-admin", site)))
            for site, name in file_names(instance).items()
        }
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


def _district_workbook(
    report: PlanReport, by_site: Path | None, conflicts: Sequence[Conflict], fixes: FixSearch
) -> bytes:
    instance, solution = report.instance, report.solution
    book = WorkbookBuilder(f"Coaching plan {instance.settings.district}".strip(), f"Score {solution.score}")
    with_calendars = len(instance.coaches) <= MOST_CALENDARS
    write_summary(book, instance, solution, report.figures, _notes(report, with_calendars, by_site), conflicts, fixes)
    write_table(book, plan_sheet("Rules"), rule_rows(instance, solution), report.margin)
    _write_tables(book, report)
    write_conflicts(book, conflicts, fixes, report.margin)
    if solution.replan is not None:
        write_changes(book, instance, solution.replan.told, report.margin)
    for figures in report.figures.sites:
        write_coverage(book, report.ledger, figures.site, figures)
    for coach in instance.coaches.values() if with_calendars else ():
        write_calendar(book, report.ledger, coach)
    return book.done()


def _notes(report: PlanReport, with_calendars: bool, by_site: Path | None) -> list[str]:
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


def _write_tables(book: WorkbookBuilder, report: PlanReport) -> None:
    """The tables from Release periods on."""
    for name, rows in plan_tables(report):
        write_table(book, plan_sheet(name), rows, report.margin)
