"""The smallest change of a good school for messages that no other test of the intake raises: one sheet, one message."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from raised_messages import listed
from workbooks import changed, save, school

from scheduler.domain.message import Message
from scheduler.domain.problem import InputProblems
from scheduler.intake import check_input, read_instance
from scheduler.messages import CATALOGUE
from scheduler.pipeline import import_export
from scheduler.pipeline.replan import replan

PIN: dict[str, Any] = {"Pins!A2": "Session", "Pins!B2": "T1", "Pins!I2": "Plan"}
ONE_MESSAGE: dict[str, dict[str, Any]] = {
    "cells.UNKNOWN_WEEK": {"Settings!A3": "weeks", "Settings!B3": 2, **PIN, "Pins!F2": 3},
    "settings.TRAVEL_TO_ITSELF": {
        "Travel!A1": "from",
        "Travel!B1": "to",
        "Travel!C1": "minutes",
        "Travel!A2": "LHS",
        "Travel!B2": "LHS",
        "Travel!C2": 5,
    },
    "settings.VALUE_NOT_USED": {
        "Rules!A1": "rule",
        "Rules!B1": "value",
        "Rules!A2": "Every teacher has a coach",
        "Rules!B2": 3,
    },
    "settings.WORD_TWICE": {
        "Settings!A3": "prep words",
        "Settings!B3": "Gap",
        "Settings!A4": "duty words",
        "Settings!B4": "Gap",
    },
    "people.ASSUMED_OFF": {
        "Settings!A3": "blank means",
        "Settings!B3": "Off",
        "Master schedule!A4": None,
        "Master schedule!B4": None,
    },
    "bells.BLANK_BELL_SCHEDULE": {
        **{f"Bell schedule!{c}1": h for c, h in zip("ABCD", ("bell schedule", "period", "start", "end"), strict=True)},
        **{f"Bell schedule!{c}2": v for c, v in zip("ABCD", ("Early", "1", "8:00", "8:50"), strict=True)},
        **{f"Bell schedule!{c}3": v for c, v in zip("ABCD", ("Late", "1", "9:00", "9:50"), strict=True)},
        **{f"Bell schedule!{c}4": v for c, v in zip("BCD", ("2", "10:00", "10:50"), strict=True)},
    },
    "pins.MORE_THAN_ONE_DAY": {**PIN, "Pins!G2": "Mon, Tue"},
    "schedule.UNKNOWN_STATUS": {
        "Coach availability!A1": "coach",
        "Coach availability!B1": "1",
        "Coach availability!A2": "C1",
        "Coach availability!B2": "Somewhere",
    },
    "schedule.UNKNOWN_TERM": {
        "Settings!A3": "term",
        "Settings!B3": "S9",
        "Master schedule!H1": "term",
        "Master schedule!H2": "S1",
    },
    "programs.NOT_WITH_ITSELF": {"Programs!N1": "not with", "Programs!N2": "Cycle"},
    "cells.UNKNOWN_DAY_OF_ROTATION": {"Settings!A3": "days", "Settings!B3": "D1, D2, D3", **PIN, "Pins!G2": "D9"},
    "tables.BLANK_CELL_OF_WIDE": {"Master schedule!A2": None},
    "bells.NIGHT_TIME": {
        "Bell schedule!A1": "period",
        "Bell schedule!B1": "start",
        "Bell schedule!C1": "end",
        "Bell schedule!A2": "1",
        "Bell schedule!B2": "1:05",
        "Bell schedule!C2": "1:55",
    },
    "bells.SITE_OF_A_TOTAL": {
        "Sites!A1": None,
        "Sites!B1": None,
        "Sites!C1": None,
        "Sites!D1": None,
        "Sites!A2": None,
        "Sites!B2": None,
        "Sites!D2": None,
        "Teachers!A5": "Total",
        "Teachers!C5": "All sites",
    },
    "bells.UNKNOWN_SITE_OF_TEACHERS": {
        "Sites!A1": None,
        "Sites!B1": None,
        "Sites!C1": None,
        "Sites!D1": None,
        "Sites!A2": None,
        "Sites!B2": None,
        "Sites!D2": None,
        "Coaches!C2": "Nowhere",
    },
    "schedule.NO_PERIODS": {f"Master schedule!{c}{r}": None for c in "BCDEFG" for r in range(1, 6)},
    "programs.NOT_WHOLE": {"Settings!A3": "weeks", "Settings!B3": 2, "Programs!G2": 0.3},
    "pins.ADMINISTRATOR_PINNED": {"Teachers!F2": "Administrator", **PIN},
    "pins.PROGRAM_WITHOUT_SESSIONS": {"Pins!A2": "Session", "Pins!B2": "T3", "Pins!I2": "Plan"},
    "programs.CYCLES_DIFFER": {"Programs!C2": 1, "Programs!C3": 2},
    "scenarios.CHANGE_FOR_A_LATER_VERSION": {
        "Scenarios!A1": "scenario",
        "Scenarios!B1": "change",
        "Scenarios!C1": "sheet",
        "Scenarios!D1": "row",
        "Scenarios!E1": "column",
        "Scenarios!F1": "value",
        "Scenarios!A2": "x",
        "Scenarios!B2": "Add",
        "Scenarios!C2": "Calendar",
        "Scenarios!D2": "2026-10-12",
        "Scenarios!E2": "kind",
        "Scenarios!F2": "Holiday",
    },
}


@pytest.mark.parametrize("name", ONE_MESSAGE)
def test_a_sheet_raises_its_message(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[Message] = []
    words = Message.words
    monkeypatch.setattr(Message, "words", lambda self, *given: raised.append(self) or words(self, *given))
    check_input([save(tmp_path / "in.xlsx", changed(school(), ONE_MESSAGE[name]))])
    assert CATALOGUE[name] in raised


def raised_by(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """The messages that are put into words while something is done, be it refused or not."""
    raised: list[Message] = []
    words = Message.words
    monkeypatch.setattr(Message, "words", lambda self, *given: raised.append(self) or words(self, *given))
    with suppress(InputProblems):
        act()
    return raised


NO_PLAN: Any = None  # the cycle is looked at first
FILES: dict[str, Callable[[Path], object]] = {
    "files.UNKNOWN_FILE": lambda folder: check_input([folder]),
    "planning.NO_SUCH_CYCLE": lambda folder: replan(read_instance([folder / "in.xlsx"]), NO_PLAN, first=9),
    "imports.NO_FILE": lambda _: import_export([]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_raises_its_message(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "in.xlsx", school())
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    assert CATALOGUE[name] in raised_by(lambda: FILES[name](tmp_path), monkeypatch)


def nowhere_yet() -> set[str]:
    """The messages for which no test is listed yet. The list may only become shorter."""
    return set((Path(__file__).parent / "raised_by_none.txt").read_text(encoding="utf-8").split())


def test_every_message_is_raised_by_a_test() -> None:
    """`raised.json` has the file of tests that raises it, and tests/conftest.py sees that it does."""
    table = {name for names in listed().values() for name in names}
    assert set(CATALOGUE) - table - nowhere_yet() == set(), (
        "raise it in a test, then as helpers/raised_messages.py says"
    )
    assert table - set(CATALOGUE) == set(), "no message any more"
    assert nowhere_yet() & table == set(), "it is listed: take it out of raised_by_none.txt"
    assert nowhere_yet() - set(CATALOGUE) == set()
