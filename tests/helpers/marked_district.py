"""A district of three sites in which everything that is not Lincoln's (LHS) carries a mark; and files that its admin
might give, with every kind of foreign sheet and row. What Lincoln's people are shown must never hold the mark.

The ids of people elsewhere that a file of Lincoln may guess (G1, GC) carry none: a message may repeat what its own
cell says.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from workbooks import Book, save, school

MARK = "MARK"
OWN = "LHS"


def district() -> Book:
    """The district's own file: everything but teachers and their schedule."""
    sheets = school()
    book: Book = {name: deepcopy(rows) for name, rows in sheets.items() if name not in ("Teachers", "Master schedule")}
    book["Settings"] += [["district", "Both"], ["prep words", f"{MARK}WORD"]]
    book["Sites"] = [
        ["site", "name", "bell schedule", "sections funded"],
        ["LHS", "Lincoln", "Regular", 7],
        [f"{MARK}S", f"{MARK} South", f"{MARK}BELL", 4],
        ["W", f"{MARK} West", f"{MARK}BELL", 4],
    ]
    hours = [
        ("1", "08:00", "08:55"),
        ("2", "09:00", "09:55"),
        ("3", "10:00", "10:55"),
        ("4", "11:00", "11:55"),
        ("5", "12:40", "13:35"),
        ("6", "13:40", "14:35"),
    ]
    book["Bell schedule"] = [
        ["bell schedule", "days", "period", "start", "end"],
        *[["Regular", "Mon-Fri", *hour] for hour in hours],
        *[[f"{MARK}BELL", "Mon-Fri", f"{MARK}P{p}", start, end] for p, start, end in hours],
    ]
    book["Coaches"] += [
        ["GC", f"{MARK} Greta", f"{MARK}S", f"{MARK}ROLE", f"{MARK}DEPT", None, 2, 4, None, 9],
        [f"{MARK}C", f"{MARK} Carl", "W", f"{MARK}ROLE", None, None, 2, 4, None, 9],
    ]
    session = [None, 1, f"{MARK}TALK", f"{MARK}ACT", 30, 1, "Prep", None, None, None, None, None, None, "Y"]
    book["Programs"] += [[f"{MARK}QUIET", *session], [f"{MARK}OPEN", *session[:-1], None]]
    book["Programs"][1][13] = f"{MARK}OPEN"  # Cycle, not with a program of elsewhere
    book["Rules"] += [["Flex time", "Option", 1, 1, f"{MARK}S", f"{MARK} source"]]
    book["Travel"] += [[f"{MARK}S", "W", 17]]
    book["Pins"] += [["Coach", "G1", f"{MARK}QUIET", "GC", None, None, None, None, None, None]]
    return book


def elsewhere(site: str) -> Book:
    """The file of another site of the district: its people have a program of which nobody else may hear."""
    ids = ["G1", "G2", f"{MARK}T3"] if site == f"{MARK}S" else ["W1", "W2"]
    coach = "GC" if site == f"{MARK}S" else f"{MARK}C"
    people = [[t, f"{MARK} {t}", site, f"{MARK}DEPT", f"{MARK}QUIET" if t == "G1" else f"{MARK}OPEN"] for t in ids]
    return {
        "Teachers": [["teacher", "name", "site", "department", "programs"], *people],
        "Master schedule": [
            ["teacher", *[f"{MARK}P{p}" for p in range(1, 7)]],
            *[[t, f"{MARK} Algebra", f"{MARK}WORD", None, "Prep", f"{MARK} Art", None] for t in ids],
            [coach, None, None, f"{MARK} Calculus", None, None, None],
        ],
    }


def lincoln() -> Book:
    """Lincoln's own file, as it should be."""
    book = school()
    return {"Teachers": book["Teachers"], "Master schedule": book["Master schedule"]}


# Sheets that are not a site's to decide, in rows that would do harm if they counted.
FOREIGN_SHEETS: Book = {
    "Settings": [["key", "value"], ["blank means", "Off"], ["cycles", 5]],
    "Sites": [["site", "name", "sections funded"], ["LHS", "Lincoln", 99], ["MORE", "More", 5]],
    "Bell schedule": [["bell schedule", "days", "period", "start", "end"], ["Regular", "Mon", "1", "07:00", "07:30"]],
    "Coaches": [["coach", "name", "sites", "full time"], ["C9", "Nine", "LHS", "Y"], ["GC", "Greta", "LHS", "Y"]],
    "Coach availability": [["coach", "period", "days", "status"], ["GC", None, None, "Unavailable"]],
    "Programs": [["program", "cycles", "session", "minutes", "confidential"], ["Cycle", 1, "Plan", 10, "N"]],
    "Rules": [["rule", "level"], ["Every teacher has a coach", "Off"], ["All periods covered", "Off"]],
    "Travel": [["from", "to", "minutes"], ["LHS", "W", 1]],
    "Meetings": [["meeting", "who", "frequency", "minutes"], ["Talk", "Coaches", "Weekly", 30]],
    "Calendar": [["date", "event", "kind"], ["2026-11-11", "Day off", "Holiday"]],
    "Pins": [["pin", "teacher", "program", "coach"], ["Coach", "G1", None, "C1"], ["Coach", "T1", "Cycle", "C2"]],
    "Scenarios": [["scenario", "change", "sheet", "row"], ["Without", "Remove", "Coaches", "GC"]],
    "Assignments": [
        ["teacher", "site", "program", "coach", "cycles", "locked"],
        ["G1", "W", "Cycle", "GC", "1", "Y"],
        ["T1", "LHS", "Cycle", "C2", "1", "Y"],
    ],
    "Release periods": [["coach", "site", "period", "status", "locked"], ["GC", "W", "1", "Coaching", "Y"]],
    "Sessions": [["cycle", "week", "day", "period", "start", "end", "coach", "teacher"], [1, 1, "Mon", 1, "08:00"]],
}

