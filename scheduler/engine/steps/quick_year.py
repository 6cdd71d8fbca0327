"""One go at the year by the quick plan: who has which coach, cycles and times, and what would cost least for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.plan import Reserved
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.problem.rule_costs import UNIT
from scheduler.engine.rules.quick_costs import QuickCosts
from scheduler.engine.rules.quick_rule import CaseloadChoice
from scheduler.engine.steps.quick_releases import QuickReleases
from scheduler.engine.steps.quick_weeks import NEVER, Diaries, QuickStep, Search, Spot

TRIES = 40  # of times for one enrollment with one coach in one cycle
MOST_MOVED = 30  # of enrollments that are tried to be moved for one that goes short


@dataclass(frozen=True)
class QuickPlace:
    """What an enrollment has: its coach, its cycles with the sessions in each, what all of it costs, and what of that
    the weeks cost."""

    coach: str
    spots: dict[int, list[Spot]]
    cost: int
    weeks: int


class Year:
    """The state of one go; `first` are the enrollments that are to have their places before all others. Once it is
    `hurried`, there are no second thoughts any more."""

    def __init__(self, facts: ProblemIndex, first: Sequence[int], hurried: Callable[[], bool] = lambda: False) -> None:
        self.hurried = hurried
        self.facts, self.instance = facts, facts.instance
        self.costs = QuickCosts(facts.instance)
        self.releases = QuickReleases(facts, self.costs)
        self.diaries = Diaries(facts, self.costs, self.releases)
        self.cycles = range(1, self.instance.settings.cycles + 1)
        self.load: Counter[str] = Counter()
        self.here: Counter[tuple[str, str]] = Counter()  # enrollments of a site with a coach
        self.minutes: Counter[tuple[str, int]] = Counter()
        self.members: dict[tuple[str, int], list[int]] = defaultdict(list)  # whose sessions a coach has in a cycle
        self.places: dict[int, QuickPlace] = {}
        self.pinned: dict[int, dict[int, list[Spot]]] = {}
        self.kept: dict[int, set[int]] = {}  # cycles that pins name
        self._matches: dict[tuple[int, str], int] = {}
        self._named = {pin.teacher for pin in facts.instance.pins if pin.kind != "Release"}
        self.reserved: list[Reserved] = []
        self.first = {e: n for n, e in enumerate(first)}
        self.order: list[int] = []
        self.most_looks = 0  # in all, beyond which nobody is moved out of another's way

    def goes_short(self, e: int) -> bool:
        """Whether an enrollment misses something Required, or its weeks something Recommended."""
        return self.places[e].cost >= UNIT["Required"] or self.places[e].weeks >= UNIT["Recommended"]

    def steps(self, e: int) -> list[QuickStep]:
        """The sessions of a cycle, what is followed before what follows it."""
        left, steps = list(pattern_sessions(self.facts, self.facts.enrollments[e])), []
        while left:
            names = {s.name for s in left}
            for s in [s for s in left if s.after not in names] or left[:1]:
                left.remove(s)
                weeks = range(1, self.instance.settings.weeks + 1) if s.weekly is not None else (0,)
                steps += [
                    QuickStep(s, week) for week in weeks for _ in range(s.count if s.weekly is None else s.weekly)
                ]
        return steps

    # ---- coaches and cycles

    def choose(self, e: int, below: int = NEVER) -> QuickPlace | None:
        """The coach, cycles and times that cost least, and less than `below`; None where nothing does."""
        best: QuickPlace | None = None
        steps, pinned = self.steps(e), self.pinned.get(e, {})
        coaches = (self.places[e].coach,) if pinned else self.facts.candidates[e]
        asked = sorted((self.coach_cost(e, c), self.load[c] if not steps else self._busy(c), c) for c in coaches)
        for cost, _, coach in asked:
            if best is not None:
                below = best.cost
            if cost >= below:
                break
            found = self._weeks(e, coach, steps, below - cost) if steps else QuickPlace(coach, {}, 0, 0)
            if found is not None and cost + found.cost < below:
                best = replace(found, cost=cost + found.cost)
        return best

    def _busy(self, coach: str) -> int:
        return sum(self.minutes[coach, k] for k in self.cycles)

    def coach_cost(self, e: int, coach: str) -> int:
        """What a coach costs an enrollment, the weeks aside."""
        who = self.instance.coaches[coach]
        teacher = self.instance.teachers[self.facts.enrollments[e].teacher]
        if (e, coach) not in self._matches:
            self._matches[e, coach] = self.costs.match(teacher, who)
        choice = CaseloadChoice(self.facts, teacher, who, self.load, self.here, self.releases.released)
        return self._matches[e, coach] + self.costs.caseload(choice)

    def _weeks(self, e: int, coach: str, steps: list[QuickStep], below: int) -> QuickPlace | None:
        """The cycles in which the sessions cost least; those that pins name in any case."""
        wanted, kept = self.facts.program(e).cycles, self.kept.get(e, set())
        pinned = self.pinned.get(e, {})
        found: list[tuple[bool, int, int, int, list[Spot]]] = []
        free = 0
        for n, k in enumerate(sorted(self.cycles, key=lambda k: (k not in kept, self.minutes[coach, k], k))):
            if n >= len(kept) and free + len(kept) >= wanted:
                break
            held = pinned.get(k, [])
            left = _left(steps, held)
            limit = NEVER if k in kept else min(below, _to_beat([f[1] for f in found if f[0]], wanted - len(kept)))
            answer = self._search(e, coach, k, left, held, limit)
            if answer is None:
                continue
            cost, spots = answer
            free += cost == 0 and k not in kept
            found.append((k not in kept, cost, n, k, [*held, *spots]))
        found.sort(key=lambda f: f[:3])
        chosen = found[:wanted]
        cost = sum(f[1] for f in chosen)
        if cost >= below or len(chosen) < min(wanted, len(self.cycles)):
            return None
        return QuickPlace(coach, {k: spots for *_, k, spots in sorted(chosen, key=lambda f: f[3])}, cost, cost)

    def _search(
        self, e: int, coach: str, k: int, steps: Sequence[QuickStep], held: Sequence[Spot], limit: int
    ) -> tuple[int, list[Spot]] | None:
        """The cost, below `limit`, and the spots of some sessions in one cycle. Where each session has its week, one
        week after another: what one costs says nothing of another, so the work grows with the weeks and no faster."""
        weeks = sorted({s.week for s in steps})
        parts = [[s for s in steps if s.week == week] for week in weeks] if 0 not in weeks else [steps]
        cost, spots = 0, list[Spot]()
        for part in parts:
            below = limit if limit == NEVER else limit - cost
            answer = Search(self.diaries, e, coach, k, part, TRIES).run([*held, *spots], below)
            if answer is None:
                return None
            cost, spots = cost + answer[0], [*spots, *answer[1]]
        return cost, spots

    def _nobody(self, e: int) -> QuickPlace:
        """No coach, and no sessions."""
        teacher = self.instance.teachers[self.facts.enrollments[e].teacher]
        steps, cycles = self.steps(e), self.facts.program(e).cycles
        due = sum(self.costs.missing(teacher, s.session) for s in steps) * cycles
        return QuickPlace("", {}, self.costs.match(teacher, None) + due, due)

    def put(self, e: int, place: QuickPlace | None) -> None:
        """Writes a place down; an enrollment that nothing suits has no coach."""
        nobody = self._nobody(e)
        named = self.facts.enrollments[e].teacher in self._named
        if place is None or (place.cost > nobody.cost and not named):
            place = nobody
        self.places[e] = place
        self._count(e, place, 1)
        already = {id(s) for spots in self.pinned.get(e, {}).values() for s in spots}
        for k, spots in place.spots.items():
            for spot in spots:
                if id(spot) not in already:
                    self.diaries.hold(e, place.coach, k, spot)

    def take_out(self, e: int) -> QuickPlace:
        """Rubs a place out, but for what is pinned."""
        place = self.places[e]
        self._count(e, place, -1)
        already = {id(s) for spots in self.pinned.get(e, {}).values() for s in spots}
        for k, spots in place.spots.items():
            for spot in reversed(spots):
                if id(spot) not in already:
                    self.diaries.drop(e, place.coach, k, spot)
        return place

    def _count(self, e: int, place: QuickPlace, sign: int) -> None:
        if not place.coach:
            return
        self.load[place.coach] += sign
        self.here[self.instance.teachers[self.facts.enrollments[e].teacher].site, place.coach] += sign
        for k, spots in place.spots.items():
            self.minutes[place.coach, k] += sign * sum(s.session.minutes for s in spots)
            if sign > 0:
                self.members[place.coach, k].append(e)
            else:
                self.members[place.coach, k].remove(e)

    # ---- second thoughts

    def again(self, e: int) -> None:
        """Another place for an enrollment, where it costs less now."""
        before = self.take_out(e)
        self.put(e, self.choose(e, before.cost) or before)

    def make_room(self, e: int) -> None:
        """A full place for an enrollment that goes short, where one other can move out of its way at less cost."""
        mine = self.take_out(e)
        coaches = self.facts.candidates[e]
        near = [x for c in coaches for k in self.cycles for x in self.members[c, k]]
        others = list(dict.fromkeys([*near, *(x for x in self.order if self.places[x].coach in coaches)]))
        for x in [x for x in others if x != e and x not in self.pinned][:MOST_MOVED]:
            if self.diaries.looks > self.most_looks or self.hurried():
                break
            theirs = self.take_out(x)
            place = self.choose(e, mine.cost)
            if place is not None:
                self.put(e, place)
                moved = self.choose(x, mine.cost + theirs.cost - place.cost)
                if moved is not None:
                    self.put(x, moved)
                    return
                self.take_out(e)
            self.put(x, theirs)
        self.put(e, mine)


def _to_beat(costs: Sequence[int], wanted: int) -> int:
    """What a cycle more has to cost less than, to be one of those that are wanted."""
    return sorted(costs)[wanted - 1] if 0 < wanted <= len(costs) else NEVER


def _left(steps: Sequence[QuickStep], held: Iterable[Spot]) -> list[QuickStep]:
    """The steps that are still to be placed."""
    left = list(steps)
    for spot in held:
        left.remove(next(s for s in left if s.session == spot.session and s.week in (0, spot.window.week)))
    return left
