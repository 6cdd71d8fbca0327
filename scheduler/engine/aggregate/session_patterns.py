"""How well one teacher's sessions can lie in the week, seen alone: what a coach would cost this enrollment at best.

For the coarse model the slots of a period are one cell. Which cells a teacher's sessions use, and what that costs by
the rules that look at one teacher alone (Priority sections, One session a day, Prep minutes used), is found here by
search over the real slots, once for every shape of timetable. The result is a few tiers: for each cost, the cells
that can be used at that cost. No plan can do better, whatever the coach's other sessions are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from math import comb, prod

from scheduler.domain.instance import LEVELS, Enrollment, ProgramSession
from scheduler.domain.matching import is_in_class, misses_priority
from scheduler.engine.model.objective import Objective
from scheduler.engine.problem.index import ProblemIndex, Window, pattern_sessions
from scheduler.engine.problem.rule_costs import half_hours

MOST_COMBINATIONS = 1_000  # of cells, for one enrollment and coach; beyond it sessions are counted one by one
MOST_STEPS = 20_000  # of the search over slots, for one combination; beyond it the combination counts as free of cost
MOST_STEPS_OF_ALL = 40_000  # for all combinations of one enrollment and coach; beyond it as beyond MOST_COMBINATIONS

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
class PatternCosts:
    """What the rules that look at one teacher alone say of an enrollment's week: the cost of one session more on a day,
    of each half hour of prep beyond so many minutes of a week (None: no limit), and of a session in class outside the
    priority sections."""

    one_a_day: Cost = FREE
    prep: Cost = FREE
    prep_limit: int | None = None
    priority: Cost = FREE


@dataclass(frozen=True, slots=True)
class Spec:
    """What the search sees of a session. `after` is the place of the one that it follows, -1 for none; `extra` of it
    may follow the last of those beyond their number."""

    count: int
    weekly: int | None
    minutes: int
    after: int
    within_days: int | None
    extra: int


@dataclass(frozen=True, slots=True)
class Week:
    """All that the search looks at, without any name: so the weeks of many teachers and coaches are one.

    `windows` are in order of time, each with its date, week, school day and minutes; `options` are for each session,
    and each of its cells, the windows by number, with whether they are prep and whether they miss priority."""

    specs: tuple[Spec, ...]
    windows: tuple[tuple[int, int, int, int], ...]
    options: tuple[tuple[tuple[tuple[int, bool, bool], ...], ...], ...]
    gap: int
    costs: PatternCosts


@dataclass(frozen=True, slots=True)
class Shape:
    """The week of an enrollment under a coach, and the names of the cells in it, by session."""

    week: Week
    cells: tuple[tuple[Cell, ...], ...]


def shape(facts: ProblemIndex, costs: PatternCosts, enrollment: Enrollment, coach: str) -> Shape:
    """What the search needs of one enrollment under one coach.

    Parameters
    ----------
    facts
        the index of the instance
    costs
        what the rules say of this enrollment's week
    enrollment
        the enrollment
    coach
        the coach's id
    """
    states = facts.states(enrollment)
    sessions = pattern_sessions(facts, enrollment)
    fitting = [facts.fitting(coach, enrollment, session) for session in sessions]
    used = sorted({w for windows in fitting for w in windows}, key=_moment)
    numbers = {w: n for n, w in enumerate(used)}
    dates = {date: n for n, date in enumerate(dict.fromkeys(w.date for w in used))}
    options, names = [], []
    for session, windows in zip(sessions, fitting, strict=True):
        cells: dict[Cell, list[tuple[int, bool, bool]]] = {}
        misses = costs.priority != FREE and is_in_class(session)
        for w in windows:
            state = states[w.slot]
            one = numbers[w], w.is_class and state.doing == "Prep", misses and misses_priority(state)
            cells.setdefault(facts.cell(w.site, w), []).append(one)
        options.append(tuple(tuple(found) for found in cells.values()))
        names.append(tuple(cells))
    week = Week(
        _specs(sessions),
        tuple((dates[w.date], w.week, w.school_day, w.minutes) for w in used),
        tuple(options),
        facts.gap,
        costs,
    )
    return Shape(week, tuple(names))


def _specs(sessions: tuple[ProgramSession, ...]) -> tuple[Spec, ...]:
    at = {s.name: i for i, s in enumerate(sessions)}
    return tuple(
        Spec(
            s.count,
            s.weekly,
            s.minutes,
            at.get(s.after, -1),
            s.within_days,
            max(0, s.count - sessions[at[s.after]].count) if s.after in at else 0,
        )
        for s in sessions
    )


def weight_by_level(objective: Objective, rule: str, site: str) -> Cost:
    """What one unit of a rule's shortfall costs at a site, by level.

    Parameters
    ----------
    objective
        the objective, which knows the settings of the rules
    rule
        the name of the rule
    site
        the site's id
    """
    setting = objective.instance.rule(rule, site)
    required, recommended, option = (setting.weight if setting.level == level else 0 for level in LEVELS)
    return required, recommended, option


def tiers(shape: Shape) -> tuple[SessionPattern, ...] | None:
    """The tiers of a shape, those that place most first, then the cheapest; None where there are too many ways to look
    at."""
    found = week_tiers(shape.week)
    return None if found is None else named(found, shape.cells)


WeekTiers = tuple[tuple[tuple[int, ...], Cost, tuple[tuple[int, ...], ...]], ...]


def named(found: WeekTiers, cells: tuple[tuple[Cell, ...], ...]) -> tuple[SessionPattern, ...]:
    """The tiers of a week with the names of its cells."""
    return tuple(
        SessionPattern(
            cost, placed, tuple(tuple(sorted(mine[c] for c in used)) for mine, used in zip(cells, every, strict=True))
        )
        for placed, cost, every in found
    )


def week_tiers(week: Week, check: Callable[[], None] = lambda: None) -> WeekTiers | None:
    """For each number of sessions placed, and each cost of it that no other way beats: the cells by their number.

    Cells that can all be used without cost are not looked at again together: whoever counts them takes them as free,
    session by session. `check` is called now and again: it raises where there is no time for more."""
    found: dict[tuple[tuple[int, ...], Cost], list[set[int]]] = {}
    steps = 0
    every = list(_placements(week))
    if any(_combinations(week, placed) > MOST_COMBINATIONS for placed in every):
        return None
    for placed in every:
        options = [
            combinations_with_replacement(range(len(cells)), n) for cells, n in zip(week.options, placed, strict=True)
        ]
        free = [set[int]() for _ in week.specs]
        found_free = False
        for combination in product(*options):
            check()
            if found_free and all(mine.issuperset(used) for mine, used in zip(free, combination, strict=True)):
                continue
            search = _Search(week, combination)
            steps += search.steps
            if steps > MOST_STEPS_OF_ALL:
                return None
            for cost in search.costs:
                cells = free if cost == FREE else found.setdefault((placed, cost), [set() for _ in week.specs])
                for mine, used in zip(cells, combination, strict=True):
                    mine.update(used)
                found_free = found_free or cost == FREE
        if found_free:
            found[placed, FREE] = free
    return tuple(
        (placed, cost, tuple(tuple(sorted(c)) for c in cells))
        for (placed, cost), cells in sorted(found.items(), key=lambda item: (-sum(item[0][0]), item[0][1], item[0][0]))
    )


def _combinations(week: Week, placed: tuple[int, ...]) -> int:
    """How many ways there are to choose a cell for each of the sessions that are placed."""
    return prod(comb(len(cells) + n - 1, n) if n else 1 for cells, n in zip(week.options, placed, strict=True))


def _placements(week: Week) -> Iterator[tuple[int, ...]]:
    """Every number of sessions that may be placed: none of one that follows more often than what it follows allows."""
    for placed in product(*(range(s.count + 1) for s in week.specs)):
        if all(_may_follow(s, n, placed) for s, n in zip(week.specs, placed, strict=True)):
            yield placed


def _may_follow(spec: Spec, n: int, placed: tuple[int, ...]) -> bool:
    if spec.after < 0 or not n:
        return True
    first = placed[spec.after]
    return first > 0 and n <= first + spec.extra


class _Search:
    """Depth first over the windows of the sessions that are to be placed, what is followed before what follows it. A
    way that costs no less than one that is known, or in which something follows nothing, is left at once; the first
    way without cost ends the search."""

    def __init__(self, week: Week, combination: tuple[tuple[int, ...], ...]) -> None:
        self.week, self.steps = week, 0
        todo = [(i, cell) for i in _depth_first(week.specs) for cell in combination[i]]
        self.todo = [(i, week.options[i][cell], n > 0 and todo[n - 1] == (i, cell)) for n, (i, cell) in enumerate(todo)]
        self.best: set[Cost] = set()
        self._at: list[int] = [0] * len(todo)  # the place of each in its windows
        self._held: list[list[int]] = [[] for _ in week.specs]  # windows, by session
        self._a_day: Counter[int] = Counter()
        self._minutes: Counter[int] = Counter()  # by window
        self._prep: Counter[int] = Counter()  # by week
        self._place(0, FREE)

    @property
    def costs(self) -> tuple[Cost, ...]:
        """The costs that no other way beats on every level; empty where there is no way."""
        return (FREE,) if self.steps > MOST_STEPS else tuple(sorted(self.best))

    def _place(self, n: int, cost: Cost) -> bool:
        """Whether the search may stop."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return True
        if n == len(self.todo):
            worse = {b for b in self.best if cost[0] <= b[0] and cost[1] <= b[1] and cost[2] <= b[2]}
            self.best = (self.best - worse) | {cost}
            return cost == FREE
        week = self.week
        i, options, again = self.todo[n]
        spec, held = week.specs[i], self._held[i]
        for at in range(self._at[n - 1] + 1 if again else 0, len(options)):  # of two equals the second lies later
            window, prep, plain = options[at]
            date, number, _, room = week.windows[window]
            if self._minutes[window] + spec.minutes > room:
                continue
            if held and not self._another(spec, held, date, number):
                continue
            now = self._cost(cost, spec, date, number, prep, plain)
            if any(b[0] <= now[0] and b[1] <= now[1] and b[2] <= now[2] for b in self.best):
                continue
            held.append(window)
            if spec.after < 0 or self._ordered(spec, held):
                self._at[n] = at
                self._hold(spec, window, date, number, prep, 1)
                if self._place(n + 1, now):
                    return True
                self._hold(spec, window, date, number, prep, -1)
            held.pop()
        return False

    def _hold(self, spec: Spec, window: int, date: int, number: int, prep: bool, sign: int) -> None:
        self._a_day[date] += sign
        self._minutes[window] += sign * (spec.minutes + self.week.gap)
        if prep:
            self._prep[number] += sign * spec.minutes

    def _another(self, spec: Spec, held: list[int], date: int, number: int) -> bool:
        """Whether one more of a session may be on a date: on another day than the others, and enough in no week."""
        windows = self.week.windows
        there = 0
        for h in held:
            if windows[h][0] == date:
                return False
            there += windows[h][1] == number
        return spec.weekly is None or there < spec.weekly

    def _cost(self, cost: Cost, spec: Spec, date: int, number: int, prep: bool, plain: bool) -> Cost:
        """What all of it costs with one session more."""
        week = self.week
        if self._a_day[date]:
            cost = _plus(cost, week.costs.one_a_day, 1)
        if plain:
            cost = _plus(cost, week.costs.priority, 1)
        if prep and week.costs.prep_limit is not None:
            used = self._prep[number] - week.costs.prep_limit
            cost = _plus(cost, week.costs.prep, half_hours(used + spec.minutes) - half_hours(used))
        return cost

    def _ordered(self, spec: Spec, followers: list[int]) -> bool:
        """Every session that follows another can be matched with one that is early enough, and not too early."""
        windows, firsts = self.week.windows, sorted(self._held[spec.after])
        left = firsts + firsts[-1:] * spec.extra
        for follower in sorted(followers):
            day = windows[follower][2]
            for first in left:
                if first <= follower and (spec.within_days is None or day - windows[first][2] <= spec.within_days):
                    left.remove(first)
                    break
            else:
                return False
        return True


def _depth_first(specs: tuple[Spec, ...]) -> list[int]:
    """The sessions, what is followed before what follows it."""

    def depth(i: int) -> int:
        return 0 if specs[i].after < 0 else 1 + depth(specs[i].after)

    return sorted(range(len(specs)), key=lambda i: (depth(i), i))


def _plus(cost: Cost, weight: Cost, times: int) -> Cost:
    return cost[0] + times * weight[0], cost[1] + times * weight[1], cost[2] + times * weight[2]


def _moment(window: Window) -> tuple[int, int, int, int]:
    return window.week, window.day, window.start, window.slot
