"""Exports of student information systems in: one module a kind, one plain model of all, an input workbook out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scheduler.domain.imported import Imported

__all__ = ["export_kinds", "import_export"]


def export_kinds(path: Path | str) -> tuple[str, ...]:
    """The kinds of export that a file is, () where it is an input, or nothing that is known, or cannot be read: then
    the reader of inputs says what is wrong with it."""
    from scheduler.intake.imports.sources import names_an_input

    if names_an_input(Path(path)):
        return ()
    from scheduler.intake.imports.read import kinds_of  # with pandas, which no input waits for

    return kinds_of(path)


def import_export(
    paths: Sequence[Path | str],
    *,
    today: datetime.date,
    kind: str = "",
    term: str = "",
    map_file: Path | str | None = None,
    since: Path | str | None = None,
) -> Imported:
    """An export as the sheets of an input workbook, with what was taken and what is not known.

    Parameters
    ----------
    paths
        files, folders and .zips of one export; a district's .ics may be among them
    today
        the date that decides between terms where none is asked for
    kind
        one of `kinds.KINDS`; "" finds it out
    term
        the term to take by its name, id, abbreviation or letter; "" takes the one that holds today, else the first
    map_file
        a workbook that an import wrote, whose sheet Map was edited
    since
        the workbook of the last import: what people added to it is kept

    Raises
    ------
    InputProblems
        a file cannot be read, none is of a kind that is known, or there is no such term
    """
    from scheduler.intake.imports.earlier_import import keep_what_was_added
    from scheduler.intake.imports.map_sheet import read_map
    from scheduler.intake.imports.read import read_export

    by_hand = read_map(map_file) if map_file is not None else {}
    made = read_export(paths, kind, term, today, by_hand)
    return made if since is None else replace(keep_what_was_added(made, since))
