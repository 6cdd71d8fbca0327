"""Again next semester: what people added to the last workbook is kept, and who is gone and who is new is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scheduler.domain.imported import QUESTION_COLUMNS, QUESTIONS, Imported, ImportedSheet, ImportQuestion, TakenFile
from scheduler.domain.matching import folded
from scheduler.domain.place import column_letters
from scheduler.domain.problem import InputProblems
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.files.read_files import read_files
from scheduler.intake.imports.import_workbook import COLUMNS, FIRST_ROW, ORDER
from scheduler.intake.imports.map_sheet import rows_below
from scheduler.intake.problems import Problems
from scheduler.intake.tables.column_names import columns_in, sheet_named
from scheduler.schema.sheets import INPUT_SHEETS

_FROM_EXPORT = ("Master schedule", "Import", "Questions", "Map")
_KEPT_WHOLE = ("Programs", "Rules", "Travel", "Cycles", "Meetings", "Pins", "Scenarios")
_OF_PEOPLE = ("grades", "years", "programs", "priority", "requested coach", "avoid coach", "last coach", "prep minutes")
_ANEW = ("term", "first day", "last day", "school year", "days")  # settings that the export knows better

Row = dict[str, str]


def keep_what_was_added(made: Imported, path: Path | str) -> Imported:
    """The import with what people added to an earlier workbook: programs, priorities, coaches, bell times, rules and
    the questions that they answered. Teachers who are gone and who are new are said in Import.

    Raises
    ------
    InputProblems
        the earlier workbook cannot be read
    """
    problems = Problems()
    raws = {name: raw for book in read_files([path], problems) for raw in book.sheets if (name := _name(raw))}
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    return _Since(made, {name: _rows(name, raw) for name, raw in raws.items()}, raws, Path(path).name).done()


def _name(raw: RawSheet) -> str:
    named = sheet_named(raw.name)
    if named:
        return named
    return next((n for n in (*_FROM_EXPORT, *_KEPT_WHOLE, *ORDER) if folded(n) == folded(raw.name)), "")


def _rows(name: str, raw: RawSheet) -> list[Row]:
    """The rows of an input sheet by the columns of the contract."""
    if name == QUESTIONS:
        return [row for _, row in rows_below(raw, QUESTION_COLUMNS)]
    sheet = next((s for s in INPUT_SHEETS if s.name == name), None)
    if sheet is None:
        return []
    needed = [c.name for c in sheet.columns if c.required] or ["key", "value"]
    places: dict[str, int] = {}
    found = []
    for number in sorted(raw.rows):
        cells = {at: text_of(value) for at, value in raw.rows[number].items()}
        if not places:
            order = sorted(cells)
            here = columns_in(name, (cells[at] for at in order))
            if all(column in here for column in needed):
                places = {column: order[i] for column, i in here.items()}
            continue
        found.append({column: cells.get(at, "") for column, at in places.items()})
    return [row for row in found if any(row.values())]


class _Since:
    def __init__(self, made: Imported, old: Mapping[str, list[Row]], raws: Mapping[str, RawSheet], file: str) -> None:
        self.made, self.old, self.raws, self.file = made, old, raws, file
        self.new: dict[str, list[Row]] = {
            s.name: [dict(zip(s.columns, row, strict=True)) for row in s.rows] for s in made.sheets
        }
        self.columns = {s.name: s.columns for s in made.sheets}
        self.said: list[TakenFile] = []

    def done(self) -> Imported:
        self._coaches()
        self._teachers()
        self._settings()
        self._sites_and_bells()
        for name in _KEPT_WHOLE:
            if self.old.get(name):
                self._keep(name, self.old[name])
        if not self.new.get("Calendar") and self.old.get("Calendar"):
            self._keep("Calendar", self.old["Calendar"])
        sheets = tuple(
            ImportedSheet(
                name,
                self.columns[name],
                tuple(tuple(row.get(c, "") for c in self.columns[name]) for row in self.new[name]),
            )
            for name in [n for n in ORDER if n in self.new] + [n for n in self.new if n not in ORDER]
        )
        return replace(self.made, sheets=sheets, files=(*self.made.files, *self.said), questions=self._questions())

    def _keep(self, name: str, rows: list[Row]) -> None:
        """A sheet as it was, but for rows that name somebody who is gone."""
        known = {r["teacher"] for r in self.new.get("Teachers", [])} if name == "Pins" else set()
        kept = [r for r in rows if not known or not r.get("teacher") or r["teacher"] in known]
        if len(kept) < len(rows):
            self._say(len(rows), len(kept), f"{name}: they name teachers who are gone")
        if kept:
            columns = dict.fromkeys(c for row in kept for c in row)
            self.columns[name] = COLUMNS.get(name, tuple(columns))
            self.new[name] = kept

    def _say(self, rows: int, taken: int, why: str) -> None:
        self.said.append(TakenFile(self.file, rows, taken, rows - taken, why))

    def _coaches(self) -> None:
        """Coaches as they were, then those who are newly proposed; nobody is a teacher too."""
        old = self.old.get("Coaches", [])
        known = {row["coach"] for row in old}
        proposed = [row for row in self.new.get("Coaches", []) if row["coach"] not in known]
        fresh = {row["coach"]: row for row in self.new.get("Coaches", [])}
        merged = [{**fresh.get(row["coach"], {}), **{c: v for c, v in row.items() if v}} for row in old]
        self.new["Coaches"] = [*merged, *proposed]
        coaches = {row["coach"] for row in self.new["Coaches"]}
        self.new["Teachers"] = [r for r in self.new.get("Teachers", []) if r["teacher"] not in coaches]
        given = {(r["coach"], r.get("period", "")) for r in self.new.get("Coach availability", [])}
        before = [r for r in self.old.get("Coach availability", []) if r.get("status") != "Coaching"]
        kept = [r for r in before if r["coach"] in coaches and (r["coach"], r.get("period", "")) not in given]
        if kept:
            columns = dict.fromkeys((*COLUMNS["Coach availability"], *(c for r in kept for c in r)))
            self.columns["Coach availability"] = tuple(columns)
            self.new["Coach availability"] = [*self.new.get("Coach availability", []), *kept]

    def _teachers(self) -> None:
        old = {row["teacher"]: row for row in self.old.get("Teachers", [])}
        coaches = {row["coach"] for row in self.new["Coaches"]}
        now = {row["teacher"] for row in self.new["Teachers"]}
        for row in self.new["Teachers"]:
            before = old.get(row["teacher"], {})
            row.update({c: before[c] for c in _OF_PEOPLE if before.get(c)})
            row["department"] = row.get("department") or before.get("department", "")
            row["role"] = before.get("role") or row.get("role", "")
        gone = [row.get("name") or who for who, row in old.items() if who not in now and who not in coaches]
        new = [row.get("name") or row["teacher"] for row in self.new["Teachers"] if row["teacher"] not in old]
        self._say(len(old), len(old) - len(gone), f"teachers gone: {', '.join(gone)}" if gone else "no teacher is gone")
        if new:
            self._say(0, 0, f"teachers new: {', '.join(new)}")

    def _settings(self) -> None:
        fresh = {row["key"]: row for row in self.new.get("Settings", [])}
        for row in self.old.get("Settings", []):
            if row.get("value") and folded(row["key"]) not in {folded(k) for k in _ANEW}:
                fresh.setdefault(row["key"], row)["value"] = row["value"]
        self.new["Settings"] = list(fresh.values())

    def _sites_and_bells(self) -> None:
        """Sections funded and costs as they were; bell schedules too, where they have all periods taught."""
        old = {row["site"]: row for row in self.old.get("Sites", [])}
        bells: dict[str, list[Row]] = {}
        for row in self.old.get("Bell schedule", []):
            bells.setdefault(row.get("bell schedule", ""), []).append(row)
        fresh: dict[str, set[str]] = {}
        for row in self.new.get("Bell schedule", []):
            fresh.setdefault(row["bell schedule"], set()).add(row["period"])
        kept: dict[str, list[Row]] = {}
        for row in self.new.get("Sites", []):
            before = old.get(row["site"], {})
            row.update({c: before[c] for c in ("name", "sections funded", "cost per section") if before.get(c)})
            name = before.get("bell schedule", "")
            periods = {r.get("period", "") for r in bells.get(name, [])}
            if name in bells and {p for p in fresh.get(row["bell schedule"], set()) if p != "Lunch"} <= periods:
                row["bell schedule"] = name
                kept[name] = bells[name]
        used = {row["bell schedule"] for row in self.new.get("Sites", [])}
        others = [r for name, some in bells.items() if name not in used | set(kept) for r in some]  # minimum days
        rows = [r for r in self.new.get("Bell schedule", []) if r["bell schedule"] in used - set(kept)]
        self.new["Bell schedule"] = [*(r for some in kept.values() for r in some), *rows, *others]
        columns = dict.fromkeys((*COLUMNS["Bell schedule"], *(c for r in self.new["Bell schedule"] for c in r)))
        self.columns["Bell schedule"] = tuple(columns)

    def _questions(self) -> tuple[ImportQuestion, ...]:
        """The questions, at the cells where their rows are now; those answered before stay answered."""
        answered = {
            row["what is not known"]
            for row in self.old.get(QUESTIONS, [])
            if folded(row["confirmed"]) in ("y", "yes", "x")
        }
        moved = {name: self._moved(name) for name in ("Teachers", "Coaches", "Settings", "Bell schedule")}
        found = []
        for q in self.made.questions:
            cell = moved[q.sheet](q.cell) if q.sheet in moved else q.cell
            if q.cell and not cell:
                continue  # its row is gone: somebody who is a coach now, a bell that is kept
            found.append(replace(q, cell=cell, confirmed="Y" if q.unknown in answered else q.confirmed))
        return tuple(found)

    def _moved(self, name: str):  # type: ignore[no-untyped-def]
        """A cell of the import, where its row stands now; "" where it no longer does."""
        before = next((s for s in self.made.sheets if s.name == name), None)
        key = {"Teachers": "teacher", "Coaches": "coach", "Settings": "key", "Bell schedule": "bell schedule"}[name]
        now = {row.get(key, ""): at for at, row in reversed(list(enumerate(self.new.get(name, []))))}

        def at(cell: str) -> str:
            letters, digits = cell.rstrip("0123456789"), cell[len(cell.rstrip("0123456789")) :]
            if before is None or not digits:
                return cell
            row = dict(zip(before.columns, before.rows[int(digits) - FIRST_ROW], strict=True))
            place = now.get(row.get(key, ""))
            return "" if place is None else f"{letters}{place + FIRST_ROW}"

        return at


__all__ = ["column_letters", "keep_what_was_added"]
