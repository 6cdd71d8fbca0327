"""What a district is: its schools, people, bell schedules, programs and rules, as plain frozen data.

Conventions, everywhere in the program: times are whole minutes after midnight; a day is its place in
`Settings.days` (0 is the first); weeks of the pattern and cycles of the year count from 1; an id is the text that
stands in the workbook; `None` means "not given".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from scheduler.domain.problem import Problem
from scheduler.domain.source_cells import SourceCells
from scheduler.domain.year import DatedInput, DayRotation, WeekRotation

Level = Literal["Required", "Recommended", "Option", "Off"]
LEVELS: tuple[Level, ...] = ("Required", "Recommended", "Option")
ALL_LEVELS: tuple[Level, ...] = (*LEVELS, "Off")

SlotKind = Literal["Class", "Flex", "Advisory", "Lunch", "Before school", "After school"]
SLOT_KINDS: tuple[SlotKind, ...] = ("Class", "Flex", "Advisory", "Lunch", "Before school", "After school")

Doing = Literal["Teaching", "Prep", "Duty", "Off", "Release", ""]
Status = Literal["Available", "Coaching", "Teaching", "Prep", "Unavailable", "Avoid", "Prefer"]
STATUSES: tuple[Status, ...] = ("Available", "Coaching", "Teaching", "Prep", "Unavailable", "Avoid", "Prefer")

Mode = Literal["In person", "Virtual", "Either"]
MODES: tuple[Mode, ...] = ("In person", "Virtual", "Either")

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNLISTED_TRAVEL_MINUTES = 20
MAKE_UP_WITHIN = 5  # school days
ACCESS = "Access"  # the program that always exists: a coach, and no standing sessions


@dataclass(frozen=True, slots=True)
class Settings:
    """The district's own words and figures, one a key of the sheet Settings."""

    district: str = ""
    school_year: str = ""
    timezone: str = "America/Los_Angeles"
    first_day: str = ""  # ISO date
    last_day: str = ""
    days: tuple[str, ...] = WEEKDAYS
    weeks: int = 1
    cycles: int = 1
    minutes_between_sessions: int = 5
    blank_means: Literal["Prep", "Off"] = "Prep"
    prep_words: tuple[str, ...] = ("Prep", "Planning", "Plan", "Conference", "Conf", "CNF", "Free")
    release_words: tuple[str, ...] = ("Coaching", "Coach", "Release", "IC", "TOSA")
    off_words: tuple[str, ...] = ("Off", "N/A", "NA", "Absent", "Not available", "Off campus", "Leave")
    duty_words: tuple[str, ...] = (
        "Duty",
        "Lunch",
        "Lunch Duty",
        "Hall Duty",
        "Supervision",
        "Study Hall",
        "PLC",
        "Homeroom",
        "ISS",
        "Meeting",
    )
    term: str = ""  # the term that is planned, where the master schedule has several
    day_rotation: DayRotation | Literal[""] = ""  # "" = by the labels that bell schedules use
    week_rotation: WeekRotation = "School weeks"
    short_week: int = 3  # dates in session
    extra_duty_rate: float | None = None  # an hour
    calendar_address: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting of a period: a week of the pattern, a day, a start and an end."""

    bell: str
    week: int
    day: int
    period: str
    start: int
    end: int
    kind: SlotKind

    @property
    def minutes(self) -> int:
        """How long the slot is, in minutes."""
        return self.end - self.start

    @property
    def is_class(self) -> bool:
        """Whether a coach needs a release to work in the slot."""
        return self.kind == "Class"

    def overlaps(self, other: Slot) -> bool:
        """Whether the two have a minute in common."""
        return self.week == other.week and self.day == other.day and self.start < other.end and other.start < self.end

    def holds(self, other: Slot) -> bool:
        """Whether the other lies within this one."""
        return self.week == other.week and self.day == other.day and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Site:
    """A school. `sections_funded` is in sections (coach-periods of release); None = the rule's value holds."""

    id: str
    name: str
    bell: str
    sections_funded: int | None = None
    cost_per_section: float | None = None


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher of one site, with the programs enrolled in. `departments` and grades are as written, for people."""

    id: str
    name: str
    site: str
    email: str = ""
    department: str = ""
    grades: tuple[str, ...] = ()
    years: float | None = None
    role: Literal["Teacher", "Department chair", "Administrator"] = "Teacher"
    programs: tuple[str, ...] = (ACCESS,)
    priority: int = 1
    requested_coach: str = ""
    avoid_coaches: tuple[str, ...] = ()
    last_coach: str = ""
    prep_minutes: int | None = None  # most minutes of prep a week that coaching may use

    @property
    def may_be_coached(self) -> bool:
        """Whether the teacher's programs count: an administrator is never coached."""
        return self.role != "Administrator"


