"""Every plan of a tiny district, counted out: is there one that is better than a given score?

Releases, coaches and active cycles are tried in full; sessions are put into slots in every way, and inside a day in
every order, each as early as it can be (any plan can be pushed to the left without changing its score). What a plan
costs by staffing alone is asked of the audit; what its weeks cost is counted here, and the plan that is found is
audited by who asked. No solver, and nothing of the engine. Plans with pins are not counted out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from scheduler.audit import audit_plan
from scheduler.domain.instance import LEVELS, Enrolment, Instance, Program, ProgramSession, Slot
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Score
from scheduler.rules.coach_slots import CoachSlots
from scheduler.rules.words import folded

OF_THE_WEEKS = (
    "Sessions",
    "Flex time",
    "Common planning",
    "Sessions per day",
    "Prep minutes used",
    "One session a day",
    "Weekly coaching time",
    "Teachers coached weekly",
    "One site a day",
    "Priority sections",
    "Even cycles",
)
IN_CLASS = ("observe", "model", "coteach")
Triple = tuple[int, int, int]
ZERO: Triple = (0, 0, 0)
Date = tuple[int, int]  # week, day


class TooMany(Exception):
    """There are more plans than there is patience for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One session that an enrolment is due in a cycle; `number` tells apart those of one name."""

    enrolment: Enrolment
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


@dataclass(frozen=True, slots=True)
class Weeks:
    """A way to spend a cycle: its cost but for Even cycles, the groups with their starts, and what is reserved."""

    cost: Triple
    held: tuple[tuple[Group, int], ...]
    reserved: tuple[tuple[str, Slot, str], ...]  # coach, slot, purpose


def add(a: Triple, b: Triple) -> Triple:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


class Enumeration:
    """The plans of one instance. `patience` is in steps of the search."""

    def __init__(self, instance: Instance, patience: int = 200_000) -> None:
        assert not instance.pins
        self.instance, self.patience = instance, patience
        self.gap = instance.settings.minutes_between_sessions
        self.steps = 0
        self._days: dict[object, dict[Group, int] | None] = {}
        self._weeks: dict[object, dict[tuple[int, ...], Weeks]] = {}

    def better_than(self, score: Score | None) -> Plan | None:
        """The best plan of all if it is better than `score` (None: in any case); None where there is none better."""
        best: Plan | None = None
        bar: Triple | None = None if score is None else tuple(score)  # type: ignore[assignment]
        for base, releases, coaches in sorted(self._staffings(), key=lambda s: s[0]):
            if bar is not None and base >= bar:
                break
            found = self._best_year(base, releases, coaches, bar)
            if found is not None:
                bar, best = found
        return best

    # ---- staffing ----

    def _staffings(self) -> Iterator[tuple[Triple, dict[str, tuple[str, ...]], dict[Enrolment, str]]]:
        """(what it costs at least, releases, coaches)"""
        free, fixed = [], {}
        blocked = CoachSlots(self.instance, dict.fromkeys(self.instance.coaches, frozenset())).blocked
        for c in self.instance.coaches.values():
            slots = list(zip(self.instance.home_slots(c.id), self.instance.availability[c.id], strict=True))
            for p in self.instance.class_periods(c.home):
                demanded = any(
                    s.period == p and s.is_class and (c.full_time or said == "Coaching") for s, said in slots
                )
                if p in blocked[c.id] or demanded:
                    fixed[c.id, p] = p not in blocked[c.id]
                else:
                    free.append((c.id, p))
        choices = [("", *self._may_coach(e)) for e in self.instance.enrolments]
        count = 2 ** len(free)
        for c in choices:
            count *= len(c)
        if count > 30_000:
            raise TooMany(f"{count} staffings")
        for on in product((False, True), repeat=len(free)):
            state = {**fixed, **dict(zip(free, on, strict=True))}
            releases = {
                c.id: tuple(p for p in self.instance.class_periods(c.home) if state[c.id, p])
                for c in self.instance.coaches.values()
            }
            for chosen in product(*choices):
                coaches = dict(zip(self.instance.enrolments, chosen, strict=True))
                yield self._base(releases, coaches), releases, coaches

    def _may_coach(self, e: Enrolment) -> list[str]:
        site, role = self.instance.teachers[e.teacher].site, folded(self.instance.programs[e.program].role)
        return [
            c.id
            for c in self.instance.coaches.values()
            if site in c.sites and (not role or not c.roles or role in map(folded, c.roles))
        ]

    def _base(self, releases: dict[str, tuple[str, ...]], coaches: Mapping[Enrolment, str]) -> Triple:
        """What the audit counts for staffing, and the sessions of those who have no coach."""
        points = [0, 0, 0]
        for s in audit_plan(self.instance, self._plan(releases, coaches, {}, ())).shortfalls:
            if s.level == "Off":
                continue
            if s.rule not in OF_THE_WEEKS:
                points[LEVELS.index(s.level)] += s.amount * s.weight
        for e, coach in coaches.items():
            if not coach:
                program = self.instance.programs[e.program]
                for spec in program.sessions:
                    cost = self._missing(e, spec, program.cycles * spec.count)
                    points = [a + b for a, b in zip(points, cost, strict=True)]
        return points[0], points[1], points[2]

    def _plan(
        self,
        releases: dict[str, tuple[str, ...]],
        coaches: Mapping[Enrolment, str],
        active: Mapping[Enrolment, Sequence[int]],
        weeks: Sequence[Weeks],
    ) -> Plan:
        assignments = tuple(
            Assignment(
                e.teacher, e.program, coaches[e],
                tuple(active.get(e, range(1, self.instance.programs[e.program].cycles + 1))),
            )
            for e in self.instance.enrolments
        )  # fmt: skip
        sessions: list[Session] = []
        reserved: list[Reserved] = []
        for k, cycle in enumerate(weeks, 1):
            for n, (group, start) in enumerate(cycle.held):
                label = f"G{n + 1}" if len(group) > 1 else ""
                for p in group:
                    sessions.append(
                        Session(
                            k, *p.date, start, start + p.item.spec.minutes, p.slot.period, p.coach,
                            p.item.enrolment.teacher, p.item.enrolment.program, p.item.spec.name,
                            "Virtual" if p.virtual else "In person", label,
                        )
                    )  # fmt: skip
            for coach, slot, purpose in cycle.reserved:
                reserved.append(
                    Reserved(k, slot.week, slot.day, slot.start, slot.end, slot.period, coach, purpose)  # type: ignore[arg-type]
                )
        return Plan(releases, assignments, tuple(sorted(sessions)), tuple(sorted(reserved)))

    # ---- the year ----

    def _best_year(
        self,
        base: Triple,
        releases: dict[str, tuple[str, ...]],
        coaches: dict[Enrolment, str],
        bar: Triple | None,
    ) -> tuple[Triple, Plan] | None:
        cycles = self.instance.settings.cycles
        released = {c: frozenset(p) for c, p in releases.items()}
        slots = CoachSlots(self.instance, released)
        coached = [e for e, c in coaches.items() if c and self._due(self.instance.programs[e.program])]
        best: tuple[Triple, Plan] | None = None
        turns = [list(combinations(range(cycles), self.instance.programs[e.program].cycles)) for e in coached]
        seen = set()
        for chosen in product(*turns):
            sets = tuple(
                frozenset(e for e, turn in zip(coached, chosen, strict=True) if k in turn) for k in range(cycles)
            )
            alike = tuple(sorted(tuple(sorted(map(str, s))) for s in sets))  # cycles are all alike
            if alike in seen:
                continue
            seen.add(alike)
            options = [self._cycle(released, slots, coaches, s, base, bar) for s in sets]
            for ways in product(*(o.items() for o in options)):
                cost = base
                for _, weeks in ways:
                    cost = add(cost, weeks.cost)
                cost = add(cost, self._uneven([minutes for minutes, _ in ways]))
                if bar is None or cost < bar:
                    active = {e: tuple(k + 1 for k in range(cycles) if e in sets[k]) for e in coached}
                    bar, best = cost, (cost, self._plan(releases, coaches, active, [w for _, w in ways]))
        return best

    def _due(self, program: Program) -> list[ProgramSession]:
        return [s for s in program.sessions if not s.once and s.count]

    def _counts_evenness(self) -> bool:
        return self.instance.settings.cycles > 1 and any(
            self._weight("Even cycles", c.home) != ZERO for c in self.instance.coaches.values()
        )

    def _uneven(self, minutes: list[tuple[int, ...]]) -> Triple:
        cost = ZERO
        if not self._counts_evenness():
            return cost
        for i, c in enumerate(self.instance.coaches.values()):
            mine = [m[i] for m in minutes]
            limit = self.instance.rule("Even cycles", c.home).value
            over = 0 if limit is None else max(0, max(mine) - min(mine) - limit)
            cost = add(cost, self._times("Even cycles", c.home, -(-over // 30)))
        return cost

    # ---- costs ----

    def _weight(self, rule: str, site: str) -> Triple:
        setting = self.instance.rule(rule, site)
        return tuple(setting.weight if setting.level == level else 0 for level in LEVELS)  # type: ignore[return-value]

    def _times(self, rule: str, site: str, amount: int) -> Triple:
        w = self._weight(rule, site)
        return w[0] * amount, w[1] * amount, w[2] * amount

    def _missing(self, e: Enrolment, spec: ProgramSession, amount: int) -> Triple:
        teacher = self.instance.teachers[e.teacher]
        setting = self.instance.rule("Sessions", teacher.site)
        level, points = setting.level or spec.level, amount * teacher.priority * setting.weight
        return tuple(points if level == x else 0 for x in LEVELS)  # type: ignore[return-value]

    def _own(self, rule: str, site: str, own: int | None) -> int | None:
        return own if own is not None else self.instance.rule(rule, site).value

    # ---- the weeks of one cycle ----

    def _cycle(
        self,
        released: dict[str, frozenset[str]],
        slots: CoachSlots,
        coaches: Mapping[Enrolment, str],
        now: frozenset[Enrolment],
        base: Triple,
        bar: Triple | None,
    ) -> dict[tuple[int, ...], Weeks]:
        """For each share of minutes among the coaches the best way to spend a cycle (where evenness counts)."""
        who = tuple(sorted((str(e), coaches[e]) for e in now))
        key = tuple(sorted(released.items())), who
        if key in self._weeks:
            return self._weeks[key]
        items: list[tuple[Item, list[Placed]]] = []
        for e in sorted(now, key=str):
            for spec in self._due(self.instance.programs[e.program]):
                options = self._options(e, spec, coaches[e], slots)
                items += [(Item(e, spec, n), options) for n in range(spec.count)]
        found: dict[tuple[int, ...], Weeks] = {}
        self._fill(items, 0, [], ZERO, released, found)
        self._weeks[key] = found
        return found

    def _options(self, e: Enrolment, spec: ProgramSession, coach: str, slots: CoachSlots) -> list[Placed]:
        site = self.instance.teachers[e.teacher].site
        bell = self.instance.sites[site].bell
        states = self.instance.states[e.teacher]
        virtual = {"In person": (False,), "Virtual": (True,), "Either": (False, True)}[spec.mode]
        if len(self.instance.coaches[coach].sites) == 1:
            virtual = virtual[:1]
        found = []
        for i, slot in enumerate(self.instance.bells[bell]):
            doing = states[i].doing
            if slots.hindrances(coach, bell)[i] or doing in ("Off", "Duty") or slot.minutes < spec.minutes:
                continue
            if not spec.when or doing in spec.when or slot.kind in spec.when:
                found += [Placed(Item(e, spec, 0), coach, site, i, slot, v) for v in virtual]
        return found

    def _fill(
        self,
        items: list[tuple[Item, list[Placed]]],
        n: int,
        held: list[Placed],
        cost: Triple,
        released: dict[str, frozenset[str]],
        found: dict[tuple[int, ...], Weeks],
    ) -> None:
        self.steps += 1
        if self.steps > self.patience:
            raise TooMany(f"{self.steps} steps")
        if found and not self._counts_evenness() and cost >= found[()].cost:
            return
        if n == len(items):
            self._finish(held, cost, released, found)
            return
        item, options = items[n]
        mine = [h for h in held if (h.item.enrolment, h.item.spec) == (item.enrolment, item.spec)]
        # Those of one name are alike: each lies later than the one before, and the missing ones are the last.
        first = 1 + max((options.index(_unnumbered(h)) for h in mine), default=-1)
        if len(mine) == item.number:
            for o in options[first:]:
                if any(h.date == o.date for h in mine):
                    continue
                weekly = item.spec.weekly
                if weekly is not None and sum(h.slot.week == o.slot.week for h in mine) >= weekly:
                    continue
                one = Placed(item, o.coach, o.site, o.index, o.slot, o.virtual)
                today = [h for h in held if h.date == one.date] + [one]
                if any(self._day(groups, frozenset(), ()) is not None for groups in _groupings(today)):
                    self._fill(items, n + 1, [*held, one], add(cost, self._alone(one)), released, found)
        self._fill(items, n + 1, held, add(cost, self._missing(item.enrolment, item.spec, 1)), released, found)

    def _alone(self, p: Placed) -> Triple:
        """Priority sections."""
        states = self.instance.states[p.item.enrolment.teacher]
        state = states[p.index]
        having = any(s.doing == "Teaching" and s.priority for s in states)
        misses = having and folded(p.item.spec.activity) in IN_CLASS and state.doing == "Teaching"
        return self._times("Priority sections", p.site, int(misses and not state.priority))

    def _finish(
        self,
        held: list[Placed],
        cost: Triple,
        released: dict[str, frozenset[str]],
        found: dict[tuple[int, ...], Weeks],
    ) -> None:
        """Every order that `after` allows, every grouping, every reserve: the best for each share of minutes."""
        cost = add(cost, self._of_teachers(held))
        days: dict[Date, list[Placed]] = defaultdict(list)
        for h in held:
            days[h.date].append(h)
        orders = self._orders(held)
        for grouping in product(*(list(_groupings(today)) for today in days.values())):
            groups = dict(zip(days, grouping, strict=True))
            total = add(cost, self._of_coaches([g for today in grouping for g in today]))
            minutes: tuple[int, ...] = ()
            if self._counts_evenness():
                spent = Counter[str]()
                for today in grouping:
                    for g in today:
                        spent[g[0].coach] += g[0].item.spec.minutes
                minutes = tuple(spent[c] for c in self.instance.coaches)
            for before in orders:
                self.steps += 1
                if minutes in found and total >= found[minutes].cost:
                    break
                if all(self._day(g, before, ()) is not None for g in groups.values()):
                    self._reserve(groups, before, total, minutes, released, found)

    def _of_teachers(self, held: list[Placed]) -> Triple:
        """Prep minutes used, One session a day."""
        cost = ZERO
        prep: Counter[tuple[str, int]] = Counter()
        days: Counter[tuple[str, Date]] = Counter()
        for h in held:
            teacher = h.item.enrolment.teacher
            days[teacher, h.date] += 1
            if self.instance.states[teacher][h.index].doing == "Prep":
                prep[teacher, h.slot.week] += h.item.spec.minutes
        for (t, _), minutes in prep.items():
            teacher_ = self.instance.teachers[t]
            limit = self._own("Prep minutes used", teacher_.site, teacher_.prep_minutes)
            over = 0 if limit is None else max(0, minutes - limit)
            cost = add(cost, self._times("Prep minutes used", teacher_.site, -(-over // 30)))
        for (t, _), n in days.items():
            cost = add(cost, self._times("One session a day", self.instance.teachers[t].site, n - 1))
        return cost

    def _of_coaches(self, groups: list[Group]) -> Triple:
        """Sessions per day, One site a day, Weekly coaching time, Teachers coached weekly."""
        cost = ZERO
        for c in self.instance.coaches.values():
            mine = [g for g in groups if g[0].coach == c.id]
            days: dict[Date, list[Group]] = defaultdict(list)
            for g in mine:
                days[g[0].date].append(g)
            most = self._own("Sessions per day", c.home, c.max_sessions_per_day)
            for today in days.values():
                if most is not None:
                    cost = add(cost, self._times("Sessions per day", c.home, max(0, len(today) - most)))
                sites = {g[0].site for g in today if not g[0].virtual}
                cost = add(cost, self._times("One site a day", c.home, max(0, len(sites) - 1)))
            for week in range(1, self.instance.settings.weeks + 1):
                alone = [g[0] for g in mine if g[0].slot.week == week and g[0].item.spec.group_size == 1]
                least = self.instance.rule("Weekly coaching time", c.home).value or 0
                short = max(0, least - sum(p.item.spec.minutes for p in alone))
                cost = add(cost, self._times("Weekly coaching time", c.home, -(-short // 30)))
                least = self.instance.rule("Teachers coached weekly", c.home).value or 0
                met = len({p.item.enrolment.teacher for p in alone})
                cost = add(cost, self._times("Teachers coached weekly", c.home, max(0, least - met)))
        return cost

    # ---- what follows what ----

    def _orders(self, held: list[Placed]) -> list[Before]:
        """The least sets of "this one first" on one day that let every session follow one of its own; [] for never."""
        chains = []
        by_name: dict[tuple[Enrolment, str], list[Placed]] = defaultdict(list)
        for h in held:
            by_name[h.item.enrolment, h.item.spec.name].append(h)
        for (e, _), followers in by_name.items():
            spec = followers[0].item.spec
            first = self.instance.programs[e.program].session(spec.after) if spec.after else None
            if first is not None and not first.once:
                days = sorted({(s.week, s.day) for s in self.instance.slots(followers[0].site)})
                chains.append(list(self._matches(spec, followers, by_name.get((e, first.name), []), days)))
        return [frozenset().union(*chosen) for chosen in product(*chains)]

    def _matches(
        self, spec: ProgramSession, followers: list[Placed], firsts: list[Placed], days: list[Date]
    ) -> Iterator[Before]:
        if not followers:
            yield frozenset()
            return
        h, rest = followers[0], followers[1:]
        for f in firsts:
            later = days.index(h.date) - days.index(f.date)
            if later < 0 or (spec.within_days is not None and later > spec.within_days):
                continue
            for others in self._matches(spec, rest, [x for x in firsts if x is not f], days):
                yield others | ({(f, h)} if later == 0 else set())

    # ---- reserved time ----

    def _reserve(
        self,
        groups: Mapping[Date, tuple[Group, ...]],
        before: Before,
        cost: Triple,
        minutes: tuple[int, ...],
        released: dict[str, frozenset[str]],
        found: dict[tuple[int, ...], Weeks],
    ) -> None:
        """Weeks are apart: each has its best reserves."""
        kept: list[tuple[str, Slot, str]] = []
        for week in range(1, self.instance.settings.weeks + 1):
            here = {d: g for d, g in groups.items() if d[0] == week}
            price, reserves = self._reserve_week(here, before, week, released)
            cost = add(cost, price)
            kept += reserves
        if minutes not in found or cost < found[minutes].cost:
            held: list[tuple[Group, int]] = []
            for date in groups:
                starts = self._day(groups[date], before, _blocks(kept, date))
                assert starts is not None
                held += starts.items()
            found[minutes] = Weeks(cost, tuple(held), tuple(kept))

    def _reserve_week(
        self, groups: Mapping[Date, tuple[Group, ...]], before: Before, week: int, released: dict[str, frozenset[str]]
    ) -> tuple[Triple, list[tuple[str, Slot, str]]]:
        """Every choice of common planning and flex of a week, the cheapest first, till one leaves room for sessions."""
        planning = [self._planning(site, week, released) for site in self.instance.sites]
        flex = [self._flex(c, week, released, groups, before) for c in self.instance.coaches]
        tries = []
        for chosen in product(*planning, *flex):
            self.steps += 1
            price, reserves = ZERO, []
            for cost, kept in chosen:
                price = add(price, cost)
                reserves += kept
            tries.append((price, len(tries), reserves))
        if self.steps > self.patience:
            raise TooMany(f"{self.steps} steps")
        for price, _, reserves in sorted(tries):
            taken = Counter((coach, slot) for coach, slot, _ in reserves)
            if any(n > 1 for n in taken.values()):
                continue
            if all(self._day(g, before, _blocks(reserves, d)) is not None for d, g in groups.items()):
                return price, reserves
        raise AssertionError("a week without reserves is always there")

    def _flex(
        self,
        coach: str,
        week: int,
        released: dict[str, frozenset[str]],
        groups: Mapping[Date, tuple[Group, ...]],
        before: Before,
    ) -> list[tuple[Triple, list[tuple[str, Slot, str]]]]:
        home, value = self.instance.coaches[coach].home, 0
        if released[coach]:
            value = self.instance.rule("Flex time", home).value or 0
        if self._weight("Flex time", home) == ZERO:
            return [(ZERO, [])]
        slots = [
            s
            for s, said in zip(self.instance.home_slots(coach), self.instance.availability[coach], strict=True)
            if s.is_class and s.week == week and s.period in released[coach] and said != "Unavailable"
            if self._day(groups.get((s.week, s.day), ()), before, ((coach, s.start, s.end),)) is not None
        ]
        return [
            (self._times("Flex time", home, value - n), [(coach, s, "Flex") for s in chosen])
            for n in range(min(value, len(slots)) + 1)
            for chosen in combinations(slots, n)
        ]

    def _planning(
        self, site: str, week: int, released: dict[str, frozenset[str]]
    ) -> list[tuple[Triple, list[tuple[str, Slot, str]]]]:
        homes = [c.id for c in self.instance.home_coaches(site)]
        value = self.instance.rule("Common planning", site).value or 0
        if len(homes) < 2 or self._weight("Common planning", site) == ZERO:
            return [(ZERO, [])]
        slots = [
            s
            for i, s in enumerate(self.instance.slots(site))
            if s.is_class and s.week == week
            if all(
                said == "Prep" or (said != "Unavailable" and s.period in released[c])
                for c in homes
                for said in [self.instance.availability[c][i]]
            )
        ]
        return [
            (
                self._times("Common planning", site, value - n),
                [(c, s, "Common planning") for s in chosen for c in homes],
            )
            for n in range(min(value, len(slots)) + 1)
            for chosen in combinations(slots, n)
        ]

    # ---- one day ----

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
        teachers = {p.item.enrolment.teacher for p in g}
        for other, at in starts.items():
            end = at + other[0].item.spec.minutes
            if other[0].coach == one.coach:
                need = self.gap
                if not other[0].virtual and not one.virtual and other[0].site != one.site:
                    need = max(need, self.instance.travel_minutes(other[0].site, one.site))
                start = max(start, end + need)
            if teachers & {p.item.enrolment.teacher for p in other}:
                start = max(start, end)
        busy = [(a, b) for coach, a, b in blocks if coach == one.coach]
        said = zip(self.instance.home_slots(one.coach), self.instance.availability[one.coach], strict=True)
        busy += [(s.start, s.end) for s, doing in said if doing == "Teaching" and (s.week, s.day) == one.date]
        for a, b in sorted(busy):
            if start < b and a < start + one.item.spec.minutes:
                start = b
        return start if start + one.item.spec.minutes <= one.slot.end else None


def _unnumbered(p: Placed) -> Placed:
    return Placed(Item(p.item.enrolment, p.item.spec, 0), p.coach, p.site, p.index, p.slot, p.virtual)


def _blocks(reserves: Sequence[tuple[str, Slot, str]], date: Date) -> tuple[Block, ...]:
    return tuple((c, s.start, s.end) for c, s, _ in reserves if (s.week, s.day) == date)


def _groupings(today: Sequence[Placed]) -> Iterator[tuple[Group, ...]]:
    """Every way in which those that may meet together do: one coach, program, session, slot and mode."""
    kinds: dict[object, list[Placed]] = defaultdict(list)
    for p in today:
        alone = p.item if p.item.spec.group_size == 1 else None
        kinds[p.coach, p.item.enrolment.program, p.item.spec.name, p.index, p.site, p.virtual, alone].append(p)
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
