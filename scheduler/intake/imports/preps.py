"""No system exports a teacher's prep: it is told from the periods in which nothing is taught, and asked."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.intake.imports.bell_times import kind_of_period
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.model import Export
from scheduler.intake.imports.roster import Roster


def ask_for_preps(book: ImportWorkbook, roster: Roster, teachers: Mapping[str, str]) -> None:
    """Write the prep of each teacher who has one empty period, and ask of all whose prep cannot be told; `teachers` are
    those of the sheet Teachers, each with the home school.

    Parameters
    ----------
    book
        the workbook in the making, which is added to
    roster
        who teaches what and when
    teachers
        the home school of each teacher of the sheet Teachers, by id
    """
    export, lessons, periods, days = roster.export, roster.lessons, roster.periods, roster.days
    unplaced = {t.person for section, _ in lessons.unplaced for t in section.teachers}
    taken: dict[str, dict[str, set[str]]] = {}
    told = set()
    for lesson in lessons.all:
        taken.setdefault(lesson.person, {}).setdefault(lesson.period, set()).update(lesson.days or days or ("",))
        if lesson.kind == "Prep":
            told.add(lesson.person)
    for who, site in teachers.items():
        if who not in lessons.people:
            continue  # an administrator, or somebody who no longer has a class
        mine = taken.get(who, {})
        own = [p for p in periods[site] if kind_of_period(p) == "Class"]
        empty = [p for p in own if p not in mine]
        partly = [p for p in own if p in mine and days and len(mine[p]) < len(days)]
        _ask(book, export, who, empty, partly, told=who in told, unplaced=who in unplaced)


def _ask(
    book: ImportWorkbook, export: Export, who: str, empty: list[str], partly: list[str], *, told: bool, unplaced: bool
) -> None:
    name = export.people[who].name or who
    free = f"periods {', '.join(empty)} are empty" if len(empty) > 1 else f"period {', '.join(empty)} is empty"
    if partly:
        free += f", and {', '.join(partly)} on some days" if empty else ""
    if told and not empty and not partly:
        return
    if told:
        unknown = (
            f"What {name} does in {', '.join([*empty, *partly])}, where no class stands: a prep is named elsewhere."
        )
        book.ask("Teachers", who, "teacher", unknown, "Prep, as blank cells mean.", "Prep; Duty; Off")
    elif len(empty) == 1 and not unplaced:
        _write(book, export, who, empty[0])
        column = empty[0] if export.wide else "kind"
        also = f", and {', '.join(partly)} on some days" if partly else ""
        unknown = f"When {name} has prep: only period {empty[0]} is empty{also}."
        book.ask("Master schedule", f"{who}\t{empty[0]}\t", column, unknown, "Prep.", "Prep; Duty; Off")
    elif empty or partly:
        unknown = f"When {name} has prep: {free if empty else 'only ' + ', '.join(partly) + ' on some days is empty'}"
        unknown += ", and a class has no period." if unplaced else "."
        book.ask(
            "Teachers",
            who,
            "teacher",
            unknown,
            "Prep in each of them, as blank cells mean.",
            "; ".join(empty or partly),
        )
    else:
        unknown = f"When {name} has prep: no period is empty."
        book.ask("Teachers", who, "teacher", unknown, "None.", "A row of kind Prep")


def _write(book: ImportWorkbook, export: Export, who: str, period: str) -> None:
    if not export.wide:
        book.add("Master schedule", {"teacher": who, "period": period, "kind": "Prep"}, f"{who}\t{period}\t")
        return
    at = book.keys.get(("Master schedule", f"{who}\t{period}\t"))
    if at is not None:
        book.rows["Master schedule"][at][period] = "Prep"
