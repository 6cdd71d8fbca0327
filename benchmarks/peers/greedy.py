"""A careful person's plan: releases, then coaches, then cycles, then one session after another where it first fits.

No choice is taken back, and nothing is proven. It is what a thoughtful scheduler does by hand in an afternoon.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from benchmarks.monolith.model import steps_before
from benchmarks.peers.result import Clock, PeerResult
from scheduler.domain.instance import Coach, Instance, Program, ProgramSession
from scheduler.domain.matching import department_matches, grades_match
from scheduler.domain.plan import Assignment, Plan, Purpose, Reserved, Session
from scheduler.engine.problem.index import ProblemIndex, Window

TRIES = 300  # of times for one teacher in one cycle, before it is left as it is


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """A plan in one pass; the limits are never reached."""
    clock = Clock()
    plan = Greedy(instance).plan()
    clock.better()
    return PeerResult(plan, first=clock.first, best=clock.best)


class Greedy:
    """One pass over the year."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.facts = instance, ProblemIndex(instance)
        self.cycles = range(1, instance.settings.cycles + 1)
        self.releases: dict[str, set[str]] = {}
        self.load: Counter[str] = Counter()
        self.busy: dict[tuple[str, int, int, int], list[tuple[int, int, str, bool]]] = defaultdict(list)
        self.sessions: list[Session] = []
        self.reserved: list[Reserved] = []
        self.groups: dict[str, list[Session]] = defaultdict(list)
        self.work: Counter[tuple[str, int]] = Counter()
        self.tries = 0

    def plan(self) -> Plan:
        """Make the plan, one choice after another."""
        for coach in self.instance.coaches.values():
            self.releases[coach.id] = {p for p, on in self.facts.release_domain(coach.id).items() if on}
        for site in self.instance.sites:
            self._release(site)
        for c in self.instance.coaches:
            self._keep_flex(c)
        coaches: dict[int, str] = {}
        active: dict[int, tuple[int, ...]] = {}
        for e in self._hardest_first():
            coaches[e], active[e] = self._enrol(e)
        for site in self.instance.sites:
            self._keep_planning(site)
        rows = (Assignment(e.teacher, e.program, coaches[i], active[i]) for i, e in enumerate(self.facts.enrollments))
        releases = {
            c: tuple(p for p in self.instance.class_periods(coach.home) if p in self.releases[c])
            for c, coach in self.instance.coaches.items()
        }
        return Plan(releases, tuple(rows), tuple(sorted(self.sessions)), tuple(sorted(self.reserved)))

    # ---- releases ----

    def _release(self, site: str) -> None:
        """Every period once, to the coach with fewest; then two for each; then what money is left, by preps."""
        homes = [c for c in self.instance.home_coaches(site) if not c.full_time]
        budget = self.instance.sites[site].sections_funded
        funded = self.instance.rule("Sections funded", site).value if budget is None else budget
        used = sum(len(self.releases[c.id]) for c in homes)
        left = sum(len(self.instance.class_periods(site)) for _ in homes) if funded is None else funded - used
        preps = self._preps(site)
        covered = {p for c in self.instance.home_coaches(site) for p in self.releases[c.id]}
        for p in sorted(self.instance.class_periods(site), key=lambda p: len(self._free(homes, p))):
            if p not in covered and left > 0:
                left -= self._give(self._free(homes, p), p)
        while left > 0:
            choices = [
                (len(self.releases[c.id]) >= self._least(c), len(self.releases[c.id]), -preps[p], p, c.id)
                for p in self.instance.class_periods(site)
                for c in self._free(homes, p)
            ]
            if not choices:
                break
            *_, period, coach = min(choices)
            self.releases[coach].add(period)
            left -= 1

    def _preps(self, site: str) -> Counter[str]:
        found: Counter[str] = Counter()
        slots = self.instance.slots(site)
        for t in self.instance.teachers.values():
            if t.site == site:
                found.update(
                    {
                        s.period
                        for s, x in zip(slots, self.instance.states[t.id], strict=True)
                        if s.is_class and x.doing == "Prep"
                    }
                )
        return found

    def _least(self, coach: Coach) -> int:
        value = self.instance.rule("Coaching periods per coach", coach.home).value or 0
        return value if coach.release_min is None else coach.release_min

    def _free(self, homes: Iterable[Coach], period: str) -> list[Coach]:
        found = []
        for c in homes:
            full = c.release_max is not None and len(self.releases[c.id]) >= c.release_max
            open_ = self.facts.release_domain(c.id)[period] is None and period not in self.releases[c.id]
            if open_ and not full:
                found.append(c)
        return found

    def _give(self, coaches: list[Coach], period: str) -> int:
        if not coaches:
            return 0
        fewest = min(coaches, key=lambda c: (len(self.releases[c.id]), c.id))
        self.releases[fewest.id].add(period)
        return 1

    # ---- coaches and cycles ----

    def _hardest_first(self) -> list[int]:
        """Those with sessions first, and of them those with the fewest times to choose from."""
        return sorted(range(len(self.facts.enrollments)), key=lambda e: (not self._times(e), self._times(e), e))

    def _times(self, e: int) -> int:
        """How many times there are for the session that has the fewest of them; 0 without sessions."""
        sessions = self._in_order(self.facts.program(e))
        return min((1 + sum(self._open(c, e, s) for c in self.facts.candidates[e]) for s in sessions), default=0)

    def _open(self, coach: str, e: int, session: ProgramSession) -> int:
        windows = self.facts.fitting(coach, self.facts.enrollments[e], session)
        return sum(not w.need or w.need in self.releases[coach] for w in windows)

    def _coaches(self, e: int) -> list[str]:
        """The coaches of an enrollment, the one who suits best first."""
        teacher = self.instance.teachers[self.facts.enrollments[e].teacher]

        def cost(c: str) -> tuple[bool, bool, bool, int, int, str]:
            coach = self.instance.coaches[c]
            most = self.instance.rule("Caseload maximum", coach.home).value
            most = most if coach.max_caseload is None else coach.max_caseload
            needs = self.facts.meeting_needs(c, teacher.id)
            wrong = (not grades_match(teacher, coach)) + (not department_matches(teacher, coach))
            wrong += bool(teacher.last_coach) and teacher.last_coach != c
            return (
                c in teacher.avoid_coaches or (most is not None and self.load[c] >= most),
                needs is not None and not needs & self.releases[c],
                bool(teacher.requested_coach) and teacher.requested_coach != c,
                self.load[c] + 2 * wrong,
                self.load[c],
                c,
            )

        return sorted(self.facts.candidates[e], key=cost)

    def _enrol(self, e: int) -> tuple[str, tuple[int, ...]]:
        """A coach and cycles in which all sessions fit; where there are none, those in which most of them do."""
        program, coaches = self.facts.program(e), self._coaches(e)
        every = tuple(range(1, program.cycles + 1))
        if not coaches:
            return "", every
        due = sum(s.count for s in program.sessions if not s.once)
        if not due:
            self.load[coaches[0]] += 1
            return coaches[0], every
        best: tuple[int, str, tuple[int, ...]] = (-1, "", ())
        for coach in coaches:
            placed: list[tuple[int, int]] = []
            for k in sorted(self.cycles, key=lambda k: (self.work[coach, k], k)):
                before = len(self.sessions)
                self._place(e, coach, k)
                placed.append((len(self.sessions) - before, k))
                self._take_back(before)
                if sum(n == due for n, _ in placed) == program.cycles:
                    break
            placed.sort(key=lambda p: -p[0])
            chosen = tuple(sorted(k for _, k in placed[: program.cycles]))
            found = sum(n for n, _ in placed[: program.cycles]), coach, chosen
            best = max(best, found, key=lambda b: b[0])
            if best[0] == due * program.cycles:
                break
        _, coach, cycles = best
        self.load[coach] += 1
        for k in cycles:
            self._place(e, coach, k)
            self.work[coach, k] += sum(s.minutes * s.count for s in program.sessions)
        return coach, cycles

    # ---- sessions ----

    def _place(self, e: int, coach: str, k: int) -> None:
        """A teacher's sessions of a cycle, by looking ahead a little; where not all fit, each where it first fits."""
        steps = [
            (session, week)
            for session in self._in_order(self.facts.program(e))
            for week in (range(1, self.instance.settings.weeks + 1) if session.weekly else (0,))
            for _ in range(session.weekly or session.count)
        ]
        held: dict[str, list[Session]] = defaultdict(list)
        self.tries = TRIES
        if not self._all_fit(e, coach, k, steps, held):
            held.clear()
            for session, week in steps:
                for w, at in self._options(e, coach, k, week, session, held)[:1]:
                    held[session.name].append(self._hold(e, coach, k, w, session, at))

    def _all_fit(
        self, e: int, coach: str, k: int, steps: list[tuple[ProgramSession, int]], held: dict[str, list[Session]]
    ) -> bool:
        """Whether all steps could be held; they then are."""
        if not steps:
            return True
        session, week = steps[0]
        for w, at in self._options(e, coach, k, week, session, held):
            self.tries -= 1
            if self.tries < 0:
                return False
            before = len(self.sessions)
            held[session.name].append(self._hold(e, coach, k, w, session, at))
            if self._all_fit(e, coach, k, steps[1:], held):
                return True
            held[session.name].pop()
            self._take_back(before)
        return False

    def _take_back(self, before: int) -> None:
        """Rubs out the sessions that were written last."""
        while len(self.sessions) > before:
            row = self.sessions.pop()
            site = self._site_of(row.teacher)
            self.busy["teacher " + row.teacher, row.cycle, row.week, row.day].remove((row.start, row.end, site, False))
            if row.group:
                self.groups[row.group].pop()
            if not row.group or not self.groups[row.group]:
                mine = (row.start, row.end, site, row.mode == "Virtual")
                self.busy[row.coach, row.cycle, row.week, row.day].remove(mine)
                self.groups.pop(row.group, None)

    def _in_order(self, program: Program) -> list[ProgramSession]:
        """What is followed comes before what follows it."""
        left, ordered = [s for s in program.sessions if not s.once and s.count], []
        while left:
            names = {s.name for s in left}
            ordered += [s for s in left if s.after not in names]
            left = [s for s in left if s.after in names]
        return ordered

    def _options(
        self, e: int, coach: str, k: int, week: int, session: ProgramSession, held: dict[str, list[Session]]
    ) -> list[tuple[Window, int]]:
        """Where a session could be held and from which minute: with a group first, then on the teacher's free days,
        then on the coach's."""
        enrollment, program = self.facts.enrollments[e], self.facts.program(e)
        first = program.session(session.after) if session.after else None
        follows = first is not None and not first.once and first.count > 0
        days = {(s.week, s.day) for s in held[session.name]}
        options = []
        for w in self.facts.fitting(coach, enrollment, session):
            if (week and w.week != week) or w.date in days or (w.need and w.need not in self.releases[coach]):
                continue
            if follows and not self._unfollowed(w, session, held):
                continue
            after = max((s.end for s in held[session.after] if (s.week, s.day) == w.date), default=0) if follows else 0
            joined = self._join(e, coach, k, w, session, after)
            at = joined.start if joined else self._gap(e, coach, k, w, session, after)
            if at is not None:
                theirs = len(self.busy["teacher " + enrollment.teacher, k, *w.date])
                site_change = any(site not in ("", w.site) for *_, site, _ in self.busy[coach, k, *w.date])
                mine = len(self.busy[coach, k, *w.date])
                options.append((joined is None, site_change, theirs, mine, w.date, at, w.period, w))
        options.sort(key=lambda o: o[:-1])
        return [(o[-1], o[5]) for o in options]

    def _unfollowed(self, w: Window, session: ProgramSession, held: dict[str, list[Session]]) -> bool:
        """Whether some session is left that one in this window could follow."""
        days = self.facts.school_days[self.instance.sites[w.site].bell]
        within = session.within_days
        before = [
            s
            for s in held[session.after]
            if (s.week, s.day, s.end) < (w.week, w.day, w.end)
            if within is None or w.school_day - days[s.week, s.day] <= within
        ]
        return len(before) > len(held[session.name])

    def _join(self, e: int, coach: str, k: int, w: Window, session: ProgramSession, after: int) -> Session | None:
        """A group meeting in this window that has a place left, and that the teacher has time for."""
        if session.group_size == 1:
            return None
        enrollment = self.facts.enrollments[e]
        for members in self.groups.values():
            s = members[0]
            same = (s.coach, s.program, s.session, s.cycle) == (coach, enrollment.program, session.name, k)
            there = w.date == (s.week, s.day) and w.start <= s.start and s.end <= w.end
            if same and there and len(members) < session.group_size and s.start >= after:
                here = self._site_of(s.teacher) == w.site
                if here and self._teacher_free(enrollment.teacher, k, w, s.start, s.end):
                    return s
        return None

    def _site_of(self, teacher: str) -> str:
        return self.instance.teachers[teacher].site

    def _teacher_free(self, teacher: str, k: int, w: Window, start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b, *_ in self.busy["teacher " + teacher, k, *w.date])

    def _gap(self, e: int, coach: str, k: int, w: Window, session: ProgramSession, after: int) -> int | None:
        """The first minute of a window at which coach and teacher both have time."""
        teacher = self.facts.enrollments[e].teacher
        virtual = session.mode == "Virtual"
        booked = self.busy[coach, k, *w.date]
        starts = (
            {max(w.start, after)}
            | {end + self._apart(w.site, site, virtual or v) for _, end, site, v in booked}
            | {end for _, end, *_ in self.busy["teacher " + teacher, k, *w.date]}
        )
        for at in sorted(starts):
            end = at + session.minutes
            if at < max(w.start, after) or end > w.end:
                continue
            clear = all(
                end + self._apart(w.site, site, virtual or v) <= a or b + self._apart(site, w.site, virtual or v) <= at
                for a, b, site, v in booked
            )
            if clear and self._teacher_free(teacher, k, w, at, end):
                return at
        return None

    def _apart(self, a: str, b: str, virtual: bool) -> int:
        return self.facts.gap if virtual or a == b or not a or not b else self.facts.travel(a, b)

    def _hold(self, e: int, coach: str, k: int, w: Window, session: ProgramSession, at: int) -> Session:
        enrollment = self.facts.enrollments[e]
        label, joined = "", None
        if session.group_size > 1:
            joined = self._join(e, coach, k, w, session, 0)
            label = joined.group if joined else f"G{len(self.groups) + 1}"
        mode: Literal["In person", "Virtual"] = "Virtual" if session.mode == "Virtual" else "In person"
        row = Session(
            k,
            w.week,
            w.day,
            at,
            at + session.minutes,
            w.period,
            coach,
            enrollment.teacher,
            enrollment.program,
            session.name,
            mode,
            label,
        )
        self.sessions.append(row)
        if label:
            self.groups[label].append(row)
        if joined is None:
            self.busy[coach, k, *w.date].append((row.start, row.end, w.site, mode == "Virtual"))
        self.busy["teacher " + enrollment.teacher, k, *w.date].append((row.start, row.end, w.site, False))
        return row

    # ---- what another maker has chosen ----

    def steps(self, e: int, session: ProgramSession) -> int:
        """How many sessions of the program come before one, each following the other."""
        return steps_before(self.facts.program(e), session.name)

    def hold_in(self, e: int, coach: str, k: int, session: ProgramSession, slot: int) -> bool:
        """Holds a session in a slot of the teacher's site at the first minute that fits; whether there was one."""
        teacher = self.facts.enrollments[e].teacher
        held: dict[str, list[Session]] = defaultdict(list)
        for s in self.sessions:
            if (s.teacher, s.program, s.cycle) == (teacher, self.facts.enrollments[e].program, k):
                held[s.session].append(s)
        for w, at in self._options(e, coach, k, 0, session, held):
            if w.slot == slot:
                self._hold(e, coach, k, w, session, at)
                return True
        return False

    # ---- reserved time ----

    def _keep_flex(self, c: str) -> None:
        """A released slot a week, before the sessions come: the last of the week."""
        home = self.instance.coaches[c].home
        for _ in range(self.instance.rule("Flex time", home).value or 0):
            for k, week in self.instance.date_labels():
                slots = self.instance.home_slots(c)
                free = [i for i, s in enumerate(slots) if s.week == week and self._may_keep_flex(c, k, i)]
                for i in free[-1:]:
                    self.reserve(c, k, i, "Flex")

    def _may_keep_flex(self, c: str, k: int, i: int) -> bool:
        slot, said = self.instance.home_slots(c)[i], self.instance.availability[c][i]
        released = slot.is_class and slot.period in self.releases[c]
        return released and said != "Unavailable" and self._idle(c, k, i)

    def _keep_planning(self, site: str) -> None:
        """A slot in which all home coaches have nothing else, where there is one left."""
        coaches = [c.id for c in self.instance.home_coaches(site)]
        value = self.instance.rule("Common planning", site).value or 0
        for k in self.cycles if len(coaches) > 1 else ():
            for week in range(1, self.instance.settings.weeks + 1):
                left = value
                for i, s in enumerate(self.instance.slots(site)):
                    if left and s.week == week and s.is_class and all(self.could_keep(c, k, i) for c in coaches):
                        for c in coaches:
                            self.reserve(c, k, i, "Common planning")
                        left -= 1

    def could_keep(self, c: str, k: int, i: int) -> bool:
        """Whether a coach could plan in a slot of the home bell schedule: released or on Prep, and idle."""
        said, slot = self.instance.availability[c][i], self.instance.home_slots(c)[i]
        released = slot.period in self.releases[c] and said != "Unavailable"
        return (released or said == "Prep") and self._idle(c, k, i)

    def _idle(self, c: str, k: int, i: int) -> bool:
        s = self.instance.home_slots(c)[i]
        return all(s.end <= a or b <= s.start for a, b, *_ in self.busy[c, k, s.week, s.day])

    def reserve(self, c: str, k: int, i: int, purpose: Purpose) -> None:
        """Keeps a slot of the home bell schedule free."""
        s = self.instance.home_slots(c)[i]
        self.reserved.append(Reserved(k, s.week, s.day, s.start, s.end, s.period, c, purpose))
        # a reserved slot needs no minutes before or after it: only overlaps matter
        self.busy[c, k, s.week, s.day].append((s.start, s.end, "", True))
