"""What a rule is: its name, its defaults, and how it measures its shortfall on a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.instance import Level

if TYPE_CHECKING:
    from scheduler.rules.plan_index import PlanIndex

MINUTES_OF_A_HALF_HOUR = 30


class LocalShortfall(NamedTuple):
    """How far a rule falls short in one place (0: it holds there).

    `site` is the one whose setting of the rule counts; `amount` is in whole units; `about` says what it is about, with
    ids; `level` is the level of the session where the rule goes by Programs (rule Sessions), else None.
    """

    site: str
    amount: int
    about: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the contract, as the template workbook, the docs and the help show it.

    `level` None: as Programs says of each session. `value` None: no limit. `unit` is the unit of the value ("" where
    the rule has none). `holds` is one sentence that is true when the shortfall is 0; `counts` says what the
    shortfall counts; `source` names whose practice it is. `measure` gives a Measure for each place where the rule is
    looked at, whatever its level.
    """

    name: str
    level: Level | None
    value: int | None
    unit: str
    holds: str
    counts: str
    source: str
    measure: Callable[[PlanIndex], Iterator[LocalShortfall]]


def above(amount: int, most: int | None) -> int:
    """By how much an amount is above a limit; 0 where there is no limit."""
    return 0 if most is None else max(0, amount - most)


def below(amount: int, least: int | None) -> int:
    """By how much an amount is below what is asked; 0 where nothing is asked."""
    return 0 if least is None else max(0, least - amount)


def started_half_hours(minutes: int) -> int:
    """Minutes as half hours, each that is begun counted whole: 1 to 30 minutes are one."""
    return -(-minutes // MINUTES_OF_A_HALF_HOUR)