# Rows that are not Lincoln's, and cells with what is only elsewhere or nearly so: (sheet, row).
FOREIGN_ROWS: list[tuple[str, list[Any]]] = [
    ("Teachers", ["G1", "Gus", "LHS"]),
    ("Teachers", ["g2", "Gus", "LHS"]),
    ("Teachers", ["GC", "Gus", "LHS"]),
    ("Teachers", ["C1", "Gus", "LHS"]),
    ("Teachers", ["T8", "Gus", "W"]),
    ("Teachers", ["T8", "Gus", "MARQS"]),
    ("Teachers", ["T8", "Gus", "nowhere"]),
    ("Teachers", ["T8", "Gus", None]),
    ("Teachers", ["T1", "Twice", "LHS"]),
    *[
        ("Teachers", ["T8", "Gus", "LHS", None, None, None, program])
        for program in ("MARQQUIET", "MARQOPEN", "Cycl", "Mentoring, MARQQUIET", "Cycle, Cycle", "nothing like it")
    ],
    *[
        ("Teachers", ["T8", "Gus", "LHS", None, None, None, None, None, *coaches])
        for coaches in (
            ["GC"],
            [None, "GC, C1"],
            [None, None, "GC"],
            ["MARQC"],
            [None, "MARQC"],
            [None, None, "MARQC"],
            ["C1", "C1"],
        )
    ],
    ("Master schedule", ["G1", "Algebra"]),
    ("Master schedule", ["GC", "Algebra"]),
    ("Master schedule", ["MARQT3", "Algebra"]),
    ("Master schedule", ["MARQC", "Algebra"]),
    ("Master schedule", ["nobody", "Algebra"]),
    ("Master schedule", ["T1", "Another"]),
    ("Master schedule", ["T1", "MARQWORD", "MARQ Algebra"]),
]
LONG_ROWS: list[list[Any]] = [
    ["T1", "MARQP1", None, "Algebra"],
    ["T1", "7", None, "Algebra"],
    ["T1", "1", "Mon, MARQ", "Algebra"],
    ["G1", "1", None, "Algebra"],
    ["GC", "1", None, "Algebra"],
    ["T1", "1", None, "Another"],
    ["T1", "1", "Tue", "Again"],
    ["T1", "1", "Tue", "And again"],
    ["T1", None, None, "Algebra"],
]


def attacks() -> dict[str, Book]:
    """Files that Lincoln's admin might give, by what is odd in them."""
    found: dict[str, Book] = {"nothing odd": lincoln()}
    for sheet, rows in FOREIGN_SHEETS.items():
        found[f"sheet {sheet}"] = lincoln() | {sheet: rows}
    found["every foreign sheet"] = lincoln() | FOREIGN_SHEETS
    for number, (sheet, row) in enumerate(FOREIGN_ROWS):
        book = deepcopy(lincoln())
        book[sheet].append(row)
        found[f"row {number} of {sheet}: {row}"] = book
    everything = deepcopy(lincoln())
    for sheet, row in FOREIGN_ROWS:
        everything[sheet].append(row)
    found["every foreign row"] = everything
    for row in LONG_ROWS:
        long = [["teacher", "period", "days", "course"], ["T1", "1", None, "Own"], row]
        found[f"long row {row}"] = lincoln() | {"Master schedule": long}
    odd = deepcopy(lincoln())
    odd["Master schedule"][0][1] = "MARQP1"
    found["a period of elsewhere"] = odd
    found["teachers alone"] = {"Teachers": lincoln()["Teachers"]}
    found["schedule alone"] = {"Master schedule": lincoln()["Master schedule"]}
    found["sheets nearly known"] = lincoln() | {"Teacher list": [["a"], ["b"]], "MARQ": [["a"], ["b"]]}
    return found


def written(folder: Path) -> dict[str, Path]:
    """The files of the district and of the sites, by place."""
    folder.mkdir(exist_ok=True)
    return {
        "": save(folder / f"{MARK} district.xlsx", district()),
        f"{MARK}S": save(folder / f"{MARK} south.xlsx", elsewhere(f"{MARK}S")),
        "W": save(folder / f"{MARK} west.xlsx", elsewhere("W")),
        OWN: save(folder / "lincoln.xlsx", lincoln()),
    }
