"""The weeks of one cycle of a tiny plan, counted out: every slot for every session, every reserve, and its cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from laws.counted_days import Before, Date, Days, Group, Item, Placed, TooMany, blocks_of, groupings, unnumbered
from scheduler.domain.instance import LEVELS, Enrollment, Instance, Program, ProgramSession, Slot
from scheduler.domain.matching import folded
from scheduler.rules.coach_slots import CoachSlots

IN_CLASS = ("observe", "model", "coteach")
Triple = tuple[int, int, int]
ZERO: Triple = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Weeks:
    """A way to spend a cycle: its cost but for Even cycles, the groups with their starts, and what is reserved."""

    cost: Triple
    held: tuple[tuple[Group, int], ...]
    reserved: tuple[tuple[str, Slot, str], ...]  # coach, slot, purpose


def add(a: Triple, b: Triple) -> Triple:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


class Cycles(Days):
    """The cycles of one instance: all of them are alike."""

    def __init__(self, instance: Instance, patience: int) -> None:
        super().__init__(instance, patience)
        self._weeks: dict[object, dict[tuple[int, ...], Weeks]] = {}

    def _due(self, program: Program) -> list[ProgramSession]:
        return [s for s in program.sessions if not s.once and s.count]

    def _counts_evenness(self) -> bool:
        return self.instance.settings.cycles > 1 and any(
            self._weight("Even cycles", c.home) != ZERO for c in self.instance.coaches.values()
        )

    # ---- costs ----

    def _weight(self, rule: str, site: str) -> Triple:
        setting = self.instance.rule(rule, site)
        return tuple(setting.weight if setting.level == level else 0 for level in LEVELS)  # type: ignore[return-value]

    def _times(self, rule: str, site: str, amount: int) -> Triple:
        w = self._weight(rule, site)
        return w[0] * amount, w[1] * amount, w[2] * amount

    def _missing(self, e: Enrollment, spec: ProgramSession, amount: int) -> Triple:
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
        coaches: Mapping[Enrollment, str],
        now: frozenset[Enrollment],
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

    def _options(self, e: Enrollment, spec: ProgramSession, coach: str, slots: CoachSlots) -> list[Placed]:
        site = self.instance.teachers[e.teacher].site
        bell = self.instance.sites[site].bell
        states = self.instance.states[e.teacher]
        virtual = {"In person": (False,), "Virtual": (True,), "Either": (False, True)}[spec.mode]
        if len(self.instance.coaches[coach].sites) == 1:
            virtual = virtual[:1]
        found = []
        for i, slot in enumerate(self.instance.bells[bell]):
            doing = states[i].doing
            if slots.hindrances(coach, site)[i] or doing in ("Off", "Duty") or slot.minutes < spec.minutes:
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
        mine = [h for h in held if (h.item.enrollment, h.item.spec) == (item.enrollment, item.spec)]
        # Those of one name are alike: each lies later than the one before, and the missing ones are the last.
        first = 1 + max((options.index(unnumbered(h)) for h in mine), default=-1)
        if len(mine) == item.number:
            for o in options[first:]:
                if any(h.date == o.date for h in mine):
                    continue
                weekly = item.spec.weekly
                if weekly is not None and sum(h.slot.week == o.slot.week for h in mine) >= weekly:
                    continue
                one = Placed(item, o.coach, o.site, o.index, o.slot, o.virtual)
                today = [h for h in held if h.date == one.date] + [one]
                if any(self._day(groups, frozenset(), ()) is not None for groups in groupings(today)):
                    self._fill(items, n + 1, [*held, one], add(cost, self._alone(one)), released, found)
        self._fill(items, n + 1, held, add(cost, self._missing(item.enrollment, item.spec, 1)), released, found)

    def _alone(self, p: Placed) -> Triple:
        """Priority sections."""
        states = self.instance.states[p.item.enrollment.teacher]
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
        for grouping in product(*(list(groupings(today)) for today in days.values())):
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
            teacher = h.item.enrollment.teacher
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
                met = len({p.item.enrollment.teacher for p in alone})
                cost = add(cost, self._times("Teachers coached weekly", c.home, max(0, least - met)))
        return cost

    # ---- what follows what ----

    def _orders(self, held: list[Placed]) -> list[Before]:
        """The least sets of "this one first" on one day that let every session follow one of its own; [] for never."""
        chains = []
        by_name: dict[tuple[Enrollment, str], list[Placed]] = defaultdict(list)
        for h in held:
            by_name[h.item.enrollment, h.item.spec.name].append(h)
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
                starts = self._day(groups[date], before, blocks_of(kept, date))
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
            if all(self._day(g, before, blocks_of(reserves, d)) is not None for d, g in groups.items()):
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
