"""The exact model of the weeks with the rows of a kept plan in it: those that stay are constants, and what may be new
lies in the clock time that they leave; those that may move are known again where they stay.

A row that stays is a session in a window of its own, just as long. The other windows of the coach are cut by it, so
that no clock times need to be asked for its sake. Where a row may move, its slot gets clock times (`timing`): it stays
only if it begins when it did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, ProgramSession, hhmm
from scheduler.domain.plan import FLEX, Purpose, Reserved, Session
from scheduler.engine import rules
from scheduler.engine.model.calendar import Calendar, ReservedSlot, SessionInCycle, Turn
from scheduler.engine.model.objective import Objective, is_fixed, variables_of
from scheduler.engine.model.placements import Placement
from scheduler.engine.model.rule_needs import RuleNeeds
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex, Window

Busy = tuple[int, int, int, int]  # week, day, and the minutes from and to


class KeptCalendar(Calendar):
    """`fixed` and `fixed_reserves` stay; `loose` and `loose_reserves` may. `impossible` says that what stays cannot all
    stay together."""

    def __init__(
        self,
        facts: ProblemIndex,
        cp: cp_model.CpModel,
        objective: Objective,
        staffing: Staffing,
        turns: Mapping[int, Turn],
        needs: RuleNeeds,
        fixed: Sequence[Session],
        loose: Sequence[Session],
        fixed_reserves: Sequence[Reserved],
        loose_reserves: Sequence[Reserved],
    ) -> None:
        self.loose, self.loose_reserves, self.fixed_reserves = tuple(loose), tuple(loose_reserves), fixed_reserves
        self.impossible = False
        self._place = {e: i for i, e in enumerate(facts.enrollments)}
        self._fixed: dict[tuple[int, str, int], list[Session]] = defaultdict(list)
        self._busy: dict[tuple[str, int], list[Busy]] = defaultdict(list)
        self._groups: dict[tuple[str, int, str, str], list[Session]] = defaultdict(list)
        for row in fixed:
            self._fixed[self._place[Enrollment(row.teacher, row.program)], row.session, row.cycle].append(row)
            span = row.start - facts.gap, row.end + facts.gap
            self._busy[row.coach, row.cycle].append((row.week, row.day, *span))
            self._groups[row.coach, row.cycle, row.program, row.session].append(row)
        for kept in fixed_reserves:
            self._busy[kept.coach, kept.cycle].append((kept.week, kept.day, kept.start, kept.end))
        self._cut: dict[tuple[str, int, Window], tuple[Window, ...]] = {}
        cycles = range(1, facts.instance.settings.cycles + 1)
        super().__init__(
            facts,
            cp,
            objective,
            staffing,
            tuple(turns),
            tuple(facts.instance.coaches),
            tuple(cycles),
            turns,
            needs=needs,
        )
        self.stays: dict[Session, cp_model.IntVar] = {}
        for row in self.loose:
            self._know_again(row)
        self.reserve_stays: dict[Reserved, cp_model.IntVar] = {}

    # ---- activity

    def _add_activity(self) -> None:
        """As always, but cycles in which rows stay are active, and where these are all there are, no others."""
        active_in: dict[int, set[int]] = defaultdict(set)
        for e, _, k in self._fixed:
            active_in[e].add(k)
        for e in self.enrollments:
            turn, certain = self.turns[e], active_in[e] | (self.facts.pinned_cycles(e) & set(self.cycles))
            assert isinstance(turn, int)
            if len(certain) > turn:
                self.impossible = True
            if len(certain) >= turn or turn == len(self.cycles):
                self.active.update({(e, k): int(k in certain or turn == len(self.cycles)) for k in self.cycles})
                continue
            who = self.facts.who(e)
            chosen = {(e, k): self.cp.new_bool_var(f"active {who} cycle {k}") for k in self.cycles if k not in certain}
            self.cp.add(cp_model.LinearExpr.sum(list(chosen.values())) == turn - len(certain))
            self.active.update(chosen)
            self.active.update({(e, k): 1 for k in certain})

    # ---- sessions

    def _add_placements(self, e: int, session: ProgramSession, coach: str, k: int, windows: Sequence[Window]) -> None:
        name = self.session_name(e, session, coach, k)
        rows = [row for row in self._fixed.get((e, session.name, k), ()) if row.coach == coach]
        mine = [p for row in rows for p in self._staying(e, session, row)]
        for window in self._open(e, session, coach, k, rows, windows):
            released = self.staffing.released(coach, window.need) if window.need else 1
            if is_fixed(released, 0):
                continue
            for virtual in self._modes(session, coach):
                var = self.cp.new_bool_var(f"{name}{self.when(window)}{' virtual' if virtual else ''}")
                if not is_fixed(released):
                    self.cp.add_implication(var, released)
                mine.append(Placement(e, session, k, coach, window, virtual, var))
        if mine:
            self.placements += mine
            self.by_session[SessionInCycle(e, session.name, k)] += mine
            self._add_counts(e, session, coach, k, mine)

    def _modes(self, session: ProgramSession, coach: str) -> tuple[bool, ...]:
        if session.mode != "Either":
            return (session.mode == "Virtual",)
        return (False,) if len(self.instance.coaches[coach].sites) == 1 else (False, True)

    def _staying(self, e: int, session: ProgramSession, row: Session) -> Iterator[Placement]:
        """A row that stays: held in person or virtual, in a window of its own."""
        window = next((w for w in self.facts.fitting(row.coach, self.enrollment(e), session) if _lies_in(row, w)), None)
        released = self.staffing.released(row.coach, window.need) if window and window.need else 1
        if window is None or is_fixed(released, 0):
            self.impossible = True
            return
        modes = self._modes(session, row.coach)
        name = f"{self.session_name(e, session, row.coach, row.cycle)}{_at(row)}, stays"
        ways = [self.cp.new_bool_var(f"{name}{' virtual' if virtual else ''}") for virtual in modes]
        self.cp.add_exactly_one(ways)
        if not is_fixed(released):
            self.cp.add(released == 1)
        own = replace(window, start=row.start, end=row.end)
        for virtual, var in zip(modes, ways, strict=True):
            yield Placement(e, session, row.cycle, row.coach, own, virtual, var)

    def _open(
        self,
        e: int,
        session: ProgramSession,
        coach: str,
        k: int,
        rows: Sequence[Session],
        windows: Sequence[Window],
    ) -> Iterator[Window]:
        """Where more sessions of this name may be held than stay: in weeks in which some are still due, and on days
        without one; for a group also beside its members who stay."""
        most = session.count if session.weekly is None else session.weekly
        held: dict[int, int] = defaultdict(int)
        for row in rows:
            held[row.week if session.weekly is not None else 0] += 1
        days = {(row.week, row.day) for row in rows}
        if session.weekly is None and held[0] >= most:
            return
        program = self.enrollment(e).program
        groups = self._groups.get((coach, k, program, session.name), ()) if session.group_size > 1 else ()
        for window in windows:
            full = session.weekly is not None and held[window.week] >= most
            if full or window.date in days:
                continue
            yield from (w for w in self._left_of(coach, k, window) if w.minutes >= session.minutes)
            yield from dict.fromkeys(replace(window, start=g.start, end=g.end) for g in groups if _lies_in(g, window))

    def _left_of(self, coach: str, k: int, window: Window) -> tuple[Window, ...]:
        """What is left of a window beside the rows that stay, and the minutes between."""
        key = coach, k, window
        if key not in self._cut:
            free, at = [], window.start
            busy = (b for b in self._busy.get((coach, k), ()) if b[:2] == window.date)
            for _, _, start, end in sorted(busy, key=lambda b: b[2:]):
                if end <= window.start or window.end <= start:
                    continue
                if start > at:
                    free.append((at, start))
                at = max(at, end)
            if at < window.end:
                free.append((at, window.end))
            self._cut[key] = tuple(replace(window, start=a, end=b) for a, b in free)
        return self._cut[key]

    # ---- rows that may move

    def timed_too(self) -> list[Placement]:
        """All that may lie where a row that may move lies: there clock times matter."""
        at: dict[tuple[str, int, int, int], list[Session]] = defaultdict(list)
        for row in self.loose:
            at[row.coach, row.cycle, row.week, row.day].append(row)
        return [
            p
            for p in self.placements
            if any(_lies_in(row, p.window) for row in at.get((p.coach, p.cycle, *p.window.date), ()))
        ]

    def _know_again(self, row: Session) -> None:
        """A variable that says that a row stays, where it can."""
        here = []
        e = self._place[Enrollment(row.teacher, row.program)]
        for p in self.by_session.get(SessionInCycle(e, row.session, row.cycle), ()):
            if p.coach != row.coach or not _lies_in(row, p.window):
                continue
            for place in self.places.get(p, (p,)):
                start = self.starts.get(place)
                same = self.cp.new_bool_var(f"{place.var.name}, as it was: {_at(row)}")
                self.cp.add_implication(same, place.var)
                if start is not None:
                    self.cp.add(start == row.start).only_enforce_if(same)
                here.append(same)
        if here:
            name = f"{row.teacher} {row.program} {row.session} with {row.coach} cycle {row.cycle}"
            stays = self.cp.new_bool_var(f"{name} {_at(row)} stays")
            self.cp.add_bool_or([*here, stays.negated()])
            self.stays[row] = stays

    # ---- reserved time

    def keep_reserves(self) -> None:
        """The kept reserves beside those that the rules may add; to be called when the rules have had their say. What a
        rule reserves is a row that stays, where it was reserved."""
        for row in (*self.fixed_reserves, *self.loose_reserves):
            home = self.instance.coaches[row.coach].home
            at = row.week, row.day, row.start
            i = next(i for i, s in enumerate(self.instance.slots(home)) if (s.week, s.day, s.start) == at)
            stays = self.cp.new_bool_var(f"{row.purpose} of {row.coach} cycle {row.cycle} {_at(row)} stays")
            if row in self.fixed_reserves:
                self.cp.add(stays == 1)
            self.reserve_stays[row] = stays
            self.reserve(row.coach, row.cycle, i, stays)
            flex = self.reserves.flex.get(ReservedSlot(row.coach, row.cycle, i))
            planning = self.reserves.planning.get(ReservedSlot(home, row.cycle, i))
            same, other = (flex, planning) if row.purpose == FLEX else (planning, flex)
            if same is not None:
                self.cp.add_implication(same, stays)
            if other is not None:
                self.cp.add_at_most_one([stays, other])
        self._count_what_stays()

    def _count_what_stays(self) -> None:
        """A reserve that stays counts where it can, before any new one does: at most as many as the rule asks for."""
        groups: dict[tuple[Purpose, str, int, int], dict[int, list[Reserved]]] = defaultdict(lambda: defaultdict(list))
        for row in self.reserve_stays:
            home = self.instance.coaches[row.coach].home
            who = row.coach if row.purpose == FLEX else home
            at = row.week, row.day, row.start
            i = next(i for i, s in enumerate(self.instance.slots(home)) if (s.week, s.day, s.start) == at)
            groups[row.purpose, who, row.cycle, row.week][i].append(row)
        for (purpose, who, k, _), slots in groups.items():
            flex = purpose == FLEX
            site = self.instance.coaches[who].home if flex else who
            coaches = (who,) if flex else tuple(c.id for c in self.instance.home_coaches(who))
            if len(slots) > (self.objective.value(rules.keeper_of(purpose), site) or 0):
                continue  # more stay than count
            for i, rows in slots.items():
                counts = (self.reserves.flex if flex else self.reserves.planning).get(ReservedSlot(who, k, i))
                if counts is None or {r.coach for r in rows} != set(coaches):
                    continue
                period = self.instance.slots(site)[i].period
                idle = [c for c in coaches if self.instance.availability[c][i] != "Prep"]
                releases = variables_of(self.staffing.released(c, period) for c in idle)
                needed = [*(self.reserve_stays[r] for r in rows), *releases]
                self.cp.add_bool_or([counts, *(n.negated() for n in needed)])


def _at(row: Session | Reserved) -> str:
    """When a row is, in the names of variables."""
    return f"w{row.week} d{row.day + 1} {hhmm(row.start)}-{hhmm(row.end)}"


def _lies_in(row: Session, window: Window) -> bool:
    return (row.week, row.day) == window.date and window.start <= row.start and row.end <= window.end
