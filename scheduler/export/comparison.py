"""The comparison workbook: the matrix, charts, what was changed, who gets another coach, and a sheet a scenario."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.comparison import Comparison, MatrixRow, ScenarioEntry, ScenarioFigures
from scheduler.domain.instance import Instance
from scheduler.export.book import WorkbookBuilder
from scheduler.export.comparison_charts import write_charts
from scheduler.export.comparison_page import page_of
from scheduler.export.files import write_all
from scheduler.views.cells import Cell
from scheduler.views.comparison import places_covered, reader_words
from scheduler.views.names import in_order
from scheduler.wording import count

LABEL_WIDTH = 40
SCENARIO_WIDTH = 15
WIDEST_PAGE = 110  # characters, of sentences over a matrix of few scenarios
LINE = 15.0
NUMBERS = {
    "whole": "whole",
    "decimal": "decimal",
    "fine": "fine decimal",
    "share": "share",
    "money": "whole",
    "text": "line",
}


def write_comparison_files(comparison: Comparison, workbook: Path, page: Path) -> None:
    """Write the workbook and the page, both whole or neither.

    Parameters
    ----------
    comparison
        the scenarios side by side
    workbook
        the workbook to write
    page
        the HTML page to write
    """
    write_all({workbook: comparison_bytes(comparison), page: page_of(comparison).encode("utf-8")})


def comparison_bytes(comparison: Comparison) -> bytes:
    """The comparison workbook."""
    book = WorkbookBuilder("Staffing scenarios, side by side", comparison.district)
    _write_summary(book, comparison)
    write_charts(book, comparison)
    _write_differences(book, comparison)
    _write_changes(book, comparison)
    _write_coach_changes(book, comparison)
    _write_coverage(book, comparison)
    for i, entry in enumerate(comparison.entries):
        _write_scenario(book, comparison, i, entry)
    return book.done()


def _margin(comparison: Comparison) -> tuple[str, str]:
    return " ".join(filter(None, (comparison.district, comparison.school_year))), "Staffing scenarios, side by side"


# ---- the matrix


def _write_summary(book: WorkbookBuilder, comparison: Comparison) -> None:
    sheet = book.sheet("Summary")
    last = len(comparison.entries)
    width = min(last, max(1, (WIDEST_PAGE - LABEL_WIDTH) // SCENARIO_WIDTH))
    at = _title(book, sheet, comparison, "Staffing scenarios, side by side", max(width, min(last, 5)))
    at = _sentences(book, sheet, at, comparison.sentences, max(width, min(last, 5)))
    _matrix(book, sheet, at, comparison, differences=False)
    book.page(sheet, _margin(comparison), repeat=(at, at))
    sheet.activate()


def _write_differences(book: WorkbookBuilder, comparison: Comparison) -> None:
    sheet = book.sheet("Differences")
    at = _title(book, sheet, comparison, "Differences from Base", min(len(comparison.entries), 5))
    note = "A sign says more or fewer than in Base; a word says whether that is better or worse, where one is."
    at = _sentences(book, sheet, at, [note], min(len(comparison.entries), 5))
    _matrix(book, sheet, at, comparison, differences=True)
    book.page(sheet, _margin(comparison), repeat=(at, at))


def _title(book: WorkbookBuilder, sheet: Worksheet, comparison: Comparison, title: str, last: int) -> int:
    """The title and one line under it; the row after them."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, max(1, len(comparison.entries)), SCENARIO_WIDTH)
    sheet.set_row(0, 38)
    book.merge(sheet, 0, (0, max(1, last)), title, "title")
    sheet.set_row(1, 20)
    number = len(comparison.entries) - 1
    scenarios = f"Base and {count(number, 'scenario')}"
    words = " \N{MIDDLE DOT} ".join(
        filter(None, (comparison.district, comparison.school_year, scenarios, reader_words(comparison.reader)))
    )
    book.merge(sheet, 1, (0, max(1, last)), words, "subtitle")
    return 3


def _sentences(book: WorkbookBuilder, sheet: Worksheet, at: int, sentences: Sequence[str], last: int) -> int:
    """Sentences over the width of the page, one a row; the row after a gap."""
    width = LABEL_WIDTH + max(1, last) * SCENARIO_WIDTH
    for sentence in sentences:
        sheet.set_row(at, 4 + LINE * math.ceil(len(sentence) * 0.95 / width))
        book.merge(sheet, at, (0, max(1, last)), sentence, "text")
        at += 1
    return at + 1


