"""From an export to an input workbook: one term's sections as Master schedule, people as Teachers and Coaches, and a
question for everything that the export does not say."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from scheduler.domain.imported import MapRow, TakenFile
from scheduler.intake.imports import terms
from scheduler.intake.imports.expressions import WEEK
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.master_schedule_sheet import write_schedule
from scheduler.intake.imports.model import Export
from scheduler.intake.imports.people_sheets import write_people
from scheduler.intake.imports.roster import Roster, part_in_words
from scheduler.intake.imports.sites_sheets import write_sites


def assemble(
    export: Export, asked_term: str, today: datetime.date, by_hand: Mapping[tuple[str, str], str]
) -> tuple[ImportWorkbook, Roster, list[MapRow]]:
    """The sheets of an export's workbook, what they are written from, and the values as they were understood.

    Parameters
    ----------
    export
        what the export says
    asked_term
        the term to take, "" where none is asked for
    today
        decides between terms where none is asked for
    by_hand
        what the sheet Map of an earlier import says of values: (what, value) -> meaning

    Raises
    ------
    InputProblems
        there is no such term
    """
    book, roster = ImportWorkbook(), Roster(export, asked_term, today, by_hand)
    book.doubts += export.doubts
    write_sites(book, roster)
    write_people(book, roster)
    write_schedule(book, roster)
    _write_settings(book, roster)
    return book, roster, _understood(roster)


def classes_taken(roster: Roster) -> TakenFile:
    """How many classes meet in the term, for the sheet Import."""
    every, here = len(roster.export.sections), len(roster.sections)
    return TakenFile("all classes", every, here, every - here, f"{every - here} in other terms" if here < every else "")


def _write_settings(book: ImportWorkbook, roster: Roster) -> None:
    values: dict[str, str] = {"district": roster.export.district, "school year": roster.export.school_year}
    begin, end = (roster.chosen.first, roster.chosen.last) if roster.chosen else (None, None)
    first = roster.export.first_day or (begin.isoformat() if begin else "")
    last = roster.export.last_day or (end.isoformat() if end else "")
    if first and last and first < last:
        values |= {"first day": first, "last day": last}
    if roster.days and roster.days != WEEK[:5]:
        values["days"] = ", ".join(roster.days)
    if roster.chosen and any(row.get("term") for row in book.rows.get("Master schedule", ())):
        values["term"] = roster.chosen.name  # a term that no row names would be an error of the input
    for key, value in values.items():
        if value:
            book.add("Settings", {"key": key, "value": value}, key)
    if roster.chosen and roster.chosen.assumed:
        names = list(dict.fromkeys(t.name for t in roster.export.terms))
        book.ask(
            "Settings",
            "term",
            "value",
            f"Which term to plan: the export has {', '.join(names)}.",
            roster.chosen.assumed + ".",
            "; ".join(names),
        )


def _understood(roster: Roster) -> list[MapRow]:
    rows = list(dict.fromkeys(roster.export.columns))
    for (what, source), label in sorted(roster.meetings.read_as.items()):
        how = "by hand" if (what, source) in roster.by_hand else "known"
        rows.append(MapRow(what, "", source, label, how))
    for term in roster.export.terms:
        part = "whole year" if terms.is_whole_year(term) else part_in_words(term)
        how = "by hand" if ("Term", term.name) in roster.by_hand else "known" if part else "left alone"
        rows.append(MapRow("Term", "", term.name, part, how))
    return rows
