"""What changes for whom, and why: the rows of the sheet Changes.

A reason begins with `input` where no plan could hold what was, with `room` where it makes room for something else, and
with `better` where a rule would fall short by more if it had stayed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.checker import audit_plan
from scheduler.domain.instance import LEVELS, Enrollment
from scheduler.domain.matching import overlap
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.replan import Thing, Told
from scheduler.domain.score import Audit
from scheduler.replanning.kept_plan import Kept, reserve_key, reserve_words, session_key, session_words

MOST_NAMED = 3  # rows that a reason names


class Telling:
    """What a plan changes of a kept one; `plan` is of the whole year."""

    def __init__(self, kept: Kept, plan: Plan, *, reasons: bool = True) -> None:
        self.kept, self.plan, self.instance, self.reasons = kept, plan, kept.instance, reasons
        self.lost = kept.lost(plan)
        self.audit = audit_plan(self.instance, plan)
        before = {t.key for t in kept.things}
        self.new_sessions = [s for s in plan.sessions if session_key(s) not in before]
        self.new_reserved = [r for r in plan.reserved if reserve_key(r) not in before]
        self.coach_of = {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}
        self._why: dict[str, str] = {}
        self._left = list(self.new_sessions)

    def rows(self) -> tuple[Told, ...]:
        """All rows: the teachers in the order of the input, then who is gone, then the coaches."""
        rows = [*self._coaches(), *self._sessions(), *self._cycles(), *self._new(), *self._gone()]
        teachers = [*self.instance.teachers, *sorted({r.person for r in rows} - set(self.instance.teachers))]
        order = {person: i for i, person in enumerate(teachers)}
        told = sorted(rows, key=lambda r: order[r.person])
        of_coaches = [*self._releases(), *self._reserves(), *self._pages(told)]
        coaches = {c: i for i, c in enumerate(self.instance.coaches)}
        told += sorted(of_coaches, key=lambda r: coaches.get(r.person, len(coaches)))
        return tuple(told)

    # ---- teachers

    def _coaches(self) -> Iterator[Told]:
        for t in self._of("Coach"):
            now = self.coach_of[Enrollment(t.person, t.program)]
            yield Told(
                t.person,
                "Teacher",
                "Coach",
                self._named(t.coach),
                self._named(now) or "nobody",
                None,
                self._reason(t),
                _id(t.person, t.program),
            )

    def _sessions(self) -> Iterator[Told]:
        for t in self._of("Session"):
            name = str(t.key[-1])
            new = self._take(t.person, t.program, name, t.cycle)
            now = "" if new is None else session_words(self.instance, new)
            if new is not None and new.cycle != t.cycle:
                now = f"cycle {new.cycle}: {now}"
            yield Told(
                t.person,
                "Teacher",
                "Session",
                t.was,
                now,
                t.cycle,
                self._reason(t),
                _id(t.person, t.program, name, str(t.cycle)),
            )

    def _take(self, teacher: str, program: str, name: str, cycle: int | None) -> Session | None:
        """The new row that takes the place of one that does not stay: of the same cycle, else of any."""
        mine = [s for s in self._left if (s.teacher, s.program, s.session) == (teacher, program, name)]
        found = next((s for s in mine if s.cycle == cycle), mine[0] if mine else None)
        if found is not None:
            self._left.remove(found)
        return found

    def _cycles(self) -> Iterator[Told]:
        for a in self.plan.assignments:
            e = Enrollment(a.teacher, a.program)
            before = self.kept.assignments.get(e)
            moved = [t for t in self._of("Session") if (t.person, t.program) == (e.teacher, e.program)]
            if before is None or not moved or not before.cycles or set(before.cycles) == set(a.cycles):
                continue
            was, now = (", ".join(map(str, cycles)) or "none" for cycles in (before.cycles, a.cycles))
            yield Told(e.teacher, "Teacher", "Cycle", was, now, None, self._reason(moved[0]), _id(e.teacher, e.program))

    def _new(self) -> Iterator[Told]:
        """What nobody had before; to be asked after the rows that take another's place."""
        for e, coach in self.coach_of.items():
            if coach and e not in self.kept.assignments:
                why = f"new: {e.teacher} is new in {e.program}"
                yield Told(e.teacher, "Teacher", "Coach", "", self._named(coach), None, why, _id(e.teacher, e.program))
        for s in self._left:
            e = Enrollment(s.teacher, s.program)
            is_new = e not in self.kept.assignments
            why = f"new: {e.teacher} is new in {e.program}" if is_new else "new: it had no time before"
            id = _id(s.teacher, s.program, s.session, str(s.cycle))
            yield Told(s.teacher, "Teacher", "Session", "", session_words(self.instance, s), s.cycle, why, id)

    def _gone(self) -> Iterator[Told]:
        """What was of enrollments that are no more."""
        for s in self.kept.published.sessions:
            e = Enrollment(s.row.teacher, s.row.program)
            if e not in self.kept.enrollments and s.row.cycle >= self.kept.first:
                why = f"input: {self._gone_words(e)}"
                was = session_words(self.instance, s.row, str(s.cells[2]))
                id = _id(e.teacher, e.program, s.row.session, str(s.row.cycle))
                yield Told(e.teacher, "Teacher", "Session", was, "", s.row.cycle, why, id)
        for a in self.kept.published.assignments:
            e = Enrollment(a.teacher, a.program)
            if e not in self.kept.enrollments and a.coach:
                why = f"input: {self._gone_words(e)}"
                yield Told(e.teacher, "Teacher", "Coach", self._named(a.coach), "nobody", None, why, _id(*_pair(e)))

    def _gone_words(self, e: Enrollment) -> str:
        there = e.teacher in self.instance.teachers
        return f"{e.teacher} is no longer in {e.program}" if there else f"{e.teacher} is no longer here"

    # ---- coaches

    def _releases(self) -> Iterator[Told]:
        for t in self._of("Release"):
            released = bool(t.key[3])
            now = t.was.removeprefix("not ") if not released else f"not {t.was}"
            period = t.was.rpartition(" ")[2]
            yield Told(t.person, "Coach", "Release", t.was, now, None, self._reason(t), _id(t.person, period))

    def _reserves(self) -> Iterator[Told]:
        left = list(self.new_reserved)
        for t in self._of("Reserved"):
            purpose = str(t.key[-1])
            new = next((r for r in left if (r.coach, r.cycle, r.purpose) == (t.person, t.cycle, purpose)), None)
            if new is not None:
                left.remove(new)
            now = "" if new is None else reserve_words(self.instance, new)
            id = _id(t.person, purpose, str(t.cycle))
            yield Told(t.person, "Coach", "Reserved", t.was, now, t.cycle, self._reason(t), id)
        for r in left:
            why = "new: this slot was not reserved before"
            id = _id(r.coach, r.purpose, str(r.cycle))
            yield Told(r.coach, "Coach", "Reserved", "", reserve_words(self.instance, r), r.cycle, why, id)

    def _pages(self, told: Sequence[Told]) -> Iterator[Told]:
        """The sessions of teachers again, for each coach who has or had them."""
        for row in told:
            if row.kind != "Session":
                continue
            coaches = dict.fromkeys(words.rpartition(", with ")[2] for words in (row.was, row.now) if words)
            for coach in coaches:
                mine = (f"{row.person}: {w}" if w and w.endswith(f", with {coach}") else "" for w in (row.was, row.now))
                was, now = mine
                yield replace(row, person=coach, role="Coach", was=was, now=now)

    # ---- why

    def _of(self, kind: str) -> list[Thing]:
        return [t for t in self.lost if t.kind == kind]

    def _reason(self, thing: Thing) -> str:
        if thing.forced:
            return f"input: {thing.forced}"
        if not self.reasons:
            return ""
        key = f"{thing.kind} {thing.person}" + (f" {thing.key}" if thing.kind in ("Release", "Reserved") else "")
        if key not in self._why:
            self._why[key] = self._why_not_as_before(thing)
        return self._why[key]

    def _why_not_as_before(self, thing: Thing) -> str:
        """What would happen if it were as before, all else as it is now."""
        restored = self._restored(thing)
        audit = audit_plan(self.instance, restored)
        if audit.violations:
            there = self._in_the_way(thing)
            if not there and any(t.forced and t.person == thing.person for t in self.lost):
                there = f"it goes with what else changes for {thing.person}, which cannot stay as it was"
            return f"room: {there}" if there else f"room: {audit.violations[0].text}"
        worse = self._worse(audit)
        return f"better: {worse}" if worse else "room: it goes with the other changes"

    def _worse(self, audit: Audit) -> str:
        """By what a plan falls short more: "Sessions, 1 Required"."""
        for level in LEVELS:
            more = {
                rule: amount - self.audit.rules[rule, at]
                for (rule, at), amount in audit.rules.items()
                if at == level and amount > self.audit.rules[rule, at]
            }
            if more:
                return ", ".join(f"{rule} would fall short by {n} more ({level})" for rule, n in more.items())
        return ""

    def _restored(self, thing: Thing) -> Plan:
        """The plan with the teacher's rows, or the coach's release or reserved slot, as they were."""
        plan = self.plan
        if thing.kind == "Release":
            coach, period = str(thing.key[1]), str(thing.key[2])
            now = [p for p in plan.releases[coach] if p != period] + ([period] if thing.key[3] else [])
            return replace(plan, releases={**plan.releases, coach: tuple(now)})
        if thing.kind == "Reserved":
            row = next(r.row for r in self.kept.published.reserved if reserve_key(r.row) == thing.key)
            slot = self.kept.possible.home_slot(row)
            assert slot is not None
            return replace(plan, reserved=(*plan.reserved, replace(row, end=slot[1].end, period=slot[1].period)))
        return self._teacher_restored(thing.person)

    def _teacher_restored(self, teacher: str) -> Plan:
        lost = {t.key for t in self.lost if t.person == teacher and t.kind == "Session" and not t.forced}
        rows = [self._today(s.row) for s in self.kept.published.sessions if session_key(s.row) in lost]
        coaches = {
            Enrollment(t.person, t.program): t.coach
            for t in self.lost
            if t.kind == "Coach" and t.person == teacher and not t.forced
        }
        replaced = list(rows)
        sessions = []
        for s in self.plan.sessions:
            stands_for = next((r for r in replaced if _same_kind(r, s)), None)
            if s in self.new_sessions and stands_for is not None:
                replaced.remove(stands_for)
            else:
                sessions.append(s)
        assignments = tuple(self._reassigned(a, coaches, rows) for a in self.plan.assignments)
        return replace(self.plan, sessions=(*sessions, *rows), assignments=assignments)

    def _reassigned(self, a: Assignment, coaches: dict[Enrollment, str], rows: list[Session]) -> Assignment:
        e = Enrollment(a.teacher, a.program)
        mine = {r.cycle for r in rows if (r.teacher, r.program) == (a.teacher, a.program)}
        before = self.kept.assignments.get(e)
        cycles = before.cycles if mine and before is not None and before.cycles else a.cycles
        return replace(a, coach=coaches.get(e, a.coach), cycles=cycles)

    def _today(self, row: Session) -> Session:
        """A row as it would be in the slots of today, by itself."""
        spec = self.instance.programs[row.program].session(row.session)
        assert spec is not None
        end = row.start + spec.minutes
        slots = self.instance.slots(self.instance.teachers[row.teacher].site)
        period = next(
            s.period for s in slots if (s.week, s.day) == (row.week, row.day) and s.start <= row.start and end <= s.end
        )
        mode = row.mode if spec.mode == "Either" else spec.mode
        return replace(row, end=end, period=period, mode=mode)

    def _in_the_way(self, thing: Thing) -> str:
        """What new rows are held where a row was, or by whom: the people that it makes room for."""
        taken: dict[str, list[str]] = defaultdict(list)
        for was in self._times(thing):
            for s in self.new_sessions:
                if s.teacher != thing.person and s.coach == was.coach and _overlap(s, was):
                    taken[s.teacher].append(s.session)
            for r in self.new_reserved:
                if r.coach == was.coach and _overlap(r, was):
                    taken[r.coach].append(r.purpose)
        named = [f"{' and '.join(dict.fromkeys(what))} of {who}" for who, what in taken.items()]
        return f"it makes room for {', '.join(named[:MOST_NAMED])}" if named else ""

    def _times(self, thing: Thing) -> list[Session | Reserved]:
        if thing.kind == "Reserved":
            return [r.row for r in self.kept.published.reserved if reserve_key(r.row) == thing.key]
        lost = {t.key for t in self.lost if t.person == thing.person and t.kind == "Session"}
        return [s.row for s in self.kept.published.sessions if session_key(s.row) in lost]

    def _named(self, coach: str) -> str:
        """ "M. Chen (C1)"."""
        person = self.instance.coaches.get(coach)
        name = person.name if person else ""
        return coach if not name or coach in name else f"{name} ({coach})"


def tell(kept: Kept, plan: Plan, *, reasons: bool = True) -> tuple[Told, ...]:
    """The rows of the sheet Changes, person by person: the teachers, then the coaches. Without `reasons` only what the
    input forces says why: the rest takes an audit each.

    Parameters
    ----------
    kept
        the published plan, as the input still allows it
    plan
        the plan that takes its place
    reasons
        whether to look for why each thing changes, which takes longer
    """
    return Telling(kept, plan, reasons=reasons).rows()


def _overlap(a: Session | Reserved, b: Session | Reserved) -> bool:
    same_day = (a.cycle, a.week, a.day) == (b.cycle, b.week, b.day)
    return same_day and overlap(a, b)


def _same_kind(a: Session, b: Session) -> bool:
    return (a.teacher, a.program, a.session) == (b.teacher, b.program, b.session)


def _pair(e: Enrollment) -> tuple[str, str]:
    return e.teacher, e.program


def _id(*parts: str) -> str:
    """The parts of an id, joined by "/"; one inside a part is doubled."""
    return "/".join(part.replace("/", "//") for part in parts)
