"""FET's command line for the calendar alone: everything else of the product's plan is given to it.

Given are the releases, the coach and the cycles of every enrollment, the members of groups and the reserved slots; FET
finds a time for every session. It knows slots of equal length, so each slot is cut into places of as many minutes as
divide every session with the gap after it. It proves nothing and keeps no rule but those of its constraints; a cycle
that it cannot finish gives what it had placed at its best. Coaches who travel between bell schedules are more than its
days and hours can say.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as Xml
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import gcd
from pathlib import Path

from benchmarks.monolith.model import steps_before
from benchmarks.peers.result import Clock, Missing, PeerResult
from scheduler.domain.instance import Enrollment, Instance, ProgramSession
from scheduler.domain.plan import Plan, Session
from scheduler.engine.problem.index import ProblemIndex

PROGRAM = "fet-cl"
GIVEN = "calendar only: releases, caseloads, cycles, groups and reserved slots given by the product"
LEAST_UNIT = 5  # minutes of a place
USUAL_WEIGHT = "95"  # percent, what FET's manual advises for wishes


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """FET's calendars of all cycles, so many at a time as there are cores. Raises `Missing` without fet-cl."""
    if shutil.which(PROGRAM) is None:
        raise Missing("fet-cl is not installed: apt-get install fet")
    if any(instance.sites[s].bell != instance.sites[c.home].bell for c in instance.coaches.values() for s in c.sites):
        return PeerResult(None, note="not asked: coaches at sites with different bell schedules")
    from scheduler.engine import solve_instance
    from scheduler.pipeline import score_of

    given = solve_instance(instance, score_of, workers=cores, time_limit=seconds).plan
    clock = Clock()
    sessions: list[Session] = []
    complete = True
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as pool:
        weeks = [_Week(instance, given, k, Path(folder)) for k in range(1, instance.settings.cycles + 1)]
        rounds = -(-len(weeks) // cores)
        for placed, whole in pool.map(lambda week: week.run(seconds / rounds), weeks):
            sessions += placed
            complete = complete and whole
    clock.better()
    plan = replace(given, sessions=tuple(sorted(sessions)))
    return PeerResult(plan, first=clock.first, best=clock.best, note=GIVEN + ("" if complete else "; not finished"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A start: FET's day and hour, and the slot that it lies in. `left` places are left in the slot from here on."""

    day: int
    hour: int
    date: tuple[int, int]
    period: str
    start: int
    left: int
    slot_end: int


@dataclass(frozen=True, slots=True)
class _Activity:
    """A meeting to be held: the rows of the given plan that it stands for."""

    id: int
    rows: tuple[Session, ...]
    spec: ProgramSession
    length: int  # places


class _Week:
    """The weeks of one cycle, as one timetable."""

    def __init__(self, instance: Instance, given: Plan, cycle: int, folder: Path) -> None:
        self.instance, self.facts, self.given, self.cycle = instance, ProblemIndex(instance), given, cycle
        self.file = folder / f"cycle{cycle}.fet"
        self.gap = instance.settings.minutes_between_sessions
        together: dict[tuple[str, str, int], list[Session]] = defaultdict(list)
        for i, row in enumerate(s for s in given.sessions if s.cycle == cycle):
            together[row.coach, row.group, 0 if row.group else i].append(row)
        specs = [self._spec(rows[0]) for rows in together.values()]
        self.unit = max(LEAST_UNIT, gcd(*(s.minutes + self.gap for s in specs)))
        self.activities = [
            _Activity(n, tuple(rows), spec, -(-(spec.minutes + self.gap) // self.unit))
            for n, (rows, spec) in enumerate(zip(together.values(), specs, strict=True), 1)
        ]
        self.places = {bell: self._places(bell) for bell in instance.bells}

    def _spec(self, row: Session) -> ProgramSession:
        spec = self.instance.programs[row.program].session(row.session)
        assert spec is not None
        return spec

    def _places(self, bell: str) -> dict[int, list[_Place]]:
        """The places of each slot of a bell schedule; hours count the places of a day."""
        days = self.facts.school_days[bell]
        used: dict[tuple[int, int], int] = defaultdict(int)
        places: dict[int, list[_Place]] = {}
        slots = self.instance.bells[bell]
        for i in sorted(range(len(slots)), key=lambda i: (slots[i].week, slots[i].day, slots[i].start)):
            slot = slots[i]
            date = slot.week, slot.day
            fit = (slot.minutes + self.gap) // self.unit
            places[i] = [
                _Place(days[date], used[date] + j, date, slot.period, slot.start + j * self.unit, fit - j, slot.end)
                for j in range(fit)
            ]
            used[date] += fit
        return places

    def run(self, seconds: float) -> tuple[list[Session], bool]:
        """The sessions that FET placed, and whether these are all."""
        if not self.activities:
            return [], True
        self._write()
        out = self.file.parent / f"out{self.cycle}"
        command = [
            PROGRAM,
            f"--inputfile={self.file}",
            f"--outputdir={out}",
            "--htmllevel=0",
            "--verbose=false",
            f"--timelimitseconds={max(1, int(seconds))}",
        ]
        subprocess.run(command, check=False, capture_output=True, timeout=seconds + 20)
        for name in (self.file.stem, f"{self.file.stem}-highest"):
            found = out / "timetables" / name / f"{self.file.stem}_activities.xml"
            if found.is_file():
                return self._read(found)
        return [], False

    # ---- what is asked ----

    def _write(self) -> None:
        root = Xml.Element("fet", version="6.8.5")
        _leaf(root, "Mode", "Official")
        _leaf(root, "Institution_Name", "benchmark")
        every = [p for of_slot in self.places.values() for places in of_slot.values() for p in places]
        self.days, self.hours = max(p.day for p in every) + 1, max(p.hour for p in every) + 1
        for kind, many in (("Day", self.days), ("Hour", self.hours)):
            names = Xml.SubElement(root, f"{kind}s_List")
            _leaf(names, f"Number_of_{kind}s", str(many))
            for n in range(many):
                _leaf(Xml.SubElement(names, kind), "Name", str(n))
        subjects = Xml.SubElement(root, "Subjects_List")
        _leaf(Xml.SubElement(subjects, "Subject"), "Name", "Coaching")
        Xml.SubElement(root, "Activity_Tags_List")
        people = {p for a in self.activities for row in a.rows for p in (row.coach, row.teacher)}
        teachers = Xml.SubElement(root, "Teachers_List")
        for person in sorted(people):
            teacher = Xml.SubElement(teachers, "Teacher")
            _leaf(teacher, "Name", person)
            _leaf(teacher, "Target_Number_of_Hours", "0")
            Xml.SubElement(teacher, "Qualified_Subjects")
        Xml.SubElement(root, "Students_List")
        self._write_activities(Xml.SubElement(root, "Activities_List"))
        Xml.SubElement(root, "Buildings_List")
        Xml.SubElement(root, "Rooms_List")
        times = Xml.SubElement(root, "Time_Constraints_List")
        _constraint(times, "ConstraintBasicCompulsoryTime")
        for a in self.activities:
            self._may_start(times, a)
        self._write_order(times)
        _constraint(Xml.SubElement(root, "Space_Constraints_List"), "ConstraintBasicCompulsorySpace")
        Xml.ElementTree(root).write(self.file, encoding="UTF-8", xml_declaration=True)

    def _write_activities(self, parent: Xml.Element) -> None:
        for a in self.activities:
            activity = Xml.SubElement(parent, "Activity")
            for person in (a.rows[0].coach, *(row.teacher for row in a.rows)):
                _leaf(activity, "Teacher", person)
            _leaf(activity, "Subject", "Coaching")
            for name, value in (("Duration", a.length), ("Total_Duration", a.length), ("Id", a.id)):
                _leaf(activity, name, str(value))
            _leaf(activity, "Activity_Group_Id", "0")
            _leaf(activity, "Active", "true")

    def _starts(self, a: _Activity) -> list[_Place]:
        """Where an activity may start: all its teachers fit, the coach is released, nothing is reserved."""
        first = a.rows[0]
        site = self.instance.teachers[first.teacher].site
        kept = [r for r in self.given.reserved if (r.coach, r.cycle) == (first.coach, self.cycle)]
        options: set[_Place] | None = None
        for row in a.rows:
            fitting = self.facts.fitting(row.coach, Enrollment(row.teacher, row.program), a.spec)
            mine = {
                p
                for w in fitting
                if not w.need or w.need in self.given.releases[row.coach]
                if a.spec.weekly is None or w.week == row.week
                for p in self.places[self.instance.sites[site].bell][w.slot]
                if w.start <= p.start and p.start + a.spec.minutes <= w.end and p.left >= a.length
            }
            options = mine if options is None else options & mine
        return sorted(
            (
                p
                for p in options or ()
                if not any(
                    (r.week, r.day) == p.date and r.start < p.start + a.spec.minutes and p.start < r.end for r in kept
                )
            ),
            key=lambda p: (p.day, p.hour),
        )

    def _may_start(self, parent: Xml.Element, a: _Activity) -> None:
        starts = self._starts(a)
        element = _constraint(parent, "ConstraintActivityPreferredStartingTimes", last=False)
        _leaf(element, "Activity_Id", str(a.id))
        _leaf(element, "Number_of_Preferred_Starting_Times", str(len(starts)))
        for p in starts:
            time = Xml.SubElement(element, "Preferred_Starting_Time")
            _leaf(time, "Preferred_Starting_Day", str(p.day))
            _leaf(time, "Preferred_Starting_Hour", str(p.hour))
        _leaf(element, "Active", "true")

    def _write_order(self, parent: Xml.Element) -> None:
        """What follows comes later and soon enough; sessions of one name on different days, others if that can be."""
        of_enrollment: dict[tuple[str, str], list[_Activity]] = defaultdict(list)
        of_teacher: dict[str, list[_Activity]] = defaultdict(list)
        for a in self.activities:
            for row in a.rows:
                of_enrollment[row.teacher, row.program].append(a)
                of_teacher[row.teacher].append(a)
        for (_, program), mine in of_enrollment.items():
            mine.sort(key=lambda a: (steps_before(self.instance.programs[program], a.spec.name), a.id))
            for a in mine:
                numbers = [b for b in mine if b.spec.name == a.spec.name]
                firsts = [b for b in mine if b.spec.name == a.spec.after]
                at = numbers.index(a)
                if at < len(firsts):
                    self._follows(parent, firsts[at], a)
            for name in {a.spec.name for a in mine}:
                _days_apart(parent, [a for a in mine if a.spec.name == name], "100")
        for mine in of_teacher.values():
            _days_apart(parent, mine, USUAL_WEIGHT)

    def _follows(self, parent: Xml.Element, first: _Activity, second: _Activity) -> None:
        element = _constraint(parent, "ConstraintTwoActivitiesOrdered", last=False)
        _leaf(element, "First_Activity_Id", str(first.id))
        _leaf(element, "Second_Activity_Id", str(second.id))
        _leaf(element, "Active", "true")
        if second.spec.within_days is not None:
            element = _constraint(parent, "ConstraintMaxDaysBetweenActivities", last=False)
            _leaf(element, "Number_of_Activities", "2")
            for a in (first, second):
                _leaf(element, "Activity_Id", str(a.id))
            _leaf(element, "MaxDays", str(second.spec.within_days))
            _leaf(element, "Active", "true")

    # ---- what came back ----

    def _read(self, path: Path) -> tuple[list[Session], bool]:
        by_id = {a.id: a for a in self.activities}
        sessions: list[Session] = []
        placed = 0
        for element in Xml.parse(path).getroot().iter("Activity"):
            a = by_id[int(element.findtext("Id", "0"))]
            day, hour = element.findtext("Day", ""), element.findtext("Hour", "")
            if not day or not hour:
                continue
            placed += 1
            at = next(p for p in self._starts(a) if (p.day, p.hour) == (int(day), int(hour)))
            week, weekday = at.date
            sessions += [
                replace(row, week=week, day=weekday, start=at.start, end=at.start + a.spec.minutes, period=at.period)
                for row in a.rows
            ]
        return sessions, placed == len(self.activities)


def _leaf(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = text


def _constraint(parent: Xml.Element, name: str, weight: str = "100", *, last: bool = True) -> Xml.Element:
    element = Xml.SubElement(parent, name)
    _leaf(element, "Weight_Percentage", weight)
    if last:
        _leaf(element, "Active", "true")
    return element


def _days_apart(parent: Xml.Element, activities: Sequence[_Activity], weight: str) -> None:
    if len(activities) < 2:
        return
    element = _constraint(parent, "ConstraintMinDaysBetweenActivities", weight, last=False)
    _leaf(element, "Consecutive_If_Same_Day", "false")
    _leaf(element, "Number_of_Activities", str(len(activities)))
    for a in activities:
        _leaf(element, "Activity_Id", str(a.id))
    _leaf(element, "MinDays", "1")
    _leaf(element, "Active", "true")
