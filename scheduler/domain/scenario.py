"""A what-if question: an input with some of its cells changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import Instance

ChangeKind = Literal["Set", "Add", "Remove", "Workbook"]
BASE = "Base"  # the workbook as it stands


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """One change of an input: of a cell (Set), of a row (Add, Remove), or of everything (Workbook: another file).

    `row` is the id of the row; `before` and `after` are the cell's texts, "" where nothing stands there; `where` is the
    place that asks for it: "Scenarios!F5".
    """

    kind: ChangeKind
    sheet: str
    row: str
    column: str
    before: str
    after: str
    where: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A change as it is asked for: of a sheet, the row with an id (or a list of ids), a column and a value."""

    kind: Literal["Set", "Add", "Remove"]
    sheet: str
    row: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One point of an axis of a sweep: its label ("6"), what it changes, and the scenario of the sheet it takes."""

    label: str
    asks: tuple[Ask, ...] = ()
    scenario: str = BASE


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that is varied: its name ("LHS sections funded"), its points in order, and the words that asked."""

    name: str
    steps: tuple[Step, ...]
    text: str


@dataclass(frozen=True)
class ScenarioInput:
    """One input of a comparison. `point` is its place in a sweep: (axis, label) pairs; empty outside of one."""

    name: str
    instance: Instance
    changes: tuple[ScenarioChange, ...] = ()
    point: tuple[tuple[str, str], ...] = ()
