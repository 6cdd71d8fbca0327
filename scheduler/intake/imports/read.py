"""The whole of an import: files to tables, tables to the plain model, the model to a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scheduler.domain.imported import Imported, MapRow
from scheduler.domain.matching import folded
from scheduler.domain.message import problem_of
from scheduler.domain.place import NOWHERE
from scheduler.domain.problem import InputProblems, Problem
from scheduler.intake.files.safety import Refusal
from scheduler.intake.imports import aeries, board, campus, clever, ics, lists, oneroster, powerschool
from scheduler.intake.imports.assemble import assemble, classes_taken
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.kinds_of_tables import ExportTable, nearly_a_list, tables_of
from scheduler.intake.imports.model import CalendarEvent, Doubt, Export
from scheduler.intake.imports.sources import INPUT_NAMES, Sheet, read_sources
from scheduler.messages import imports as messages

_READERS: dict[str, Callable[[Sequence[ExportTable]], Export]] = {
    "oneroster": oneroster.read,
    "clever": clever.read,
    "powerschool": powerschool.read,
    "campus": campus.read,
    "aeries": aeries.read,
    "skyward": lambda tables: lists.read(tables, "skyward"),
    "board": board.read,
    "other": lambda tables: lists.read(tables, "other"),
}
ByHand = Mapping[tuple[str, str], str]


def read_export(
    paths: Sequence[Path | str], kind: str, term: str, today: datetime.date, by_hand: Mapping[tuple[str, str, str], str]
) -> Imported:
    """The workbook of an export; `by_hand` is what the sheet Map of an earlier one says.

    Parameters
    ----------
    paths
        files, folders and .zips of one export
    kind
        the kind of export, "" to find it out
    term
        the term to take, "" for none in particular
    today
        decides between terms where none is asked for
    by_hand
        what the sheet Map of an earlier import says: (what, file, source) -> meaning

    Raises
    ------
    InputProblems
        a file cannot be read, none is of a kind that is known, or there is no such term
    """
    sheets = read_sources(paths)
    columns = {(file, source): v for (what, file, source), v in by_hand.items() if what == "Column"}
    values = {(what, source): v for (what, _, source), v in by_hand.items() if what != "Column"}
    tables, calendars, others, problems = _sorted(sheets, kind, columns)
    if problems:
        raise InputProblems(tuple(problems))
    if not tables and not calendars:
        raise InputProblems((_unknown(sheets, kind),))
    exports: list[Export] = []
    try:
        for name in dict.fromkeys(t.kind for t in tables):
            exports.append(_READERS[name]([t for t in tables if t.kind == name]))
        if calendars:
            exports.append(ics.read(calendars))
        export = _joined(exports)
        for sheet in others:
            _pass_over(export, sheet)
    except Refusal as refusal:
        raise InputProblems((refusal.problem(""),)) from refusal
    if tables and not export.sections:
        raise InputProblems((_empty(export, tables),))
    book, roster, mapped = assemble(export, term, today, values)
    if not export.sections:
        book.rows = {name: rows for name, rows in book.rows.items() if name == "Settings"}
        book.doubts = [d for d in book.doubts if d.sheet == "Settings"]
    _calendar(book, export.events)
    _ask_of_columns(book, mapped)
    _ask_for_the_period(book, export, mapped)
    _ask_of_terms(book, export)
    return book.done(
        [e.kind for e in exports],
        roster.chosen.name if roster.chosen else "",
        list(dict.fromkeys(t.name for t in export.terms)),
        [*(log.done() for log in export.logs), *([classes_taken(roster)] if export.sections else [])],
        mapped,
    )


def kinds_of(path: Path | str) -> tuple[str, ...]:
    """The kinds of export that a file is; () where a sheet of it is named like one of an input, and none is surely of a
    system."""
    try:
        sheets = read_sources([path])
        tables, calendars, _, problems = _sorted(sheets, "", {})
    except InputProblems:
        return ()  # whoever reads it as an input says why it cannot be read
    if problems:
        return ()
    found = list(dict.fromkeys(t.kind for t in tables if t.core)) + (["ics"] if calendars else [])
    named = {folded(s.name) for s in sheets} & INPUT_NAMES
    unsure = {"board", "other", "skyward"}
    return () if named and set(found) <= unsure else tuple(found)


def _sorted(
    sheets: Sequence[Sheet], kind: str, by_hand: ByHand
) -> tuple[list[ExportTable], list[Sheet], list[Sheet], list[Problem]]:
    """The tables of the kinds that have classes, the calendars, the files that are neither, and what is broken."""
    found: list[tuple[Sheet, list[ExportTable]]] = []
    calendars: list[Sheet] = []
    problems: list[Problem] = []
    for sheet in sheets:
        if sheet.calendar:
            if kind in ("", "ics"):
                calendars.append(sheet)
            continue
        try:
            found.append((sheet, tables_of(sheet, kind, by_hand)))
        except Refusal as refusal:
            problems.append(refusal.problem(sheet.file))
    cores = list(dict.fromkeys(t.kind for _, tables in found for t in tables[:1] if t.core))
    if any(k != "other" for k in cores):
        cores = [k for k in cores if k != "other"]
    tables, others = [], []
    for sheet, some in found:
        fitting = next((t for core in cores for t in some if t.kind == core), None)
        if fitting is None:
            others.append(sheet)
        else:
            tables.append(fitting)
    return tables, calendars, others, problems


def _pass_over(export: Export, sheet: Sheet) -> None:
    """Count the rows of a file that is not part of an import; nothing of it is kept."""
    log = export.log(sheet.file)
    log.rows = max(0, sum(1 for _ in sheet.rows()) - 1)
    log.left["not needed for a schedule"] += log.rows


def _joined(exports: Sequence[Export]) -> Export:
    """Several kinds as one: a board and a calendar, say. The first that has people leads."""
    first = next((e for e in exports if e.sections), exports[0])
    for export in exports:
        if export is first:
            continue
        for key, person in export.people.items():
            first.people.setdefault(key, person)
        for site, name in export.sites.items():
            first.sites.setdefault(site, name)
        first.sections += export.sections
        first.terms += [t for t in export.terms if all(t.key != known.key for known in first.terms)]
        first.events += export.events
        first.doubts += export.doubts
        first.logs += export.logs
        first.columns += export.columns
        first.first_day = first.first_day or export.first_day
        first.last_day = first.last_day or export.last_day
        first.wide = first.wide and (export.wide or not export.sections)
    return first


def _calendar(book: ImportWorkbook, events: Sequence[CalendarEvent]) -> None:
    for at, event in enumerate(events):
        key = f"{at}"
        row = {
            "date": event.date,
            "end date": event.end if event.end != event.date else "",
            "event": event.event,
            "kind": event.kind,
            "day": event.day,
        }
        book.add("Calendar", row, key)
        if event.kind == "Minimum day":
            book.ask(
                "Calendar",
                key,
                "bell schedule",
                f'On which bell schedule "{event.event}" runs.',
                "None yet.",
                "The name of a bell schedule",
            )
        label = f"a day {event.day}" if event.day else f"a {event.kind}"
        book.ask(
            "Calendar",
            key,
            "kind",
            f'Whether "{event.event}" ({event.date}) is {label}.',
            label[2:].capitalize(),
            "Holiday; Training; Minimum day; No coaching; delete the row",
        )


def _ask_of_columns(book: ImportWorkbook, mapped: Sequence[MapRow]) -> None:
    """A column that was only found by likeness is asked; so is a question that is of a row of Map."""
    for at, row in enumerate(mapped):
        book.keys.setdefault(("Map", f"{row.what.casefold()} {row.source}"), at)
        if row.how == "likely":
            book.keys["Map", f"{row.file} {row.source}"] = at
            book.ask(
                "Map",
                f"{row.file} {row.source}",
                "read as",
                f'Whether the column "{row.source}" of {row.file} is the {row.read_as}.',
                f"It is the {row.read_as}.",
                "Another field; blank to leave it alone",
            )
    from scheduler.domain.imported import MAP_COLUMNS

    book.columns["Map"] = MAP_COLUMNS


def _ask_for_the_period(book: ImportWorkbook, export: Export, mapped: Sequence[MapRow]) -> None:
    """Where not one class has a period: which of the columns that were left alone says it."""
    left = [(at, row) for at, row in enumerate(mapped) if row.what == "Column" and not row.read_as]
    if not left or not export.sections or any(section.places for section in export.sections):
        return
    at, first = left[0]
    book.keys["Map", f"{first.file} {first.source}"] = at
    book.ask(
        "Map",
        f"{first.file} {first.source}",
        "read as",
        "Which column says the period: no class has one.",
        "None: no class is in Master schedule. To read one, write period under read as in its row of Map and import"
        " again with --map and this workbook.",
        "; ".join(row.source for _, row in left),
    )


def _ask_of_terms(book: ImportWorkbook, export: Export) -> None:
    """A term of classes, one of several, that neither its dates nor its name place in the year: it is taken along."""
    used = {key for section in export.sections for key in section.terms}
    for term in export.terms if len(used) > 1 else ():
        if term.key in used and term.part is None and not (term.first and term.last):
            book.ask(
                "Map",
                f"term {term.name}",
                "read as",
                f"Which part of the year the term {term.name} is: the export does not say.",
                "Its classes are taken, whichever term is planned. To correct it, write its part of the year in its row"
                " of Map and import again with --map and this workbook.",
                "whole year; semester 1; semester 2; quarter 1; trimester 1",
            )


def _unknown(sheets: Sequence[Sheet], kind: str) -> Problem:
    names = ", ".join(sheet.file for sheet in sheets[:5]) + (" ..." if len(sheets) > 5 else "")
    if kind:
        return problem_of(messages.WRONG_KIND, NOWHERE, kind=kind, names=names)
    for sheet in sheets:
        if (near := nearly_a_list(sheet)) is not None:
            lacking, headers = near
            fields = {"file": sheet.file, "lacking": lacking, "headers": headers}
            return problem_of(messages.NEARLY_AN_EXPORT, NOWHERE, **fields)
    return problem_of(messages.UNKNOWN_EXPORT, NOWHERE, names=names)


def _empty(export: Export, tables: Sequence[ExportTable]) -> Problem:
    why = "; ".join(f"{done.file}: {done.why}" for log in export.logs if (done := log.done()).why)
    files = ", ".join(t.sheet.file for t in tables if t.core)
    if why:
        return problem_of(messages.NO_CLASSES_BECAUSE, NOWHERE, files=files, why=why)
    return problem_of(messages.NO_CLASSES, NOWHERE, files=files)


__all__ = ["Doubt", "read_export"]
