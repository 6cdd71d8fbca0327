"""Releases, coaches and active cycles of the exact model, with the rules that depend on them alone.

Written from the contract. It reads the instance, and nothing of the engine, the audit or the rules.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS, Coach, Enrollment, Instance, Slot, Teacher

Literal = Any  # a Boolean variable of the model, or its negation
Linear = Any  # a sum of them, or a number


def plain(word: str) -> str:
    """A word without case, spaces and punctuation, as the contract compares them."""
    return "".join(c for c in word.casefold() if c.isalnum())


def grade(label: str) -> str:
    """A grade as two are compared: "09" is 9."""
    return plain(label).lstrip("0")


class Staffing:
    """Who is released, who coaches whom, and in which cycles: item 3, 5 and 8 of the contract, and most rules."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.terms: dict[str, list[Linear]] = {level: [] for level in LEVELS}
        self.yes: Literal = self.model.new_constant(1)
        self._released: dict[tuple[str, str], Literal] = {}
        self._usable: dict[tuple[str, str, int], Literal | None] = {}
        self.assigned: dict[Enrollment, dict[str, Literal]] = {}
        self.active: dict[tuple[Enrollment, int], Literal] = {}
        self._say_releases()
        self._say_coaches()
        self._say_cycles()
        self._count_staffing()
        self._count_people()

    # ---- small words of the model ----

    def flag(self, name: str = "") -> Literal:
        return self.model.new_bool_var(name)

    def any_of(self, literals: list[Literal]) -> Literal:
        """A literal that is true exactly where one of them is."""
        one = self.flag()
        self.model.add_bool_or([*literals, ~one])
        for literal in literals:
            self.model.add_implication(literal, one)
        return one

    def excess(self, amount: Linear, limit: int | None, most: int) -> Linear:
        """How far an amount passes a limit, at least; minimizing makes it that. None: no limit."""
        if limit is None:
            return 0
        over = self.model.new_int_var(0, max(0, most), "")
        self.model.add(over >= amount - limit)
        return over

    def half_hours(self, minutes: Linear, most: int) -> Linear:
        """The started half hours of an amount of minutes that may be negative."""
        started = self.model.new_int_var(0, max(0, -(-most // 30)), "")
        self.model.add(30 * started >= minutes)
        return started

    def count(self, rule: str, site: str, amount: Linear, level: str | None = None) -> None:
        """Add the shortfall of a rule, at its level and weight for a site."""
        setting = self.instance.rule(rule, site)
        where = setting.level or level
        if where is not None and where != "Off":
            self.terms[where].append(setting.weight * amount)

    def value(self, rule: str, site: str, own: int | None = None) -> int | None:
        return own if own is not None else self.instance.rule(rule, site).value

    def matters(self, rule: str, site: str) -> bool:
        return self.instance.rule(rule, site).level != "Off"

    # ---- releases ----

    def home(self, coach: str) -> list[tuple[Slot, str]]:
        """The slots of a coach's home bell schedule with what Coach availability says of them."""
        return list(zip(self.instance.home_slots(coach), self.instance.availability[coach], strict=True))

    def seen_from(self, coach: str, site: str) -> list[tuple[Slot, str]]:
        """As `home`, but as it counts at a site: what is said for the home site alone counts nowhere else."""
        statuses = self.instance.availability[coach]
        if site != self.instance.coaches[coach].home:
            statuses = self.instance.apart.get(coach, statuses)
        return list(zip(self.instance.home_slots(coach), statuses, strict=True))

    def never(self, coach: str, site: str | None = None) -> set[str]:
        """The Class periods of no release; of another site, those at which a full-time coach is not free there."""
        said = defaultdict(set)
        for slot, status in self.home(coach) if site is None else self.seen_from(coach, site):
            if slot.kind == "Class":
                said[slot.period].add(status)
        return {p for p, found in said.items() if found & {"Teaching", "Prep"} or found == {"Unavailable"}}

    def periods(self, coach: str) -> list[str]:
        return list(dict.fromkeys(s.period for s, _ in self.home(coach) if s.kind == "Class"))

    def released(self, coach: str, period: str) -> Literal:
        return self._released[coach, period]

    def _say_releases(self) -> None:
        for c in self.instance.coaches.values():
            never = self.never(c.id)
            asked = {
                s.period for s, said in self.home(c.id) if s.kind == "Class" and (c.full_time or said == "Coaching")
            }
            for p in self.periods(c.id):
                literal = self._released[c.id, p] = self.flag(f"{c.id} released in {p}")
                if p in never:
                    self.model.add(literal == 0)
                elif p in asked:
                    self.model.add(literal == 1)
        for pin in self.instance.pins:
            if pin.kind == "Release":
                self.model.add(self._released[pin.coach, pin.period] == int(pin.released))

    def in_release(self, coach: Coach, site: str, slot: Slot) -> list[Literal]:
        """A Class slot lies in the coach's released time where one of these is true."""
        same_bell = self.instance.sites[site].bell == self.instance.sites[coach.home].bell
        around = [slot] if same_bell else [s for s, _ in self.home(coach.id) if meets(s, slot)]
        around = [s for s in around if s.kind == "Class"]
        if coach.full_time:
            never = self.never(coach.id, site)
            return [] if any(s.period in never for s in around) else [self.yes]
        return [self._released[coach.id, s.period] for s in around if s.start <= slot.start and slot.end <= s.end]

    def usable(self, coach: str, site: str, index: int) -> Literal | None:
        """True where a coach may be used in a slot of a site, but for the coach's own classes; None: never."""
        key = coach, site, index
        if key not in self._usable:
            self._usable[key] = self._may_use(self.instance.coaches[coach], site, index)
        return self._usable[key]

    def _may_use(self, coach: Coach, site: str, index: int) -> Literal | None:
        slot = self.instance.slots(site)[index]
        same_bell = self.instance.sites[site].bell == self.instance.sites[coach.home].bell
        said = self.instance.at_site.get((coach.id, site), (None,) * (index + 1))[index]
        if said == "Unavailable":
            return None
        for there, status in self.seen_from(coach.id, site) if said is None else ():
            if status == "Unavailable" and (there == slot if same_bell else meets(there, slot)):
                return None
        if slot.kind != "Class":
            return self.yes
        found = self.in_release(coach, site, slot)
        return None if not found else found[0] if len(found) == 1 else self.any_of(found)

    def classes(self, coach: str) -> list[Slot]:
        return [s for s, status in self.home(coach) if status == "Teaching"]

    # ---- coaches and cycles ----

    def _say_coaches(self) -> None:
        for e in self.instance.enrollments:
            site, role = self.instance.teachers[e.teacher].site, plain(self.instance.programs[e.program].role)
            here = self.assigned[e] = {
                c.id: self.flag(f"{e} by {c.id}")
                for c in self.instance.coaches.values()
                if site in c.sites and (not role or not c.roles or role in map(plain, c.roles))
            }
            self.model.add_at_most_one(here.values())
        for pin in self.instance.pins:
            if pin.kind == "Coach":
                for e in self.instance.enrollments:
                    if e.teacher == pin.teacher and pin.program in ("", e.program):
                        self._pin_coach(e, pin.coach)

    def _pin_coach(self, e: Enrollment, coach: str) -> None:
        if not coach:
            self.model.add(sum(self.assigned[e].values()) == 0)
        elif coach in self.assigned[e]:
            self.model.add(self.assigned[e][coach] == 1)
        else:
            self.model.add_bool_or([])

    def _say_cycles(self) -> None:
        cycles = range(1, self.instance.settings.cycles + 1)
        for e in self.instance.enrollments:
            for k in cycles:
                self.active[e, k] = self.flag(f"{e} in cycle {k}")
            self.model.add(sum(self.active[e, k] for k in cycles) == self.instance.programs[e.program].cycles)
        for pin in self.instance.pins:
            for k in pin.cycles if pin.kind == "Coach" else ():
                for e in self.instance.enrollments:
                    if e.teacher == pin.teacher and pin.program in ("", e.program):
                        self.model.add(self.active[e, k] == 1)

    # ---- rules about releases ----

    def _count_staffing(self) -> None:
        for site in self.instance.sites.values():
            homes = [c for c in self.instance.coaches.values() if c.home == site.id]
            for p in self.instance.class_periods(site.id):
                self.count("All periods covered", site.id, 1 - self._covered(site.id, p, homes))
            bought = [self._released[c.id, p] for c in homes if not c.full_time for p in self.periods(c.id)]
            most = self.value("Sections funded", site.id, site.sections_funded)
            self.count("Sections funded", site.id, self.excess(sum(bought), most, len(bought)))
        for c in self.instance.coaches.values():
            mine = [self._released[c.id, p] for p in self.periods(c.id)]
            least = self.value("Coaching periods per coach", c.home, c.release_min) or 0
            self.count("Coaching periods per coach", c.home, self.excess(-sum(mine), -least, least))
            self.count("Coaching periods per coach", c.home, self.excess(sum(mine), c.release_max, len(mine)))
            avoided = {s.period for s, status in self.home(c.id) if status == "Avoid"}
            for p in self.periods(c.id):
                if p in avoided:
                    self.count("Avoided periods", c.home, self._released[c.id, p])

    def _covered(self, site: str, period: str, homes: list[Coach]) -> Linear:
        if homes:
            return self.any_of([self._released[c.id, period] for c in homes])
        ways = []
        slots = [s for s in self.instance.slots(site) if s.kind == "Class" and s.period == period]
        for c in self.instance.coaches.values():
            if site in c.sites:
                each = [self.in_release(c, site, s) for s in slots]
                if all(each):
                    all_slots = self.flag()
                    for literals in each:
                        self.model.add_bool_or([*literals, ~all_slots])
                    ways.append(all_slots)
        return self.any_of(ways) if ways else 0

    # ---- rules about who coaches whom ----

    def load(self, coach: str) -> Linear:
        return sum(here[coach] for here in self.assigned.values() if coach in here)

    def _count_people(self) -> None:
        for e, here in self.assigned.items():
            teacher = self.instance.teachers[e.teacher]
            self.count("Every teacher has a coach", teacher.site, 1 - sum(here.values()))
            self.count(
                "Every teacher can meet the coach", teacher.site, sum(here.values()) - self._can_meet(e, teacher)
            )
            for c, literal in here.items():
                self._count_match(teacher, self.instance.coaches[c], literal)
            for rule, named in (("Requested coach", teacher.requested_coach), ("Keep last coach", teacher.last_coach)):
                if named:
                    self.count(rule, teacher.site, 1 - here.get(named, 0))
        everyone = len(self.assigned)
        for c in self.instance.coaches.values():
            most = self.value("Caseload maximum", c.home, c.max_caseload)
            self.count("Caseload maximum", c.home, self.excess(self.load(c.id), most, everyone))
        for site in self.instance.sites:
            self._count_site(site, everyone)

    def _count_match(self, teacher: Teacher, coach: Coach, literal: Literal) -> None:
        theirs = {grade(g) for g in coach.grades}
        if teacher.grades and theirs and not theirs & {grade(g) for g in teacher.grades}:
            self.count("Grade match", teacher.site, literal)
        subjects = {plain(d) for d in coach.departments}
        if plain(teacher.department) and coach.departments and plain(teacher.department) not in subjects:
            self.count("Content match", teacher.site, literal)
        if coach.id in teacher.avoid_coaches:
            self.count("Avoided coach", teacher.site, literal)

    def _can_meet(self, e: Enrollment, teacher: Teacher) -> Linear:
        ways = []
        for c, literal in self.assigned[e].items():
            slots = []
            for i, slot in enumerate(self.instance.slots(teacher.site)):
                doing = self.instance.states[teacher.id][i].doing
                fits = doing == "Prep" if slot.kind == "Class" else slot.kind != "Lunch" and doing != "Off"
                usable = self.usable(c, teacher.site, i) if fits else None
                if usable is not None and not any(meets(slot, own) for own in self.classes(c)):
                    slots.append(usable)
            if slots:
                way = self.flag()
                self.model.add_implication(way, literal)
                self.model.add_bool_or([*slots, ~way])
                ways.append(way)
        return sum(ways)

    def _count_site(self, site: str, everyone: int) -> None:
        homes = [c for c in self.instance.coaches.values() if c.home == site]
        here = []
        for c in self.instance.coaches:
            mine = [
                literals[c]
                for e, literals in self.assigned.items()
                if c in literals and self.instance.teachers[e.teacher].site == site
            ]
            if mine:
                here.append(self.any_of(mine))
        least = self.value("Coaches per site", site) or 0
        self.count("Coaches per site", site, self.excess(-sum(here), -least, least))
        limit = self.value("Caseload balance", site)
        if len(homes) > 1 and limit is not None:
            spread = self.model.new_int_var(0, everyone, "")
            for a in homes:
                for b in homes:
                    if a != b:
                        self.model.add(spread >= self.load(a.id) - self.load(b.id))
            self.count("Caseload balance", site, self.excess(spread, limit, everyone))


def meets(a: Slot, b: Slot) -> bool:
    return (a.week, a.day) == (b.week, b.day) and a.start < b.end and b.start < a.end
