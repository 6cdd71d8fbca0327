"""A quick plan: what a careful person makes in one go, in a fraction of a second a site.

It is there before anything is proven, so that a stop or a short limit leaves no school without a plan. Releases come
first, then what is pinned, then one enrolment after another, those with the fewest times first: each takes the coach,
the cycles and the times that cost least by the rules then. Whoever has to go short is tried again, with somebody else
moved out of the way; where sessions are still missing, the year is planned anew with those people first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scheduler.domain.instance import Instance, Pin, ProgramSession, Slot
from scheduler.domain.plan import Assignment, Plan, Purpose, Reserved
from scheduler.domain.score import Score
from scheduler.engine.facts import Facts, fits
from scheduler.engine.patterns import pattern_sessions
from scheduler.engine.quick_costs import UNIT, Costs, match_cost
from scheduler.engine.quick_releases import QuickReleases
from scheduler.engine.quick_weeks import NEVER, Diaries, Search, Spot, Step

YEARS = 4  # of which the best is taken
TRIES = 40  # of times for one enrolment with one coach in one cycle
TRIES_OF_A_PIN = 2_000
MORE_WANTED = 200  # times, are the periods of those who went short in the year before
MOST_CLEARED = 4  # slots that are tried to be cleared for flex time
MOST_MOVED = 30  # of enrolments that are tried to be moved for one that goes short

Judge = Callable[[Instance, Plan], Score]


def quick_plan(facts: Facts, judge: Judge) -> Plan | None:
    """The best of a few plans, each made in one go; None where none of them keeps all pins."""
    best: tuple[Score, Plan] | None = None
    first: list[int] = []
    for _ in range(YEARS):
        year = _Year(facts, first)
        if not year.made():
            break
        plan = year.plan()
        score = judge(facts.instance, plan)
        if best is None or score < best[0]:
            best = score, plan
        short = [e for e in year.order if year.goes_short(e)]
        more = list(dict.fromkeys([*short, *first]))
        if not short or more == first:
            break
        first = more
    return None if best is None else best[1]


@dataclass(frozen=True)
class Place:
    """What an enrolment has: its coach, its cycles with the sessions in each, what all of it costs, and what of that
    the weeks cost."""

    coach: str
    spots: dict[int, list[Spot]]
    cost: int
    weeks: int


class _Year:
    """One go at the year."""

    def __init__(self, facts: Facts, first: Sequence[int]) -> None:
        self.facts, self.instance = facts, facts.instance
        self.costs = Costs(facts.instance)
        self.releases = QuickReleases(facts, self.costs)
        self.diaries = Diaries(facts, self.costs, self.releases)
        self.cycles = range(1, self.instance.settings.cycles + 1)
        self.load: Counter[str] = Counter()
        self.here: Counter[tuple[str, str]] = Counter()  # enrolments of a site with a coach
        self.minutes: Counter[tuple[str, int]] = Counter()
        self.members: dict[tuple[str, int], list[int]] = defaultdict(list)  # whose sessions a coach has in a cycle
        self.places: dict[int, Place] = {}
        self.pinned: dict[int, dict[int, list[Spot]]] = {}
        self.kept: dict[int, set[int]] = {}  # cycles that pins name
        self.reserved: list[Reserved] = []
        self.first = {e: n for n, e in enumerate(first)}
        self.order: list[int] = []

    def made(self) -> bool:
        """Makes the plan; False where pins could not be kept."""
        self._look_around()
        if not self._keep_pins():
            return False
        self.releases.fill(self._wanted())
        for c in self.instance.coaches:
            self._set_aside(c)
        times = {e: self._times(e) for e in range(len(self.facts.enrolments))}
        self.order = sorted(
            times,
            key=lambda e: (e not in self.kept, self.first.get(e, len(times)), not times[e], times[e], self._suiting(e), e),
        )
        for e in self.order:
            self._put(e, self._choose(e))
        for e in self.order:
            if self.goes_short(e):
                self._make_room(e)
        for e in self.order:
            if self.places[e].cost and self.facts.candidates[e]:
                self._again(e)
        return True

    def plan(self) -> Plan:
        """What was made, as rows."""
        for c in self.instance.coaches:
            self._keep_flex(c)
        for c in self.instance.coaches:
            self._reserve_flex(c)
        for site in self.instance.sites:
            self._keep_planning(site)
        rows, sessions = [], []
        for e, enrolment in enumerate(self.facts.enrolments):
            place = self.places[e]
            cycles = place.spots or dict.fromkeys(range(1, self.facts.program(e).cycles + 1))
            rows.append(Assignment(enrolment.teacher, enrolment.program, place.coach, tuple(sorted(cycles))))
            for k, spots in place.spots.items():
                sessions += [self.diaries.row(e, place.coach, k, spot) for spot in spots]
        releases = {
            c: tuple(p for p in self.instance.class_periods(coach.home) if p in self.releases.released[c])
            for c, coach in self.instance.coaches.items()
        }
        return Plan(releases, tuple(rows), tuple(sorted(sessions)), tuple(sorted(self.reserved)))

    def goes_short(self, e: int) -> bool:
        """Whether an enrolment misses something Required, or its weeks something Recommended."""
        return self.places[e].cost >= UNIT["Required"] or self.places[e].weeks >= UNIT["Recommended"]

    # ---- what is wanted

    def _look_around(self) -> None:
        """How much each period of a site is wanted: by sessions that could lie in few others, most."""
        wanted: dict[tuple[str, str], float] = defaultdict(float)
        for e, enrolment in enumerate(self.facts.enrolments):
            site = self.instance.teachers[enrolment.teacher].site
            states = self.facts.states(enrolment)
            for session in pattern_sessions(self.facts, enrolment):
                when = set(session.when)
                periods = {
                    slot.period
                    for slot, state in zip(self.instance.slots(site), states, strict=True)
                    if slot.minutes >= session.minutes and fits(state.doing, slot.kind, when)
                }
                for p in periods:
                    wanted[site, p] += session.minutes * session.count / len(periods) ** 2
        self.diaries.wanted = {key: round(x, 6) for key, x in wanted.items()}

    def _wanted(self) -> dict[tuple[str, str], Fraction]:
        """Minutes that could lie in a period of a coach who may be released in it."""
        wanted: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for e, enrolment in enumerate(self.facts.enrolments):
            due = self.facts.program(e).cycles * (MORE_WANTED if e in self.first else 1)
            avoided = self.instance.teachers[enrolment.teacher].avoid_coaches
            for session in pattern_sessions(self.facts, enrolment):
                for c in self.facts.candidates[e] if len(avoided) < len(self.facts.candidates[e]) else ():
                    if c in avoided:
                        continue
                    needs = {w.need for w in self.diaries.windows(e, c, session)}
                    for p in needs if "" not in needs else ():
                        wanted[c, p] += Fraction(session.minutes * session.count * due, len(needs) ** 2)
        return wanted

    def _times(self, e: int) -> int:
        """How many times there are for the session that has the fewest of them; 0 without sessions."""
        sessions = pattern_sessions(self.facts, self.facts.enrolments[e])
        return min((1 + sum(self._open(e, c, s) for c in self.facts.candidates[e]) for s in sessions), default=0)

    def _open(self, e: int, coach: str, session: ProgramSession) -> int:
        return sum(self.releases.has(coach, w.need) for w in self.diaries.windows(e, coach, session))

    def _suiting(self, e: int) -> int:
        """How many coaches an enrolment may have whom its teacher does not avoid."""
        avoided = self.instance.teachers[self.facts.enrolments[e].teacher].avoid_coaches
        return sum(c not in avoided for c in self.facts.candidates[e])

    def _steps(self, e: int) -> list[Step]:
        """The sessions of a cycle, what is followed before what follows it."""
        left, steps = list(pattern_sessions(self.facts, self.facts.enrolments[e])), []
        while left:
            names = {s.name for s in left}
            for s in [s for s in left if s.after not in names] or left[:1]:
                left.remove(s)
                weeks = range(1, self.instance.settings.weeks + 1) if s.weekly is not None else (0,)
                steps += [Step(s, week) for week in weeks for _ in range(s.count if s.weekly is None else s.weekly)]
        return steps

    # ---- pins

    def _keep_pins(self) -> bool:
        pins: dict[int, list[Pin]] = defaultdict(list)
        place = {(e.teacher, e.program): i for i, e in enumerate(self.facts.enrolments)}
        for pin in self.instance.pins:
            if pin.kind == "Release":
                continue
            for program in self.facts.pinned_programs(pin):
                e = place[pin.teacher, program]
                if pin.cycle is not None:
                    self.kept.setdefault(e, set()).add(pin.cycle)
                if pin.kind == "Session":
                    pins[e].append(pin)
        fixed = {e: sum(pin.start is not None for pin in mine) for e, mine in pins.items()}
        return all(self._keep_sessions(e, pins[e]) for e in sorted(pins, key=lambda e: (-fixed[e], e)))

    def _keep_sessions(self, e: int, pins: list[Pin]) -> bool:
        """Holds the sessions that are pinned, and those that they follow."""
        kept = self.kept.setdefault(e, set())
        for pin in pins:
            if pin.cycle is None and not kept:
                kept.add(min(self.cycles, key=lambda k: (len(self.members["", k]), k)))
        by_cycle = {k: [p for p in pins if p.cycle == k or (p.cycle is None and k == min(kept))] for k in sorted(kept)}
        steps = {k: _pinned_steps(self._steps(e), mine) for k, mine in by_cycle.items() if mine}
        if any(found is None for found in steps.values()):
            return False
        for coach in sorted(self.facts.candidates[e], key=lambda c: (match_cost(self.facts, self.costs, e, c), c)):
            held = {}
            for k, todo in steps.items():
                search = Search(self.diaries, e, coach, k, todo or (), TRIES_OF_A_PIN, release=True)
                found = search.run()
                if found is None:
                    break
                held[k] = found[1]
            else:
                for k, spots in held.items():
                    for spot in spots:
                        self.diaries.hold(e, coach, k, spot)
                        self.releases.add(coach, spot.window.need)
                    self.members["", k].append(e)
                self.pinned[e] = held
                self.places[e] = Place(coach, held, 0, 0)
                return True
        return False

    # ---- coaches and cycles

    def _choose(self, e: int, below: int = NEVER) -> Place | None:
        """The coach, cycles and times that cost least, and less than `below`; None where nothing does."""
        best: Place | None = None
        steps, pinned = self._steps(e), self.pinned.get(e, {})
        coaches = (self.places[e].coach,) if pinned else self.facts.candidates[e]
        asked = sorted((self._coach_cost(e, c), self.load[c] if not steps else self._busy(c), c) for c in coaches)
        for cost, _, coach in asked:
            if best is not None:
                below = best.cost
            if cost >= below:
                break
            found = self._weeks(e, coach, steps, below - cost) if steps else Place(coach, {}, 0, 0)
            if found is not None and cost + found.cost < below:
                best = replace(found, cost=cost + found.cost)
        return best

    def _busy(self, coach: str) -> int:
        return sum(self.minutes[coach, k] for k in self.cycles)

    def _coach_cost(self, e: int, coach: str) -> int:
        """What a coach costs an enrolment, the weeks aside."""
        who, instance = self.instance.coaches[coach], self.instance
        teacher = instance.teachers[self.facts.enrolments[e].teacher]
        found = match_cost(self.facts, self.costs, e, coach)
        needs = self.facts.meeting_needs(coach, teacher.id)
        if needs is not None and not needs & self.releases.released[coach]:
            found += self.costs.of("Every teacher can meet the coach", teacher.site)
        most = self.costs.value("Caseload maximum", who.home, who.max_caseload)
        if most is not None and self.load[coach] >= most:
            found += self.costs.of("Caseload maximum", who.home)
        homes = instance.home_coaches(who.home)
        spread = self.costs.value("Caseload balance", who.home)
        if spread is not None and len(homes) > 1:
            after = [self.load[c.id] + (c.id == coach) for c in homes]
            if max(after) - min(after) > spread and after[[c.id for c in homes].index(coach)] == max(after):
                found += self.costs.of("Caseload balance", who.home)
        least = self.costs.value("Coaches per site", teacher.site) or 0
        if self.here[teacher.site, coach] and sum(n > 0 for (s, _), n in self.here.items() if s == teacher.site) < least:
            found += self.costs.of("Coaches per site", teacher.site)
        return found

    def _weeks(self, e: int, coach: str, steps: list[Step], below: int) -> Place | None:
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
            answer = Search(self.diaries, e, coach, k, left, TRIES).run(held)
            if answer is None:
                continue
            cost, spots = answer
            free += cost == 0 and k not in kept
            found.append((k not in kept, cost, n, k, [*held, *spots]))
        found.sort(key=lambda f: f[:3])
        chosen = found[:wanted]
        cost = sum(f[1] for f in chosen)
        if cost >= below:
            return None
        spots = {k: spots for *_, k, spots in sorted(chosen, key=lambda f: f[3])}
        return Place(coach, spots, cost, cost)

    def _nobody(self, e: int) -> Place:
        """No coach, and no sessions."""
        teacher = self.instance.teachers[self.facts.enrolments[e].teacher]
        steps, cycles = self._steps(e), self.facts.program(e).cycles
        due = sum(self.costs.of("Sessions", teacher.site, s.session.level) for s in steps) * cycles * teacher.priority
        return Place("", {}, match_cost(self.facts, self.costs, e, "") + due, due)

    def _put(self, e: int, place: Place | None) -> None:
        """Writes a place down; an enrolment that nothing suits has no coach."""
        nobody = self._nobody(e)
        named = any(pin.kind != "Release" and pin.teacher == self.facts.enrolments[e].teacher for pin in self.instance.pins)
        if place is None or (place.cost > nobody.cost and not named):
            place = nobody
        self.places[e] = place
        self._count(e, place, 1)
        already = {id(s) for spots in self.pinned.get(e, {}).values() for s in spots}
        for k, spots in place.spots.items():
            for spot in spots:
                if id(spot) not in already:
                    self.diaries.hold(e, place.coach, k, spot)

    def _take_out(self, e: int) -> Place:
        """Rubs a place out, but for what is pinned."""
        place = self.places[e]
        self._count(e, place, -1)
        already = {id(s) for spots in self.pinned.get(e, {}).values() for s in spots}
        for k, spots in place.spots.items():
            for spot in reversed(spots):
                if id(spot) not in already:
                    self.diaries.drop(e, place.coach, k, spot)
        return place

    def _count(self, e: int, place: Place, sign: int) -> None:
        if not place.coach:
            return
        self.load[place.coach] += sign
        self.here[self.instance.teachers[self.facts.enrolments[e].teacher].site, place.coach] += sign
        for k, spots in place.spots.items():
            self.minutes[place.coach, k] += sign * sum(s.session.minutes for s in spots)
            if sign > 0:
                self.members[place.coach, k].append(e)
            else:
                self.members[place.coach, k].remove(e)

    # ---- second thoughts

    def _again(self, e: int) -> None:
        """Another place for an enrolment, where it costs less now."""
        before = self._take_out(e)
        now = self._coach_cost(e, before.coach) if before.coach else 0
        self._put(e, self._choose(e, before.cost) or before)

    def _make_room(self, e: int) -> None:
        """A full place for an enrolment that goes short, where one other can move out of its way at less cost."""
        mine = self._take_out(e)
        coaches = self.facts.candidates[e]
        near = [x for c in coaches for k in self.cycles for x in self.members[c, k]]
        others = list(dict.fromkeys([*near, *(x for x in self.order if self.places[x].coach in coaches)]))
        for x in [x for x in others if x != e and x not in self.pinned][:MOST_MOVED]:
            theirs = self._take_out(x)
            place = self._choose(e, mine.cost)
            if place is not None:
                self._put(e, place)
                moved = self._choose(x, mine.cost + theirs.cost - place.cost)
                if moved is not None:
                    self._put(x, moved)
                    return
                self._take_out(e)
            self._put(x, theirs)
        self._put(e, mine)

    # ---- reserved time

    def _set_aside(self, c: str) -> None:
        """Flex time, before the sessions come; where one needs the slot, it gives way."""
        home = self.instance.coaches[c].home
        if not self.costs.of("Flex time", home):
            return
        for k, week in self.instance.date_labels():
            free = sorted(self._free(c, k, week), key=lambda s: (self.diaries.wanted.get((home, s.period), 0.0), -s.day))
            for slot in free[: self.costs.value("Flex time", home) or 0]:
                self.diaries.flex[c, k][slot.week, slot.day].append(slot)

    def _clear(self, c: str, k: int, week: int) -> None:
        """A slot for flex time, where those who have sessions in it can move at less cost than it is worth."""
        worth = self.costs.of("Flex time", self.instance.coaches[c].home)
        said, released = self.instance.availability[c], self.releases.released[c]
        choices = []
        for n, (slot, status) in enumerate(zip(self.instance.home_slots(c), said, strict=True)):
            if slot.week == week and slot.is_class and slot.period in released and status != "Unavailable":
                there = [e for e in self.members[c, k] if any(_lies_in(s, slot) for s in self.places[e].spots[k])]
                if there and not any(e in self.pinned for e in there):
                    choices.append((len(there), n, slot, there))
        for _, _, slot, there in sorted(choices, key=lambda x: x[:2])[:MOST_CLEARED]:
            before = [self._take_out(e) for e in there]
            if not self.diaries.idle(c, k, slot):
                self._restore(there, before)
                continue
            self.diaries.flex[c, k][slot.week, slot.day].append(slot)
            limit, moved = sum(place.cost for place in before) + worth, []
            for e in there:
                place = self._choose(e, limit)
                if place is None:
                    break
                self._put(e, place)
                moved.append(e)
                limit -= place.cost
            else:
                return
            for e in reversed(moved):
                self._take_out(e)
            kept = self.diaries.flex[c, k][slot.week, slot.day]
            if slot in kept:
                kept.remove(slot)
            self._restore(there, before)

    def _restore(self, enrolments: Sequence[int], places: Sequence[Place]) -> None:
        for e, place in zip(enrolments, places, strict=True):
            self._put(e, place)

    def _free(self, c: str, k: int, week: int) -> list[Slot]:
        """The slots that a coach could keep as flex, and has nothing in."""
        said = self.instance.availability[c]
        return [
            slot
            for slot, status in zip(self.instance.home_slots(c), said, strict=True)
            if slot.week == week and slot.is_class and slot.period in self.releases.released[c]
            if status != "Unavailable" and self.diaries.idle(c, k, slot)
        ]

    def _keep_flex(self, c: str) -> None:
        """What is still set aside, and more where there is room again."""
        home = self.instance.coaches[c].home
        value = (self.costs.value("Flex time", home) or 0) if self.costs.of("Flex time", home) else 0
        for k, week in self.instance.date_labels() if value else ():
            for _ in range(value - len(self._aside(c, k, week))):
                free = self._free(c, k, week)
                if free:
                    self.diaries.flex[c, k][free[-1].week, free[-1].day].append(free[-1])
                else:
                    self._clear(c, k, week)

    def _reserve_flex(self, c: str) -> None:
        for k, week in self.instance.date_labels():
            self.reserved += [_reserved(c, k, slot, "Flex") for slot in self._aside(c, k, week)]

    def _aside(self, c: str, k: int, week: int) -> list[Slot]:
        return [s for slots in self.diaries.flex[c, k].values() for s in slots if s.week == week]

    def _keep_planning(self, site: str) -> None:
        """Slots in which no home coach has anything else."""
        coaches = [c.id for c in self.instance.home_coaches(site)]
        value = (self.costs.value("Common planning", site) or 0) if self.costs.of("Common planning", site) else 0
        for k, week in self.instance.date_labels() if len(coaches) > 1 and value else ():
            left = value
            for i, slot in enumerate(self.instance.slots(site)):
                if left and slot.week == week and slot.is_class and all(self._could_plan(c, k, i) for c in coaches):
                    self.reserved += [_reserved(c, k, slot, "Common planning") for c in coaches]
                    for c in coaches:
                        self.diaries.flex[c, k][slot.week, slot.day].append(slot)
                    left -= 1

    def _could_plan(self, c: str, k: int, i: int) -> bool:
        """Whether a coach could plan in a slot of the home bell schedule: released or on Prep, and idle."""
        said, slot = self.instance.availability[c][i], self.instance.home_slots(c)[i]
        released = slot.period in self.releases.released[c] and said != "Unavailable"
        return (released or said == "Prep") and self.diaries.idle(c, k, slot)


def _reserved(c: str, k: int, slot: Slot, purpose: Purpose) -> Reserved:
    return Reserved(k, slot.week, slot.day, slot.start, slot.end, slot.period, c, purpose)


def _lies_in(spot: Spot, slot: Slot) -> bool:
    return spot.window.date == (slot.week, slot.day) and spot.start < slot.end and slot.start < spot.end


def _left(steps: Sequence[Step], held: Iterable[Spot]) -> list[Step]:
    """The steps that are still to be placed."""
    left = list(steps)
    for spot in held:
        left.remove(next(s for s in left if s.session == spot.session and s.week in (0, spot.window.week)))
    return left


def _pinned_steps(steps: Sequence[Step], pins: Sequence[Pin]) -> list[Step] | None:
    """The steps that pins name, and those that they follow; None where pins name more than there are."""
    named: dict[int, Pin] = {}
    for pin in sorted(pins, key=lambda p: (p.week is None, p.day is None, p.start is None)):
        fitting = [
            n
            for n, s in enumerate(steps)
            if s.session.name == pin.session and (not s.week or pin.week in (None, s.week))
        ]
        free = [n for n in fitting if n not in named]
        same = [n for n in fitting if n in named and _one_session(named[n], pin)]
        if same:
            continue  # held already by what another pin says
        if not free:
            return None
        named[free[0]] = pin
    todo, needed = [], {steps[n].session.after for n in named}
    for n in reversed(range(len(steps))):
        step = steps[n]
        if n in named:
            pin = named[n]
            todo.append(Step(step.session, step.week or pin.week or 0, pin))
        elif step.session.name in needed:
            todo.append(step)
        else:
            continue
        needed.add(step.session.after)
    return todo[::-1]


def _one_session(held: Pin, pin: Pin) -> bool:
    """Whether a session as one pin says is as the other says, too."""
    pairs = ((held.week, pin.week), (held.day, pin.day), (held.start, pin.start), (held.period or None, pin.period or None))
    return all(b is None or a == b for a, b in pairs)
