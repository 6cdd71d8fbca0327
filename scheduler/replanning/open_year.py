"""The rest of the year as an instance of its own: the cycles that are open, and what each enrollment still has of them.

Where cycles have ended, an enrollment owes at most what is left to it. Enrollments of one program of which that differs
are in variants of the program, so that whoever plans the rest of the year need not know that there was a past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.domain.instance import Enrollment, Instance, Pin, Program
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.plan import Assignment, Past, Plan, Reserved, Session
from scheduler.domain.problem import InputProblems
from scheduler.domain.replan import Keep
from scheduler.messages import planning as messages
from scheduler.replanning.kept_plan import Kept, reserve_key, session_key


@dataclass(frozen=True)
class OpenYear:
    """The open cycles of a year, `instance`, and the way back to the whole. `names` maps an enrollment of the input to
    the one that stands for it."""

    kept: Kept
    instance: Instance
    names: dict[Enrollment, Enrollment]

    @property
    def ended(self) -> int:
        """How many cycles have ended."""
        return self.kept.first - 1

    def keep(self) -> Keep:
        """What of the kept plan could stay, for the engine."""
        kept = self.kept
        things = [t for t in kept.things if not t.forced]
        rows = {t.key for t in things}
        hit = {Enrollment(t.person, t.program) for t in kept.things if t.forced and t.program}
        touched = {self.names[e] for e in kept.instance.enrollments if e in hit or e not in kept.assignments}
        past = {e: set(kept.past_cycles(e)) for e in kept.assignments}
        return Keep(
            {self.names[Enrollment(t.person, t.program)]: t.coach for t in things if t.kind == "Coach"},
            {(str(t.key[1]), str(t.key[2])): bool(t.key[3]) for t in things if t.kind == "Release"},
            tuple(self._session(s.row) for s in kept.published.sessions if session_key(s.row) in rows),
            tuple(self._reserve(r.row) for r in kept.published.reserved if reserve_key(r.row) in rows),
            {
                self.names[e]: tuple(c - self.ended for c in a.cycles if c not in past[e] and c > self.ended)
                for e, a in kept.assignments.items()
            },
            kept.certain,
            kept.forced,
            frozenset(touched),
        )

    def _session(self, row: Session) -> Session:
        """A row that stays, in the slots and the lengths of today."""
        instance = self.kept.instance
        spec = instance.programs[row.program].session(row.session)
        assert spec is not None
        end = row.start + spec.minutes
        slots = instance.slots(instance.teachers[row.teacher].site)
        at = row.week, row.day
        slot = next(s for s in slots if (s.week, s.day) == at and s.start <= row.start and end <= s.end)
        mode = row.mode if spec.mode == "Either" else spec.mode
        program = self.names[Enrollment(row.teacher, row.program)].program
        return replace(row, cycle=row.cycle - self.ended, end=end, period=slot.period, program=program, mode=mode)

    def _reserve(self, row: Reserved) -> Reserved:
        found = self.kept.possible.home_slot(row)
        assert found is not None
        slot = found[1]
        return replace(row, cycle=row.cycle - self.ended, end=slot.end, period=slot.period)

    def whole(self, plan: Plan) -> Plan:
        """The plan of the whole year: what has ended as it was published, and the plan of the rest."""
        kept = self.kept
        back = {new: old for old, new in self.names.items()}
        if not self.ended:
            return plan
        assignments = []
        for row in plan.assignments:
            e = back[Enrollment(row.teacher, row.program)]
            program, before = kept.instance.programs[e.program], kept.assignments.get(e)
            cycles = {*kept.past_cycles(e), *(c + self.ended for c in row.cycles if kept.left[e])}
            if not program.sessions and before is not None:
                cycles = set(before.cycles)
            assignments.append(Assignment(e.teacher, e.program, row.coach, tuple(sorted(cycles))))
        return Plan(
            plan.releases,
            tuple(assignments),
            tuple(
                sorted(
                    replace(s, cycle=s.cycle + self.ended, program=back[Enrollment(s.teacher, s.program)].program)
                    for s in plan.sessions
                )
            ),
            tuple(sorted(replace(r, cycle=r.cycle + self.ended) for r in plan.reserved)),
            Past(kept.first, kept.past_sessions, kept.past_reserved),
        )


def open_year(kept: Kept) -> OpenYear:
    """The cycles of a year that are open.

    Raises
    ------
    InputProblems
        a pin wants a session of an enrollment that has no cycle left
    """
    instance = kept.instance
    if kept.first == 1:
        return OpenYear(kept, instance, {e: e for e in instance.enrollments})
    _pins_have_cycles(kept)
    ended = kept.first - 1
    cycles = instance.settings.cycles - ended
    programs: dict[str, Program] = {}
    names: dict[Enrollment, Enrollment] = {}
    for program in instance.programs.values():
        usual = min(program.cycles, cycles)
        programs[program.id] = replace(program, cycles=usual)
    for e in instance.enrollments:
        program, left = instance.programs[e.program], kept.left[e]
        name = program.id if left == programs[program.id].cycles else f"{program.id}\0{left}"
        if name not in programs:
            sessions = program.sessions if left else ()
            programs[name] = replace(program, id=name, cycles=left, sessions=sessions)
        names[e] = Enrollment(e.teacher, name)
    teachers = {
        t.id: replace(t, programs=tuple(names[Enrollment(t.id, p)].program for p in t.programs))
        if t.may_be_coached
        else t
        for t in instance.teachers.values()
    }
    rest = replace(
        instance,
        settings=replace(instance.settings, cycles=cycles),
        teachers=teachers,
        programs=programs,
        pins=tuple(_pin(p, names, ended) for p in kept.pins),
    )
    return OpenYear(kept, rest, names)


def _pin(pin: Pin, names: dict[Enrollment, Enrollment], ended: int) -> Pin:
    named = names.get(Enrollment(pin.teacher, pin.program))
    cycle = None if pin.cycle is None else pin.cycle - ended
    cycles = tuple(c - ended for c in pin.cycles if c > ended)
    return replace(pin, program=named.program if named else pin.program, cycle=cycle, cycles=cycles)


def _pins_have_cycles(kept: Kept) -> None:
    problems = []
    for pin in kept.pins:
        if pin.kind == "Session":
            programs = (pin.program,) if pin.program else kept.instance.teachers[pin.teacher].programs
            having = [p for p in programs if kept.instance.programs[p].session(pin.session)]
            if having and not any(kept.left.get(Enrollment(pin.teacher, p), 0) for p in having):
                at, programs = Place.named(pin.where), tuple(having)
                problems.append(
                    problem_of(messages.PIN_HAS_NO_CYCLE, at, teacher=pin.teacher, programs=programs, first=kept.first)
                )
    if problems:
        raise InputProblems(tuple(problems))
