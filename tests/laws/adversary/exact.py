"""The exact model: every session of every week, minute by minute, as an interval of one large model.

No coarsening, no dominance between plans but one: a session of mode Either is held virtually, which no rule minds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ortools.sat.python import cp_model

from laws.adversary.staffing import Linear, Literal, Staffing, plain
from scheduler.domain.instance import LEVELS, Enrolment, Instance, Pin, ProgramSession, Slot
from scheduler.domain.plan import Assignment, Plan, Purpose, Reserved, Session

Date = tuple[int, int]  # week, day


@dataclass(frozen=True)
class Found:
    """The best plan that was found, what it scores by the model, and how many levels, from the first, are proven."""

    plan: Plan
    score: tuple[int, ...]
    proven: int


@dataclass(eq=False)
class Place:
    """A session of an enrolment that may be held in one slot: `at` for each coach, `leads` where it is the coach's
    appointment (all of them, but for those that join another's group)."""

    enrolment: Enrolment
    cycle: int
    spec: ProgramSession
    index: int
    slot: Slot
    site: str
    start: Any
    held: Literal
    at: dict[str, Literal]
    leads: dict[str, Literal]
    joins: dict[tuple[Place, str], Literal]

    @property
    def date(self) -> Date:
        return self.slot.week, self.slot.day

    @property
    def virtual(self) -> bool:
        return self.spec.mode != "In person"


class Exact(Staffing):
    """All plans of an instance."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance)
        self.places: list[Place] = []
        self.reserves: list[tuple[str, int, Slot, Purpose, Literal]] = []
        self._place_sessions()
        self._place_groups()
        self._say_dates()
        self._say_after()
        self._pin_sessions()
        self._reserve()
        self._say_times()
        self._count_sessions()
        self._count_teachers()
        self._count_coaches()

    # ---- what may be held where ----

    def _place_sessions(self) -> None:
        for e in self.instance.enrolments:
            for k in range(1, self.instance.settings.cycles + 1):
                for spec in self.instance.programs[e.program].sessions:
                    if not spec.once:
                        for i, slot in enumerate(self.instance.slots(self.instance.teachers[e.teacher].site)):
                            self._place(e, k, spec, i, slot)

    def _place(self, e: Enrolment, k: int, spec: ProgramSession, i: int, slot: Slot) -> None:
        site, doing = self.instance.teachers[e.teacher].site, self.instance.states[e.teacher][i].doing
        fits = not spec.when or doing in spec.when or slot.kind in spec.when
        if doing in ("Off", "Duty") or not fits or slot.end - slot.start < spec.minutes:
            return
        at = {}
        for c, assigned in self.assigned[e].items():
            usable = self.usable(c, site, i)
            if usable is not None:
                at[c] = self.flag()
                self.model.add_implication(at[c], assigned)
                self.model.add_implication(at[c], usable)
                self.model.add_implication(at[c], self.active[e, k])
        if at:
            held = self.flag()
            self.model.add(sum(at.values()) == held)
            start = self.model.new_int_var(slot.start, slot.end - spec.minutes, "")
            self.places.append(Place(e, k, spec, i, slot, site, start, held, at, dict(at), {}))

    def _place_groups(self) -> None:
        """A group is led by its first member's row; the others join it."""
        together: dict[object, list[Place]] = defaultdict(list)
        for p in self.places:
            if p.spec.group_size > 1:
                together[p.site, p.enrolment.program, p.spec.name, p.cycle, p.index].append(p)
        for members in together.values():
            for c in self.instance.coaches:
                self._group(c, [p for p in members if c in p.at])

    def _group(self, coach: str, members: list[Place]) -> None:
        for p in members:
            p.leads[coach] = self.flag()
        for n, p in enumerate(members):
            joins = [self._join(coach, p, first) for first in members[:n] if self._one_class(p, first)]
            self.model.add(p.leads[coach] + sum(joins) == p.at[coach])
        for first in members:
            mine = [p for p in members if (first, coach) in p.joins]
            self.model.add(sum(p.joins[first, coach] for p in mine) <= first.spec.group_size - 1)
            for a, b in combinations(mine, 2):
                if not self._one_class(a, b):
                    self.model.add_bool_or([~a.joins[first, coach], ~b.joins[first, coach]])

    def _join(self, coach: str, place: Place, first: Place) -> Literal:
        joins = place.joins[first, coach] = self.flag()
        self.model.add_implication(joins, first.leads[coach])
        self.model.add(place.start == first.start).only_enforce_if(joins)
        return joins

    def _one_class(self, a: Place, b: Place) -> bool:
        """Item 7: two members who teach are in one class."""
        one, other = (self.instance.states[p.enrolment.teacher][p.index] for p in (a, b))
        if "Teaching" != one.doing or "Teaching" != other.doing:
            return True
        if plain(one.room) and plain(other.room):
            return plain(one.room) == plain(other.room)
        return plain(one.course) == plain(other.course)

    def _of_session(self) -> dict[tuple[Enrolment, int, str], list[Place]]:
        found: dict[tuple[Enrolment, int, str], list[Place]] = defaultdict(list)
        for p in self.places:
            found[p.enrolment, p.cycle, p.spec.name].append(p)
        return found

    def _say_dates(self) -> None:
        """Those of one name lie on different days, and are no more than are due."""
        for places in self._of_session().values():
            spec = places[0].spec
            for date in {p.date for p in places}:
                self.model.add_at_most_one(p.held for p in places if p.date == date)
            self.model.add(sum(p.held for p in places) <= spec.count)
            if spec.weekly is not None:
                for week in range(1, self.instance.settings.weeks + 1):
                    self.model.add(sum(p.held for p in places if p.slot.week == week) <= spec.weekly)

    # ---- what follows what ----

    def _say_after(self) -> None:
        of = self._of_session()
        for (e, k, _), followers in of.items():
            spec = followers[0].spec
            first = next((s for s in self.instance.programs[e.program].sessions if s.name == spec.after), None)
            if spec.after and first is not None and not first.once:
                self._follow(spec, first, of.get((e, k, first.name), []), followers)

    def _follow(
        self, spec: ProgramSession, first: ProgramSession, firsts: list[Place], followers: list[Place]
    ) -> None:
        site = followers[0].site
        days = sorted({(s.week, s.day) for s in self.instance.slots(site)})
        matched: dict[Date, list[Literal]] = defaultdict(list)
        by: dict[Date, list[Literal]] = defaultdict(list)
        for d in sorted({p.date for p in firsts}):
            for h in sorted({p.date for p in followers}):
                later = days.index(h) - days.index(d)
                if later < 0 or (spec.within_days is not None and later > spec.within_days):
                    continue
                match = self.flag()
                matched[h].append(match)
                by[d].append(match)
                if d == h:
                    self._in_order(match, [p for p in firsts if p.date == d], [p for p in followers if p.date == h])
        for h in {p.date for p in followers}:
            self.model.add(sum(matched[h]) == sum(p.held for p in followers if p.date == h))
        more = max(0, spec.count - first.count)  # beyond the number of what they follow: all follow the last
        for d, matches in by.items():
            here = sum(p.held for p in firsts if p.date == d)
            last = self.flag()
            for p in firsts:
                if p.date > d:
                    self.model.add_implication(p.held, ~last)
            self.model.add(here == 1).only_enforce_if(last)
            self.model.add(sum(matches) <= here + more * last)

    def _in_order(self, match: Literal, firsts: list[Place], followers: list[Place]) -> None:
        for f in firsts:
            for h in followers:
                self.model.add(f.start + f.spec.minutes <= h.start).only_enforce_if(match, f.held, h.held)

    # ---- pins and reserves ----

    def _pin_sessions(self) -> None:
        for pin in self.instance.pins:
            if pin.kind == "Session":
                self.model.add_bool_or([way for p in self.places for way in self._ways(pin, p)])

    def _ways(self, pin: Pin, p: Place) -> Iterator[Literal]:
        wanted = (
            (pin.teacher, p.enrolment.teacher),
            (pin.program, p.enrolment.program),
            (pin.session, p.spec.name),
            (pin.period, p.slot.period),
            (pin.cycle, p.cycle),
            (pin.week, p.slot.week),
            (pin.day, p.slot.day),
        )
        if any(pinned not in (None, "", there) for pinned, there in wanted):
            return
        for c, literal in p.at.items():
            if pin.coach in ("", c):
                if pin.start is None:
                    yield literal
                elif p.slot.start <= pin.start <= p.slot.end - p.spec.minutes:
                    way = self.flag()
                    self.model.add_implication(way, literal)
                    self.model.add(p.start == pin.start).only_enforce_if(way)
                    yield way

    def _reserve(self) -> None:
        for k, week in self.instance.date_labels():
            for site in self.instance.sites:
                self._plan_together(site, k, week)
            for c in self.instance.coaches.values():
                self._keep_flex(c.id, c.home, k, week)

    def _plan_together(self, site: str, k: int, week: int) -> None:
        homes = [c.id for c in self.instance.coaches.values() if c.home == site]
        least = self.value("Common planning", site) or 0
        if len(homes) < 2 or not self.matters("Common planning", site):
            return
        kept = []
        for i, slot in enumerate(self.instance.slots(site)):
            if slot.kind == "Class" and slot.week == week:
                together = self.flag()
                for c in homes:
                    status = self.instance.availability[c][i]
                    if status == "Unavailable":
                        self.model.add(together == 0)
                    elif status != "Prep":
                        self.model.add_implication(together, self.released(c, slot.period))
                    self.reserves.append((c, k, slot, "Common planning", together))
                kept.append(together)
        self.count("Common planning", site, self.excess(-sum(kept), -least, least))

    def _keep_flex(self, coach: str, home: str, k: int, week: int) -> None:
        least = self.value("Flex time", home) or 0
        if not self.matters("Flex time", home) or not least:
            return
        kept = []
        for slot, status in self.home(coach):
            if slot.kind == "Class" and slot.week == week and status != "Unavailable":
                flex = self.flag()
                self.model.add_implication(flex, self.released(coach, slot.period))
                self.reserves.append((coach, k, slot, "Flex", flex))
                kept.append(flex)
        short = self.model.new_int_var(0, least, "")
        for p in self.periods(coach):  # who has no release owes none
            self.model.add(short >= least - sum(kept)).only_enforce_if(self.released(coach, p))
        self.count("Flex time", home, short)

    # ---- one place at a time ----

    def _say_times(self) -> None:
        teachers: dict[object, list[Any]] = defaultdict(list)
        coaches: dict[tuple[str, int, Date], list[tuple[Place, Literal]]] = defaultdict(list)
        for p in self.places:
            minutes = p.spec.minutes
            of_teacher = self.model.new_optional_fixed_size_interval_var(p.start, minutes, p.held, "")
            teachers[p.enrolment.teacher, p.cycle, p.date].append(of_teacher)
            for c, literal in p.leads.items():
                coaches[c, p.cycle, p.date].append((p, literal))
        for intervals in teachers.values():
            self.model.add_no_overlap(intervals)
        reserved: dict[tuple[str, int, Date], list[Any]] = defaultdict(list)
        for c, k, slot, _, literal in self.reserves:
            block = self.model.new_optional_fixed_size_interval_var(slot.start, slot.end - slot.start, literal, "")
            reserved[c, k, (slot.week, slot.day)].append(block)
        for key in {**coaches, **reserved}:
            self._day_of_coach(key[0], key[2], coaches.get(key, []), reserved.get(key, []))

    def _day_of_coach(self, coach: str, date: Date, led: list[tuple[Place, Literal]], reserved: list[Any]) -> None:
        gap = self.instance.settings.minutes_between_sessions
        apart, blocks = [], list(reserved)
        for p, literal in led:
            apart.append(
                self.model.new_optional_fixed_size_interval_var(p.start, p.spec.minutes + gap, literal, "")
            )
            blocks.append(self.model.new_optional_fixed_size_interval_var(p.start, p.spec.minutes, literal, ""))
        for own in self.classes(coach):
            if (own.week, own.day) == date:
                blocks.append(self.model.new_fixed_size_interval_var(own.start, own.end - own.start, ""))
        self.model.add_no_overlap(apart)
        self.model.add_no_overlap(blocks)
        for (a, one), (b, other) in combinations(led, 2):
            if a.site != b.site and not a.virtual and not b.virtual:
                self._travel(a, one, b, other)

    def _travel(self, a: Place, one: Literal, b: Place, other: Literal) -> None:
        first = self.flag()
        there, back = self.instance.travel_minutes(a.site, b.site), self.instance.travel_minutes(b.site, a.site)
        self.model.add(a.start + a.spec.minutes + there <= b.start).only_enforce_if(one, other, first)
        self.model.add(b.start + b.spec.minutes + back <= a.start).only_enforce_if(one, other, ~first)

    # ---- rules about sessions ----

    def _count_sessions(self) -> None:
        of = self._of_session()
        for e in self.instance.enrolments:
            teacher, program = self.instance.teachers[e.teacher], self.instance.programs[e.program]
            for spec in program.sessions:
                if not spec.once:
                    held = [
                        p.held for k in range(1, self.instance.settings.cycles + 1) for p in of.get((e, k, spec.name), [])
                    ]
                    missing = program.cycles * spec.count - sum(held)
                    self.count("Sessions", teacher.site, teacher.priority * missing, spec.level)

    def _count_teachers(self) -> None:
        days: dict[tuple[str, int, Date], list[Place]] = defaultdict(list)
        preps: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
        for p in self.places:
            teacher = self.instance.teachers[p.enrolment.teacher]
            states = self.instance.states[teacher.id]
            days[teacher.id, p.cycle, p.date].append(p)
            if states[p.index].doing == "Prep":
                preps[teacher.id, p.cycle, p.slot.week].append(p)
            in_class = plain(p.spec.activity) in ("observe", "model", "coteach") and states[p.index].doing == "Teaching"
            if in_class and not states[p.index].priority and any(s.doing == "Teaching" and s.priority for s in states):
                self.count("Priority sections", p.site, p.held)
        for (t, _, _), places in days.items():
            site = self.instance.teachers[t].site
            self.count("One session a day", site, self.excess(sum(p.held for p in places), 1, len(places)))
        for (t, _, _), places in preps.items():
            teacher = self.instance.teachers[t]
            most = self.value("Prep minutes used", teacher.site, teacher.prep_minutes)
            if most is not None:
                minutes = sum(p.spec.minutes * p.held for p in places)
                longest = sum(p.spec.minutes for p in places)
                self.count("Prep minutes used", teacher.site, self.half_hours(minutes - most, longest))

    def _count_coaches(self) -> None:
        led: dict[str, list[tuple[Place, Literal]]] = {c: [] for c in self.instance.coaches}
        for p in self.places:
            for c, literal in p.leads.items():
                led[c].append((p, literal))
        for c, mine in led.items():
            for key in sorted({(p.cycle, p.date) for p, _ in mine}):
                self._count_day(c, [(p, literal) for p, literal in mine if (p.cycle, p.date) == key])
            for key in self.instance.date_labels():
                one = [x for x in mine if (x[0].cycle, x[0].slot.week) == key and x[0].spec.group_size == 1]
                self._count_week(c, one)
            self._count_year(c, mine)

    def _count_day(self, coach: str, today: list[tuple[Place, Literal]]) -> None:
        c = self.instance.coaches[coach]
        most = self.value("Sessions per day", c.home, c.max_sessions_per_day)
        self.count("Sessions per day", c.home, self.excess(sum(x for _, x in today), most, len(today)))
        sites: dict[str, list[Literal]] = defaultdict(list)
        for p, literal in today:
            if not p.virtual:
                sites[p.site].append(literal)
        if len(sites) > 1:
            visited = [self.any_of(literals) for literals in sites.values()]
            self.count("One site a day", c.home, self.excess(sum(visited), 1, len(visited)))

    def _count_week(self, coach: str, one_to_one: list[tuple[Place, Literal]]) -> None:
        home = self.instance.coaches[coach].home
        if self.matters("Weekly coaching time", home):
            least = self.value("Weekly coaching time", home) or 0
            minutes = sum(p.spec.minutes * x for p, x in one_to_one)
            self.count("Weekly coaching time", home, self.half_hours(least - minutes, least))
        if self.matters("Teachers coached weekly", home):
            met: dict[str, list[Literal]] = defaultdict(list)
            for p, x in one_to_one:
                met[p.enrolment.teacher].append(x)
            least = self.value("Teachers coached weekly", home) or 0
            seen = sum(self.any_of(literals) for literals in met.values())
            self.count("Teachers coached weekly", home, self.excess(-seen, -least, least))

    def _count_year(self, coach: str, mine: list[tuple[Place, Literal]]) -> None:
        home, cycles = self.instance.coaches[coach].home, self.instance.settings.cycles
        limit = self.value("Even cycles", home)
        if cycles < 2 or limit is None or not self.matters("Even cycles", home):
            return
        spent = {
            k: sum((p.spec.minutes * x for p, x in mine if p.cycle == k), start=0) for k in range(1, cycles + 1)
        }
        longest = sum(p.spec.minutes for p, _ in mine)
        over = self.model.new_int_var(0, longest // 30 + 1, "")
        for a in spent:
            for b in spent:
                if a != b:
                    self.model.add(30 * over >= spent[a] - spent[b] - limit)
        self.count("Even cycles", home, over)

    # ---- the search ----

    def best(self, effort: float, *, seed: int = 0) -> Found | None:
        """The best plan, level by level, with so much deterministic work for each; None where there is no plan at all.

        Raises
        ------
        TimeoutError
            No plan was found with that work, nor that there is none.
        """
        found: Found | None = None
        proven, open_yet = 0, True
        for level in LEVELS:
            goal: Linear = sum(self.terms[level], start=0)
            self.model.minimize(goal)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = seed
            solver.parameters.max_deterministic_time = effort
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE and found is None:
                return None
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                if found is None:
                    raise TimeoutError(f"no plan with an effort of {effort}")
                break
            open_yet = open_yet and status == cp_model.OPTIMAL
            proven += open_yet
            found = Found(self._read(solver), self._points(solver), proven)
            self.model.add(goal <= round(solver.value(goal)))
            self._hint(solver)
        return found

    def any_plan(self, rng_seed: int, taste: list[tuple[int, Literal]]) -> Plan | None:
        """Some plan that holds, chosen by a taste: whatever it scores. None where none was found."""
        self.model.maximize(sum(w * x for w, x in taste))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = rng_seed
        solver.parameters.max_deterministic_time = 0.3
        found = solver.solve(self.model)
        return self._read(solver) if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def _points(self, solver: cp_model.CpSolver) -> tuple[int, ...]:
        return tuple(round(solver.value(sum(self.terms[level], start=0))) for level in LEVELS)

    def _hint(self, solver: cp_model.CpSolver) -> None:
        self.model.clear_hints()
        for i in range(len(self.model.proto.variables)):
            variable = self.model.get_int_var_from_proto_index(i)
            self.model.add_hint(variable, solver.value(variable))

    def _read(self, solver: cp_model.CpSolver) -> Plan:
        on = solver.boolean_value
        releases = {c: tuple(p for p in self.periods(c) if on(self.released(c, p))) for c in self.instance.coaches}
        assignments = tuple(
            Assignment(
                e.teacher,
                e.program,
                next((c for c, x in here.items() if on(x)), ""),
                tuple(k for k in range(1, self.instance.settings.cycles + 1) if on(self.active[e, k])),
            )
            for e, here in self.assigned.items()
        )
        labels: dict[int, str] = {}
        for p in self.places:
            for (first, _), joins in p.joins.items():
                if on(joins):
                    label = labels.setdefault(id(first), f"G{len(labels) + 1}")
                    labels[id(p)] = label
        sessions = []
        for p in self.places:
            for c, x in p.at.items():
                if on(x):
                    start = solver.value(p.start)
                    sessions.append(
                        Session(
                            p.cycle, *p.date, start, start + p.spec.minutes, p.slot.period, c, p.enrolment.teacher,
                            p.enrolment.program, p.spec.name, "Virtual" if p.virtual else "In person",
                            labels.get(id(p), ""),
                        )
                    )  # fmt: skip
        reserved = [
            Reserved(k, s.week, s.day, s.start, s.end, s.period, c, purpose)
            for c, k, s, purpose, x in self.reserves
            if on(x)
        ]
        return Plan(releases, assignments, tuple(sorted(sessions)), tuple(sorted(reserved)))
