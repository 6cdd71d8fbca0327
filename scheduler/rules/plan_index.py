"""A plan indexed for measuring: who coaches whom, who meets when, who is released."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.instance import Coach, Enrollment, Instance, ProgramSession, Slot, State, hhmm
from scheduler.domain.matching import own_or_rule
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Violation
from scheduler.rules.coach_slots import CoachSlots
from scheduler.rules.entries import Enrolled, Held, Meeting, PatternDay, PatternWeek


@dataclass(frozen=True, slots=True)
class Due:
    """The sessions of one name that an enrollment is due in the year's patterns, and how many of them it lacks."""

    spec: ProgramSession
    due: int
    missing: int


class PlanIndex:
    """The rows of a plan joined to the instance, with the sums that the rules need.

    `strays` says of every row that does not fit the input, or that is missing, what is wrong with it; such a row is
    left out of all the rest. The order of the plan's rows makes no difference.
    """

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance, self.plan, self.past = instance, plan, plan.past
        self.first = plan.first_open_cycle
        self.unmatched_rows: list[Violation] = []
        self._sites_slots = {s: _by_date(instance.slots(s)) for s in instance.sites}
        self._specs = {p.id: {s.name: s for s in p.sessions} for p in instance.programs.values()}
        self.released: dict[str, frozenset[str]] = self._read_releases(plan.releases)
        self.slots = CoachSlots(instance, self.released)
        self.enrolled: dict[Enrollment, Enrolled] = self._read_assignments(plan.assignments)
        self._read_past()
        self.held: list[Held] = self._read_sessions(plan.sessions)
        self.meetings: list[Meeting] = _meetings(self.held)
        self.reserved: list[Reserved] = self._read_reserved(plan.reserved)
        self.meetings_of: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            self.meetings_of[meeting.coach].append(meeting)

    # ---- what the rules ask for

    def value(self, rule: str, site: str, own: int | None = None) -> int | None:
        """The limit that counts: the person's or the site's own figure where there is one, else the rule's value.

        Parameters
        ----------
        rule
            the name of the rule
        site
            the id of the site
        own
            the person's or the site's own figure, None where there is none
        """
        return own_or_rule(own, self.instance, rule, site)

    def hindrance(self, coach: str, held: Held) -> str:
        """Why a coach cannot be used in the slot of a session ("" when it can); the session lies in a slot."""
        return self.slots.hindrances(coach, held.teacher.site)[held.slot_index]

    def could_meet(self, enrolled: Enrolled) -> bool:
        """Whether there is a slot in which the coach and the teacher could meet: a Class slot with the coach released
        and the teacher on Prep, or another one, but for Lunch, with both at work."""
        site = self.instance.sites[enrolled.site]
        hindrances = self.slots.hindrances(enrolled.coach, site.id)
        teaches = self.slots.teaches(enrolled.coach, site.bell)
        states = self.instance.states[enrolled.teacher.id]
        return any(
            not hindrances[i] and not teaches[i] and (states[i].doing == "Prep" or not slot.is_class)
            for i, slot in self._open_slots[site.bell]
            if states[i].doing != "Off"
        )

    @cached_property
    def _open_slots(self) -> dict[str, list[tuple[int, Slot]]]:
        """The slots of each bell schedule but for Lunch, with their index."""
        return {
            b: [(i, s) for i, s in enumerate(slots) if s.kind != "Lunch"] for b, slots in self.instance.bells.items()
        }

    @cached_property
    def caseloads(self) -> Counter[str]:
        """How many enrollments each coach has, at all sites."""
        return Counter(e.coach for e in self.enrolled.values() if e.coach)

    def coached(self) -> Iterator[Enrolled]:
        """The enrollments that have a coach."""
        return (e for e in self.enrolled.values() if e.coach)

    def dues(self, enrolled: Enrolled) -> Iterator[Due]:
        """What an enrollment is due of each session of its program, and lacks; surplus makes up for no other week. A
        cycle that has ended owes what it has."""
        active = enrolled.active_cycles
        counts: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
        for h in enrolled.held:
            if h.row.cycle in active:
                counts[h.spec.name][h.row.cycle, 0 if h.spec.weekly is None else h.row.week] += 1
        for spec in enrolled.program.sessions:
            if not spec.once:
                most = spec.count if spec.weekly is None else spec.weekly
                due = enrolled.left * spec.count
                missing = max(0, due - sum(min(n, most) for n in counts[spec.name].values()))
                yield Due(spec, due + enrolled.had[spec.name], missing)

    def patterns(self) -> Iterator[PatternWeek]:
        """Every week of every open cycle's pattern."""
        for cycle, week in self.instance.date_labels():
            if cycle >= self.first:
                yield PatternWeek(cycle, week, f"cycle {cycle} week {week}")

    @property
    def open_cycles(self) -> range:
        """The cycles that have not ended."""
        return range(self.first, self.instance.settings.cycles + 1)

    @cached_property
    def days_led(self) -> list[tuple[Coach, list[Meeting]]]:
        """For each day on which a coach leads a meeting, the coach and those meetings, in order of time."""
        days: dict[tuple[str, PatternDay], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            days[meeting.coach, meeting.date].append(meeting)
        return [
            (self.instance.coaches[coach], meetings)
            for (coach, _), meetings in sorted(days.items(), key=lambda d: d[0])
        ]

    @cached_property
    def weeks_led_one_to_one(self) -> dict[tuple[str, int, int], list[Meeting]]:
        """The one-to-one meetings of each coach, cycle and week."""
        weeks: dict[tuple[str, int, int], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            if meeting.one_to_one:
                cycle, week, _ = meeting.date
                weeks[meeting.coach, cycle, week].append(meeting)
        return weeks

    def serving(self, site: str) -> tuple[Coach, ...]:
        """The coaches who serve a site, whatever their home."""
        return self._serving.get(site, ())

    @cached_property
    def _serving(self) -> dict[str, tuple[Coach, ...]]:
        serving: dict[str, list[Coach]] = defaultdict(list)
        for coach in self.instance.coaches.values():
            for site in dict.fromkeys(coach.sites):
                serving[site].append(coach)
        return {site: tuple(coaches) for site, coaches in serving.items()}

    def reserved_slots(self, coach: str, cycle: int, week: int, purpose: str) -> set[Slot]:
        """The Class slots of the home site that one row reserves whole for a purpose.

        Parameters
        ----------
        coach
            the id of the coach
        cycle
            the number of the cycle
        week
            the week of the pattern, 1 or 2
        purpose
            "Flex" or "Common planning"
        """
        found = set()
        for r in self._reserved_for.get((coach, cycle, week, purpose), ()):
            for _, slot in self._sites_slots[self.instance.coaches[coach].home].get((week, r.day), ()):
                if slot.is_class and slot.period == r.period and r.start <= slot.start and slot.end <= r.end:
                    found.add(slot)
        return found

    @cached_property
    def _reserved_for(self) -> dict[tuple[str, int, int, str], list[Reserved]]:
        rows: dict[tuple[str, int, int, str], list[Reserved]] = defaultdict(list)
        for r in self.reserved:
            rows[r.coach, r.cycle, r.week, r.purpose].append(r)
        return rows

    def status(self, coach: str, slot: Slot) -> str:
        """What a coach's availability says of a slot of the home bell schedule."""
        return self._statuses[coach][slot]

    @cached_property
    def _statuses(self) -> dict[str, dict[Slot, str]]:
        return {
            c: dict(zip(self.instance.home_slots(c), self.instance.availability[c], strict=True))
            for c in self.instance.coaches
        }

    def free_to_plan(self, coach: str, slot: Slot) -> bool:
        """Whether a coach is released in a Class slot of the home site, and at work in it."""
        return slot.period in self.released[coach] and self.status(coach, slot) != "Unavailable"

    # ---- reading the plan's rows

    def _read_releases(self, releases: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
        released: dict[str, frozenset[str]] = dict.fromkeys(self.instance.coaches, frozenset())
        for coach, periods in releases.items():
            if coach not in self.instance.coaches:
                self._stray(f"Release periods of {coach}", f'"{coach}" is not a coach')
                continue
            home = self.instance.coaches[coach].home
            known = self.instance.class_periods(home)
            for period, times in Counter(periods).items():
                if period not in known:
                    text = f'"{period}" is not a Class period of {home} (periods: {", ".join(known)})'
                    self._stray(f"Release periods of {coach}", text)
                elif times > 1:
                    self._stray(f"Release periods of {coach}", f"period {period} is given {times} times")
            released[coach] = frozenset(periods) & frozenset(known)
        return released

    def _read_assignments(self, assignments: tuple[Assignment, ...]) -> dict[Enrollment, Enrolled]:
        enrolled = {
            e: Enrolled(e, self.instance.teachers[e.teacher], self.instance.programs[e.program])
            for e in self.instance.enrollments
        }
        given: set[Enrollment] = set()
        for row in assignments:
            key = Enrollment(row.teacher, row.program)
            about = f"Assignment of {key}"
            if key not in enrolled:
                self._stray(about, "is not an enrollment of the input")
                continue
            if key in given:
                self.unmatched_rows.append(Violation("5", about, "appears twice; an enrollment has one coach"))
                continue
            given.add(key)
            enrolled[key].cycles = tuple(dict.fromkeys(row.cycles))
            for cycle in enrolled[key].cycles:
                if not 1 <= cycle <= self.instance.settings.cycles:
                    self._stray(about, f"{cycle} is not a cycle of the year (1 to {self.instance.settings.cycles})")
            if row.coach and row.coach not in self.instance.coaches:
                self._stray(about, f'"{row.coach}" is not a coach')
            else:
                enrolled[key].coach = row.coach
        for key in enrolled:
            if key not in given:
                self._stray(f"Assignment of {key}", "has no row; every enrollment has one, with a coach or without")
        return enrolled

    def _read_past(self) -> None:
        """What each enrollment had in the cycles that have ended, and how many it has left."""
        rows: dict[Enrollment, Counter[tuple[str, int]]] = defaultdict(Counter)
        for s in self.past.sessions if self.past else ():
            rows[Enrollment(s.row.teacher, s.row.program)][s.row.session, s.row.cycle] += 1
        for key, enrolled in self.enrolled.items():
            enrolled.first = self.first
            ended = set(enrolled.cycles) or {cycle for _, cycle in rows[key]}
            enrolled.ended = tuple(sorted(c for c in ended if c < self.first))
            for (name, cycle), n in rows[key].items():
                enrolled.past_rows += n
                if cycle in enrolled.ended:
                    enrolled.had[name] += n
            enrolled.left = min(max(0, enrolled.program.cycles - len(enrolled.ended)), len(self.open_cycles))

    def _read_sessions(self, sessions: tuple[Session, ...]) -> list[Held]:
        held = []
        for row in sorted(sessions):
            enrolled = self.enrolled.get(Enrollment(row.teacher, row.program))
            spec = self._specs[row.program].get(row.session) if enrolled else None
            wrong = self._wrong_with_session(row, enrolled, spec)
            for text in wrong:
                self._stray(self._session_text(row), text)
            if enrolled and spec and not wrong:
                slot_index, slot, state = self._slot_of(row, enrolled)
                day = self.instance.settings.days[row.day]
                held.append(Held(row, enrolled, spec, day, slot, slot_index, state))
                enrolled.held.append(held[-1])
        return held

    def _wrong_with_session(self, row: Session, enrolled: Enrolled | None, spec: ProgramSession | None) -> list[str]:
        wrong = self._wrong_with_time(row)
        if row.coach not in self.instance.coaches:
            wrong.append(f'"{row.coach}" is not a coach')
        if enrolled is None:
            wrong.append(f"{row.teacher} / {row.program} is not an enrollment of the input")
        elif spec is None:
            wrong.append(f'"{row.session}" is not a session of program {row.program}')
        elif spec.once:
            wrong.append(f"{spec.name} is placed Once, by the dated calendar, not in the week pattern")
        return wrong

    def _wrong_with_time(self, row: Session | Reserved) -> list[str]:
        settings, wrong = self.instance.settings, []
        if not 1 <= row.cycle <= settings.cycles:
            wrong.append(f"{row.cycle} is not a cycle of the year (1 to {settings.cycles})")
        if not 1 <= row.week <= settings.weeks:
            wrong.append(f"{row.week} is not a week of the pattern (1 to {settings.weeks})")
        if not 0 <= row.day < len(settings.days):
            wrong.append(f"day {row.day + 1} is not a day of the week ({', '.join(settings.days)})")
        if row.end <= row.start:
            wrong.append(f"the end {hhmm(row.end)} is not after the start {hhmm(row.start)}")
        return wrong

    def _read_reserved(self, rows: tuple[Reserved, ...]) -> list[Reserved]:
        reserved = []
        for row in sorted(rows):
            wrong = self._wrong_with_time(row)
            if row.coach not in self.instance.coaches:
                wrong.append(f'"{row.coach}" is not a coach')
            for text in wrong:
                self._stray(f"Reserved time of {row.coach}, {self.time_text(row)}", text)
            if not wrong:
                reserved.append(row)
        return reserved

    def _slot_of(self, row: Session, enrolled: Enrolled) -> tuple[int, Slot | None, State | None]:
        for i, slot in self._sites_slots[enrolled.site].get((row.week, row.day), ()):
            if slot.period == row.period and slot.start <= row.start and row.end <= slot.end:
                return i, slot, self.instance.states[row.teacher][i]
        return -1, None, None

    def time_text(self, row: Session | Reserved) -> str:
        """ "cycle 1 week 1 Mon 09:00-09:45"."""
        days = self.instance.settings.days
        day = days[row.day] if 0 <= row.day < len(days) else f"day {row.day + 1}"
        return f"cycle {row.cycle} week {row.week} {day} {hhmm(row.start)}-{hhmm(row.end)}"

    def _session_text(self, row: Session) -> str:
        return f"{row.teacher} / {row.program} {row.session}, {self.time_text(row)}"

    def _stray(self, about: str, text: str) -> None:
        self.unmatched_rows.append(Violation("plan", about, text))


def _by_date(slots: tuple[Slot, ...]) -> dict[tuple[int, int], list[tuple[int, Slot]]]:
    dates: dict[tuple[int, int], list[tuple[int, Slot]]] = defaultdict(list)
    for i, slot in enumerate(slots):
        dates[slot.week, slot.day].append((i, slot))
    return dates


def _meetings(held: list[Held]) -> list[Meeting]:
    """The rows of a group, with one coach at one time, are one meeting; any other row is a meeting by itself."""
    together: dict[tuple[object, ...], list[Held]] = defaultdict(list)
    for i, h in enumerate(held):
        key = (h.row.coach, h.date, h.row.start, h.row.end, h.row.group) if h.row.group else (i,)
        together[key].append(h)
    return [Meeting(tuple(members)) for members in together.values()]
