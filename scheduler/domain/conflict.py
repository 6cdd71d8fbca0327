"""What cannot hold together, to the cell; and the changes of cells that end it."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.scenario import Ask
from scheduler.domain.score import Score


@dataclass(frozen=True, slots=True)
class ConflictItem:
    """One thing that a conflict needs. `item` names it ("Sections funded, LHS"), `says` is what its cell asks for; the
    cell is "" where it is so by default."""

    item: str
    sheet: str
    cell: str
    says: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Required rules that cannot all hold: whatever the plan, they fall short by `least` together (in units times
    weights). Without any one of them the others can hold, as far as the coarse model tells. `sites` are those of the
    part of the district that it is about; `items` are the cells of the conflict, none of which can be left out, unless
    the search for them was cut short (`minimal` False)."""

    rules: tuple[str, ...]
    sites: tuple[str, ...]
    least: int
    sentence: str
    items: tuple[ConflictItem, ...] = ()
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Fix:
    """Changes of cells, as rows of the sheet Scenarios, with which the Required rules fall short by less.

    `required` is the Required shortfall of the whole plan afterwards: that of a plan which was made and audited where
    the fix is `verified`, else what no plan can be below. `score` is that plan's; `cost` is in the currency of the
    input, None where it names no price.
    """

    changes: tuple[Ask, ...]
    text: str
    required: int
    score: Score | None
    cost: float | None
    verified: bool

    @property
    def sentence(self) -> str:
        """ "6 sections funded at XY instead of 5: then nothing Required falls short (0 / 1 / 72); it costs 21,500."""
        after = f"what is Required falls short by {self.required}" if self.required else "nothing Required falls short"
        scored = f" ({self.score})" if self.score is not None else ""
        cost = f"; it costs {self.cost:,.0f}" if self.cost else ""
        return f"{self.text}: then {after}{scored}{cost}."


@dataclass(frozen=True, slots=True)
class FixSearch:
    """The fixes that were found, the cheapest first; `note` says how far the search went, where it ended early."""

    fixes: tuple[Fix, ...] = ()
    tried: int = 0
    note: str = ""


NO_FIXES = FixSearch()
