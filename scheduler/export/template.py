"""The template workbook: every input sheet with its columns explained, drop-downs, and an example school."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from scheduler.export.book import WorkbookBuilder
from scheduler.export.files import write_all
from scheduler.export.models import MODELS, PERIODS, PLAIN, CellValue, Model, Rows
from scheduler.rules import RULES
from scheduler.schema.sheets import INPUT_SHEETS, SETTING_KEYS, Column, InputSheet

TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2
ROWS_WITH_LISTS = 2000  # rows below the header that offer the drop-downs
NARROWEST, WIDEST = 10, 44  # characters
NOTE_WIDTH, NOTE_LINE = 300, 18  # pixels of a note, and of each of its lines
NOTE_CHARACTERS = 42  # of a line of it
LONGEST_NOTE_TITLE, LONGEST_NOTE = 32, 255  # characters that Excel allows in a drop-down's hint

# Columns that hold the id of a row of another sheet: their drop-downs offer what stands there.
REFERENCES = {
    ("Sites", "bell schedule"): ("Bell schedule", "bell schedule"),
    ("Teachers", "site"): ("Sites", "site"),
    ("Teachers", "programs"): ("Programs", "program"),
    ("Teachers", "requested coach"): ("Coaches", "coach"),
    ("Teachers", "avoid coach"): ("Coaches", "coach"),
    ("Teachers", "last coach"): ("Coaches", "coach"),
    ("Coaches", "sites"): ("Sites", "site"),
    ("Coach availability", "coach"): ("Coaches", "coach"),
    ("Rules", "rule"): ("Rules", "rule"),
    ("Rules", "site"): ("Sites", "site"),
    ("Travel", "from"): ("Sites", "site"),
    ("Travel", "to"): ("Sites", "site"),
    ("Pins", "teacher"): ("Teachers", "teacher"),
    ("Pins", "coach"): ("Coaches", "coach"),
}


def write_template_workbook(path: Path, model: str | None) -> None:
    """Write the template after a model (None: a plain school).

    Raises
    ------
    ValueError
        there is no such model
    CannotWrite
        the file cannot be written
    """
    if model is not None and model not in MODELS:
        raise ValueError(f'There is no model "{model}"; the models are {", ".join(MODELS)}.')
    write_all({path: template_bytes(PLAIN if model is None else MODELS[model])})


def template_bytes(model: Model) -> bytes:
    """The template workbook after a model; the same model gives the same bytes."""
    book = WorkbookBuilder("Coaching Scheduler: input", model.source or "An example school")
    for sheet in INPUT_SHEETS:
        _write_sheet(book, sheet, columns_of(sheet, model), rows_of(sheet, model))
    return book.done()


def rows_of(sheet: InputSheet, model: Model) -> Rows:
    """The rows that the template has in a sheet: the model's, and every setting and every rule with its default."""
    given = model.sheets.get(sheet.name, ())
    if sheet.name == "Settings":
        values = {str(row["key"]): row["value"] for row in given}
        return tuple({"key": s.key, "value": values.get(s.key, s.default)} for s in SETTING_KEYS)
    if sheet.name == "Rules":
        changed = {str(row["rule"]): row for row in given}
        return tuple({**_rule_row(name), **changed.get(name, {})} for name in RULES)
    return given


def columns_of(sheet: InputSheet, model: Model) -> tuple[Column, ...]:
    """The sheet's columns; of a wide sheet its key and one a period, where the model's rows have no column period."""
    rows = model.sheets.get(sheet.name, ())
    if not sheet.wide_key or not rows or any("period" in row for row in rows):
        return sheet.columns
    meaning = "Period {}: the class; Prep; a coach's release; Off. Or use one row a class, with the columns {}."
    long_form = ", ".join(c.name for c in sheet.columns)
    periods = tuple(Column(p, meaning.format(p, long_form), example="Algebra 1") for p in PERIODS)
    return (sheet.column(sheet.wide_key), *periods)


def _rule_row(name: str) -> dict[str, CellValue]:
    rule = RULES[name]
    row: dict[str, CellValue] = {"rule": name, "weight": 1, "source": rule.source}
    if rule.level is not None:
        row["level"] = rule.level
    if rule.value is not None:
        row["value"] = rule.value
    return row


