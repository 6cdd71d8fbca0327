"""The district of a seed: small, and over the whole contract. The same for the same seed."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count

from laws.adversary.bells import DAY_LABELS, bell
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
    State,
    Status,
    Teacher,
)
from scheduler.rules import RULES

SESSIONS = (
    ("Plan", "Plan"),
    ("Observe", "Observe"),
    ("Debrief", "Debrief"),
    ("Model", "Model"),
    ("Co-teach", "Co-teach"),
    ("Data", "Data"),
    ("Group", "Group"),
    ("Mentor", "Mentor"),
)
WHENS: tuple[tuple[str, ...], ...] = (
    (),
    ("Prep",),
    ("Prep",),
    ("Teaching",),
    ("Teaching",),
    ("Teaching", "Prep"),
    ("Flex",),
    ("Advisory", "Prep"),
    ("Prep", "Lunch"),
    ("Before school", "After school"),
    ("Before school", "Prep"),
    ("Flex", "Teaching"),
)
ROLES = ("Mentor", "Literacy Coach")
DEPARTMENTS = ("Math", "Art", "math", "P.E.", "-")
GRADES = ("9", "10", "PreK", "K", "09", "Pre K")
LIMITS: dict[str, tuple[int | None, ...]] = {  # values worth trying; None is no limit
    "Sections funded": (None, 0, 1, 2, 3, 5),
    "Coaching periods per coach": (0, 1, 2, 3),
    "Coaches per site": (0, 1, 2, 3),
    "Flex time": (0, 1, 1, 2),
    "Common planning": (0, 1, 1, 2),
    "Caseload maximum": (None, 0, 1, 2, 3),
    "Caseload balance": (0, 1, 2),
    "Sessions per day": (0, 1, 2, 8),
    "Prep minutes used": (None, 0, 20, 25, 40, 45),
    "Weekly coaching time": (20, 30, 60, 100),
    "Teachers coached weekly": (1, 2, 3),
    "Even cycles": (0, 15, 30, 60, 120),
}
HOME_ALONE: tuple[Status | None, ...] = (None, None, None, "Available", "Coaching", "Prep", "Unavailable", "Avoid")
ELSEWHERE: tuple[Status | None, ...] = (None, None, None, None, "Available", "Unavailable")
SIZES = ((1, 20), (20, 60), (40, 100), (80, 160), (120, 240))  # see `size`: how large the exact model is


def district(seed: int) -> Instance:
    """The district of a seed, without pins: the first draw of the size that is wanted. One in ten is crowded."""
    least, most = random.Random(f"adversary {seed}").choice(SIZES)
    for attempt in count():
        draw = Crowded if seed % 10 == 7 else Draw
        found = draw(random.Random(f"adversary {seed} {attempt}")).instance()
        if found is not None and least <= size(found) <= most:
            return with_site_rows(found, random.Random(f"sites {seed}"))
    raise AssertionError("counting ends nowhere")


def with_site_rows(instance: Instance, rng: random.Random) -> Instance:
    """The same district, where Coach availability has rows for one site alone, of a few coaches with several sites."""
    availability, apart, at_site = dict(instance.availability), {}, {}
    for coach in instance.coaches.values():
        if len(coach.sites) == 1 or rng.random() < 0.7:
            continue
        usual = availability[coach.id]
        if rng.random() < 0.5:  # rows for the home site, which do not count at the others
            said = {s.period: rng.choice(HOME_ALONE) for s in instance.home_slots(coach.id) if s.is_class}
            at_home = tuple(
                own if own == "Teaching" else said.get(slot.period) or own
                for slot, own in zip(instance.home_slots(coach.id), usual, strict=True)
            )
            if at_home != usual:
                availability[coach.id], apart[coach.id] = at_home, usual
        for site in coach.sites[1:]:
            if rng.random() < 0.5:
                at_site[coach.id, site] = tuple(rng.choice(ELSEWHERE) for _ in instance.slots(site))
    return replace(instance, availability=availability, apart=apart, at_site=at_site)


def size(instance: Instance) -> int:
    """How many places the sessions of a year could be held in, counted for each coach of the site."""
    found = 0
    for e in instance.enrollments:
        teacher = instance.teachers[e.teacher]
        coaches = sum(teacher.site in c.sites for c in instance.coaches.values())
        for spec in instance.programs[e.program].sessions:
            found += (
                coaches
                * instance.settings.cycles
                * sum(
                    slot.minutes >= spec.minutes
                    and state.doing not in ("Off", "Duty")
                    and (not spec.when or state.doing in spec.when or slot.kind in spec.when)
                    for slot, state in zip(instance.slots(teacher.site), instance.states[teacher.id], strict=True)
                )
            )
    return found


class Draw:
    """One draw: what is decided early is there for what comes later."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.labels = rng.choice(DAY_LABELS)
        self.days = rng.randint(1, min(len(self.labels), rng.choice((2, 3, 5))))
        self.weeks, self.cycles = rng.choice((1, 1, 2)), rng.choice((1, 1, 2, 2, 3, 4))
        self.wild = rng.random() < 0.4  # weights to 1000

    def instance(self) -> Instance | None:
        rng = self.rng
        names = ["N", "S", "E"][: rng.choice((1, 1, 2, 2, 2, 3))]
        bells = {}
        for b in ("Regular", "Other", "Third")[: rng.randint(1, len(names))]:
            bells[b] = bell(rng, b, self.weeks, self.days, rng.randint(1, 4))
            if not bells[b]:
                return None
        sites = {
            n: Site(n, f"School {n}", list(bells)[i % len(bells)], rng.choice((None, None, 0, 1, 2, 4)))
            for i, n in enumerate(names)
        }
        coaches = self.coaches(names)
        programs = self.programs(bells, sorted({r for c in coaches.values() for r in c.roles}))
        teachers = self.teachers(names, coaches, programs)
        settings = Settings(
            district="Adversary",
            days=self.labels[: self.days],
            weeks=self.weeks,
            cycles=self.cycles,
            minutes_between_sessions=rng.choice((0, 5, 5, 7, 10, 15)),
        )
        states = {t.id: self.states(bells[sites[t.site].bell]) for t in teachers.values()}
        availability = {c.id: self.availability(bells[sites[c.home].bell]) for c in coaches.values()}
        rules, travel = self.rules(names), self.travel(names)
        return Instance(settings, sites, bells, teachers, states, coaches, availability, programs, rules, travel)

    # ---- programs ----

    def programs(self, bells: dict[str, tuple[Slot, ...]], roles: list[str]) -> dict[str, Program]:
        found = {"Access": Program("Access")}
        for n in range(self.rng.choice((1, 1, 2, 3))):
            found[f"P{n + 1}"] = self.program(f"P{n + 1}", bells, roles)
        return found

    def program(self, name: str, bells: dict[str, tuple[Slot, ...]], roles: list[str]) -> Program:
        rng = self.rng
        kinds = {"Teaching", "Prep", *(s.kind for slots in bells.values() for s in slots)}
        chosen = rng.sample(SESSIONS, rng.choice((1, 1, 2, 2, 3)))
        sessions: list[ProgramSession] = []
        for label, activity in chosen:
            once = rng.random() < 0.06
            per_week = rng.choice((1, 1, 1, 1, 2, 3) if self.weeks == 1 else (1, 1, 0.5, 0.5, 1.5, 2))
            per_week = 1 if per_week > self.days else per_week
            whole = float(per_week).is_integer()
            when = tuple(w for w in rng.choice(WHENS) if w in kinds)
            follows = rng.choice(sessions).name if sessions and rng.random() < 0.6 else ""
            longest = min(self.longest(slots, when) for slots in bells.values())
            sessions.append(
                ProgramSession(
                    label,
                    activity,
                    minutes=max(5, min(longest, rng.choice((10, 15, 20, 25, 30, 40, 45)))),
                    count=0 if once else round(per_week * self.weeks),
                    weekly=0 if once else int(per_week) if whole else None,
                    once=once,
                    when=when,
                    after=follows,
                    within_days=rng.choice((None, 0, 0, 1, 1, 2, 4)) if follows else None,
                    level=rng.choice(("Required", "Required", "Recommended", "Option", *ALL_LEVELS)),
                    mode=self.mode(),
                    confidential=rng.random() < 0.1,
                    group_size=1 if rng.random() < 0.7 else rng.choice((2, 2, 3, 4)),
                )
            )
        cycles = self.cycles if rng.random() < 0.3 else rng.randint(1, self.cycles)
        role = rng.choice((str.upper, str))(rng.choice(roles)) if roles and rng.random() < 0.4 else ""
        return Program(name, role, cycles, tuple(sessions))

    @staticmethod
    def longest(slots: tuple[Slot, ...], when: tuple[str, ...]) -> int:
        in_class = not when or "Teaching" in when or "Prep" in when
        fits = [s.minutes for s in slots if (s.kind == "Class" and in_class) or s.kind in when or not when]
        return max(fits, default=90)

    def mode(self) -> Mode:
        modes: tuple[Mode, ...] = ("In person", "In person", "In person", "Virtual", "Either")
        return self.rng.choice(modes)

    # ---- people ----

    def coaches(self, sites: list[str]) -> dict[str, Coach]:
        rng = self.rng
        found = {}
        for i in range(rng.choice((1, 1, 2, 2, 3))):
            home = rng.choice(sites)
            others = [s for s in sites if s != home]
            mine = (home, *rng.sample(others, rng.randint(0, len(others))))
            least = rng.choice((None, None, None, 0, 1, 3))
            most = rng.choice((None, None, 1, 2, 4))
            found[f"C{i + 1}"] = Coach(
                f"C{i + 1}",
                f"Coach {i + 1}",
                mine,
                roles=tuple(sorted(rng.sample(ROLES, rng.choice((0, 0, 1, 2))))),
                departments=tuple(rng.sample(DEPARTMENTS[:2], rng.choice((0, 0, 1, 2)))),
                grades=tuple(rng.sample(GRADES[:4], rng.choice((0, 0, 1, 2)))),
                release_min=least,
                release_max=most if most is None else max(most, least or 0),
                full_time=rng.random() < 0.2,
                max_caseload=rng.choice((None, None, None, 0, 1, 2)),
                max_sessions_per_day=rng.choice((None, None, None, 1, 2)),
                lead=rng.random() < 0.2,
                new=rng.random() < 0.2,
            )
        return found

    def teachers(self, sites: list[str], coaches: dict[str, Coach], programs: dict[str, Program]) -> dict[str, Teacher]:
        rng = self.rng
        names = [p for p in programs if p != "Access"]
        found = {}
        for i in range(rng.choice((1, 2, 2, 3, 3, 4, 5))):
            mine = rng.sample(names, min(len(names), rng.choice((1, 1, 2))))
            if rng.random() < 0.1:
                mine = ["Access", *mine[1:]]
            wish, last = (rng.choice(list(coaches)) for _ in range(2))
            avoided = rng.sample(list(coaches), rng.randint(1, len(coaches)))
            found[f"T{i + 1}"] = Teacher(
                f"T{i + 1}",
                f"Teacher {i + 1}",
                rng.choice(sites),
                department=rng.choice(("", *DEPARTMENTS)),
                grades=tuple(rng.sample(GRADES[2:], rng.choice((0, 1, 2)))),
                role=rng.choice(("Teacher",) * 10 + ("Department chair", "Administrator")),
                programs=tuple(mine),
                priority=rng.choice((1, 1, 1, 2, 3, 50) if self.wild else (1, 1, 2)),
                requested_coach=wish if rng.random() < 0.2 else "",
                avoid_coaches=tuple(avoided) if rng.random() < 0.15 else (),
                last_coach=last if rng.random() < 0.2 else "",
                prep_minutes=rng.choice((None, None, None, 0, 20, 45)),
            )
        return found

    def states(self, slots: tuple[Slot, ...]) -> tuple[State, ...]:
        """A course, a prep, a duty or nothing a period; on some days something else. Rooms and courses are shared."""
        rng = self.rng
        marked, rooms = rng.random() < 0.3, rng.choice((("",), ("R1", "R2"), ("R1", "")))
        doing, course = {}, {}
        for p in dict.fromkeys(s.period for s in slots):
            doing[p] = rng.choice(("Teaching",) * 5 + ("Prep",) * 4 + ("Duty", "Off"))
            course[p] = rng.choice(("Algebra", "Band", f"Course {p}")), rng.choice(rooms), marked and rng.random() < 0.4
        found = []
        for s in slots:
            here = doing[s.period] if rng.random() < 0.9 else rng.choice(("Teaching", "Prep", "Duty", "Off"))
            if s.kind != "Class":
                here = here if here in ("Duty", "Off") and rng.random() < 0.4 else ""
                found.append(State(here, priority=not here and marked and rng.random() < 0.5))
            elif here == "Teaching":
                name, room, priority = course[s.period]
                found.append(State("Teaching", name, room, priority=priority))
            else:
                found.append(State(here, here))
        return tuple(found)

    def availability(self, slots: tuple[Slot, ...]) -> tuple[Status, ...]:
        """A status a period; on some days another; a class is taught in every slot of its period."""
        rng = self.rng
        usual: tuple[Status, ...] = ("Available",) * 9
        rare: tuple[Status, ...] = ("Coaching", "Teaching", "Teaching", "Prep", "Unavailable", "Avoid", "Prefer")
        said: dict[str, Status] = {}
        for s in slots:
            said.setdefault(s.period, rng.choice(usual + rare))
        found: list[Status] = []
        for s in slots:
            status = said[s.period]
            if status != "Teaching" and rng.random() < 0.08:
                status = rng.choice(("Unavailable", "Unavailable", "Avoid", "Available", "Coaching", "Prep"))
            if s.kind != "Class" and status not in ("Unavailable", "Teaching"):
                status = "Available"
            found.append(status)
        return tuple(found)

    # ---- rules ----

    def rules(self, sites: list[str]) -> dict[tuple[str, str], RuleSetting]:
        rng = self.rng
        often, here = rng.choice((0.2, 0.5, 0.9)), rng.choice((0, 0.05, 0.2))
        found = {(n, ""): RuleSetting(n, r.level, r.value) for n, r in RULES.items()}
        for name, rule in RULES.items():
            for site in ["", *sites]:
                if rng.random() < (often if not site else here):
                    found[name, site] = self.rule(name, rule.level)
        return found

    def rule(self, name: str, level: Level | None) -> RuleSetting:
        rng = self.rng
        levels: tuple[Level, ...] = (*LEVELS, *LEVELS, "Off")
        chosen = level if rng.random() < 0.3 else rng.choice(levels)
        value = rng.choice(LIMITS[name]) if name in LIMITS else None
        weights = (1, 2, 3, 7, 10, 50, 100, 333, 1000) if self.wild else (1, 1, 1, 2, 3)
        return RuleSetting(name, chosen, value, rng.choice(weights))

    def travel(self, sites: list[str]) -> dict[tuple[str, str], int]:
        rng = self.rng
        pairs = [(a, b) for a in sites for b in sites if a != b]
        return {pair: rng.choice((0, 5, 10, 25, 40, 90)) for pair in pairs if rng.random() < 0.5}


