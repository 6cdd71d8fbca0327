"""A copy of somebody's own workbook in which every bad cell is marked and noted, and the problems are listed."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain.problem import Problem, Severity

LIST = "Problems"  # the sheet that is added; it is no sheet of the contract, so it is left alone when it comes back
MOST_MARKED = 2_000  # cells: with more, Excel is slow to open it; the list has all of them
NOTE_SIZE = (320, 140)  # pixels
_FILLS: dict[Severity, str] = {"error": "F8D9C6", "warning": "FBF3C4", "note": "EEF2F6"}
_CALLED: dict[Severity, str] = {"error": "error", "warning": "question", "note": "note"}
_EDGE = Side(style="medium", color="B03A00")
_WIDTHS = (10, 20, 10, 60, 60)


def annotated_copy(data: bytes, problems: Sequence[Problem], titles: Mapping[str, str]) -> bytes:
    """The workbook with its bad cells marked; `titles` maps a sheet of the contract to the title it has here.

    Only problems of cells that the workbook has are marked; all of them are in the list.

    Parameters
    ----------
    data
        the bytes of the workbook
    problems
        what was found in it
    titles
        the title that each sheet of the contract has here
    """
    book = load_workbook(io.BytesIO(data))
    notes: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        title = titles.get(problem.sheet, problem.sheet)
        if problem.cell and title in book.sheetnames:
            notes[title, problem.cell].append(problem)
    for (title, cell), found in list(notes.items())[:MOST_MARKED]:
        sheet = book[title]
        if isinstance(sheet, Worksheet):
            _mark(sheet, cell, found)
    _list(book, problems, titles)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _mark(sheet: Worksheet, address: str, problems: Sequence[Problem]) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):  # it has no look of its own: the first cell of the merge shows for it
        merged = next((m for m in sheet.merged_cells.ranges if address in m), None)
        cell = sheet.cell(merged.min_row, merged.min_col) if merged is not None else cell
    if not isinstance(cell, Cell):
        return
    worst: Severity = min((p.level for p in problems), key=list(_FILLS).index)
    cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
    if worst == "error":
        cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
    text = "\n\n".join(_words(p) for p in problems)
    cell.comment = Comment(text, "Coaching Scheduler", width=NOTE_SIZE[0], height=NOTE_SIZE[1])


def _list(book: Workbook, problems: Sequence[Problem], titles: Mapping[str, str]) -> None:
    title = LIST if LIST not in book.sheetnames else f"{LIST} found"
    sheet = book.create_sheet(title, 0)
    problems = sorted(problems, key=lambda p: list(_FILLS).index(p.level))  # what to answer stands apart from notes
    rows = [
        ("Level", "Sheet", "Cell", "What is wrong", "How to fix it"),
        *((_CALLED[p.level], titles.get(p.sheet, p.sheet) or p.file, p.cell or "", p.text, p.fix) for p in problems),
    ]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = _legal(text)
            cell.data_type = "s"  # what stands in somebody's cell is never a formula of ours
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
            elif column == 1:
                cell.fill = PatternFill("solid", fgColor=_FILLS[problems[number - 2].level])
    for letters, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _words(problem: Problem) -> str:
    mark = "" if problem.level == "error" else f"{_CALLED[problem.level].capitalize()}: "
    return _legal(f"{mark}{problem.text}" + (f" {problem.fix}" if problem.fix else ""))


def _legal(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    return "".join(c if c >= " " or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
