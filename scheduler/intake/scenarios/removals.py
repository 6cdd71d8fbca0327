"""What goes with a row that a scenario removes: the rows that belong to its id, and the mentions of it elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scheduler.domain.matching import folded
from scheduler.intake.scenarios.editable_tables import FoundRow, Sheets
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.period_names import key_of
from scheduler.intake.tables.table import Row

_WISHES = ("requested coach", "avoid coach", "last coach")


class Removal:
    """Takes one id of a sheet out. `also` counts what went with it: (sheet, "rows", or the column that was blanked)."""

    def __init__(self, sheets: Sheets, sheet: str, id: str) -> None:
        self.sheets, self.sheet, self.id = sheets, sheet, id
        self.also: Counter[tuple[str, str]] = Counter()

    def take_out(self, found: Sequence[FoundRow]) -> None:
        """Remove the rows, and all that belongs to them."""
        rows = [f.row for f in found if f.cell is None]
        if self.sheet == "Programs":
            self._keep_what_is_the_programs(rows)
        for one in found:
            self.sheets.remove(one)
        match self.sheet:
            case "Sites":
                self._site()
            case "Teachers":
                self._person("teacher")
            case "Coaches":
                self._coach(self.id)
            case "Programs":
                for row in rows:
                    self._session(row)
            case "Bell schedule":
                for row in rows:
                    self._period(row)
        self._of_plans(rows)

    def _of_plans(self, gone: Sequence[Row]) -> None:
        """The rows of a plan that is given with the input, and that name what is not there any more."""
        columns = {"Sites": ("site",), "Teachers": ("teacher",), "Coaches": ("coach",), "Programs": ("program",)}
        if self.sheet == "Programs":
            program = gone[0].text("program") if gone else self.id
            left = [r for r in self.sheets.rows("Programs") if r.text("program").casefold() == program.casefold()]
            names = {folded(r.text("session")) for r in gone}
            for row in self.sheets.plan_rows():
                if _names(row, "program", program) and (not left or folded(row.text("session")) in names - {""}):
                    self._drop(row.table.sheet, row)
            return
        people = self._people_gone() if self.sheet == "Sites" else {}
        for row in self.sheets.plan_rows():
            here = any(_names(row, column, self.id) for column in columns.get(self.sheet, ()))
            if here or any(row.text(column).casefold() in ids for column, ids in people.items()):
                self._drop(row.table.sheet, row)

    def _people_gone(self) -> dict[str, set[str]]:
        """The people of a plan who are in the input no more: those of a site that was removed."""
        known = {
            "teacher": {t.casefold() for t in self.sheets.texts("Teachers", "teacher")},
            "coach": {c.casefold() for c in self.sheets.texts("Coaches", "coach")},
        }
        gone: dict[str, set[str]] = {}
        for row in self.sheets.plan_rows():
            for column, there in known.items():
                text = row.text(column).casefold()
                if text and text not in there:
                    gone.setdefault(column, set()).add(text)
        return gone

    def said(self) -> str:
        """ "3 rows of Coach availability; last coach in 4 rows of Teachers"."""
        parts = []
        for (sheet, column), number in self.also.items():
            rows = f"{number} {'row' if number == 1 else 'rows'} of {sheet}"
            parts.append(rows if column == "rows" else f"{column} in {rows}")
        return "; ".join(parts)

    # ---- what belongs to what

    def _site(self) -> None:
        for row in self._naming("Teachers", "site", self.id):
            self._drop("Teachers", row)
            self._of("Teachers", row.text("teacher"))._person("teacher")
        for row in self._naming("Coaches", "sites", self.id):
            if len(cell_values.parts_of(row.raw("sites"))) > 1:
                self._blank("Coaches", row, "sites", self.id)
            else:
                self._drop("Coaches", row)
                self._coach(row.text("coach"))
        for column in ("from", "to"):
            self._drop_naming("Travel", column, self.id)
        self._forget("Rules", "site", self.id)
        self._forget("Calendar", "who", self.id)

    def _person(self, key: str) -> None:
        self._drop_naming("Master schedule", "teacher", self.id)
        self._drop_naming("Pins", key, self.id)

    def _coach(self, id: str) -> None:
        coach = self._of("Coaches", id)
        coach._person("coach")
        coach._drop_naming("Coach availability", "coach", id)
        for column in _WISHES:
            for row in coach._naming("Teachers", column, id):
                coach._blank("Teachers", row, column, id)
        coach._forget("Calendar", "who", id)

    def _session(self, gone: Row) -> None:
        program, session = gone.text("program"), gone.text("session")
        others = [r for r in self.sheets.rows("Programs") if r.text("program").casefold() == program.casefold()]
        for row in others:
            if session and folded(row.text("after")) == folded(session):
                self._blank("Programs", row, "after", row.text("after"))
        for row in self._naming("Pins", "session", session) if session else []:
            if row.text("program").casefold() in ("", program.casefold()) and self._pins_it(row, program):
                self._drop("Pins", row)
        if not others:
            self._program(program)

    def _pins_it(self, pin: Row, program: str) -> bool:
        """Whether a pin means this program: by name, or because its teacher takes it."""
        if pin.has("program"):
            return True
        return any(_names(row, "teacher", pin.text("teacher")) for row in self._naming("Teachers", "programs", program))

    def _program(self, program: str) -> None:
        for row in self._naming("Teachers", "programs", program):
            self._blank("Teachers", row, "programs", program)
        for row in self._naming("Programs", "not with", program):
            self._blank("Programs", row, "not with", program)
        self._drop_naming("Pins", "program", program)

    def _keep_what_is_the_programs(self, gone: Sequence[Row]) -> None:
        """`coach role`, `cycles` and `not with` are the program's: the first row that stays takes them over."""
        numbers = {(id(r.table), r.number) for r in gone}
        for row in gone:
            stays = [
                r
                for r in self.sheets.rows("Programs")
                if folded(r.text("program")) == folded(row.text("program")) and (id(r.table), r.number) not in numbers
            ]
            for column in ("coach role", "cycles", "not with"):
                if stays and row.has(column) and not any(r.has(column) for r in stays):
                    self.sheets.write(FoundRow(stays[0].table, stays[0].number), column, row.raw(column))

    def _period(self, gone: Row) -> None:
        """A period that its bell schedule has no more: what people do in it goes, on that schedule."""
        bell, period = gone.text("bell schedule"), key_of(gone.text("period"))
        rows = list(self.sheets.rows("Bell schedule"))
        here = [r for r in rows if r.text("bell schedule").casefold() == bell.casefold()]
        if not here:
            for row in self._naming("Sites", "bell schedule", bell):
                self._blank("Sites", row, "bell schedule", bell)
        if any(key_of(r.text("period")) == period for r in here):
            return
        sites = self._sites_on(bell)
        people = {r.text("teacher").casefold() for r in self.sheets.rows("Teachers") if _folds(r.text("site"), sites)}
        people |= {
            r.text("coach").casefold()
            for r in self.sheets.rows("Coaches")
            if (own := cell_values.parts_of(r.raw("sites"))) and _folds(own[0], sites)
        }
        for sheet, key in (("Master schedule", "teacher"), ("Coach availability", "coach")):
            for row in self.sheets.rows(sheet):
                if row.text(key).casefold() in people:
                    self._clear_period(sheet, row, period)
        for row in self.sheets.rows("Pins"):
            who = {row.text("teacher").casefold(), row.text("coach").casefold()} & people
            if who and key_of(row.text("period")) == period:
                self._drop("Pins", row)

    def _sites_on(self, bell: str) -> set[str]:
        """The sites on a bell schedule, in lower case; a blank means the first one."""
        first = next((r.text("bell schedule") for r in self.sheets.rows("Bell schedule")), bell)
        if not self.sheets.has("Sites"):
            return {s.casefold() for s in self.sheets.texts("Teachers", "site")} if first == bell else set()
        return {
            row.text("site").casefold()
            for row in self.sheets.rows("Sites")
            if (row.text("bell schedule") or first).casefold() == bell.casefold()
        }

    def _clear_period(self, sheet: str, row: Row, period: str) -> None:
        if not row.table.wide:
            if key_of(row.text("period")) == period:
                self._drop(sheet, row)
            return
        for number, header in row.table.periods:
            if key_of(header) == period and number in row.cells:
                self.sheets.remove(FoundRow(row.table, row.number, number))
                self.also[sheet, header] += 1

    # ---- rows and cells

    def _of(self, sheet: str, id: str) -> Removal:
        """What goes with another id, counted here."""
        other = Removal(self.sheets, sheet, id)
        other.also = self.also
        return other

    def _naming(self, sheet: str, column: str, id: str) -> list[Row]:
        """The rows whose cell is that id, or lists it."""
        return [row for row in self.sheets.rows(sheet) if _names(row, column, id)]

    def _drop_naming(self, sheet: str, column: str, id: str) -> None:
        for row in self._naming(sheet, column, id):
            self._drop(sheet, row)

    def _forget(self, sheet: str, column: str, id: str) -> None:
        """Take the mention out of a list; a row that names nobody else goes, since a blank would mean all."""
        for row in self._naming(sheet, column, id):
            if len(cell_values.parts_of(row.raw(column))) > 1:
                self._blank(sheet, row, column, id)
            else:
                self._drop(sheet, row)

    def _drop(self, sheet: str, row: Row) -> None:
        self.sheets.remove(FoundRow(row.table, row.number))
        self.also[sheet, "rows"] += 1

    def _blank(self, sheet: str, row: Row, column: str, id: str) -> None:
        kept = [part for part in cell_values.parts_of(row.raw(column)) if part.casefold() != id.casefold()]
        whole = row.text(column).casefold() == id.casefold()
        text = "" if whole else ", ".join(kept)
        self.sheets.write(FoundRow(row.table, row.number), column, text or None)
        self.also[sheet, column] += 1


def _names(row: Row, column: str, id: str) -> bool:
    text = row.text(column).casefold()
    return bool(text) and (
        text == id.casefold() or id.casefold() in (part.casefold() for part in cell_values.parts_of(text))
    )


def _folds(text: str, known: set[str]) -> bool:
    return text.casefold() in known