@dataclass(frozen=True, slots=True)
class State:
    """What a teacher does in a slot. In a slot that is not of kind Class only Off and Duty are states; else "".

    `priority` marks a section with priority students; it is kept, too, for a class named in a slot of another kind.
    """

    doing: Doing
    course: str = ""
    room: str = ""
    grade: str = ""
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Coach:
    """Somebody who coaches; the first of `sites` is home. Blank roles, departments or grades mean any."""

    id: str
    name: str
    sites: tuple[str, ...]
    email: str = ""
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    release_min: int | None = None  # periods
    release_max: int | None = None
    full_time: bool = False
    max_caseload: int | None = None
    max_sessions_per_day: int | None = None
    lead: bool = False
    new: bool = False
    cost: float | None = None

    @property
    def home(self) -> str:
        """The id of the home site."""
        return self.sites[0]


@dataclass(frozen=True, slots=True)
class ProgramSession:
    """One kind of session of a program.

    `count` is how many an enrollment is due in one active cycle (`per week` x weeks; 0 where `once`); `weekly` is how
    many in each week of the pattern where `per week` is whole, else None. `when` is empty where any state will do.
    """

    name: str
    activity: str
    minutes: int
    count: int
    weekly: int | None
    once: bool = False
    when: tuple[str, ...] = ()
    after: str = ""  # name of the session of the program that comes first
    within_days: int | None = None  # school days
    level: Level = "Required"
    mode: Mode = "In person"
    confidential: bool = False
    group_size: int = 1
    make_up_within: int = MAKE_UP_WITHIN  # school days after a date on which it is lost


