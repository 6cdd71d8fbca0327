"""What else could be, with everything else in a plan as it is: other times, other coaches, other cycles.

Each alternative is a changed plan; whether it holds, and what it would cost, is for the rules to say. A session that is
in the way may be moved too, at most one: a chain of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.instance import Instance, ProgramSession, Slot, hhmm
from scheduler.domain.plan import Plan, Session
from scheduler.domain.why import Blocked
from scheduler.reasons.hindrances import WORDS, Place, doing_words, fitting_slots, hindrance
from scheduler.reasons.slots import Lookout, SlotLook, slot_words
from scheduler.reasons.wishes import NoSuchThing, against_coach
from scheduler.rules.entries import Enrolled
from scheduler.rules.plan_index import PlanIndex

MOST_TIMES_OF_A_TEACHER = 8  # other times of one session, where all of a teacher's are looked at
MOST_PLACES_FOR_THE_OTHER = 3  # where a session that is in the way may go


@dataclass(frozen=True)
class Alternative:
    """Another plan: what is chosen, in words, and the sessions of others that move for it."""

    text: str
    plan: Plan
    moves: tuple[str, ...] = ()


def part_around(
    instance: Instance, plan: Plan, coaches: Iterable[str], teachers: Iterable[str]
) -> tuple[Instance, Plan]:
    """The teachers of some coaches, and some teachers, with their part of a plan: what is true of others stays so.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    coaches
        whose teachers are taken
    teachers
        the ids of more teachers
    """
    named, mine = set(coaches), set(teachers)
    mine |= {a.teacher for a in plan.assignments if a.coach in named}
    small = replace(
        instance,
        teachers={t.id: t for t in instance.teachers.values() if t.id in mine},
        pins=tuple(p for p in instance.pins if not p.teacher or p.teacher in mine),
    )
    return small, replace(
        plan,
        assignments=tuple(a for a in plan.assignments if a.teacher in mine),
        sessions=tuple(s for s in plan.sessions if s.teacher in mine),
    )


# ---- another time of one session


def other_times(
    instance: Instance, plan: Plan, row: Session, *, chains: bool = True
) -> tuple[list[Alternative], list[Blocked]]:
    """Where else a session of a plan could be held in its cycle, and why not elsewhere.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    row
        the session
    chains
        whether sessions that hang on it move along
    """
    rest = replace(plan, sessions=tuple(s for s in plan.sessions if s != row))
    index = PlanIndex(instance, rest)
    enrolled = _enrolled(index, row.teacher, row.program)
    spec = _spec(instance, row.program, row.session)
    weeks = [row.week] if spec.weekly is not None else None
    return _times(instance, rest, index, (enrolled, spec, row.cycle, weeks), row, chains=chains)


def times_for_missing(
    instance: Instance, plan: Plan, teacher: str, program: str, session: str, cycle: int
) -> tuple[list[Alternative], list[Blocked]]:
    """Where a session that a plan lacks could be held in a cycle, and why not elsewhere.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    teacher
        the id of the teacher
    program
        the id of the program
    session
        the name of the session
    cycle
        the number of the cycle
    """
    index = PlanIndex(instance, plan)
    enrolled, spec = _enrolled(index, teacher, program), _spec(instance, program, session)
    if not enrolled.coach:
        raise NoSuchThing(f"{enrolled.enrollment} has no coach; ask with --teacher {teacher}")
    held = [h for h in enrolled.held if h.spec is spec and h.row.cycle == cycle]
    weeks = None
    if spec.weekly is not None:
        weeks = [w for w in range(1, instance.settings.weeks + 1) if sum(h.row.week == w for h in held) < spec.weekly]
    return _times(instance, plan, index, (enrolled, spec, cycle, weeks), None, chains=True)


Asked = tuple[Enrolled, ProgramSession, int, Sequence[int] | None]  # of whom, what, in which cycle and weeks


def _times(
    instance: Instance, rest: Plan, index: PlanIndex, asked: Asked, row: Session | None, *, chains: bool
) -> tuple[list[Alternative], list[Blocked]]:
    enrolled, spec, cycle, weeks = asked
    lookout = Lookout(index, followers_stay=False)  # one that follows may make way: `_placed`
    found: list[Alternative] = []
    behind: list[tuple[Place, SlotLook]] = []
    blocked: list[Blocked] = []
    for place in fitting_slots(instance, enrolled.teacher, spec):
        slot = place[1]
        if weeks is not None and slot.week not in weeks:
            continue
        at = slot_words(instance, slot)
        why, cell = hindrance(instance, index.slots, enrolled.coach, enrolled.site, place)
        if why:
            blocked.append(Blocked.at(at, f"{enrolled.coach} {why}", cell))
            continue
        for look in lookout.looks(enrolled, spec, cycle, place):
            if look.start is None:
                blocked.append(Blocked.at(at, look.blocker, ""))
                behind.append((place, look))
            elif row is None or (slot.week, slot.day, look.start) != (row.week, row.day, row.start):
                new = lookout.row(enrolled, spec, cycle, slot, look.start)
                found += _placed(instance, rest, enrolled, new, _at(instance, slot, look.start))
    if chains:
        for place, look in behind:
            found += _chains(instance, rest, asked, place, look)
    return found, blocked


def _placed(instance: Instance, rest: Plan, enrolled: Enrolled, new: Session, at: str) -> Iterator[Alternative]:
    """A session at a new time; where one that follows it would come before it, that one goes elsewhere."""
    plan = _with(rest, [new])
    early = [
        s
        for s in rest.sessions
        if (s.teacher, s.program, s.cycle) == (new.teacher, new.program, new.cycle)
        and _spec(instance, s.program, s.session).after == new.session
        and (s.week, s.day, s.start) < (new.week, new.day, new.end)
    ]
    if len(early) != 1:
        yield Alternative(at, plan)
        return
    (follower,) = early
    without = replace(plan, sessions=tuple(s for s in plan.sessions if s != follower))
    later = _elsewhere(instance, without, follower)
    if not later:
        yield Alternative(at, plan)  # it breaks the order, which is then said of it
    for moved, when in later[:MOST_PLACES_FOR_THE_OTHER]:
        yield Alternative(at, _with(without, [moved]), (f"{follower.session} of {follower.teacher} to {when}",))


def _elsewhere(instance: Instance, plan: Plan, gone: Session) -> list[tuple[Session, str]]:
    """Where a session that was taken out of a plan could be held, in its cycle, and in its week where it is weekly."""
    index = PlanIndex(instance, plan)
    enrolled, spec = _enrolled(index, gone.teacher, gone.program), _spec(instance, gone.program, gone.session)
    lookout = Lookout(index)
    found = []
    for place in fitting_slots(instance, enrolled.teacher, spec):
        if spec.weekly is not None and place[1].week != gone.week:
            continue
        if hindrance(instance, index.slots, enrolled.coach, enrolled.site, place)[0]:
            continue
        look = next(lookout.looks(enrolled, spec, gone.cycle, place))
        if look.start is not None and (place[1].day, look.start) != (gone.day, gone.start):
            row = lookout.row(enrolled, spec, gone.cycle, place[1], look.start)
            found.append((row, _at(instance, place[1], look.start)))
    return found


def _chains(instance: Instance, rest: Plan, asked: Asked, place: Place, look: SlotLook) -> Iterator[Alternative]:
    """A slot that one other session is in the way of, which goes elsewhere."""
    if len(look.rows) != 1:
        return
    enrolled, spec, cycle, _ = asked
    other = look.rows[0]
    if other.group:
        return
    without = replace(rest, sessions=tuple(s for s in rest.sessions if s != other))
    index = PlanIndex(instance, without)
    mine = _enrolled(index, enrolled.teacher.id, enrolled.program.id)
    lookout = Lookout(index)
    free = next((x for x in lookout.looks(mine, spec, cycle, place) if x.start is not None), None)
    if free is None or free.start is None:
        return
    here = _with(without, [lookout.row(mine, spec, cycle, place[1], free.start)])
    for moved, when in _elsewhere(instance, here, other)[:MOST_PLACES_FOR_THE_OTHER]:
        text = f"{other.session} of {other.teacher} to {when}"
        yield Alternative(_at(instance, place[1], free.start), _with(here, [moved]), (text,))


# ---- another coach or cycle of a teacher


def other_staffing(
    instance: Instance, plan: Plan, teacher: str, program: str
) -> tuple[list[Alternative], list[Blocked]]:
    """Each other coach of an enrollment, each other cycle, and each other time of one of its sessions.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    teacher
        the id of the teacher
    program
        the id of the program
    """
    index = PlanIndex(instance, plan)
    enrolled = _enrolled(index, teacher, program)
    found: list[Alternative] = []
    blocked: list[Blocked] = []
    for coach in instance.coaches:
        if coach == enrolled.coach:
            continue
        against = list(against_coach(instance, enrolled.enrollment, coach))
        if against:
            blocked += [Blocked(f"{coach} coaches {enrolled.enrollment}", h.text, h.sheet, h.cell) for h in against]
            continue
        cycles = sorted(enrolled.active_cycles)
        found.append(_placed_anew(instance, plan, enrolled, coach, cycles, f"{coach} coaches {enrolled.enrollment}"))
    active = sorted(enrolled.active_cycles)
    for cycle in index.open_cycles if enrolled.coach else ():
        for old in active:
            if cycle not in active and old >= index.first:
                cycles = sorted({*active, cycle} - {old})
                text = f"{enrolled.enrollment} in cycle {cycle} instead of {old}"
                found.append(_placed_anew(instance, plan, enrolled, enrolled.coach, cycles, text))
    for held in enrolled.held:
        times, _ = other_times(instance, plan, held.row, chains=False)
        at = f"{held.row.session} of {teacher} in cycle {held.row.cycle}: "
        found += [replace(t, text=at + t.text) for t in times[:MOST_TIMES_OF_A_TEACHER]]
    return found, blocked


def _placed_anew(
    instance: Instance, plan: Plan, enrolled: Enrolled, coach: str, cycles: Sequence[int], text: str
) -> Alternative:
    """The plan with another coach or other cycles of an enrollment: each session when it was where that can be, else at
    the first time that is free; not at all where none is."""
    e = enrolled.enrollment
    lost = sorted(set(enrolled.active_cycles) - set(cycles))
    came = sorted(set(cycles) - set(enrolled.active_cycles))
    moved_to = dict(zip(lost, came, strict=False))
    now = replace(
        plan,
        assignments=tuple(
            replace(a, coach=coach, cycles=tuple(cycles)) if (a.teacher, a.program) == (e.teacher, e.program) else a
            for a in plan.assignments
        ),
        sessions=tuple(s for s in plan.sessions if (s.teacher, s.program) != (e.teacher, e.program)),
    )
    rows = sorted((h.row for h in enrolled.held), key=lambda r: (r.cycle, r.week, r.day, r.start))
    lacking = 0
    for old in rows:
        cycle = moved_to.get(old.cycle, old.cycle)
        spec = _spec(instance, old.program, old.session)
        new = _first_free(instance, now, e.teacher, e.program, spec, replace(old, cycle=cycle))
        if new is None:
            lacking += 1
        else:
            now = _with(now, [new])
    return Alternative(text + (f", without {lacking} of its sessions" if lacking else ""), now)


def _first_free(
    instance: Instance, plan: Plan, teacher: str, program: str, spec: ProgramSession, like: Session
) -> Session | None:
    """A free time for a session: the one that it had, else one on the same day, else the first."""
    index = PlanIndex(instance, plan)
    enrolled, lookout = _enrolled(index, teacher, program), Lookout(index)
    best: tuple[tuple[bool, bool], Session] | None = None
    for place in fitting_slots(instance, enrolled.teacher, spec):
        if place[1].week != like.week or hindrance(instance, index.slots, enrolled.coach, enrolled.site, place)[0]:
            continue
        for look in lookout.looks(enrolled, spec, like.cycle, place, like.start):
            if look.start is not None:
                key = ((place[1].day, look.start) != (like.day, like.start), place[1].day != like.day)
                if best is None or key < best[0]:
                    best = key, lookout.row(enrolled, spec, like.cycle, place[1], look.start)
    return None if best is None else best[1]


# ---- who could be there


def in_slot(
    instance: Instance, plan: Plan, coach: str, day: int, start: int
) -> tuple[list[Alternative], list[Blocked]]:
    """Which session of a coach could be held on a day at a time, in each cycle; what is there takes its place.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    coach
        the id of the coach
    day
        the day of the week, counted from 0
    start
        minutes after midnight
    """
    index = PlanIndex(instance, plan)
    found: list[Alternative] = []
    blocked: dict[Blocked, None] = {}
    for cycle in index.open_cycles:
        for row in sorted(s for s in plan.sessions if s.coach == coach and s.cycle == cycle):
            if (row.day, row.start) == (day, start) or row.group:
                continue
            spec = _spec(instance, row.program, row.session)
            place = _place(instance, row, spec, day, start)
            if isinstance(place, Blocked):
                blocked[place] = None
                continue
            why, cell = hindrance(instance, index.slots, coach, instance.teachers[row.teacher].site, place)
            if why:
                blocked[Blocked.at(slot_words(instance, place[1]), f"{coach} {why}", cell)] = None
                continue
            there = [s for s in plan.sessions if s != row and _meets(s, row, day, start, spec.minutes, coach)]
            if len(there) > 1 or any(s.group for s in there):
                continue
            end = start + spec.minutes
            new = replace(row, day=day, start=start, end=end, period=place[1].period)
            gone = {row, *there}
            rows, moves = [new], []
            for other in there:
                theirs = _spec(instance, other.program, other.session)
                back = _place(instance, other, theirs, row.day, row.start)
                if isinstance(back, Blocked):
                    break
                until = row.start + theirs.minutes
                rows.append(replace(other, day=row.day, start=row.start, end=until, period=back[1].period))
                moves.append(f"{other.session} of {other.teacher} to {_at(instance, back[1], row.start)}")
            if len(rows) == 1 + len(there):
                rest = replace(plan, sessions=tuple(s for s in plan.sessions if s not in gone))
                text = f"{row.session} of {row.teacher} (cycle {cycle}) from {_at(instance, None, row.start, row)}"
                found.append(Alternative(text, _with(rest, rows), tuple(moves)))
    return found, list(blocked)


def _meets(s: Session, row: Session, day: int, start: int, minutes: int, coach: str) -> bool:
    same = (s.cycle, s.week, s.day) == (row.cycle, row.week, day)
    return same and (coach == s.coach or s.teacher == row.teacher) and s.start < start + minutes and start < s.end


def _place(instance: Instance, row: Session, spec: ProgramSession, day: int, start: int) -> Place | Blocked:
    """The slot that holds a session on a day at a time, if its teacher fits there; else why not."""
    teacher = instance.teachers[row.teacher]
    what = f"{row.session} of {row.teacher}"
    inside = [
        (i, s)
        for i, s in enumerate(instance.slots(teacher.site))
        if (s.week, s.day) == (row.week, day) and s.start <= start and start + spec.minutes <= s.end
    ]
    if not inside:
        return Blocked(what, f"no slot of {teacher.site} holds {spec.minutes} minutes then", "Bell schedule")
    place = inside[0]
    if place in fitting_slots(instance, teacher, spec):
        return place
    doing = instance.states[teacher.id][place[0]].doing
    is_then = WORDS.get(doing, doing.lower() or f"in {place[1].kind}")
    why = f"{row.teacher} is {is_then} then, not {doing_words(spec)}"
    return Blocked.at(what, why, instance.cells.state(teacher.id, place[0]))


# ---- words and rows


def _enrolled(index: PlanIndex, teacher: str, program: str) -> Enrolled:
    for enrolled in index.enrolled.values():
        if (enrolled.teacher.id, enrolled.program.id) == (teacher, program):
            return enrolled
    raise NoSuchThing(f"{teacher} is not in {program}")


def _spec(instance: Instance, program: str, session: str) -> ProgramSession:
    spec = instance.programs[program].session(session) if program in instance.programs else None
    if spec is None:
        raise NoSuchThing(f"{program} has no session {session}")
    return spec


def _with(plan: Plan, rows: Sequence[Session]) -> Plan:
    return replace(plan, sessions=tuple(sorted([*plan.sessions, *rows])))


def _at(instance: Instance, slot: Slot | None, start: int, row: Session | None = None) -> str:
    """ "Tue 10:05", with its week where there are two."""
    day, week = (slot.day, slot.week) if slot is not None else (row.day, row.week) if row is not None else (0, 1)
    of_week = f" of week {week}" if instance.settings.weeks > 1 else ""
    return f"{instance.settings.days[day]} {hhmm(start)}{of_week}"
