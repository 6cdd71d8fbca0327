"""Something to be said about an input: what is wrong, where, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one cell (`cell` None: of the whole sheet; `sheet` "": of the whole file).

    `code` is a short stable word for programs ("unknown-period"); `file` is the name of the input it is in, "" where
    there is no file; `text` says what stands there and what was expected; `fix` says what to do.
    """

    code: str
    level: Severity
    file: str
    sheet: str
    cell: str | None
    text: str
    fix: str = ""

    @property
    def where(self) -> str:
        """ "Master schedule!D14", "Teachers", or the file."""
        if self.sheet and self.cell:
            return f"{self.sheet}!{self.cell}"
        return self.sheet or self.file

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" + (f" {self.fix}" if self.fix else "")


class InputProblems(Exception):
    """The input has errors; `problems` holds all of them, with the warnings and notes, in the order of the sheets."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems if p.level == "error"))
        self.problems = problems

    def __reduce__(self) -> tuple[type[InputProblems], tuple[tuple[Problem, ...]]]:
        """Processes hand it on whole."""
        return type(self), (self.problems,)