def _matrix(book: WorkbookBuilder, sheet: Worksheet, at: int, comparison: Comparison, *, differences: bool) -> None:
    """A header of scenarios, then a line a figure under the name of its group."""
    longest = max(len(e.name) for e in comparison.entries)
    sheet.set_row(at, LINE * max(2, math.ceil(longest * 1.2 / SCENARIO_WIDTH)))
    book.write(sheet, at, 0, "Difference" if differences else "Figure", "header")
    for i, entry in enumerate(comparison.entries, 1):
        book.write(sheet, at, i, entry.name, "header", "figure header")
    sheet.freeze_panes(at + 1, 1)
    group = ""
    for row in comparison.matrix:
        if differences and not any(row.differences):
            continue
        if row.group != group:
            group = row.group
            at += 1
            book.merge(sheet, at, (0, len(comparison.entries)), group, "total")
        at += 1
        _line(book, sheet, at, row, comparison, differences=differences)
    sheet.print_area(0, 0, at, len(comparison.entries))


def _line(
    book: WorkbookBuilder, sheet: Worksheet, at: int, row: MatrixRow, comparison: Comparison, *, differences: bool
) -> None:
    book.write(sheet, at, 0, row.label, "cell")
    values: Sequence[Cell] = row.differences if differences else row.values
    tallest = 1
    for i, value in enumerate(values, 1):
        shown: Cell = "base" if differences and i == 1 else value
        mood = _mood(row, row.differences[i - 1])
        styles = (NUMBERS[row.form],) if isinstance(shown, int | float) else ("small",)
        book.write(sheet, at, i, shown, "cell", *styles, *mood, align="center", indent=0)
        if isinstance(shown, str):
            tallest = max(tallest, math.ceil(len(shown) / (SCENARIO_WIDTH - 1)))
    if tallest > 1:
        sheet.set_row(at, LINE * tallest)


def _mood(row: MatrixRow, difference: str) -> tuple[str, ...]:
    """A fill beside the word, never instead of it."""
    if difference.endswith("better"):
        return ("good",)
    return ("poor",) if difference.endswith("worse") else ()


# ---- tables


def _table(
    book: WorkbookBuilder,
    comparison: Comparison,
    name: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    nothing: str,
) -> None:
    """A sheet of one table; `nothing` stands below the header where it has no row."""
    sheet = book.sheet(name)
    for column, header in enumerate(headers):
        longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(44, max(longest + 2, len(header) + 4, 9)))
        book.write(sheet, 0, column, header, "header")
    sheet.set_row(0, 22)
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            book.write(sheet, at, column, value, "table whole" if isinstance(value, int | float) else "table text")
    if not rows:
        book.merge(sheet, 1, (0, len(headers) - 1), nothing, "note")
    else:
        sheet.autofilter(0, 0, len(rows), len(headers) - 1)
    sheet.freeze_panes(1, 1)
    book.page(sheet, _margin(comparison), repeat=(0, 0))


def _write_changes(book: WorkbookBuilder, comparison: Comparison) -> None:
    rows = [
        (e.name, c.kind, c.sheet, c.row, c.column, c.before, c.after, c.where)
        for e in comparison.entries
        for c in e.changes
    ]
    headers = ("scenario", "change", "sheet", "row", "column", "before", "after", "asked in")
    _table(book, comparison, "Changes", headers, rows, "Nothing is changed: there is only Base.")


def _write_coach_changes(book: WorkbookBuilder, comparison: Comparison) -> None:
    instances = {e.name: e.instance for e in comparison.entries}
    base = comparison.base.instance
    rows = []
    for m in comparison.moves:
        instance = instances[m.scenario]
        before, after = _coach(base, m.before), _coach(instance, m.after)
        name = instance.teachers[m.teacher].name
        rows.append((m.scenario, m.teacher, name if name != m.teacher else "", m.site, m.program, before, after))
    headers = ("scenario", "teacher", "name", "site", "program", "coach in Base", "coach here")
    _table(book, comparison, "Coach changes", headers, rows, "Every teacher keeps the coach of Base.")


def _coach(instance: Instance, coach: str) -> str:
    """ "C1 (M. Chen)", or that there is none."""
    if not coach:
        return "none"
    name = instance.coaches[coach].name if coach in instance.coaches else coach
    return coach if name == coach else f"{coach} ({name})"


def _write_coverage(book: WorkbookBuilder, comparison: Comparison) -> None:
    places = places_covered(comparison)
    of = [{} if e.figures is None else {(c.site, c.period): c for c in e.figures.covered} for e in comparison.entries]
    rows = []
    for place in places:
        cells: list[Cell] = [*place]
        for covered in of:
            found = covered.get(place)
            cells.append(None if found is None else _covered(found.coaches, found.covered))
        rows.append(cells)
    headers = ("site", "period", *(e.name for e in comparison.entries))
    _table(book, comparison, "Coverage", headers, rows, "No scenario has a plan.")


def _covered(coaches: int, covered: bool) -> str:
    if not covered:
        return "nobody"
    return f"{count(coaches, 'coach', 'coaches')}" if coaches else "covered"


# ---- one scenario


