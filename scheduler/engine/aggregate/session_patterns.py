"""How well one teacher's sessions can lie in the week, seen alone: what a coach would cost this enrolment at best.

For the coarse model the slots of a period are one cell. Which cells a teacher's sessions use, and what that costs by
the rules that look at one teacher alone (Priority sections, One session a day, Prep minutes used), is found here by
search over the real slots, once for every shape of timetable. The result is a few tiers: for each cost, the cells
that can be used at that cost. No plan can do better, whatever the coach's other sessions are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from scheduler.domain.instance import LEVELS, Enrolment, ProgramSession
from scheduler.domain.matching import has_priority_section, is_in_class, misses_priority, most_followers, own_or_rule
from scheduler.engine.model.objective import Objective
from scheduler.engine.problem.index import ProblemIndex, Window

MOST_COMBINATIONS = 1_000  # of cells, for one enrolment and coach; beyond it sessions are counted one by one
MOST_STEPS = 20_000  # of the search over slots, for one combination; beyond it the combination counts as free of cost
MOST_STEPS_OF_ALL = 40_000  # for all combinations of one enrolment and coach; beyond it as beyond MOST_COMBINATIONS

Cell = tuple[str, str]  # site and period, or site, period and day: `Facts.cell`
Cost = tuple[int, int, int]  # by level
FREE: Cost = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class SessionPattern:
    """The ways of one cost: how many of each session are placed, and in which cells. `cost` counts what the placed
    sessions cost; sessions that are missing are counted where the tier is used."""

    cost: Cost
    placed: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """All that the search looks at: for each session its windows by cell, with their flags, and the weights."""

    sessions: tuple[ProgramSession, ...]
    windows: tuple[
        tuple[tuple[Cell, tuple[tuple[Window, bool, bool], ...]], ...], ...
    ]  # (window, in prep, not priority)
    gap: int
    one_a_day: Cost
    prep: Cost
    prep_limit: int | None
    priority: Cost


def pattern_sessions(facts: ProblemIndex, enrolment: Enrolment) -> tuple[ProgramSession, ...]:
    """The sessions of an enrolment's program that the week pattern holds, in the order of the sheet."""
    return facts.patterns[enrolment.program]


def shape(facts: ProblemIndex, objective: Objective, enrolment: Enrolment, coach: str) -> Shape:
    """What the search needs of one enrolment under one coach."""
    teacher = facts.instance.teachers[enrolment.teacher]
    states = facts.states(enrolment)
    has_priority = has_priority_section(states) and objective.counts("Priority sections", teacher.site)
    sessions = pattern_sessions(facts, enrolment)
    windows = []
    for session in sessions:
        cells: dict[Cell, list[tuple[Window, bool, bool]]] = {}
        misses = has_priority and is_in_class(session)
        for w in facts.fitting(coach, enrolment, session):
            state = states[w.slot]
            plain = misses and misses_priority(state)
            cells.setdefault(facts.cell(w.site, w), []).append((w, w.is_class and state.doing == "Prep", plain))
        windows.append(tuple((cell, tuple(found)) for cell, found in cells.items()))
    limit = own_or_rule(teacher.prep_minutes, facts.instance, "Prep minutes used", teacher.site)
    if enrolment.program != _first_with_sessions(facts, enrolment):
        limit = None  # started half hours of two programs do not add up: only the first is counted here
    return Shape(
        sessions,
        tuple(windows),
        facts.gap,
        _weight(objective, "One session a day", teacher.site),
        _weight(objective, "Prep minutes used", teacher.site),
        limit,
        _weight(objective, "Priority sections", teacher.site),
    )


def _first_with_sessions(facts: ProblemIndex, enrolment: Enrolment) -> str:
    programs = facts.instance.teachers[enrolment.teacher].programs
    return next((p for p in programs if pattern_sessions(facts, Enrolment(enrolment.teacher, p))), enrolment.program)


def _weight(objective: Objective, rule: str, site: str) -> Cost:
    setting = objective.instance.rule(rule, site)
    return tuple(setting.weight if setting.level == level else 0 for level in LEVELS)  # type: ignore[return-value]


def tiers(shape: Shape) -> tuple[SessionPattern, ...] | None:
    """The tiers of a shape, cheapest first; None where there are too many ways to look at."""
    found: dict[tuple[tuple[int, ...], Cost], list[set[Cell]]] = {}
    steps = 0
    for placed in _placements(shape):
        options = [
            list(combinations_with_replacement([cell for cell, _ in cells], n))
            for cells, n in zip(shape.windows, placed, strict=True)
        ]
        ways = 1
        for option in options:
            ways *= len(option)
        if ways > MOST_COMBINATIONS:
            return None
        for combination in product(*options):
            search = _searched(shape, combination)
            steps += search.steps
            if steps > MOST_STEPS_OF_ALL:
                return None
            for cost in search.costs:
                cells = found.setdefault((placed, cost), [set() for _ in shape.sessions])
                for mine, used in zip(cells, combination, strict=True):
                    mine.update(used)
    return tuple(
        SessionPattern(cost, placed, tuple(tuple(sorted(c)) for c in cells))
        for (placed, cost), cells in sorted(found.items(), key=lambda item: (-sum(item[0][0]), item[0][1], item[0][0]))
    )


