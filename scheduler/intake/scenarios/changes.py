"""The changes of one scenario, made to a copy of the sheets: what is set, added and removed, before any meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.domain.instance import ACCESS, Settings
from scheduler.domain.matching import folded
from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.domain.scenario import ScenarioChange
from scheduler.intake.files.raw_cells import Value, text_of
from scheduler.intake.scenarios import row_ids
from scheduler.intake.scenarios.editable_tables import FoundRow, Sheets
from scheduler.intake.scenarios.removals import Removal
from scheduler.intake.sheets.bell_schedule import default_rows
from scheduler.intake.tables import cell_values, column_names
from scheduler.intake.tables.period_names import key_of
from scheduler.messages import scenarios as messages
from scheduler.rules import RULES
from scheduler.schema.sheets import INPUT_SHEETS, SETTING_KEYS, input_sheet

# The column that is meant where a change names none.
_ONLY_COLUMN = {
    "Settings": "value",
    "Travel": "minutes",
    "Master schedule": "course",
    "Coach availability": "status",
}
_OF_THE_PROGRAM = ("coach role", "cycles", "not with")  # the program's, not of one of its sessions
_KNOWN_SHEETS = tuple(s.name for s in INPUT_SHEETS if s.name != "Scenarios")


@dataclass(frozen=True, slots=True)
class Order:
    """A change that is asked for: its cells, and a way to say what is wrong with each of them.

    `where` gives the place of a column of Scenarios; `report` takes a message, that column and the message's fields.
    """

    kind: str
    sheet: str
    row: str
    column: str
    value: Value
    where: Callable[[str], Place]
    report: Callable[..., None]


class Refused(Exception):
    """A change that cannot be made: what is said of it, and of which column of Scenarios."""

    def __init__(self, message: Message, column: str, /, **fields: object) -> None:
        super().__init__(message.code)
        self.message, self.column, self.fields = message, column, fields


@dataclass
class Changes:
    """Makes changes, one after another, and lists what they came to. `base_settings` are those of the input."""

    sheets: Sheets
    base_settings: Settings
    made: list[ScenarioChange] = field(default_factory=list)
    _added: dict[tuple[str, str], list[FoundRow]] = field(default_factory=dict)

    def make(self, order: Order) -> None:
        """Make one change; what is wrong with it is said."""
        try:
            sheet = self._sheet(order)
            if sheet is None:
                return
            {"Set": self._set, "Add": self._add, "Remove": self._remove}[order.kind](sheet, order)
        except Refused as refused:
            order.report(refused.message, refused.column, **refused.fields)

    # ---- what is named

    def _sheet(self, order: Order) -> str | None:
        sheet = column_names.sheet_named(order.sheet)
        if sheet in column_names.LATER:
            order.report(messages.CHANGE_FOR_A_LATER_VERSION, "sheet", sheet=sheet)
            return None
        if sheet not in _KNOWN_SHEETS:
            near = cell_values.near(order.sheet, _KNOWN_SHEETS)
            raise Refused(messages.NO_SHEET_TO_CHANGE, "sheet", sheet=order.sheet, near=near, sheets=_KNOWN_SHEETS)
        if not order.row:
            raise Refused(messages.BLANK_ROW, "row")
        return sheet

    def _column(self, sheet: str, order: Order) -> str:
        if not order.column:
            if sheet in _ONLY_COLUMN:
                return _ONLY_COLUMN[sheet]
            raise Refused(messages.BLANK_COLUMN, "column")
        found = column_names.columns_in(sheet, [order.column])
        if not found:
            columns = [c.name for c in input_sheet(sheet).columns]
            raise Refused(
                messages.NO_COLUMN_TO_CHANGE,
                "column",
                column=order.column,
                sheet=sheet,
                near=cell_values.near(order.column, columns),
                columns=tuple(columns),
            )
        return next(iter(found))

    def _ids(self, sheet: str, text: str) -> list[str]:
        """The ids that the cell lists: one, where the whole text is an id; else each of its parts."""
        parts = row_ids.parts_of_list(sheet, text)
        return [text] if len(parts) < 2 or self.sheets.find(sheet, text) else parts

    # ---- Set

    def _set(self, sheet: str, order: Order) -> None:
        if self._is_wide_cell(sheet, order):
            order = _moved(order)
        column = self._column(sheet, order)
        for id in self._ids(sheet, order.row):
            found = (
                self._program_row(sheet, id, column)
                or self.sheets.find(sheet, id)
                or self._by_default(sheet, id, order)
            )
            if not found:
                raise self._absent(sheet, id)
            for one in found:
                self._write(sheet, one, id, column, order)

    def _write(self, sheet: str, found: FoundRow, id: str, column: str, order: Order) -> None:
        value = order.value
        if found.cell is not None:
            value = self._wide_value(sheet, column, value)
        before = self.sheets.write(found, column, value, order.where("value"))
        self.made.append(
            ScenarioChange("Set", sheet, id, column, before, text_of(order.value), str(order.where("value")))
        )

    def _is_wide_cell(self, sheet: str, order: Order) -> bool:
        """Whether a change speaks of a wide sheet as it looks: the person is the row, the period the column."""
        if not order.column or not self.sheets.is_wide(sheet) or column_names.columns_in(sheet, [order.column]):
            return False
        return any(
            key_of(header) == key_of(order.column) for table in self.sheets.tables[sheet] for _, header in table.periods
        )

    def _wide_value(self, sheet: str, column: str, value: Value) -> Value:
        """What a cell of a wide sheet holds for a column of its long form."""
        if column == _ONLY_COLUMN[sheet]:
            return value
        kind = cell_values.one_of(value, ("Prep", "Duty", "Off")) if column == "kind" else None
        if kind is None:
            raise Refused(messages.NO_SUCH_PLACE, "column", sheet=sheet, column=column, only=_ONLY_COLUMN[sheet])
        settings = self.base_settings
        words_of = {"Prep": settings.prep_words, "Duty": settings.duty_words, "Off": settings.off_words}
        return words_of[kind][0]

    def _program_row(self, sheet: str, id: str, column: str) -> list[FoundRow]:
        """Of a program as a whole: the row that gives its coach role, its cycles."""
        if sheet != "Programs" or column not in _OF_THE_PROGRAM:
            return []
        rows = [r for r in self.sheets.rows(sheet) if r.text("program").casefold() == id.casefold()]
        giving = [r for r in rows if r.has(column)] or rows[:1]
        return [FoundRow(r.table, r.number) for r in (giving if column == "not with" else giving[:1])]

    # ---- rows that exist only by default

    def _by_default(self, sheet: str, id: str, order: Order) -> list[FoundRow]:
        if sheet in ("Sites", "Bell schedule") and not self.sheets.has(sheet):
            self._write_defaults(sheet, order.where("row"))
            return self.sheets.find(sheet, id)
        for pieces in row_ids.cuts(sheet, id):
            cells = self._default_cells(sheet, pieces)
            if cells is not None:
                return [self.sheets.add_row(sheet, cells, order.where("row"))]
        return []

    def _write_defaults(self, sheet: str, origin: Place) -> None:
        if sheet == "Sites":
            for site in self.sheets.texts("Teachers", "site"):
                self.sheets.add_row(sheet, {"site": site}, origin)
        else:
            for row in default_rows(self.base_settings):
                self.sheets.add_row(sheet, dict(row), origin)

    def _default_cells(self, sheet: str, pieces: row_ids.Pieces) -> dict[str, Value] | None:
        """The cells of a row that holds though the sheet does not have it; None where there is no such row."""
        first, *rest = pieces
        if sheet == "Settings" and folded(first) in {folded(k.key) for k in SETTING_KEYS}:
            return {"key": first}
        if sheet == "Rules":
            return self._rule_cells(first, rest[0] if rest else "")
        if sheet == "Programs" and not rest and folded(first) == folded(ACCESS):
            return {"program": ACCESS}
        if sheet == "Travel" and all(self._known("Sites", piece) for piece in pieces):
            return {"from": first, "to": rest[0]}
        person = self._person(sheet, first) if sheet in ("Master schedule", "Coach availability") else None
        if person is not None:
            return dict(zip(row_ids.ID_COLUMNS[sheet], (person, *rest), strict=False))
        return None

    def _rule_cells(self, rule: str, site: str) -> dict[str, Value] | None:
        """A rule that the sheet does not name, or not for that site: with what holds for all sites."""
        name = cell_values.one_of(rule, RULES)
        if name is None or (site and not self._known("Sites", site)):
            return None
        cells: dict[str, Value] = {"rule": name}
        general = self.sheets.find("Rules", name) if site else []
        if general:
            row = general[-1].row
            cells |= {column: row.raw(column) for column in ("level", "value", "weight", "source")}
        return {**cells, "site": site}

    def _person(self, sheet: str, id: str) -> str | None:
        people = self.sheets.texts("Coaches", "coach")
        if sheet == "Master schedule":
            people = self.sheets.texts("Teachers", "teacher") + people
        return next((one for one in people if one.casefold() == id.casefold()), None)

    def _known(self, sheet: str, id: str) -> bool:
        if sheet == "Sites" and not self.sheets.has("Sites"):
            return any(id.casefold() == site.casefold() for site in self.sheets.texts("Teachers", "site"))
        return any(id.casefold() == one.casefold() for one in self.sheets.texts(sheet, row_ids.ID_COLUMNS[sheet][0]))

    def _absent(self, sheet: str, id: str) -> Refused:
        columns = row_ids.ID_COLUMNS[sheet]
        if not any(True for _ in row_ids.cuts(sheet, id)):
            return Refused(messages.NOT_AN_ID, "row", id=id, sheet=sheet, form=row_ids.form_of(sheet))
        known = (
            list(RULES)
            if sheet == "Rules"
            else [
                "/".join(t for c in columns if (t := row_ids.id_text(sheet, row, c))) for row in self.sheets.rows(sheet)
            ]
        )
        near = cell_values.near(id, known)
        return Refused(messages.UNKNOWN_ROW, "row", id=id, sheet=sheet, near=near)

    # ---- Add

    def _add(self, sheet: str, order: Order) -> None:
        column = self._column(sheet, order) if order.column or text_of(order.value) else ""
        listed = [order.row] if sheet in row_ids.LABELLED else row_ids.parts_of_list(sheet, order.row)
        for id in listed:
            key = (sheet, folded(id))
            if key not in self._added:
                self._added[key] = [self._new_row(sheet, id, order)]
                if not column:
                    self.made.append(ScenarioChange("Add", sheet, id, "", "", "", str(order.where("row"))))
            if column:
                for found in self._added[key]:
                    before = self.sheets.write(found, column, order.value, order.where("value"))
                    self.made.append(
                        ScenarioChange(
                            "Add", sheet, id, column, before, text_of(order.value), str(order.where("value"))
                        )
                    )

    def _new_row(self, sheet: str, id: str, order: Order) -> FoundRow:
        if sheet in row_ids.LABELLED:
            return self.sheets.add_row(sheet, {}, order.where("row"))
        if sheet in ("Sites", "Bell schedule") and not self.sheets.has(sheet):
            self._write_defaults(sheet, order.where("row"))
        if self._stands(sheet, id):
            raise Refused(messages.ROW_EXISTS, "row", id=id, sheet=sheet)
        cut = self._cut(sheet, id)
        if cut is None:
            raise self._absent(sheet, id)
        return self.sheets.add_row(sheet, dict(zip(row_ids.ID_COLUMNS[sheet], cut, strict=False)), order.where("row"))

    def _stands(self, sheet: str, id: str) -> bool:
        """Whether a row has that very id; a blank cell of a wide sheet says nothing yet."""
        for pieces in row_ids.cuts(sheet, id):
            for row in self.sheets.rows(sheet):
                if not row.table.wide and row_ids.holds(sheet, row, pieces, self.sheets.days):
                    return True
        return any(f.cell is not None and f.cell in f.row.cells for f in self.sheets.find(sheet, id))

    def _cut(self, sheet: str, id: str) -> row_ids.Pieces | None:
        """How a new id is read: by a first piece that is known, else into as many pieces as it can have."""
        known = {
            "Rules": list(RULES),
            "Master schedule": self.sheets.texts("Teachers", "teacher") + self.sheets.texts("Coaches", "coach"),
            "Coach availability": self.sheets.texts("Coaches", "coach"),
        }.get(sheet) or self.sheets.texts(sheet, row_ids.ID_COLUMNS[sheet][0])
        first = {one.casefold() for one in known}
        ways = list(row_ids.cuts(sheet, id))
        return next((way for way in ways if way[0].casefold() in first), ways[0] if ways else None)

    # ---- Remove

    def _remove(self, sheet: str, order: Order) -> None:
        if order.column or text_of(order.value):
            column = "column" if order.column else "value"
            raise Refused(messages.NOT_NEEDED, column)
        for id in self._ids(sheet, order.row):
            found = self.sheets.find(sheet, id)
            implied = sheet == "Sites" and not self.sheets.has(sheet) and self._known(sheet, id)
            if not found and not implied:
                raise self._absent(sheet, id)
            removal = Removal(self.sheets, sheet, id)
            removal.take_out(found)
            self._added.pop((sheet, folded(id)), None)
            self.made.append(ScenarioChange("Remove", sheet, id, "", "", "", str(order.where("row"))))
            if removal.also:
                order.report(messages.REMOVED_TOO, "row", id=id, sheet=sheet, also=removal.said())


def _moved(order: Order) -> Order:
    """`T001` and column `3` of a wide sheet, as the id `T001/3`."""
    rows = ", ".join(f"{part}/{order.column}" for part in cell_values.parts_of(order.row))
    return Order(order.kind, order.sheet, rows, "", order.value, order.where, order.report)