def _write_scenario(book: WorkbookBuilder, comparison: Comparison, place: int, entry: ScenarioEntry) -> None:
    sheet = book.sheet(entry.name)
    sheet.hide_gridlines(2)
    for column, width in enumerate((44, 20, 20, 24, 20, 20)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 38)
    book.merge(sheet, 0, (0, 3), entry.name, "title")
    at = 2
    for sentence in _about(comparison, entry):
        sheet.set_row(at, 4 + LINE * math.ceil(len(sentence) / 104))
        book.merge(sheet, at, (0, 3), sentence, "text")
        at += 1
    at = _own_changes(book, sheet, at, entry)
    if entry.figures is not None:
        at = _own_figures(book, sheet, at, comparison, place)
        at = _own_coaches(book, sheet, at, entry, entry.figures)
    book.page(sheet, (_margin(comparison)[0], entry.name), landscape=False)
    sheet.print_area(0, 0, at, 3)


def _about(comparison: Comparison, entry: ScenarioEntry) -> list[str]:
    said = []
    if entry.figures is None:
        return [f"There is no plan: {entry.outcome.reason}."]
    if entry.name == comparison.cheapest:
        said.append("The cheapest that meets every Required rule.")
    if entry.on_front:
        said.append("No other scenario beats it on cost and service.")
    if entry.figures.required_missed:
        missed = ", ".join(f"{rule} (short by {n})" for rule, n in entry.figures.required_missed)
        said.append(f"Required rules that are not met: {missed}.")
        said += entry.outcome.why
    elif entry.figures.score.required:
        said.append("Something Required is not met. The planner sees what.")
    else:
        said.append("Every Required rule is met.")
    return said


def _own_changes(book: WorkbookBuilder, sheet: Worksheet, at: int, entry: ScenarioEntry) -> int:
    if not entry.changes:
        return at
    at = _heading(book, sheet, at, "What is changed")
    for change in entry.changes:
        if change.kind == "Workbook":
            text = f"Another workbook: {change.after}"
        else:
            what = f"{change.kind} {change.sheet}, {change.row}"
            text = f"{what}, {change.column}: {change.after or '(blank)'}" if change.column else what
            if change.before:
                text += f" (was {change.before})"
        book.merge(sheet, at, (0, 3), text, "text")
        at += 1
    return at


def _heading(book: WorkbookBuilder, sheet: Worksheet, at: int, text: str) -> int:
    sheet.set_row(at + 1, 24)
    book.merge(sheet, at + 1, (0, 3), text, "heading")
    return at + 2


def _own_figures(book: WorkbookBuilder, sheet: Worksheet, at: int, comparison: Comparison, place: int) -> int:
    at = _heading(book, sheet, at, "Figures")
    for column, header in enumerate(("Figure", "Here", "Base", "Difference")):
        book.write(sheet, at, column, header, "header")
    for row in comparison.matrix:
        at += 1
        book.write(sheet, at, 0, row.label, "cell")
        for column, value in ((1, row.values[place]), (2, row.values[0])):
            styles = (NUMBERS[row.form],) if isinstance(value, int | float) else ("line",)
            book.write(sheet, at, column, value, "cell", *styles, align="center", indent=0)
        difference = row.differences[place]
        book.write(sheet, at, 3, difference or None, "cell", *_mood(row, difference))
    return at + 1


def _own_coaches(
    book: WorkbookBuilder, sheet: Worksheet, at: int, entry: ScenarioEntry, figures: ScenarioFigures
) -> int:
    """Each coach with home, releases and caseload, and how many periods each site has covered."""
    at = _heading(book, sheet, at, "Coaches")
    solution = entry.outcome.solution
    assert solution is not None
    for column, header in enumerate(("Coach", "Home site", "Released periods", "Caseload")):
        book.write(sheet, at, column, header, "header")
    for coach in entry.instance.coaches.values():
        at += 1
        released = ", ".join(in_order(solution.plan.releases.get(coach.id, ())))
        cells: tuple[Cell, ...] = (
            _coach(entry.instance, coach.id),
            coach.home,
            released or "none",
            figures.caseloads[coach.id],
        )
        for column, value in enumerate(cells):
            book.write(sheet, at, column, value, "cell", *(("whole",) if isinstance(value, int) else ()))
    at = _heading(book, sheet, at + 1, "Coverage")
    sites = Counter(c.site for c in figures.covered)
    for site, number in sites.items():
        here = {c.period: c for c in figures.covered if c.site == site}
        words = ", ".join(f"{p}: {_covered(here[p].coaches, here[p].covered)}" for p in in_order(here))
        covered = sum(c.covered for c in here.values())
        book.write(sheet, at, 0, f"{site}: {covered} of {number} periods", "label row")
        sheet.set_row(at, 4 + LINE * math.ceil(len(words) / 60))
        book.merge(sheet, at, (1, 3), words, "text")
        at += 1
    return at