def _placements(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Every number of sessions that may be placed: of one that follows no more than may follow what is there."""
    at = {s.name: i for i, s in enumerate(shape.sessions)}

    def most(session: ProgramSession, placed: tuple[int, ...]) -> int:
        if session.after not in at:
            return session.count
        return most_followers(shape.sessions[at[session.after]], session, placed[at[session.after]])

    for placed in product(*(range(s.count + 1) for s in shape.sessions)):
        if all(n <= most(s, placed) for s, n in zip(shape.sessions, placed, strict=True)):
            yield placed


def _searched(shape: Shape, combination: tuple[tuple[Cell, ...], ...]) -> _Search:
    """The search for the ways of filling these cells, ended."""
    todo: list[tuple[int, list[tuple[Window, bool, bool]]]] = []
    for i, cells in enumerate(combination):
        windows = dict(shape.windows[i])
        todo += [(i, list(windows[cell])) for cell in cells]
    search = _Search(shape, todo)
    search.place(0, [])
    return search


class _Search:
    """Depth first over the windows of the sessions that are to be placed; stops at the first way without cost."""

    def __init__(self, shape: Shape, todo: list[tuple[int, list[tuple[Window, bool, bool]]]]) -> None:
        self.shape, self.todo = shape, todo
        self.at = {s.name: i for i, s in enumerate(shape.sessions)}
        self.again = [n > 0 and todo[n - 1] == one for n, one in enumerate(todo)]
        self.best: set[Cost] = set()
        self.steps = 0

    @property
    def costs(self) -> tuple[Cost, ...]:
        """The costs that no other way beats on every level; empty where there is no way."""
        return (FREE,) if self.steps > MOST_STEPS else tuple(sorted(self.best))

    def place(self, n: int, held: list[tuple[int, Window, bool, bool]]) -> bool:
        """Whether the search may stop."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return True
        if n == len(self.todo):
            if not self._ordered(held):
                return False
            cost = self._cost(held)
            if cost == FREE:
                self.best = {FREE}
                return True
            if not any(all(b <= c for b, c in zip(best, cost, strict=True)) for best in self.best):
                worse = {b for b in self.best if all(c <= x for c, x in zip(cost, b, strict=True))}
                self.best = (self.best - worse) | {cost}
            return False
        session, windows = self.todo[n]
        if self.again[n]:  # of two equals the second lies later
            windows = windows[1 + next(i for i, w in enumerate(windows) if w[0] == held[-1][1]) :]
        for window, prep, plain in windows:
            one = (session, window, prep, plain)
            if self._fits(held, one) and self.place(n + 1, [*held, one]):
                return True
        return False

    def _fits(self, held: list[tuple[int, Window, bool, bool]], one: tuple[int, Window, bool, bool]) -> bool:
        """Other days for the same session, enough in no week, and room in the slot."""
        spec, window = self.shape.sessions[one[0]], one[1]
        mine = [h for h in held if h[0] == one[0]]
        if any(h[1].date == window.date for h in mine):
            return False
        if spec.weekly is not None and sum(h[1].week == window.week for h in mine) >= spec.weekly:
            return False
        gap = self.shape.gap
        inside = sum(self.shape.sessions[h[0]].minutes + gap for h in held if h[1] == window)
        return inside + spec.minutes <= window.minutes

    def _ordered(self, held: list[tuple[int, Window, bool, bool]]) -> bool:
        """Every session that follows another can be matched with one that is early enough, and not too early; all
        beyond the number of those that are followed with the last of them."""
        for i, spec in enumerate(self.shape.sessions):
            first = self.at.get(spec.after)
            if first is None:
                continue
            left = sorted((h[1] for h in held if h[0] == first), key=_moment)
            left += left[-1:] * (most_followers(self.shape.sessions[first], spec, len(left)) - len(left))
            for follower in sorted((h[1] for h in held if h[0] == i), key=_moment):
                match = next((f for f in left if _follows(spec, f, follower)), None)
                if match is None:
                    return False
                left.remove(match)
        return True

    def _cost(self, held: list[tuple[int, Window, bool, bool]]) -> Cost:
        shape = self.shape
        days = Counter(h[1].date for h in held)
        doubled = sum(n - 1 for n in days.values())
        plain = sum(h[3] for h in held)
        halves = 0
        if shape.prep_limit is not None and any(shape.prep):
            minutes: Counter[int] = Counter()
            for session, window, prep, _ in held:
                minutes[window.week] += shape.sessions[session].minutes if prep else 0
            halves = sum(-(-max(0, used - shape.prep_limit) // 30) for used in minutes.values())
        return tuple(
            doubled * a + halves * b + plain * c
            for a, b, c in zip(shape.one_a_day, shape.prep, shape.priority, strict=True)
        )  # type: ignore[return-value]


def _moment(window: Window) -> tuple[int, int, int]:
    return window.week, window.day, window.start


def _follows(spec: ProgramSession, first: Window, follower: Window) -> bool:
    """Whether a session in one window may follow one in another; inside one window they are put in order."""
    if _moment(first) > _moment(follower):
        return False
    return spec.within_days is None or follower.school_day - first.school_day <= spec.within_days
