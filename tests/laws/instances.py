"""Random districts, the same for the same seed: every shape of timetable, programme and rule that the contract knows.

`plain` is one school and one program a teacher; `whole` is everything at once. `tiny` is small enough for every plan
to be counted out, `small` is a school of a handful of teachers, `medium` one of a few dozen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.domain.instance import (
    ALL_LEVELS,
    LEVELS,
    Coach,
    Instance,
    Level,
    Mode,
    Program,
    ProgramSession,
    RuleSetting,
    Settings,
    Site,
    Slot,
    SlotKind,
    State,
    Status,
    Teacher,
)
from scheduler.rules import RULES

Size = Literal["tiny", "small", "medium"]
Flavour = Literal["plain", "whole"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
DEPARTMENTS = ("Math", "Art", "Science")
GRADES = ("9", "10", "11")
ROLES = ("Mentor", "Literacy")
EXTRAS: tuple[tuple[str, SlotKind, int], ...] = (
    ("Flex", "Flex", 40),
    ("Advisory", "Advisory", 25),
    ("Lunch", "Lunch", 35),
    ("Zero", "Before school", 30),
    ("Late", "After school", 45),
)
# The sessions of a program in the order in which one follows another, with what suits them.
STAGES = (
    ("Plan", "Plan", (("Prep",), ("Prep", "Flex"), ("Prep", "After school"), ())),
    ("Observe", "Observe", (("Teaching",), ("Teaching",), ("Teaching", "Advisory"), ())),
    ("Debrief", "Debrief", (("Prep",), ("Prep", "Lunch", "Flex"), ("Flex", "Before school", "Prep"), ())),
    ("Data", "Data", ((), ("Prep", "Teaching"), ("Advisory", "Flex", "Prep"))),
)
LIMITS = {  # values worth trying; None is no limit
    "Sections funded": (None, 1, 2, 3, 5),
    "Coaching periods per coach": (0, 1, 2, 3),
    "Coaches per site": (0, 1, 2),
    "Flex time": (0, 1, 1, 2),
    "Common planning": (0, 1, 1, 2),
    "Caseload maximum": (None, 1, 3),
    "Caseload balance": (0, 1, 2),
    "Sessions per day": (1, 2, 8),
    "Prep minutes used": (None, 25, 40),
    "Weekly coaching time": (30, 60, 100),
    "Teachers coached weekly": (1, 2, 3),
    "Even cycles": (0, 30, 60, 120),
}


@dataclass(frozen=True)
class Bounds:
    """How much there may be of everything."""

    teachers: tuple[int, int]
    coaches: tuple[int, int]
    periods: tuple[int, int]
    days: tuple[int, int]
    cycles: int
    sites: int
    stages: int
    extras: int
    weekly: tuple[float, ...]


BOUNDS: dict[Size, Bounds] = {
    "tiny": Bounds((1, 3), (1, 2), (2, 3), (1, 2), 2, 2, 2, 1, (1, 1, 1, 0.5, 2)),
    "small": Bounds((3, 10), (1, 3), (3, 6), (2, 5), 3, 3, 3, 3, (1, 1, 0.5, 2)),
    "medium": Bounds((15, 40), (2, 5), (4, 7), (5, 5), 6, 3, 4, 4, (1, 1, 1, 0.5, 2)),
}


def random_instance(seed: int, size: Size = "small", flavour: Flavour = "whole") -> Instance:
    """The district of a seed. It has no pins: those come from a plan (`relations.pins_of`)."""
    return Draw(seed, size, flavour).instance()


class Draw:
    """One draw: what is decided early (days, weeks, cycles) is there for what comes later."""

    def __init__(self, seed: int, size: Size, flavour: Flavour) -> None:
        self.rng = random.Random(f"{seed} {size} {flavour}")
        self.bounds, self.plain, self.size = BOUNDS[size], flavour == "plain", size
        self.days = self.rng.randint(*self.bounds.days)
        self.weeks = self.rng.choice((1, 1, 2))
        self.cycles = self.rng.randint(1, self.bounds.cycles)
        if size == "tiny" and self.weeks * self.cycles * self.days > 4:
            self.weeks = 1

    def instance(self) -> Instance:
        rng = self.rng
        names = ["N", "S", "E"][: 1 if self.plain else rng.randint(1, self.bounds.sites)]
        bells = {"Bell": self.bell("Bell")}
        if len(names) > 1 and rng.random() < 0.6:
            bells["Other"] = self.bell("Other")
        sites = {n: Site(n, f"School {n}", rng.choice(list(bells)), rng.choice((None, None, 2, 4, 7))) for n in names}
        used = {s.bell for s in sites.values()}
        bells = {b: slots for b, slots in bells.items() if b in used}
        programs = self.programs(bells)
        coaches = self.coaches(names)
        teachers = self.teachers(names, coaches, programs)
        return Instance(
            Settings(
                district="Laws",
                days=DAYS[: self.days],
                weeks=self.weeks,
                cycles=self.cycles,
                minutes_between_sessions=rng.choice((0, 5, 5, 10)),
            ),
            sites,
            bells,
            teachers,
            {t.id: self.states(bells[sites[t.site].bell]) for t in teachers.values()},
            coaches,
            {c.id: self.availability(bells[sites[c.home].bell]) for c in coaches.values()},
            programs,
            self.rules(names),
            self.travel(names),
        )

    # ---- clock times ----

    def bell(self, name: str) -> tuple[Slot, ...]:
        """Regular, rotating, two alternating days, or with other times on some days; with or without passing time."""
        rng = self.rng
        count = rng.randint(*self.bounds.periods)
        labels = [str(i + 1) for i in range(count)]
        minutes = rng.choice((45, 50, 55, 60, 90))
        passing = rng.choice((0, 0, 5, 5, 10))
        start = rng.choice((480, 480, 495, 505))
        shape = rng.choice(("regular", "regular", "rotating", "alternating", "short days"))
        extras = rng.sample(EXTRAS, rng.randint(0, self.bounds.extras))
        slots: list[Slot] = []
        dates = [(week, day) for week in range(1, self.weeks + 1) for day in range(self.days)]
        for n, (week, day) in enumerate(dates):
            today, long = labels, minutes
            if shape == "rotating" and count > 2:
                today = (labels[n % count :] + labels[: n % count])[:-1]
            elif shape == "alternating" and count > 1 and len(dates) > 1:
                today = labels[n % 2 :: 2]
            elif shape == "short days" and n % 2:
                long = minutes - rng.choice((5, 15))
            slots += self.day(name, week, day, today, long, passing, start, extras)
        if rng.random() < 0.1 and not self.plain:  # a period that is a class on other days
            i = rng.randrange(len(slots))
            if sum(s.period == slots[i].period and s.is_class for s in slots) > 1 and slots[i].is_class:
                slots[i] = replace(slots[i], kind=rng.choice(("Flex", "Advisory")))
        order = {label: i for i, label in enumerate(dict.fromkeys([*labels, *(e[0] for e in EXTRAS)]))}
        return tuple(sorted(slots, key=lambda s: (order[s.period], s.week, s.day)))

    def day(
        self,
        name: str,
        week: int,
        day: int,
        labels: list[str],
        minutes: int,
        passing: int,
        start: int,
        extras: list[tuple[str, SlotKind, int]],
    ) -> list[Slot]:
        found, at = [], start
        for label, kind, length in extras:
            if kind == "Before school":
                found.append(Slot(name, week, day, label, start - length, start, kind))
        middle = [e for e in extras if e[1] in ("Flex", "Advisory", "Lunch")]
        for i, label in enumerate(labels):
            found.append(Slot(name, week, day, label, at, at + minutes, "Class"))
            at += minutes + passing
            if i == len(labels) // 2:
                for extra, kind, length in middle:
                    found.append(Slot(name, week, day, extra, at, at + length, kind))
                    at += length + passing
        for label, kind, length in extras:
            if kind == "After school":
                found.append(Slot(name, week, day, label, at, at + length, kind))
        return found

    # ---- programs ----

    def programs(self, bells: dict[str, tuple[Slot, ...]]) -> dict[str, Program]:
        longest = min(max(s.minutes for s in slots if s.is_class) for slots in bells.values())
        kinds = {s.kind for slots in bells.values() for s in slots}
        found = {"Access": Program("Access")}
        for n in range(1 if self.plain and self.size == "tiny" else self.rng.randint(1, 3)):
            found[f"P{n + 1}"] = self.program(f"P{n + 1}", longest, kinds)
        return found

    def program(self, name: str, longest: int, kinds: set[SlotKind]) -> Program:
        rng = self.rng
        count = rng.randint(1, self.bounds.stages)
        stages = sorted(rng.sample(range(len(STAGES)), count))
        chained = rng.random() < 0.7
        sessions: list[ProgramSession] = []
        for i in stages:
            label, activity, whens = STAGES[i]
            when = tuple(w for w in rng.choice(whens) if w in ("Teaching", "Prep") or w in kinds)
            per_week = rng.choice(self.bounds.weekly)
            if not (per_week * self.weeks).is_integer() if isinstance(per_week, float) else False:
                per_week = 1
            if per_week > self.days:
                per_week = 1
            whole = float(per_week).is_integer()
            follows = bool(sessions) and chained
            sessions.append(
                ProgramSession(
                    label,
                    activity,
                    minutes=min(longest, rng.choice((15, 20, 25, 30, 40))),
                    count=round(per_week * self.weeks),
                    weekly=int(per_week) if whole else None,
                    when=when,
                    after=rng.choice(sessions).name if follows else "",
                    within_days=rng.choice((None, 0, 1, 2, 3)) if follows else None,
                    level=self.session_level(),
                    mode=self.mode(),
                    confidential=rng.random() < 0.1,
                    group_size=1 if self.plain or rng.random() < 0.7 else rng.choice((2, 3)),
                )
            )
        cycles = self.cycles if rng.random() < 0.25 else rng.randint(1, self.cycles)
        role = "" if self.plain or rng.random() < 0.7 else rng.choice(ROLES)
        return Program(name, role, cycles, tuple(sessions))

    def session_level(self) -> Level:
        return self.rng.choice(("Required", "Required", "Recommended", "Option", *ALL_LEVELS))

    def mode(self) -> Mode:
        if self.plain and self.rng.random() < 0.8:
            return "In person"
        return self.rng.choice(("In person", "In person", "Virtual", "Either"))

    # ---- people ----

    def coaches(self, sites: list[str]) -> dict[str, Coach]:
        rng = self.rng
        found = {}
        for i in range(max(rng.randint(*self.bounds.coaches), len(sites) if rng.random() < 0.7 else 1)):
            home = sites[i % len(sites)]
            others = [s for s in sites if s != home]
            mine = (home, *rng.sample(others, rng.choice((0, 0, len(others), min(1, len(others))))))
            full_time = rng.random() < 0.2
            found[f"C{i + 1}"] = Coach(
                f"C{i + 1}",
                f"Coach {i + 1}",
                mine,
                roles=() if self.plain else tuple(sorted(rng.sample(ROLES, rng.choice((0, 1, 2))))),
                departments=tuple(sorted(rng.sample(DEPARTMENTS, rng.choice((0, 0, 1, 2))))),
                grades=tuple(rng.sample(GRADES, rng.choice((0, 0, 1, 2)))),
                release_min=rng.choice((None, None, None, 0, 1, 3)),
                release_max=rng.choice((None, None, 2, 4)) if rng.random() < 0.5 else None,
                full_time=full_time,
                max_caseload=rng.choice((None, None, None, 1, 4)),
                max_sessions_per_day=rng.choice((None, None, None, 1, 3)),
            )
        return {
            c.id: replace(c, release_max=max(c.release_max, c.release_min or 0)) if c.release_max is not None else c
            for c in found.values()
        }

    def teachers(self, sites: list[str], coaches: dict[str, Coach], programs: dict[str, Program]) -> dict[str, Teacher]:
        rng = self.rng
        names = [p for p in programs if p != "Access"]
        found = {}
        for i in range(rng.randint(*self.bounds.teachers)):
            several = not self.plain and rng.random() < 0.3
            mine = rng.sample(names, min(len(names), 2 if several else 1))
            if rng.random() < 0.12:
                mine = ["Access"]
            site = rng.choice(sites)
            wish, avoid, last = (rng.choice(list(coaches)) for _ in range(3))
            found[f"T{i + 1}"] = Teacher(
                f"T{i + 1}",
                f"Teacher {i + 1}",
                site,
                department=rng.choice(("", *DEPARTMENTS)),
                grades=tuple(rng.sample(GRADES, rng.choice((0, 1, 2)))),
                role="Administrator" if rng.random() < 0.04 else rng.choice(("Teacher", "Teacher", "Department chair")),
                programs=tuple(mine),
                priority=rng.choice((1, 1, 1, 2, 3)),
                requested_coach=wish if rng.random() < 0.15 else "",
                avoid_coaches=(avoid,) if rng.random() < 0.15 else (),
                last_coach=last if rng.random() < 0.2 else "",
                prep_minutes=rng.choice((None, None, None, 20, 45)),
            )
        return found

    def states(self, slots: tuple[Slot, ...]) -> tuple[State, ...]:
        """A course or prep a period; on some days something else."""
        rng = self.rng
        marked = rng.random() < 0.3
        periods = list(dict.fromkeys(s.period for s in slots))
        prep = set(rng.sample(periods, min(len(periods), rng.choice((1, 1, 2)))))
        doing = {}
        for p in periods:
            doing[p] = "Prep" if p in prep or rng.random() < 0.1 else rng.choice(("Teaching",) * 8 + ("Duty", "Off"))
        priority = {p: marked and rng.random() < 0.4 for p in periods}
        found = []
        for s in slots:
            here = doing[s.period]
            if rng.random() < 0.08:
                here = rng.choice(("Teaching", "Prep", "Duty", "Off"))
            if not s.is_class:
                found.append(State(here if here in ("Duty", "Off") and rng.random() < 0.3 else ""))
            elif here == "Teaching":
                found.append(State("Teaching", f"Course {s.period}", "R1", priority=priority[s.period]))
            else:
                found.append(State(here, here))
        return tuple(found)

    def availability(self, slots: tuple[Slot, ...]) -> tuple[Status, ...]:
        """A status a period; on some days another; a class is taught on every day of its period."""
        rng = self.rng
        common: tuple[Status, ...] = ("Available",) * 9
        rare: tuple[Status, ...] = ("Coaching", "Teaching", "Teaching", "Prep", "Unavailable", "Avoid", "Prefer")
        said: dict[str, Status] = {}
        for s in slots:
            said.setdefault(s.period, rng.choice(common + rare))
        found: list[Status] = []
        for s in slots:
            status = said[s.period]
            if not s.is_class and status != "Unavailable":
                status = "Available"
            elif status not in ("Teaching",) and rng.random() < 0.06:
                status = rng.choice(("Unavailable", "Unavailable", "Avoid", "Available"))
                if not s.is_class and status == "Avoid":
                    status = "Available"
            found.append(status)
        return tuple(found)

    # ---- rules ----

    def rules(self, sites: list[str]) -> dict[tuple[str, str], RuleSetting]:
        rng = self.rng
        found = {(n, ""): RuleSetting(n, r.level, r.value) for n, r in RULES.items()}
        for name, rule in RULES.items():
            for site in ["", *sites]:
                if rng.random() < (0.45 if not site else 0.04 if self.plain else 0.08):
                    found[name, site] = self.rule(name, rule.level)
        if self.size == "tiny" and rng.random() < 0.5:
            found["Coaches per site", ""] = replace(found["Coaches per site", ""], value=1)
        return found

    def rule(self, name: str, level: Level | None) -> RuleSetting:
        rng = self.rng
        levels: tuple[Level, ...] = (*LEVELS, *LEVELS, "Off")
        chosen = level if rng.random() < 0.4 else rng.choice(levels)
        value = rng.choice(LIMITS[name]) if name in LIMITS else None
        return RuleSetting(name, chosen, value, rng.choice((1, 1, 1, 2, 3)))

    def travel(self, sites: list[str]) -> dict[tuple[str, str], int]:
        rng = self.rng
        pairs = [(a, b) for a in sites for b in sites if a != b]
        return {pair: rng.choice((5, 10, 25, 40)) for pair in pairs if rng.random() < 0.5}
