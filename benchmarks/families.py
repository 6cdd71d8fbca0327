"""Seeded districts after five districts' models and a hard one, at any number of sites; tight, loose and impossible.

Nobody in them exists. They are made as instances, without workbooks: reading is timed by `benchmarks.stages`. The same
family, size, tightness and seed give the same instance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Literal

from scheduler.domain.instance import (
    Coach,
    Instance,
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

Tightness = Literal["tight", "loose", "impossible"]
TIGHTNESS: tuple[Tightness, ...] = ("tight", "loose", "impossible")
SIZES = (1, 2, 5, 10, 30, 100, 300)
WORKBOOKS = Path(__file__).parents[2] / "shared" / "data"  # inputs kept beside the project, where there are any

DEPARTMENTS = ("English", "Mathematics", "Science", "Social Science", "Arts", "Physical Education", "Languages")
GRADES = (("9", "10"), ("11", "12"), ("9",), ("10", "11"), ("9", "10", "11", "12"))
PERIODS = ("1", "2", "3", "4", "5", "6")
PERIOD_MINUTES, PASSING, LUNCH_AFTER, LUNCH_MINUTES = 55, 5, 4, 35


@dataclass(frozen=True)
class Staff:
    """The size and the staffing of one site. `funded` None: its coaches are full time. `coached` teachers are in
    `programs`, dealt out in turn; the others have access to a coach."""

    teachers: int
    coached: int
    coaches: int
    funded: int | None
    programs: tuple[str, ...]
    max_caseload: int | None = None


@dataclass(frozen=True)
class Family:
    """A coaching model: its programs, the year, its own rules, and a site's staffing by tightness. `together` sites
    share their coaches; 1: every site is by itself."""

    name: str
    about: str
    programs: tuple[Program, ...]
    staff: dict[Tightness, Staff]
    cycles: int = 1
    weeks: int = 1
    rules: tuple[RuleSetting, ...] = ()
    roles: tuple[str, ...] = ("",)
    together: int = 1
    travel: int = 15
    priority_sections: bool = False

    def build(self, sites: int, tightness: Tightness = "tight", seed: int = 0) -> Instance:
        """A district of so many sites."""
        return _District(self, sites, tightness, seed).instance()


def _session(name: str, minutes: int, when: str, **more: object) -> ProgramSession:
    fields: dict[str, object] = {"activity": name, "count": 1, "weekly": 1, "when": (when,), **more}
    return ProgramSession(name=name, minutes=minutes, **fields)  # type: ignore[arg-type]


def _required(rule: str, value: int) -> RuleSetting:
    return RuleSetting(rule, "Required", value)


CYCLE = Program(
    "Coaching cycle",
    "",
    1,
    (
        _session("Plan", 25, "Prep"),
        _session("Observe", 25, "Teaching", after="Plan"),
        _session("Debrief", 25, "Prep", after="Observe", within_days=2),
    ),
)
WEEKLY = Program("Second year", "", 1, (_session("Coach", 45, "Teaching", activity="Model", count=2, weekly=2),))
PARTNERS = Program(
    "Partners",
    "",
    1,
    (
        _session("Launch", 30, "Prep", once=True, count=0, weekly=None),
        _session("Observe", 40, "Teaching", weekly=None),
        _session("Debrief", 25, "Prep", after="Observe", within_days=3, weekly=None),
    ),
)
INDUCTION = Program(
    "Induction",
    "Mentor",
    1,
    (
        _session("Mentor", 45, "Prep", confidential=True),
        _session("Observe", 25, "Teaching", level="Recommended"),
    ),
)
TEAMS = Program("Data team", "Facilitator", 1, (_session("Data", 45, "Prep", activity="Group", group_size=5),))
PARTNERSHIP = Program(
    "Partnership",
    "",
    1,
    (
        _session("Conference", 40, "Prep", mode="Either"),
        _session("Classroom", 40, "Teaching", activity="Co-teach"),
    ),
)
SMALL_GROUP = Program("Small group", "", 1, (_session("Team", 40, "Prep", activity="Group", group_size=3),))


def _staffs(tight: Staff, loose: dict[str, int], impossible: dict[str, int]) -> dict[Tightness, Staff]:
    return {
        "tight": tight,
        "loose": replace(tight, **loose),  # type: ignore[arg-type]
        "impossible": replace(tight, **impossible),  # type: ignore[arg-type]
    }


ALL = (
    Family(
        "avuhsd",
        "coaches who teach; half of the staff takes one cycle of six",
        (CYCLE,),
        _staffs(Staff(100, 55, 3, 7, ("Coaching cycle",)), {"funded": 11, "coached": 40}, {"funded": 5}),
        cycles=6,
    ),
    Family(
        "des_moines",
        "a full-time coach a site; hours of coaching and teachers a week are Required",
        (WEEKLY,),
        _staffs(Staff(70, 5, 1, None, ("Second year",)), {"coached": 4}, {"coached": 3}),
        rules=(
            _required("Weekly coaching time", 360),
            _required("Teachers coached weekly", 4),
            RuleSetting("Coaches per site", "Recommended", 1),
        ),
    ),
    Family(
        "instruction_partners",
        "three full-time coaches; observe and debrief every second week",
        (PARTNERS,),
        _staffs(Staff(90, 42, 3, None, ("Partners",), 30), {"coached": 24}, {"max_caseload": 25}),
        weeks=2,
        priority_sections=True,
    ),
    Family(
        "santa_clara",
        "five full-time coaches with roles; mentoring and data teams",
        (INDUCTION, TEAMS),
        _staffs(Staff(100, 80, 5, None, ("Induction", "Data team")), {"coached": 50}, {"coached": 80, "coaches": 1}),
        roles=("Mentor", "Facilitator"),
    ),
    Family(
        "juneau",
        "three sites share two itinerant coaches; travel, groups, virtual talks",
        (PARTNERSHIP, SMALL_GROUP),
        _staffs(Staff(75, 15, 2, None, ("Partnership", "Small group")), {"coached": 8}, {"coached": 60}),
        together=3,
    ),
    Family(
        "seeded",
        "a hundred teachers, all active in one of six cycles: capacity binds",
        (CYCLE,),
        _staffs(Staff(100, 100, 3, 7, ("Coaching cycle",)), {"funded": 12}, {"funded": 5}),
        cycles=6,
    ),
)
FAMILIES = {family.name: family for family in ALL}


@dataclass
class _District:
    """One district as it is drawn."""

    family: Family
    count: int
    tightness: Tightness
    seed: int
    sites: dict[str, Site] = field(default_factory=dict)
    bells: dict[str, tuple[Slot, ...]] = field(default_factory=dict)
    teachers: dict[str, Teacher] = field(default_factory=dict)
    states: dict[str, tuple[State, ...]] = field(default_factory=dict)
    coaches: dict[str, Coach] = field(default_factory=dict)
    availability: dict[str, tuple[Status, ...]] = field(default_factory=dict)

    def instance(self) -> Instance:
        family = self.family
        travel = {}
        for first in range(1, self.count + 1, family.together):
            cluster = [f"S{n}" for n in range(first, min(first + family.together, self.count + 1))]
            # A site's draw depends on its number alone: more sites never change the others.
            random = Random(f"{family.name} {self.tightness} {self.seed} {first}")
            travel.update({(a, b): family.travel for a in cluster for b in cluster if a != b})
            coaches = self._coaches(random, cluster)
            for site in cluster:
                self._site(random, site, coaches)
        rules = {(r.name, ""): RuleSetting(r.name, r.level, r.value) for r in RULES.values()}
        rules.update({(r.rule, ""): r for r in family.rules})
        programs = {"Access": Program("Access")} | {p.id: p for p in family.programs}
        return Instance(
            Settings(district=f"{family.name} x {self.count}", cycles=family.cycles, weeks=family.weeks),
            self.sites,
            self.bells,
            self.teachers,
            self.states,
            self.coaches,
            self.availability,
            programs,
            rules,
            travel,
        )

    @property
    def _staff(self) -> Staff:
        return self.family.staff[self.tightness]

    def _slots(self, bell: str) -> tuple[Slot, ...]:
        slots = []
        for week in range(1, self.family.weeks + 1):
            for day in range(5):
                at = 8 * 60
                for n, period in enumerate(PERIODS, 1):
                    slots.append(Slot(bell, week, day, period, at, at + PERIOD_MINUTES, "Class"))
                    at += PERIOD_MINUTES + PASSING
                    if n == LUNCH_AFTER:
                        slots.append(Slot(bell, week, day, "Lunch", at, at + LUNCH_MINUTES, "Lunch"))
                        at += LUNCH_MINUTES
        return tuple(slots)

    def _coaches(self, random: Random, cluster: list[str]) -> list[str]:
        staff, made = self._staff, []
        full_time = staff.funded is None
        for n in range(staff.coaches):
            home = cluster[n % len(cluster)]
            others = [s for s in cluster if s != home]
            id = f"{home}-C{n + 1}"
            roles = tuple(r for r in (self.family.roles[n % len(self.family.roles)],) if r and staff.coaches > 1)
            self.coaches[id] = Coach(
                id,
                id,
                (home, *others),
                roles=roles,
                departments=tuple(random.sample(DEPARTMENTS, 2)),
                grades=random.choice(GRADES),
                release_max=None if full_time else len(PERIODS) - 1,
                full_time=full_time,
                max_caseload=staff.max_caseload,
            )
            prep = "" if full_time else random.choice(PERIODS)
            slots = self.bells.setdefault(f"Bell {home}", self._slots(f"Bell {home}"))
            self.availability[id] = tuple("Prep" if s.period == prep else "Available" for s in slots)
            made.append(id)
        return made

    def _site(self, random: Random, site: str, coaches: list[str]) -> None:
        staff, bell = self._staff, f"Bell {site}"
        slots = self.bells.setdefault(bell, self._slots(bell))
        self.sites[site] = Site(site, site, bell, staff.funded)
        coached = set(random.sample(range(staff.teachers), staff.coached))
        programs = self.family.programs
        turn = 0
        for t in range(staff.teachers):
            id = f"{site}-T{t + 1:03}"
            program = "Access"
            if t in coached:
                program = programs[turn % len(programs)].id
                turn += 1
            self.teachers[id] = Teacher(
                id,
                id,
                site,
                department=random.choice(DEPARTMENTS),
                grades=random.choice(GRADES),
                programs=(program,),
                last_coach=random.choice(coaches) if random.random() < 0.2 else "",
                requested_coach=random.choice(coaches) if random.random() < 0.05 else "",
            )
            prep = random.choice(PERIODS)
            priority = set(random.sample(PERIODS, 2)) if self.family.priority_sections else set()
            self.states[id] = tuple(self._state(s, prep, priority) for s in slots)

    def _state(self, slot: Slot, prep: str, priority: set[str]) -> State:
        if not slot.is_class:
            return State("")
        return State("Prep") if slot.period == prep else State("Teaching", "Class", priority=slot.period in priority)


@dataclass(frozen=True)
class Input:
    """Something to solve: its name, how many sites it has, and how it is made."""

    name: str
    family: str
    tightness: str
    sites: int
    make: Callable[[], Instance]


def seeded(family: str, sites: int, tightness: Tightness = "tight", seed: int = 0) -> Input:
    """A district of a family."""
    return Input(
        f"{family}-{tightness}-{sites}",
        family,
        tightness,
        sites,
        lambda: FAMILIES[family].build(sites, tightness, seed),
    )


def _itself(instance: Instance) -> Instance:
    return instance


def workbooks() -> list[Input]:
    """The workbooks of ../shared/data, where there are any."""
    import scheduler

    found = []
    for path in sorted(WORKBOOKS.glob("*")) if WORKBOOKS.is_dir() else ():
        if path.is_dir() or path.suffix == ".xlsx":
            instance = scheduler.read(path)
            found.append(Input(path.stem, "workbooks", "", len(instance.sites), partial(_itself, instance)))
    return found
