"""The smallest change of a good school for messages that no other test of the intake raises: one sheet, one message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbooks import changed, save, school

from scheduler.domain.message import Message
from scheduler.intake import check_input
from scheduler.messages import CATALOGUE

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
