"""The problems met in reading one input: each said once, at its cell, and in the order of the sheets at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.domain.message import Message, problem_at
from scheduler.domain.place import Place
from scheduler.domain.problem import Problem
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS

_NAMES = (*(sheet.name for sheet in INPUT_SHEETS), *(sheet.name for sheet in PLAN_SHEETS))
_RANK = {name: rank for rank, name in reversed(list(enumerate(_NAMES, start=1)))}


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A problem before it is put into words: its message, its cell and what its fields are.

    Of a scenario's problem that no cell of it asks for, `scenario` is the scenario's name and `stands` the cell that
    is wrong in it; `place` is then where the scenario begins.
    """

    message: Message
    place: Place
    fields: tuple[tuple[str, object], ...] = ()
    scenario: str = ""
    stands: Place | None = None


@dataclass(slots=True)
class _Tally:
    """Cells of one sheet of which the same is said, once and with their number."""

    place: Place
    count: int = 0
    examples: dict[str, None] = field(default_factory=dict)


class Problems:
    """A collector of problems. Nothing is ever raised by it: everything is said, all in one go.

    `several` says that the input has several files: then a cell elsewhere is named with its file.
    """

    def __init__(self) -> None:
        self.several = False
        self._found: dict[FoundProblem, None] = {}
        self._files: dict[str, int] = {}
        self._tallies: dict[tuple[Message, str, str, str], _Tally] = {}

    def report(self, message: Message, place: Place, /, **fields: object) -> None:
        """Add one problem; the same one twice counts once."""
        self.add(FoundProblem(message, place, tuple(fields.items())))

    def add(self, found: FoundProblem) -> None:
        """Add a problem that was found elsewhere."""
        self._files.setdefault(found.place.file, len(self._files))
        self._found.setdefault(found)

    def tally(self, message: Message, place: Place, example: str, key: str = "") -> None:
        """Count a cell of which one problem a sheet is enough: it is said at the first of them. Cells of another `key`
        are counted by themselves.

        Parameters
        ----------
        message
            what is said, once a sheet
        place
            the cell
        example
            what the message shows of the cell
        key
            tells apart what is said several times of one sheet
        """
        self._files.setdefault(place.file, len(self._files))
        tally = self._tallies.setdefault((message, place.file, place.sheet, key), _Tally(place))
        tally.count += 1
        tally.examples.setdefault(example)

    @property
    def count(self) -> int:
        """How many problems are said so far."""
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """Whether one of them is an error."""
        return any(found.message.level == "error" for found in self._found)

    def errors_on(self, sheet: str) -> bool:
        """Whether an error is said on that sheet already."""
        return any(found.message.level == "error" and found.place.sheet == sheet for found in self._found)

    def found(self) -> tuple[FoundProblem, ...]:
        """Files as a whole first, then sheet by sheet in the order of the contract, row by row."""
        counted = (
            FoundProblem(message, tally.place, (("count", tally.count), ("examples", tuple(tally.examples))))
            for (message, *_), tally in self._tallies.items()
        )
        return tuple(sorted((*self._found, *counted), key=self._place))

    def in_order(self, show: Callable[[Place], str] | None = None) -> tuple[Problem, ...]:
        """All of them in words, in their order, each once; `show` makes words of a cell that one of them names."""
        return tuple(dict.fromkeys(self.in_words(found, show) for found in self.found()))

    def in_words(self, found: FoundProblem, show: Callable[[Place], str] | None = None) -> Problem:
        """A problem that was found, as people read it."""
        stands = found.stands or found.place

        def shown(place: Place, how: str) -> str:
            if how and place.sheet == stands.sheet:
                return f"row {place.row}" if how == "row" else str(place.cell)
            return (show or self._shown)(place)

        text, fix = found.message.words(dict(found.fields), shown)
        if found.stands is not None:
            where = str(stands) if stands.sheet else "the input"
            text = f'with "{found.scenario}", {where}: {text}'
        return problem_at(found.message, found.place, text, fix)

    def _shown(self, place: Place) -> str:
        return f"{place} of {place.file}" if self.several and place.file else str(place)

    def _place(self, found: FoundProblem) -> tuple[int, int, int, int]:
        place = found.place
        rank = _RANK.get(place.sheet, 0 if not place.sheet else len(_RANK) + 1)
        return rank, self._files[place.file], place.row or 0, place.column or 0