@dataclass(frozen=True, slots=True)
class Program:
    """A service model. `cycles` is how many cycles an enrolled teacher is active in (never more than the year has)."""

    id: str
    role: str = ""
    cycles: int = 1
    sessions: tuple[ProgramSession, ...] = ()
    not_with: tuple[str, ...] = ()

    @property
    def confidential(self) -> bool:
        """Whether any of the sessions is confidential."""
        return any(s.confidential for s in self.sessions)

    def session(self, name: str) -> ProgramSession | None:
        """The session of a name; None where there is none."""
        return next((s for s in self.sessions if s.name == name), None)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule as this district (or one site) has set it. `level` None: as Programs says of each session."""

    rule: str
    level: Level | None
    value: int | None = None
    weight: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """Something that must stay. Ids are resolved; "" and None are "any". `where` is its cell, for messages.

    A Release pin with `released` False keeps the period unreleased (a locked row of a plan that is not Coaching). A
    Coach pin without a coach says that there is none (a locked assignment); its `cycles` are among the active ones.
    """

    where: str
    kind: Literal["Coach", "Release", "Session"]
    teacher: str = ""
    program: str = ""
    coach: str = ""
    cycle: int | None = None
    week: int | None = None
    day: int | None = None
    period: str = ""
    session: str = ""
    start: int | None = None
    released: bool = True
    cycles: tuple[int, ...] = ()  # of a Coach pin


@dataclass(frozen=True, slots=True)
class Enrollment:
    """One teacher in one program: the thing that is given a coach."""

    teacher: str
    program: str

    def __str__(self) -> str:
        return f"{self.teacher} / {self.program}"


@dataclass(frozen=True)
class Instance:
    """A whole input, checked and complete: nothing in it needs a default any more.

    `bells` maps a bell schedule to its slots. `states` maps a teacher to a state for each slot of the bell schedule
    of the teacher's site, in the same order; `availability` maps a coach to a status for each slot of the home bell
    schedule. `rules` maps (rule, site) to its setting, and (rule, "") for every rule there is. `travel` holds the
    pairs that are listed. `apart` has, of a coach of whom something is said for the home site alone, the availability
    as it counts at the other sites; `at_site` has what is said for (coach, a site that is not the home) alone, for each
    of its slots. `pins` hold, and do not contradict each other. `dated` is what the sheets
    of dates say; no week pattern depends on it. `problems` are the warnings and notes, `cells` where in the input facts
    stand.
    """

    settings: Settings
    sites: Mapping[str, Site]
    bells: Mapping[str, tuple[Slot, ...]]
    teachers: Mapping[str, Teacher]
    states: Mapping[str, tuple[State, ...]]
    coaches: Mapping[str, Coach]
    availability: Mapping[str, tuple[Status, ...]]
    programs: Mapping[str, Program]
    rules: Mapping[tuple[str, str], RuleSetting]
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    apart: Mapping[str, tuple[Status, ...]] = field(default_factory=dict)
    at_site: Mapping[tuple[str, str], tuple[Status | None, ...]] = field(default_factory=dict)
    pins: tuple[Pin, ...] = ()
    dated: DatedInput = field(default_factory=DatedInput)
    problems: tuple[Problem, ...] = ()
    cells: SourceCells = field(default_factory=SourceCells, compare=False, repr=False)

    def slots(self, site: str) -> tuple[Slot, ...]:
        """The slots of a site, over all weeks of the pattern."""
        return self.bells[self.sites[site].bell]

    def class_periods(self, site: str) -> tuple[str, ...]:
        """The labels of the Class periods of a site's bell schedule, in the order of the sheet."""
        return self._class_periods[self.sites[site].bell]

    def home_slots(self, coach: str) -> tuple[Slot, ...]:
        """The slots of a coach's home site."""
        return self.slots(self.coaches[coach].home)

    def availability_for(self, coach: str, site: str) -> tuple[Status, ...]:
        """A coach's status in the slots of the home bell schedule, as it counts at a site."""
        at_home = site == self.coaches[coach].home
        return self.availability[coach] if at_home else self.apart.get(coach, self.availability[coach])

    def home_coaches(self, site: str) -> tuple[Coach, ...]:
        """The coaches whose home a site is."""
        return self._home_coaches.get(site, ())

    def rule(self, name: str, site: str = "") -> RuleSetting:
        """The setting of a rule at a site: a row with the site beats one without."""
        return self.rules.get((name, site)) or self.rules[name, ""]

    def travel_minutes(self, a: str, b: str) -> int:
        """Minutes from one site to another: as listed, else as listed the other way round, else 20."""
        if a == b:
            return 0
        return self.travel.get((a, b), self.travel.get((b, a), UNLISTED_TRAVEL_MINUTES))

    @cached_property
    def enrollments(self) -> tuple[Enrollment, ...]:
        """Every teacher in every program of theirs; administrators are never coached."""
        return tuple(Enrollment(t.id, p) for t in self.teachers.values() if t.may_be_coached for p in t.programs)

    def date_labels(self) -> Iterator[tuple[int, int]]:
        """(cycle, week) of the year's patterns, in order."""
        for cycle in range(1, self.settings.cycles + 1):
            for week in range(1, self.settings.weeks + 1):
                yield cycle, week

    @cached_property
    def _class_periods(self) -> dict[str, tuple[str, ...]]:
        return {b: tuple(dict.fromkeys(s.period for s in slots if s.is_class)) for b, slots in self.bells.items()}

    @cached_property
    def _home_coaches(self) -> dict[str, tuple[Coach, ...]]:
        homes: dict[str, tuple[Coach, ...]] = {}
        for coach in self.coaches.values():
            homes[coach.home] = (*homes.get(coach.home, ()), coach)
        return homes


def hhmm(minutes: int) -> str:
    """A clock time as it is written in every workbook: "08:05"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
