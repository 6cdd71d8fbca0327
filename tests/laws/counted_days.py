"""One day of a tiny plan, counted out: in which orders can its meetings be held, each as early as it can be?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.domain.instance import Enrollment, Instance, ProgramSession, Slot

Date = tuple[int, int]  # week, day


class TooMany(Exception):
    """There are more plans than there is patience for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One session that an enrollment is due in a cycle; `number` tells apart those of one name."""

    enrollment: Enrollment
    spec: ProgramSession
    number: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in a slot."""

    item: Item
    coach: str
    site: str
    index: int
    slot: Slot
    virtual: bool

    @property
    def date(self) -> Date:
        return self.slot.week, self.slot.day


Group = tuple[Placed, ...]
Before = frozenset[tuple[Placed, Placed]]
Block = tuple[str, int, int]  # coach, start, end: reserved on that day


class Days:
    """The days of one instance. `patience` is in steps of the search, of whatever builds on this too."""

    def __init__(self, instance: Instance, patience: int) -> None:
        self.instance, self.patience = instance, patience
        self.gap = instance.settings.minutes_between_sessions
        self.steps = 0
        self._days: dict[object, dict[Group, int] | None] = {}

    def _day(self, groups: Sequence[Group], before: Before, blocks: Sequence[Block]) -> dict[Group, int] | None:
        """The starts of a day's meetings in some order, each as early as it can be; None where no order will do."""
        pairs = frozenset((a, b) for a, b in before if any(b in g for g in groups))
        key = tuple(groups), pairs, tuple(blocks)
        if key not in self._days:
            starts: dict[Group, int] = {}
            done = self._order(list(groups), starts, pairs, blocks)
            self._days[key] = dict(starts) if done else None
        return self._days[key]

    def _order(self, left: list[Group], starts: dict[Group, int], before: Before, blocks: Sequence[Block]) -> bool:
        self.steps += 1
        if not left:
            return True
        for g in left:
            if any(b in g and a in other for a, b in before for other in left if other is not g):
                continue  # something must come before it
            start = self._earliest(g, starts, before, blocks)
            if start is None:
                return False  # later it will not be earlier
            starts[g] = start
            if self._order([x for x in left if x is not g], starts, before, blocks):
                return True
            del starts[g]
        return False

    def _earliest(self, g: Group, starts: Mapping[Group, int], before: Before, blocks: Sequence[Block]) -> int | None:
        one, start = g[0], g[0].slot.start
        teachers = {p.item.enrollment.teacher for p in g}
        for other, at in starts.items():
            end = at + other[0].item.spec.minutes
            if other[0].coach == one.coach:
                need = self.gap
                if not other[0].virtual and not one.virtual and other[0].site != one.site:
                    need = max(need, self.instance.travel_minutes(other[0].site, one.site))
                start = max(start, end + need)
            if teachers & {p.item.enrollment.teacher for p in other}:
                start = max(start, end)
        busy = [(a, b) for coach, a, b in blocks if coach == one.coach]
        said = zip(self.instance.home_slots(one.coach), self.instance.availability[one.coach], strict=True)
        busy += [(s.start, s.end) for s, doing in said if doing == "Teaching" and (s.week, s.day) == one.date]
        for a, b in sorted(busy):
            if start < b and a < start + one.item.spec.minutes:
                start = b
        return start if start + one.item.spec.minutes <= one.slot.end else None


def unnumbered(p: Placed) -> Placed:
    return Placed(Item(p.item.enrollment, p.item.spec, 0), p.coach, p.site, p.index, p.slot, p.virtual)


def blocks_of(reserves: Sequence[tuple[str, Slot, str]], date: Date) -> tuple[Block, ...]:
    return tuple((c, s.start, s.end) for c, s, _ in reserves if (s.week, s.day) == date)


def groupings(today: Sequence[Placed]) -> Iterator[tuple[Group, ...]]:
    """Every way in which those that may meet together do: one coach, program, session, slot and mode."""
    kinds: dict[object, list[Placed]] = defaultdict(list)
    for p in today:
        alone = p.item if p.item.spec.group_size == 1 else None
        kinds[p.coach, p.item.enrollment.program, p.item.spec.name, p.index, p.site, p.virtual, alone].append(p)
    for chosen in product(*(list(_partitions(k, k[0].item.spec.group_size)) for k in kinds.values())):
        yield tuple(g for part in chosen for g in part)


def _partitions(members: list[Placed], most: int) -> Iterator[tuple[Group, ...]]:
    if not members:
        yield ()
        return
    first, rest = members[0], members[1:]
    for n in range(min(most - 1, len(rest)), -1, -1):
        for others in combinations(rest, n):
            left = [m for m in rest if m not in others]
            for part in _partitions(left, most):
                yield ((first, *others), *part)
