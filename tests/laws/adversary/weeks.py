"""Every session of every week of the exact model, minute by minute, as an interval of one large model.

No coarsening, no dominance between plans but one: a session of mode Either is held virtually, which no rule minds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from laws.adversary.staffing import Literal, Staffing, plain
from scheduler.domain.instance import Enrollment, Instance, Pin, ProgramSession, Slot
from scheduler.domain.plan import Purpose

Date = tuple[int, int]  # week, day


@dataclass(eq=False)
class Place:
    """A session of an enrollment that may be held in one slot: `at` for each coach, `leads` where it is the coach's
    appointment (all of them, but for those that join another's group)."""

    enrollment: Enrollment
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


class WeekSolution(Staffing):
    """What holds of sessions and reserved time in every plan: items 1 to 4 and 6 to 9 of the contract."""

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

    # ---- what may be held where ----

    def _place_sessions(self) -> None:
        for e in self.instance.enrollments:
            for k in range(1, self.instance.settings.cycles + 1):
                for spec in self.instance.programs[e.program].sessions:
                    if not spec.once:
                        for i, slot in enumerate(self.instance.slots(self.instance.teachers[e.teacher].site)):
                            self._place(e, k, spec, i, slot)

    def _place(self, e: Enrollment, k: int, spec: ProgramSession, i: int, slot: Slot) -> None:
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
                together[p.site, p.enrollment.program, p.spec.name, p.cycle, p.index].append(p)
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
        one, other = (self.instance.states[p.enrollment.teacher][p.index] for p in (a, b))
        if one.doing != "Teaching" or other.doing != "Teaching":
            return True
        if plain(one.room) and plain(other.room):
            return plain(one.room) == plain(other.room)
        return plain(one.course) == plain(other.course)

    def by_session(self) -> dict[tuple[Enrollment, int, str], list[Place]]:
        found: dict[tuple[Enrollment, int, str], list[Place]] = defaultdict(list)
        for p in self.places:
            found[p.enrollment, p.cycle, p.spec.name].append(p)
        return found

    def _say_dates(self) -> None:
        """Those of one name lie on different days, and are no more than are due."""
        for places in self.by_session().values():
            spec = places[0].spec
            for date in {p.date for p in places}:
                self.model.add_at_most_one(p.held for p in places if p.date == date)
            self.model.add(sum(p.held for p in places) <= spec.count)
            if spec.weekly is not None:
                for week in range(1, self.instance.settings.weeks + 1):
                    self.model.add(sum(p.held for p in places if p.slot.week == week) <= spec.weekly)

    # ---- what follows what ----

    def _say_after(self) -> None:
        of = self.by_session()
        for (e, k, _), followers in of.items():
            spec = followers[0].spec
            first = next((s for s in self.instance.programs[e.program].sessions if s.name == spec.after), None)
            if spec.after and first is not None and not first.once:
                self._follow(spec, first, of.get((e, k, first.name), []), followers)

    def _follow(self, spec: ProgramSession, first: ProgramSession, firsts: list[Place], followers: list[Place]) -> None:
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
            (pin.teacher, p.enrollment.teacher),
            (pin.program, p.enrollment.program),
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
            teachers[p.enrollment.teacher, p.cycle, p.date].append(of_teacher)
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
            apart.append(self.model.new_optional_fixed_size_interval_var(p.start, p.spec.minutes + gap, literal, ""))
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