def _write_sheet(book: WorkbookBuilder, sheet: InputSheet, columns: Sequence[Column], rows: Rows) -> None:
    page = book.sheet(sheet.name)
    page.set_row(TITLE_ROW, 24, book.style("banner"))
    page.set_row(HEADER_ROW, 22)
    book.write(page, TITLE_ROW, 0, f"{sheet.meaning} {_how_to_use(sheet, bool(rows))}", "banner")
    for at, column in enumerate(columns):
        width = max([len(column.name) + 4, NARROWEST, *(len(str(r.get(column.name, ""))) + 2 for r in rows)])
        as_text = "line" if column.kind in ("whole", "number", "date") else "as text"
        page.set_column(at, at, min(width, WIDEST), book.style(as_text))
        book.write(page, HEADER_ROW, at, column.name, "input header required" if column.required else "input header")
        _write_note(page, HEADER_ROW, at, column_note(sheet, column))
        _offer(page, sheet, column, at)
        for i, row in enumerate(rows, FIRST_ROW):
            book.write(page, i, at, row.get(column.name), "line" if as_text == "line" else "as text")
    if sheet.name == "Settings":
        for i, setting in enumerate(SETTING_KEYS, FIRST_ROW):
            _write_note(page, i, 0, setting.meaning + (f" Default: {setting.default}." if setting.default else ""))
            if setting.allowed:
                page.data_validation(i, 1, i, 1, {"validate": "list", "source": list(setting.allowed)})
    if sheet.name == "Rules":
        for i, rule in enumerate(RULES.values(), FIRST_ROW):
            unit = f" Its value is in {rule.unit}." if rule.unit else ""
            _write_note(page, i, 0, f"{rule.holds}{unit} Counted: {rule.counts}.")
    page.freeze_panes(FIRST_ROW, 1)
    book.page(page, (sheet.name, "Input"), repeat=(TITLE_ROW, HEADER_ROW))


def _how_to_use(sheet: InputSheet, filled: bool) -> str:
    if sheet.name in ("Settings", "Rules"):
        return "Change what differs at your schools; a note on each name says what it means."
    if filled:
        return "EXAMPLE rows: overwrite them. A note on each heading says what it means; the yellow ones are required."
    return "Leave it empty if you need none. A note on each heading says what it means."


def column_note(sheet: InputSheet, column: Column) -> str:
    """What the note on a heading says: the meaning, the values it takes, an example."""
    parts = [column.meaning]
    if column.allowed:
        parts.append(("Usual: " if column.open_ended else "One of: ") + ", ".join(column.allowed) + ".")
    if column.many:
        parts.append("Several are separated by commas.")
    if column.example and not column.allowed:
        parts.append(f"Example: {column.example}")
    return " ".join(parts) + ("" if not column.required else f" Required in {sheet.name}.")


def _write_note(page: Worksheet, row: int, column: int, text: str) -> None:
    lines = 1 + len(text) // NOTE_CHARACTERS
    page.write_comment(
        row, column, text, {"author": "", "x_scale": NOTE_WIDTH / 128, "height": 20 + NOTE_LINE * lines, "font_size": 9}
    )


def _offer(page: Worksheet, sheet: InputSheet, column: Column, at: int) -> None:
    """A drop-down on the cells under a heading; lists and open columns may hold what is not in it."""
    reference = REFERENCES.get((sheet.name, column.name))
    options: dict[str, object] = {"ignore_blank": True}
    if column.allowed:
        options |= {"validate": "list", "source": list(column.allowed)}
    elif reference:
        options |= {"validate": "list", "source": _range_of(*reference)}
    elif column.kind == "whole" and sheet.name != "Rules":
        options |= {"validate": "integer", "criteria": ">=", "value": 0}
    else:
        return
    if column.many or column.open_ended or (reference and not column.allowed):
        options["show_error"] = False
    else:
        title = f"{sheet.name}: {column.name}"[:LONGEST_NOTE_TITLE]
        options |= {"error_title": title, "error_message": column.meaning[:LONGEST_NOTE]}
    page.data_validation(FIRST_ROW, at, FIRST_ROW + ROWS_WITH_LISTS, at, options)


def _range_of(sheet: str, column: str) -> str:
    """The cells of a column of another sheet, as a drop-down's source."""
    at = next(i for i, c in enumerate(next(s for s in INPUT_SHEETS if s.name == sheet).columns) if c.name == column)
    letter = xl_col_to_name(at, True)
    return f"='{sheet}'!{letter}${FIRST_ROW + 1}:{letter}${FIRST_ROW + 200}"
