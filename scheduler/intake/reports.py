"""The problems met in reading one input: each said once, at its cell, and in the order of the sheets at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scheduler.domain.problem import Problem, Severity
from scheduler.intake.cells import column_number
from scheduler.intake.messages import Counted
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS

_NAMES = (*(sheet.name for sheet in INPUT_SHEETS), *(sheet.name for sheet in PLAN_SHEETS))
_RANK = {name: rank for rank, name in reversed(list(enumerate(_NAMES, start=1)))}
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class _Tally:
    """Cells of one sheet of which the same is said, once and with their number."""

    cell: str
    count: int = 0
    examples: dict[str, None] = field(default_factory=dict)


class Problems:
    """A collector of problems. Nothing is ever raised by it: everything is said, all in one go."""

    def __init__(self) -> None:
        self._said: dict[Problem, None] = {}
        self._files: dict[str, int] = {}
        self._tallies: dict[tuple[Counted, str, str, str], _Tally] = {}

    def tally(self, message: Counted, file: str, sheet: str, cell: str, example: str, key: str = "") -> None:
        """Count a cell of which one problem a sheet is enough: it is said at the first of them. Cells of another `key`
        are counted by themselves."""
        self._files.setdefault(file, len(self._files))
        tally = self._tallies.setdefault((message, file, sheet, key), _Tally(cell))
        tally.count += 1
        tally.examples.setdefault(example)

    def say(
        self, level: Severity, code: str, file: str, sheet: str, cell: str | None, text: str, mend: str = ""
    ) -> None:
        """Add one problem; the same one twice counts once."""
        self._files.setdefault(file, len(self._files))
        self._said.setdefault(Problem(code, level, file, sheet, cell, text, mend))

    @property
    def count(self) -> int:
        """How many problems are said so far."""
        return len(self._said)

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error."""
        return any(p.level == "error" for p in self._said)

    def errors_on(self, sheet: str) -> bool:
        """Whether an error is said on that sheet already."""
        return any(p.level == "error" and p.sheet == sheet for p in self._said)

    def in_order(self) -> tuple[Problem, ...]:
        """Files as a whole first, then sheet by sheet in the order of the contract, row by row."""
        counted = []
        for (message, file, sheet, _), tally in self._tallies.items():
            text, fix = message.words(tally.count, list(tally.examples))
            counted.append(Problem(message.code, message.level, file, sheet, tally.cell, text, fix))
        return tuple(sorted((*self._said, *counted), key=self._place))

    def _place(self, problem: Problem) -> tuple[int, int, int, int]:
        rank = _RANK.get(problem.sheet, 0 if not problem.sheet else len(_RANK) + 1)
        found = _CELL.fullmatch(problem.cell or "")
        row, column = (int(found[2]), column_number(found[1])) if found else (0, 0)
        return rank, self._files[problem.file], row, column
