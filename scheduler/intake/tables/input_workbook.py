"""All the sheets of an input, merged: which tables there are, what is missing, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import RawSheet, is_date, text_of
from scheduler.intake.files.read_files import NO_SITES, OfSites, RawBook, read_files
from scheduler.intake.files.storable_text import replace_half_characters
from scheduler.intake.plan.summary import term_in
from scheduler.intake.problems import Problems
from scheduler.intake.tables import column_names
from scheduler.intake.tables.bell_labels import bell_labels
from scheduler.intake.tables.column_names_by_content import settle_other_names
from scheduler.intake.tables.find_tables import checked_rows, find_table
from scheduler.intake.tables.header_row import WIDE_KEYS
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.period_names import PeriodNames, is_date_text
from scheduler.intake.tables.table import Row, Table
from scheduler.messages import tables as messages
from scheduler.schema.sheets import FIXES_SHEET, INPUT_SHEETS, PLAN_SHEETS, input_sheet

_INPUT_NAMES = frozenset(sheet.name for sheet in INPUT_SHEETS)
_PLAN_NAMES = frozenset(sheet.name for sheet in PLAN_SHEETS)
SHEETS_OF_A_SITE = frozenset(("Teachers", "Master schedule"))
_ROWS_NEEDED = frozenset(("Sites", "Bell schedule", "Teachers", "Master schedule", "Coaches"))
_HEADER_WITHIN = 20  # rows with content


class InputWorkbook:
    """The tables of one input and the problems met. `complete` is False where a file could not be read at all.
    Cycles before `first` have ended.

    Of a site's file the sheets Teachers and Master schedule count, and nothing else; the others are in `left_out`.
    """

    first = 1

    def __init__(
        self, paths: Sequence[Path | str], problems: Problems, of_sites: OfSites = NO_SITES, term: str = ""
    ) -> None:
        self._read(read_files(paths, problems, of_sites), problems, term)

    @classmethod
    def of_books(cls, books: Sequence[RawBook], problems: Problems, term: str = "") -> InputWorkbook:
        """The tables of sheets that are read already, as a scenario has changed them.

        Parameters
        ----------
        books
            the sheets of each path
        problems
            where problems are reported
        term
            the term to plan, "" for the one in Settings
        """
        reading = cls.__new__(cls)
        reading._read(books, problems, term)
        return reading

    def _read(self, books: Sequence[RawBook], problems: Problems, term: str) -> None:
        plans = (term_in(raw) for book in books for raw in book.sheets)
        self.term = term or next((found for found in plans if found), "")  # asked for, or that of a plan that is given
        self.problems = problems
        self.books = books
        self.complete = not any(book.refused for book in self.books)
        problems.several = len({sheet.file for book in self.books for sheet in book.sheets}) > 1
        self.tables: dict[str, list[Table]] = {name: [] for name in _INPUT_NAMES}
        self.plans: list[dict[str, Table]] = []  # of each plan among the inputs: sheet -> table
        self.broken: set[str] = set()  # sheets of which a table could not be read
        self.fixes: list[RawSheet] = []  # sheets Fixes of plans: scenarios, for who asks for them
        self._labels = [PeriodNames(labels) for labels in bell_labels(books)]
        self._unknown: list[RawSheet] = []
        self.left_out: list[tuple[str, RawSheet]] = []  # (sheet, as it stands) of sites' files
        for book in self.books:
            self._book(book)
        settle_other_names(self.tables)
        for raw in self._unknown:
            self._say_unknown(raw)
        self._missing()

    def _names_a_period(self, text: str) -> bool:
        return any(names.find(text) for names in self._labels)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Every row of every table of that name that has all its required cells; the others are said."""
        for table in self.tables[sheet]:
            yield from checked_rows(table)

    def has(self, sheet: str) -> bool:
        """Whether the input has a usable sheet of that name."""
        return bool(self.tables[sheet])

    def fix_rows(self) -> Iterator[Row]:
        """The rows of the sheets Fixes of plans, as rows of the sheet Scenarios."""
        names = {folded(c.name) for c in input_sheet("Scenarios").columns} - {"scenario"}
        for raw in self.fixes:
            head = min(raw.rows, default=0)
            titles = {n: text_of(v) for n, v in raw.rows.get(head, {}).items()}
            mine = {n: "scenario" if folded(t) == "fix" else t for n, t in titles.items()}
            mine = {n: t for n, t in mine.items() if t == "scenario" or folded(t) in names}
            cells = {row: {n: v for n, v in found.items() if n in mine} for row, found in raw.rows.items()}
            cells[head] = dict(mine)
            table = find_table("Scenarios", replace(raw, rows=cells), self.problems)
            if table is not None:
                yield from checked_rows(table)

    def open(self, sheet: str) -> bool:
        """Whether ids of that sheet may exist that could not be read: then no cell is blamed for naming one."""
        return not self.complete or sheet in self.broken

    def define(self, ids: Ids, column: str) -> Iterator[Row]:
        """The rows of the ids' sheet that define an id each; an id that appears twice is said, and skipped."""
        for table in self.tables[ids.sheet]:
            for row in table.rows():
                ids.give(row.text(column))
        for row in self.rows(ids.sheet):
            id = row.text(column)
            if is_date(row.raw(column)) or is_date_text(id):
                row.date_for(column, "an id")
                continue
            if id in ids:
                row.report(messages.ID_TWICE, column, id=id, here=row.where(column), first=ids.where(id))
                continue
            same = ids.same_but_for_case(id)
            if same is not None:
                row.report(messages.IDS_ALIKE, column, id=id, first=ids.where(same))
            ids.add(id, row.where(column))
            yield row

    def _book(self, book: RawBook) -> None:
        is_plan = book.has("Assignments", "Release periods") or any(_is_redacted(raw) for raw in book.sheets)
        plan: dict[str, Table] = {}
        for raw in book.sheets:
            sheet = column_names.sheet_named(raw.name)
            replace_half_characters(raw, sheet or raw.name, self.problems)
            if column_names.is_reserved(raw.name):
                if is_plan and folded(raw.name) == folded(FIXES_SHEET.name):
                    self.fixes.append(raw)
                continue
            if raw.site and sheet is not None and sheet not in SHEETS_OF_A_SITE:
                self._leave_out(sheet, raw)
            elif sheet is None:
                if not is_plan and not raw.hidden:
                    self._unknown.append(raw)
            elif sheet not in _INPUT_NAMES or (sheet == "Rules" and _is_of_a_plan(raw)):
                table = find_table(sheet, raw, self.problems, plan=True)
                if table is not None:
                    plan[sheet] = table
            else:
                self._input(sheet, raw)
        if is_plan:
            self.plans.append(plan)

    def _leave_out(self, sheet: str, raw: RawSheet) -> None:
        """A sheet that one site may not decide: its admin is told, and its rows are for the planner to look at."""
        if raw.rows:
            self.left_out.append((sheet, raw))
            self.problems.report(messages.SHEET_OF_THE_DISTRICT, Place(raw.file, sheet))

    def _say_unknown(self, raw: RawSheet) -> None:
        """A sheet that is left alone: a warning where it may be one that is not there, or has the header of one."""
        there = {name for name, tables in self.tables.items() if tables} | self.broken
        lacking = [sheet.name for sheet in INPUT_SHEETS if sheet.name not in there]
        near = column_names.near_sheet(raw.name, lacking)
        fitting = None if near else self._with_that_header(raw, lacking)
        meant = near or fitting
        if meant is None:
            self.problems.report(messages.UNKNOWN_SHEET, Place(raw.file, raw.name))
            return
        if near:
            message = messages.NEAR_A_MISSING_SHEET
        elif meant in lacking:
            message = messages.HEADER_OF_A_MISSING_SHEET
        else:
            message = messages.HEADER_OF_ANOTHER_SHEET
        self.problems.report(message, Place(raw.file, raw.name), sheet=raw.name, meant=meant)

    def _with_that_header(self, raw: RawSheet, lacking: list[str]) -> str | None:
        """The known sheet of which an unknown sheet has the most columns; of equals one that is lacking first."""
        in_order = [*lacking, *(sheet.name for sheet in INPUT_SHEETS if sheet.name not in lacking)]
        rows = [[text_of(v) for _, v in sorted(raw.rows[n].items())] for n in sorted(raw.rows)[:_HEADER_WITHIN]]
        found = {
            sheet: max((len(column_names.columns_in(sheet, row)) for row in rows if self._fits(sheet, row)), default=0)
            for sheet in in_order
        }
        best = max(in_order, key=lambda sheet: found[sheet])
        return best if found[best] else None

    def _fits(self, sheet: str, row: list[str]) -> bool:
        if column_names.fits(sheet, row):
            return True
        key = WIDE_KEYS.get(sheet)
        if key is None or key not in column_names.columns_in(sheet, row):
            return False
        return sum(1 for text in row if self._names_a_period(text)) * 2 > len(row)

    def _input(self, sheet: str, raw: RawSheet) -> None:
        if raw.hidden:
            self.problems.report(messages.HIDDEN_SHEET, Place(raw.file, sheet))
        table = find_table(sheet, raw, self.problems, names_a_period=self._names_a_period)
        if table is None:
            if raw.rows or raw.too_many:
                self.broken.add(sheet)
        elif sheet in _ROWS_NEEDED and not any(True for _ in table.rows()):
            message = messages.NO_ROWS if input_sheet(sheet).required else messages.NO_ROWS_OF_OPTIONAL
            self.problems.report(message, Place(raw.file, sheet))
            self.broken.add(sheet)
        else:
            self.tables[sheet].append(table)

    def _missing(self) -> None:
        if not self.complete or not self.books:
            return
        for sheet in INPUT_SHEETS:
            if sheet.required and not self.tables[sheet.name] and sheet.name not in self.broken:
                self.problems.report(
                    messages.MISSING_SHEET,
                    Place(self.books[0].file, sheet.name),
                    sheet=sheet.name,
                    columns=tuple(_shown_columns(sheet.name)),
                )
                self.broken.add(sheet.name)


def _shown_columns(sheet: str) -> list[str]:
    key = WIDE_KEYS.get(sheet)
    return [key, "and one a period"] if key else list(input_sheet(sheet).required_columns)


def _is_redacted(raw: RawSheet) -> bool:
    """Whether a sheet is the Summary of a plan that was redacted for a reader: it may have no table of a plan's."""
    return column_names.sheet_named(raw.name) == "Summary" and any(
        folded(text_of(row[min(row)])) == "redactedfor" for row in raw.rows.values() if row
    )


def _is_of_a_plan(raw: RawSheet) -> bool:
    """Whether a sheet Rules is a plan's: it has the column shortfall."""
    for number in sorted(raw.rows)[:_HEADER_WITHIN]:
        found = {folded(text_of(value)) for value in raw.rows[number].values()}
        if "rule" in found:
            return "shortfall" in found
    return False