class Crowded(Draw):
    """Few slots, two coaches of different roles, teachers in a program of each, groups: clock times decide who can meet
    together, and who cannot."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__(rng)
        self.days, self.weeks, self.cycles = rng.choice((1, 1, 2)), 1, rng.choice((1, 1, 2))

    def coaches(self, sites: list[str]) -> dict[str, Coach]:
        """Two, who serve every site, one of each role."""
        found = super().coaches(sites)
        one = next(iter(found.values()))
        plain = replace(
            one, sites=(one.home, *(s for s in sites if s != one.home)), release_max=None, max_caseload=None
        )
        return {
            f"C{n}": replace(plain, id=f"C{n}", name=f"Coach {n}", roles=(role,), departments=(), grades=())
            for n, role in enumerate(ROLES, 1)
        }

    def programs(self, bells: dict[str, tuple[Slot, ...]], roles: list[str]) -> dict[str, Program]:
        """One of each role, with groups in both, or beside sessions of one teacher."""
        found = {"Access": Program("Access")}
        for n, role in enumerate(ROLES, 1):
            made = self.program(f"P{n}", bells, [])
            sessions = tuple(replace(s, group_size=self.rng.choice((1, 2, 2, 3))) for s in made.sessions)
            found[made.id] = replace(made, role=role, sessions=sessions)
        return found

    def teachers(self, sites: list[str], coaches: dict[str, Coach], programs: dict[str, Program]) -> dict[str, Teacher]:
        """Most of them in both programs."""
        found = super().teachers(sites, coaches, programs)
        both = tuple(p for p in programs if p != "Access")
        return {t.id: replace(t, programs=both) if self.rng.random() < 0.7 else t for t in found.values()}
