"""The only writer of spreadsheets: the plan workbook, the workbooks by site, and the template to start from.

What the sheets need is imported by the function that writes them: importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.conflict import NO_FIXES, Conflict, FixSearch
from scheduler.domain.reader import PLANNER, Reader
from scheduler.export.models import MODELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.domain.comparison import Comparison
    from scheduler.domain.imported import Imported
    from scheduler.domain.instance import Instance
    from scheduler.domain.solution import Solution

__all__ = ["MODELS", "SHAPE_OF_SCREENS", "write_comparison", "write_import", "write_plan", "write_template"]

SHAPE_OF_SCREENS = 2  # of what `screens` makes, which is kept with a plan: another number whenever its shape changes


def write_plan(
    instance: Instance,
    solution: Solution,
    path: Path,
    *,
    by_site: Path | None = None,
    reader: Reader = PLANNER,
    conflicts: Sequence[Conflict] = (),
    fixes: FixSearch = NO_FIXES,
) -> tuple[Path, ...]:
    """Write the plan workbook, whole or not at all; with a folder `by_site`, also a workbook a site. The files written.

    The same plan gives the same bytes. Above 60 coaches the calendars stand in the workbooks by site alone. For a
    `reader` who is not the planner the workbook holds only what that reader may see, as those by site do for a site
    admin; `conflicts` and `fixes` are for the planner's.

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
    OSError
        a file cannot be written: its message names it, says why and what to do; nothing is then changed
    """
    from scheduler.export.plan_workbook import write_plan_workbooks

    return write_plan_workbooks(instance, solution, path, by_site, reader, conflicts, fixes)


def write_comparison(comparison: Comparison, workbook: Path, page: Path) -> None:
    """Write scenarios side by side: a workbook, and the same as one HTML page; both whole, or neither.

    The same comparison gives the same bytes.

    Parameters
    ----------
    comparison
        the scenarios side by side
    workbook
        the workbook to write
    page
        the HTML page to write

    Raises
    ------
    OSError
        a file cannot be written: its message says why and what to do; nothing is then changed
    """
    from scheduler.export.comparison import write_comparison_files

    write_comparison_files(comparison, workbook, page)


def write_import(imported: Imported, path: Path) -> None:
    """Write the input workbook that an import made of an export, whole or not at all.

    The same import gives the same bytes.

    Raises
    ------
    OSError
        the file cannot be written: its message says why and what to do; nothing is then changed
    """
    from scheduler.export.import_workbook import write_import_workbook

    write_import_workbook(imported, path)


def write_template(path: Path, model: str | None = None) -> None:
    """Write an input workbook to start from: every sheet explained, with an example school that can be solved.

    With `model` ("avuhsd", ...) it follows that district's coaching model.

    Raises
    ------
    ValueError
        there is no such model; the message lists those that there are
    OSError
        the file cannot be written: its message says why and what to do
    """
    from scheduler.export.template import write_template_workbook

    write_template_workbook(path, model)
